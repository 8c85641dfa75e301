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
from statusquo.core.artefacts import (
    ArtefactRecord,
    artefact_record,
    has_artefact,
    is_of_snapshot_in_use,
    write_artefact,
)
from statusquo.core.errors import InputError, Problem, StatusQuoError, UnknownNameError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import USER
from statusquo.fits.registry import FITS, Fit, FitInputs, Progress
from statusquo.settlement.load import VOCABULARY, bundled_settlements
from statusquo.snapshot.build_own import name_artefact, own_file, refuse_another_building
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

UP_TO_DATE = "up to date"

Skip = Callable[[Fit, str], object]
"""Called with a fit that is left out and why."""


@dataclass(frozen=True, slots=True)
class FitState:
    """Whether an artefact is there and still rests on what is at hand.

    Attributes:
        fit: the artefact.
        is_fitted: whether it was ever made.
        is_stand_in: whether it is the package's, in the place of one fitted to the user's snapshot.
        changed_inputs: tables, raw files or artefacts that differ from those it was made from.
        changed_code: modules that differ from those that made it.
    """

    fit: Fit
    is_fitted: bool
    is_stand_in: bool
    changed_inputs: tuple[str, ...]
    changed_code: tuple[str, ...]

    @property
    def words(self) -> str:
        """The state in words."""
        if not self.is_fitted:
            return "not fitted"
        changed = ", ".join((*self.changed_inputs, *self.changed_code))
        if not changed:
            return UP_TO_DATE
        whose = "the package's, " if self.is_stand_in else ""
        return f"{whose}made from other versions of {changed}"


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
    skip: Skip | None = None,
) -> list[ArtefactRecord]:
    """Run fits one after the other and write each artefact as it is made.

    Args:
        fits: what to run, in order.
        snapshot: the open snapshot.
        raw: folder of raw files, for the fits that read them.
        progress: gives for a fit the function that shows its progress.
        folder: where to write; by default the package's own.
        skip: told of each fit that lacks raw files or a package, and why; then no fit is run that is up to date. By
            default what lacks something is an error, and every fit is run.

    Raises:
        InputError: when a fit needs raw files and they are not there.
        StatusQuoError: when a package of the extra `build` is missing.
        SnapshotError: when the user's snapshot was built anew while its artefacts were fitted.
    """
    records = []
    for fit in fits:
        if skip is not None and fit_state(fit, snapshot).words == UP_TO_DATE:
            continue
        if absent := absent_files(fit, snapshot, raw):
            if skip is None:
                raise InputError(
                    Problem(
                        f"{fit.name} is fitted from raw files",
                        found=f"no {absent[0]} in {raw}",
                        allowed="--raw DIR, a folder of them",
                    )
                )
            skip(fit, f"it needs raw files that are not there: {', '.join(absent)}")
            continue
        try:
            made = fit.run(FitInputs(snapshot, raw, progress(fit)))
        except ModuleNotFoundError as cause:
            needs = f"the package {cause.name!r}, which a plain installation leaves out; install `statusquo[build]`"
            if skip is None:
                raise StatusQuoError(f"fitting needs {needs}") from cause
            skip(fit, f"it needs {needs}")
            continue
        if snapshot.kind == USER:
            refuse_another_building(snapshot)
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
        if snapshot.kind == USER:
            name_artefact(snapshot, fit.name)
    return records


def absent_files(fit: Fit, snapshot: Snapshot, raw: Path | None) -> tuple[str, ...]:
    """Return the raw files that a fit needs and that are not there, by path.

    In the place of a raw file a fit reads the file of the user's own that the snapshot was made of.
    """
    wanted = [file for source in fit.sources if not own_file(snapshot, source) for file in ORIGINS[source].files]
    return tuple(file.path for file in wanted if raw is None or not (raw / file.path).is_file())


def fit_state(fit: Fit, snapshot: Snapshot) -> FitState:
    """Return whether an artefact is there and rests on the snapshot and the code at hand."""
    if not has_artefact(fit.name):
        return FitState(fit, False, False, (), ())
    record = artefact_record(fit.name)
    inputs, code = input_hashes(fit, snapshot), code_hashes(fit)
    return FitState(
        fit,
        True,
        not is_of_snapshot_in_use(fit.name),
        tuple(sorted(name for name in {*inputs, *record.inputs} if inputs.get(name) != record.inputs.get(name))),
        tuple(sorted(name for name in {*code, *record.code} if code.get(name) != record.code.get(name))),
    )


def input_hashes(fit: Fit, snapshot: Snapshot) -> dict[str, str]:
    """Return the sha256 of everything a fit reads, by name: tables, raw files, earlier artefacts, the case files."""
    hashes = {name: str(snapshot.manifest["tables"][name]["sha256"]) for name in fit.tables}
    for source in fit.sources:
        own = own_file(snapshot, source)
        hashes |= own or {file.path: file.sha256 for file in ORIGINS[source].files}
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
