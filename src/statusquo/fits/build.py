"""Runs fits and writes their artefacts with the hashes of what they read and of the code that made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from statusquo.core.artefacts import ArtefactRecord, artefact_record, has_artefact, write_artefact
from statusquo.core.errors import InputError, Problem, StatusQuoError, UnknownNameError
from statusquo.fits.inputs import code_hashes, input_hashes
from statusquo.fits.registry import FITS, Fit, FitInputs, Progress
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__

NAMED = 4
"""How many of the changed inputs and modules are named in words; the state itself holds all."""


@dataclass(frozen=True, slots=True)
class FitState:
    """Whether an artefact is there and still rests on what is at hand.

    Attributes:
        fit: the artefact.
        is_fitted: whether it was ever made.
        changed_inputs: tables, files or artefacts that differ from those it was made from.
        changed_code: modules of which what made it differs.
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
        if not changed:
            return "up to date"
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        return f"made from other versions of {', '.join(changed[:NAMED])}{more}"


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
