"""`statusquo data build / fit`: the user's snapshot from their own files, the package's from raw files; artefacts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.data_files import RawOption, size_rows
from statusquo.cli.output import JsonFlag, print_json, print_table, progress, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from statusquo.fits.registry import Fit, Progress
    from statusquo.fits.user_snapshot import Built
    from statusquo.snapshot.store import Snapshot


def build(
    raw: Annotated[
        Path | None,
        typer.Option("--raw", metavar="DIR", help="Derive the whole snapshot from this folder of raw files instead."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Derive it from raw files into this folder; with --raw alone, into the package's own.",
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Build your snapshot from your own newer files.

    It is derived from the package's tables and the newest of your files (`data add`), with the risks fitted anew, and
    kept in your own folder; every command uses it from then on. The package's own stays as it is: `statusquo --snapshot
    embedded` goes back to it.

    With --raw or --out, for those who develop the package, a whole snapshot is derived from raw files as published
    (--raw, else STATUSQUO_RAW, else the cache folder) and none of your files; the same files give the same bytes.
    """
    if raw is None and out is None:
        _build_own(json=json)
    else:
        _build_from_raw(raw, out, json=json)


def _build_own(*, json: bool) -> None:
    from tqdm import tqdm

    from statusquo.fits.user_snapshot import build_user_snapshot

    with tqdm(total=100, desc="your snapshot", disable=None, bar_format="{l_bar}{bar}| {elapsed}{postfix}") as bar:

        def show(share: float, what: str) -> None:
            bar.set_postfix_str(what, refresh=False)
            bar.update(max(0, round(100 * share) - bar.n))

        built = build_user_snapshot(show)
    if json:
        files = [file.to_json() for file in built.files]
        print_json({"files": files, "snapshot": built.manifest or None, "was_removed": built.was_removed})
        return
    _print_built(built)


def _print_built(built: Built) -> None:
    from statusquo.core.in_use import user_snapshot_folder

    if built.was_removed:
        say("None of your files is newer than the package's data: your snapshot was removed.")
        return
    say(f"Your snapshot is built, in {user_snapshot_folder()}")
    for file in built.files:
        say(f"  from {file.title} {file.version}, to {file.last_year} ({file.original_name})")
    manifest = built.manifest
    say(f"  tables that changed: {', '.join(manifest['changed_tables']) or 'none'}")
    say(f"  fitted anew: {', '.join(manifest['artefacts'])}")
    say("  of the package's data still: the other artefacts; `statusquo data fit` fits yours")
    say("Every command uses it from now on; --snapshot embedded goes back.", err=True)


def _build_from_raw(raw: Path | None, out: Path | None, *, json: bool) -> None:
    from tqdm import tqdm

    from statusquo.snapshot.build import STEPS, build_snapshot
    from statusquo.snapshot.download import raw_folder
    from statusquo.snapshot.store import default_folder

    folder = out or default_folder()
    with tqdm(total=len(STEPS), unit="step", desc="snapshot", disable=None) as bar:

        def show(step: str) -> None:
            bar.set_postfix_str(step)
            bar.update()

        manifest = build_snapshot(raw_folder(raw), folder, show)
    if json:
        print_json({"folder": str(folder), "snapshot": manifest})
        return
    rows = size_rows(manifest)
    print_table(f"Snapshot in {folder}", ["table", "rows", "bytes"], rows, numeric=["rows", "bytes"])


def fit(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="The artefacts to fit; by default all.")
    ] = None,
    raw: RawOption = None,
    only_show: Annotated[
        bool, typer.Option("--show", help="Only show each artefact and whether it is up to date.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Fit the artefacts: what takes minutes to estimate and is kept as a table.

    They are fitted to the snapshot in use and kept beside its tables: yours beside yours, and the package's stay as
    they are. Without names, what needs raw files or packages that are not there is left out and named. Reproducible to
    a stated tolerance, not to the byte.
    """
    from statusquo.core.in_use import ARTEFACTS, EMBEDDED
    from statusquo.fits.build import fit_state, fits_named
    from statusquo.snapshot.store import open_snapshot

    fits, snapshot = fits_named(names), open_snapshot()
    is_own = snapshot.kind != EMBEDDED
    skipped: dict[str, str] = {}
    if not only_show:
        folder = snapshot.folder / ARTEFACTS if is_own else None
        skipped = _fit_all(fits, snapshot, raw, folder, leave_out=is_own and not names)
    states = [fit_state(fit, snapshot) for fit in fits]
    if json:
        rows = [
            {
                "name": state.fit.name,
                "description": state.fit.description,
                "state": state.words,
                "is_stand_in": state.is_stand_in,
                "left_out": skipped.get(state.fit.name),
            }
            for state in states
        ]
        print_json({"artefacts": rows})
        return
    print_table(
        "Fitted artefacts" + (f" of the snapshot in {snapshot.folder}" if is_own else ""),
        ["artefact", "what it holds", "state"],
        [[state.fit.name, state.fit.description, state.words] for state in states],
    )


def _fit_all(
    fits: Sequence[Fit], snapshot: Snapshot, raw: Path | None, folder: Path | None, *, leave_out: bool
) -> dict[str, str]:
    """Run the fits with a bar for each, and return those left out with the reason, each told as it is met."""
    from contextlib import ExitStack

    from statusquo.fits.build import build_artefacts
    from statusquo.snapshot.download import raw_folder

    skipped: dict[str, str] = {}

    def skip(fit: Fit, why: str) -> None:
        skipped[fit.name] = why
        say(f"{fit.name} is left out: {why}", err=True)

    with ExitStack() as bars:

        def bar(fit: Fit) -> Progress:
            return bars.enter_context(progress(fit.name, "step"))

        if folder is not None:
            folder.mkdir(exist_ok=True)
        build_artefacts(fits, snapshot, raw_folder(raw), bar, folder=folder, skip=skip if leave_out else None)
    return skipped
