"""`statusquo dossier`: writes the report on one dispute as one self-contained page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json


def dossier(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A dispute: a bundled case (nagorno-karabakh), a UCDP conflict (ucdp-388) or a case file.",
            autocompletion=complete_case_id,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write; ID.html in this folder by default.", dir_okay=True),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Write the dossier on a dispute: one HTML file that works offline."""
    from statusquo.cases.load import load_case
    from statusquo.dossier.assemble import assemble_dossier
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    started = time.perf_counter()
    case = load_case(id)
    path = out or Path(f"{case.id}.html")
    report = assemble_dossier(case, open_snapshot())
    size = write_page(report, path)
    if json:
        print_json(
            {
                "id": case.id,
                "file": str(path),
                "bytes": size,
                "summary": list(report.summary),
                "sections": [
                    {
                        "id": section.id,
                        "heading": section.heading,
                        "finding": section.finding,
                        "numbers": {name: number.to_json() for name, number in section.numbers.items()},
                    }
                    for section in report.sections
                ],
                "sources": [reference.id for reference in report.references],
            }
        )
        return
    typer.echo(f"{path}: {case.title}, {size / 1e6:.1f} MB, {time.perf_counter() - started:.1f} s", err=True)
