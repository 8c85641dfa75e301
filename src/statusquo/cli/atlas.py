"""`statusquo atlas`: every page of the product in one folder, linked, with a search."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json, progress, say


def atlas(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="A new folder, or that of an atlas.")],
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Only this dispute's page; may be repeated.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Processes at once.")] = 2,
    json: JsonFlag = False,
) -> None:
    """Write every page into one folder, linked and with a search; it works offline.

    A run that was broken off goes on where it stopped.
    """
    from statusquo.atlas.write import write_atlas

    started = time.perf_counter()
    with progress("Writing pages", "page") as show:
        found = write_atlas(out, only=only or (), jobs=jobs, progress=show)
    if json:
        print_json(found.to_json())
        return
    took = f"{found.written} written in {time.perf_counter() - started:.0f} s"
    say(f"{out / 'index.html'}: {found.pages} pages, {found.bytes / 1e6:.0f} MB; {took}.", err=True)
