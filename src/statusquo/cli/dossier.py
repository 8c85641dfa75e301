"""`statusquo dossier`: writes a page: on one dispute, on all open ones, or on what holds across them."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_json, say
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import write_text
from statusquo.core.wording import listed

if TYPE_CHECKING:
    from statusquo.dossier.forms import Form
    from statusquo.dossier.parts import Section

_STANDARD_OUTPUT = Path("-")


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
    comparison: Annotated[
        bool, typer.Option("--comparison", help="What goes with what across disputes instead.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write; by default ID.html, ID-brief.html, ID.md, ID.json, world.html or comparison.html in "
            "this folder. A dossier goes to standard output with -.",
            dir_okay=True,
        ),
    ] = None,
    form: Annotated[
        Literal["html", "md", "json"] | None,
        typer.Option("--format", help="The page, or its evidence as Markdown or JSON: numbers, sources, ages."),
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="Two printed pages on a dispute instead of the whole.")
    ] = False,
    islamic_state: Annotated[
        bool, typer.Option("--with-islamic-state", help="With --world: begin with the Islamic State's provinces shown.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Write the dossier on a dispute, or on all open ones: one HTML file that works offline."""
    asked = [name for name, is_asked in (("an ID", id is not None), ("--world", world), ("--comparison", comparison))
             if is_asked]  # fmt: skip
    if len(asked) != 1:
        found = listed(asked) or "neither an ID nor --world nor --comparison"
        allowed = "an ID, --world or --comparison"
        raise InputError(Problem("a dossier is on one dispute, on all, or across them", found=found, allowed=allowed))
    if islamic_state and not world:
        raise InputError(Problem("only the world page can show the provinces of the Islamic State", allowed="--world"))
    if brief and (id is None or json or form in ("md", "json")):
        found = asked[0] if id is None else "--json" if json else f"--format {form}"
        raise InputError(Problem("a brief is a page on one dispute", found=found, allowed="an ID"))
    if form in ("md", "json") and id is None:
        raise InputError(Problem("the evidence is that on one dispute", found=asked[0], allowed="an ID"))
    if id is not None and brief:
        _write_brief(id, out)
    elif id is not None:
        _write_one(id, out, form or ("html" if out or not json else None), as_json=json)
    elif world:
        _write_world(out or Path("world.html"), as_json=json, with_islamic_state=islamic_state)
    else:
        _write_comparison(out or Path("comparison.html"), as_json=json)


def _write_one(id: str, out: Path | None, form: Form | None, *, as_json: bool) -> None:
    """Write a dossier in one form where one is asked for, and print its evidence where that is."""
    from statusquo.cases.load import load_draft
    from statusquo.dossier.assemble import assemble_dossier
    from statusquo.dossier.evidence import evidence
    from statusquo.dossier.forms import text_of
    from statusquo.snapshot.store import open_snapshot

    started = time.perf_counter()
    case = load_draft(id)
    report = assemble_dossier(case, open_snapshot())
    if as_json:
        print_json(evidence(report))
    if form is None:
        return
    path = out or Path(f"{case.id}.{form}")
    text = text_of(report, form)
    if path == _STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    write_text(path, text)
    size = len(text.encode("utf-8"))
    say(f"{path}: {case.title}, {size / 1e6:.1f} MB, {time.perf_counter() - started:.1f} s", err=True)


def _write_brief(id: str, out: Path | None) -> None:
    from statusquo.cases.load import load_draft
    from statusquo.dossier.brief import assemble_brief
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    case = load_draft(id)
    path = out or Path(f"{case.id}-brief.html")
    write_page(assemble_brief(case, open_snapshot()), path)
    say(f"{path}: {case.title}, two pages to print", err=True)


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
    say(f"{path}: {len(world.rows)} open disputes, {size / 1e6:.1f} MB, {took:.1f} s", err=True)


def _write_comparison(path: Path, *, as_json: bool) -> None:
    from statusquo.dossier.across import assemble_comparison
    from statusquo.dossier.page import write_page
    from statusquo.snapshot.store import open_snapshot

    started = time.perf_counter()
    report = assemble_comparison(open_snapshot())
    size = write_page(report, path)
    if as_json:
        print_json(
            {
                "file": str(path),
                "bytes": size,
                "finding": report.finding,
                "sections": [_section(section) for section in report.sections],
                "sources": [reference.id for reference in report.references],
            }
        )
        return
    took = time.perf_counter() - started
    say(f"{path}: what holds across disputes, {size / 1e6:.1f} MB, {took:.1f} s", err=True)


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "heading": section.heading,
        "finding": section.finding,
        "numbers": {name: number.to_json() for name, number in section.numbers.items()},
    }
