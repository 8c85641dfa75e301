"""Runs fits and writes their artefacts with the hashes of what they read and of the code that made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from statusquo.core.artefacts import (
    ArtefactRecord,
    artefact_record,
    has_artefact,
    is_of_snapshot_in_use,
    write_artefact,
)
from statusquo.core.errors import InputError, Problem, StatusQuoError, UnknownNameError
from statusquo.core.in_use import USER
from statusquo.fits.inputs import code_hashes, input_hashes
from statusquo.fits.registry import FITS, Fit, FitInputs, Progress
from statusquo.snapshot.build_own import name_artefact, own_file, own_rows, refuse_another_building
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

UP_TO_DATE = "up to date"

NAMED = 4
"""How many of the changed inputs and modules are named in words; the state itself holds all."""

Skip = Callable[[Fit, str], object]
"""Called with a fit that is left out and why."""


@dataclass(frozen=True, slots=True)
class FitState:
    """Whether an artefact is there and still rests on what is at hand.

    Attributes:
        fit: the artefact.
        is_fitted: whether it was ever made.
        is_stand_in: whether it is the package's, in the place of one fitted to the user's snapshot.
        changed_inputs: tables, files or artefacts that differ from those it was made from.
        changed_code: modules of which what made it differs.
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
        changed = (*self.changed_inputs, *self.changed_code)
        if not changed:
            return UP_TO_DATE
        whose = "the package's, " if self.is_stand_in else ""
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        return f"{whose}made from other versions of {', '.join(changed[:NAMED])}{more}"


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
            own = {source: rows for source in fit.sources if (rows := own_rows(snapshot, source)) is not None}
            made = fit.run(FitInputs(snapshot, raw, progress(fit), own))
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
