"""`statusquo dossier`: writes the report on one dispute, or on all open ones, as one self-contained page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json
from statusquo.core.errors import InputError, Problem


def dossier(
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A dispute: a bundled case (nagorno-karabakh), a UCDP conflict (ucdp-388) or a case file.",
            autocompletion=complete_case_id,
        ),
    ] = None,
    world: Annotated[bool, typer.Option("--world", help="Map and rank all open disputes instead.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="File to write; ID.html or world.html in this folder by default.", dir_okay=True
        ),
    ] = None,
    islamic_state: Annotated[
        bool, typer.Option("--with-islamic-state", help="With --world: the provinces of the Islamic State as well.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Write the dossier on a dispute, or on all open ones: one HTML file that works offline."""
    if (id is not None) + world != 1:
        found = "both an ID and --world" if world else "neither an ID nor --world"
        raise InputError(Problem("a dossier is on one dispute or on all", found=found, allowed="an ID, or --world"))
    if islamic_state and not world:
        raise InputError(Problem("only the world page can show the provinces of the Islamic State", allowed="--world"))
    if id is not None:
        _write_one(id, out, as_json=json)
    else:
        _write_world(out or Path("world.html"), as_json=json, with_islamic_state=islamic_state)


def _write_one(id: str, out: Path | None, *, as_json: bool) -> None:
    from statusquo.cases.load import load_case
    from statusquo.dossier.assemble import assemble_dossier
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    started = time.perf_counter()
    case = load_case(id)
    path = out or Path(f"{case.id}.html")
    report = assemble_dossier(case, open_snapshot())
    size = write_page(report, path)
    if as_json:
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


def _write_world(path: Path, *, as_json: bool, with_islamic_state: bool) -> None:
    from statusquo.dossier.page import write_page
    from statusquo.dossier.world import assemble_world
    from statusquo.snapshot.store import open_snapshot

    started = time.perf_counter()
    world = assemble_world(open_snapshot(), with_islamic_state=with_islamic_state)
    size = write_page(world, path)
    if as_json:
        print_json(
            {
                "file": str(path),
                "bytes": size,
                "year": world.year,
                "finding": world.finding,
                "scores_finding": world.scores_finding,
                "disputes": [row.to_json() for row in world.ranked],
                "not_ranked": [row.to_json() for row in world.unranked],
                "sources": [reference.id for reference in world.references],
            }
        )
        return
    took = time.perf_counter() - started
    typer.echo(f"{path}: {len(world.rows)} open disputes, {size / 1e6:.1f} MB, {took:.1f} s", err=True)
