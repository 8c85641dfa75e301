"""Builds the user's snapshot: tables from their own newer files, and the artefacts that must follow them, as one.

What tells a risk is fitted anew to the tables, by its own fits and without any extra. The other artefacts take minutes
or raw files; the package's stand in for them until `statusquo data fit` makes the user's own. The whole folder takes
its place at once, so that no command ever finds the tables of one building beside the artefacts of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from statusquo.core.errors import InputError, OutputError, Problem
from statusquo.core.in_use import ARTEFACTS, EMBEDDED, set_aside, user_snapshot_folder, using_snapshot
from statusquo.fits.build import build_artefacts, fits_named
from statusquo.fits.registry import Fit, Progress
from statusquo.snapshot.build_own import files_in_force, read_files, write_manifest, write_own_tables
from statusquo.snapshot.own_ledger import KeptFile, kept_files
from statusquo.snapshot.replacing import replacing
from statusquo.snapshot.store import default_folder, forget_opened, open_snapshot

FOLLOWING = ("risk_models", "risk_paths", "risk_accounts")
"""Artefacts that are fitted with every building of a user's snapshot."""

_SHARES = {"tables": 0.2, "risk_models": 0.25, "risk_paths": 0.4, "risk_accounts": 0.15}
"""Part of the time that each step takes, roughly."""

Report = Callable[[float, str], object]
"""Called with the share of the work that is done and what is being done."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a building did.

    Attributes:
        files: the user's files that the snapshot is made of; empty when none is newer than the package's data.
        manifest: of the new snapshot; empty when there is none.
        was_removed: whether an older one, made of files that are no longer there, was removed.
    """

    files: tuple[KeptFile, ...]
    manifest: dict[str, Any]
    was_removed: bool = False


def build_user_snapshot(report: Report = lambda share, what: None) -> Built:
    """Build the user's snapshot from the package's tables and the newest of the user's own files.

    Where none of the files is newer than the package's data, there is nothing to build, and a snapshot made of files
    that were removed since goes too.

    Args:
        report: called as the work goes on.

    Raises:
        InputError: when the user has neither files nor a snapshot, when a file breaks the declared rules of this
            version of the package, or when another process is building.
        SourceError: when a file is not as it was added.
        MissingExtraError: when a file is a workbook and the package that reads workbooks is not installed.
        OutputError: when there is no room; the old snapshot stays.
    """
    final, files = user_snapshot_folder(), files_in_force()
    if not files:
        return Built((), {}, was_removed=_removed())
    base = open_snapshot(default_folder())
    frames = read_files(files, lambda what: report(0.0, what))
    report(0.1, "deriving the tables")
    with replacing(final) as folder, using_snapshot(EMBEDDED):
        manifest = write_own_tables(base, files, frames, folder, date.today())
        (folder / ARTEFACTS).mkdir()
        with using_snapshot(folder):
            build_artefacts(
                fits_named(FOLLOWING),
                open_snapshot(folder),
                None,
                lambda fit: _progress(fit, report),
                folder=folder / ARTEFACTS,
            )
        manifest["artefacts"] = list(FOLLOWING)
        write_manifest(folder, manifest)
    forget_opened()
    return Built(files, manifest)


def _removed() -> bool:
    """Remove a snapshot of which no file is left, and return whether there was one."""
    folder = user_snapshot_folder()
    found = [place for place in (folder, set_aside(folder)) if place.exists()]
    if not found:
        own = kept_files()
        told = ", ".join(f"{file.title} {file.version}" for file in own)
        raise InputError(
            Problem(
                "there is nothing to build: none of your own files is newer than the package's data",
                found=told or "no files",
                allowed="`statusquo data add FILE` first, or a folder of the raw files behind the package's tables",
            )
        )
    try:
        for place in found:
            shutil.rmtree(place)
    except OSError as cause:
        raise OutputError(Problem("your snapshot cannot be removed", str(folder), found=cause.strerror)) from cause
    forget_opened()
    return True


def _progress(fit: Fit, report: Report) -> Progress:
    names = list(_SHARES)
    before = sum(_SHARES[name] for name in names[: names.index(fit.name)])

    def show(done: int, total: int, what: str) -> None:
        report(before + _SHARES[fit.name] * done / max(total, 1), f"{fit.name}: {what}")

    return show
