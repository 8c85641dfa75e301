"""The hashes of what a fit reads and of the code that makes it, by which an artefact is known to be up to date.

Which these are is read from the source (`provenance`): a table, a file or an artefact counts when the code that the fit
can reach holds its name. A few more may count than the fit opens, none less.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.territory import Shape
from statusquo.core.artefacts import FIT_PREFIX, artefact_record, has_artefact
from statusquo.core.columns import columns_of, table_names
from statusquo.core.files import sha256_of
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.fits.provenance import installed
from statusquo.fits.registry import FITS, Fit
from statusquo.settlement.load import VOCABULARY, bundled_settlements
from statusquo.snapshot.build_own import own_file
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

_KNOWN_BY_TABLE = {"core/columns.csv", "snapshot/tables"}
"""Data of which each table that is named counts by itself."""


def code_hashes(fit: Fit) -> Mapping[str, str]:
    """Return the sha256 of the code that a fit can reach, by module."""
    return installed().provenance(fit.made_by).code


def input_hashes(fit: Fit, snapshot: Snapshot) -> dict[str, str]:
    """Return the sha256 of everything a fit reads, by name.

    Tables of the snapshot, declarations of columns, raw files, earlier artefacts, and files of the package: whole, or
    what fits read of them where they hold much else.
    """
    rests_on = installed().provenance(fit.made_by)
    tables = snapshot.manifest["tables"]
    hashes = {name: str(tables[name]["sha256"]) for name in rests_on.words & tables.keys()}
    for source in fit.sources:
        hashes |= own_file(snapshot, source) or {file.path: file.sha256 for file in ORIGINS[source].files}
    declared = {*rests_on.words, FIT_PREFIX + fit.name} & set(table_names())
    hashes |= {f"columns of {name}": declaration_sha256(name) for name in declared}
    for path in set(rests_on.data) - _KNOWN_BY_TABLE:
        if path in _READ_IN_PART:
            name, digest = _READ_IN_PART[path]
            hashes[name] = digest()
        else:
            hashes[path] = data_sha256(installed().folder / path)
    artefacts = {each.name for each in FITS if each.name in rests_on.words and each != fit}
    return hashes | {f"artefact {name}": artefact_record(name).sha256 for name in artefacts if has_artefact(name)}


def declaration_sha256(table: str) -> str:
    """Return the sha256 of a table's declared columns; their descriptions may change without a new fit."""
    columns = [asdict(column) | {"description": None} for column in columns_of(table)]
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()


def data_sha256(path: Path) -> str:
    """Return the sha256 of a data file, or of the names and contents of all files in a folder."""
    if path.is_file():
        return sha256_of(path)
    names = sorted(str(each.relative_to(path)) for each in path.rglob("*") if each.is_file())
    return hashlib.sha256(json.dumps([(name, sha256_of(path / name)) for name in names]).encode()).hexdigest()


@cache
def bundled_cases_sha256() -> str:
    """Return the sha256 of what fits read of the bundled cases; texts, names and facts may change without a new fit."""
    digest = hashlib.sha256()
    for name in bundled_ids():
        case = load_case(name)
        moves = [event.date for event in case.event if event.moves_line]
        read = case.model_dump(mode="json", include={"ids", "holding", "exit", "coding", "line_history"})
        shapes = [None if shape is None else shape.model_dump(mode="json", exclude={"file"}) for shape in _shapes(case)]
        # An actor without a number and a role is only one who offered or answered, of which no fit reads.
        roles = [
            (actor.id, actor.gwno, [role.model_dump(mode="json") for role in actor.role])
            for actor in case.actor
            if actor.gwno is not None or actor.role
        ]
        standings = [case.standing(coded) for coded in case.coding]
        digest.update(json.dumps([name, read, standings, shapes, roles, moves], default=str, sort_keys=True).encode())
    return digest.hexdigest()


@cache
def bundled_settlements_sha256() -> str:
    """Return the sha256 of the bundled settlement files and vocabulary, and of what their cases record of proposals."""
    digest = hashlib.sha256()
    for name in (VOCABULARY, *bundled_settlements()):
        digest.update((files("statusquo.settlement") / "bundled" / f"{name}.toml").read_bytes())
    for name in bundled_settlements():
        rows = load_case(name).model_dump(mode="json", include={"proposal"})
        digest.update(json.dumps(rows, default=str, sort_keys=True).encode())
    return digest.hexdigest()


@cache
def bundled_explanations_sha256() -> str:
    """Return the sha256 of what fits read of the bundled explanations: the cases that each was made from."""
    made_from = [(name, load_explanation(name).made_from_case) for name in bundled_explanations()]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _shapes(case: Case) -> tuple[Shape | None, Shape | None]:
    return case.territory.shape, case.territory.held


_READ_IN_PART: Mapping[str, tuple[str, Callable[[], str]]] = {
    "cases/bundled": ("bundled cases", bundled_cases_sha256),
    "explanations/bundled": ("bundled explanations", bundled_explanations_sha256),
    "settlement/bundled": ("bundled settlements", bundled_settlements_sha256),
}
"""Folders of which fits read little: how that is called, and its digest."""
