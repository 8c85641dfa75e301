"""Runs fits and writes their artefacts with the hashes of what they read and of the code that made them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.territory import Shape
from statusquo.core.artefacts import ArtefactRecord, artefact_record, has_artefact, write_artefact
from statusquo.core.errors import InputError, Problem, StatusQuoError, UnknownNameError
from statusquo.core.files import sha256_of
from statusquo.fits.registry import FITS, Fit, FitInputs, Progress
from statusquo.settlement.load import VOCABULARY, bundled_settlements
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__


@dataclass(frozen=True, slots=True)
class FitState:
    """Whether an artefact is there and still rests on what is at hand.

    Attributes:
        fit: the artefact.
        is_fitted: whether it was ever made.
        changed_inputs: tables, raw files or artefacts that differ from those it was made from.
        changed_code: modules that differ from those that made it.
    """

    fit: Fit
    is_fitted: bool
    changed_inputs: tuple[str, ...]
    changed_code: tuple[str, ...]

    @property
    def words(self) -> str:
        """The state in words."""
        if not self.is_fitted:
            return "not fitted"
        changed = [*self.changed_inputs, *self.changed_code]
        return f"made from other versions of {', '.join(changed)}" if changed else "up to date"


def fits_named(names: Iterable[str] | None) -> tuple[Fit, ...]:
    """Return the fits asked for, in the order in which they run; all without names.

    Raises:
        UnknownNameError: when there is no such fit.
    """
    wanted = list(names or [fit.name for fit in FITS])
    known = {fit.name for fit in FITS}
    for name in wanted:
        if name not in known:
            raise UnknownNameError("fitted artefact", name, known)
    return tuple(fit for fit in FITS if fit.name in wanted)


def build_artefacts(
    fits: Iterable[Fit],
    snapshot: Snapshot,
    raw: Path | None,
    progress: Callable[[Fit], Progress],
    *,
    folder: Path | None = None,
) -> list[ArtefactRecord]:
    """Run fits one after the other and write each artefact as it is made.

    Args:
        fits: what to run, in order.
        snapshot: the open snapshot.
        raw: folder of raw files, for the fits that read them.
        progress: gives for a fit the function that shows its progress.
        folder: where to write; by default the package's own.

    Raises:
        InputError: when a fit needs raw files and none are given.
        StatusQuoError: when a package of the extra `build` is missing.
    """
    records = []
    for fit in fits:
        if fit.sources and (raw is None or not raw.is_dir()):
            raise InputError(
                Problem(f"{fit.name} is fitted from raw files", found=str(raw), allowed="--raw DIR, a folder of them")
            )
        try:
            made = fit.run(FitInputs(snapshot, raw, progress(fit)))
        except ModuleNotFoundError as cause:
            raise StatusQuoError(
                f"fitting needs the package {cause.name!r}, which a plain installation leaves out; "
                "install `statusquo[build]`"
            ) from cause
        records.append(
            write_artefact(
                fit.name,
                made.table,
                inputs=input_hashes(fit, snapshot),
                code=code_hashes(fit),
                built_by=f"statusquo {__version__}",
                diagnostics=made.diagnostics,
                folder=folder,
            )
        )
    return records


def fit_state(fit: Fit, snapshot: Snapshot) -> FitState:
    """Return whether an artefact is there and rests on the snapshot and the code at hand."""
    if not has_artefact(fit.name):
        return FitState(fit, False, (), ())
    record = artefact_record(fit.name)
    inputs, code = input_hashes(fit, snapshot), code_hashes(fit)
    return FitState(
        fit,
        True,
        tuple(sorted(name for name in {*inputs, *record.inputs} if inputs.get(name) != record.inputs.get(name))),
        tuple(sorted(name for name in {*code, *record.code} if code.get(name) != record.code.get(name))),
    )


def input_hashes(fit: Fit, snapshot: Snapshot) -> dict[str, str]:
    """Return the sha256 of everything a fit reads, by name: tables, raw files, earlier artefacts, the case files."""
    hashes = {name: str(snapshot.manifest["tables"][name]["sha256"]) for name in fit.tables}
    hashes |= {file.path: file.sha256 for source in fit.sources for file in ORIGINS[source].files}
    if fit.reads_cases:
        hashes["bundled cases"] = bundled_cases_sha256()
    if fit.reads_settlements:
        hashes["bundled settlements"] = bundled_settlements_sha256()
    return hashes | {f"artefact {name}": artefact_record(name).sha256 for name in fit.artefacts if has_artefact(name)}


@cache
def bundled_cases_sha256() -> str:
    """Return the sha256 of what fits read of the bundled cases; texts, names and facts may change without a new fit."""
    digest = hashlib.sha256()
    for name in bundled_ids():
        case = load_case(name)
        moves = [event.date for event in case.event if event.moves_line]
        read = case.model_dump(mode="json", include={"ids", "holding", "exit", "coding", "line_history"})
        shapes = [None if shape is None else shape.model_dump(mode="json") for shape in _shapes(case)]
        roles = [(actor.id, actor.gwno, [role.model_dump(mode="json") for role in actor.role]) for actor in case.actor]
        digest.update(json.dumps([name, read, shapes, roles, moves], default=str, sort_keys=True).encode())
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


def _shapes(case: Case) -> tuple[Shape | None, Shape | None]:
    return case.territory.shape, case.territory.held


def code_hashes(fit: Fit) -> dict[str, str]:
    """Return the sha256 of the source of each module that shapes a fit's numbers."""
    hashes = {}
    for name in (fit.made_by.partition(":")[0], *fit.modules):
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"no module {name}", name=name)
        hashes[name] = sha256_of(Path(spec.origin))
    return hashes
