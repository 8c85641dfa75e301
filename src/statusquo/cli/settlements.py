"""`statusquo settlements`: list the settlement files, check one, begin a new one, show the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.files import file_commands, write_template
from statusquo.cli.output import JsonFlag, print_json, print_table

if TYPE_CHECKING:
    from statusquo.settlement.model import SettlementFile


def _row(name: str, found: SettlementFile) -> Mapping[str, object]:
    return {
        "case": name,
        "title": found.title,
        "periods": [{"id": period.id, "name": period.name} for period in found.period],
        "actors": len(found.actor),
        "positions": len(found.position),
        "proposals": len(found.proposal),
    }


def _words(found: SettlementFile) -> str:
    return f"{found.title}: {len(found.period)} periods, {len(found.actor)} actors, {len(found.position)} positions"


def _check(file: Path) -> str:
    from statusquo.settlement.load import check_file

    return check_file(file)


app = file_commands("settlement", "settlements", _row, _words, check=_check)


@app.command()
def vocabulary(json: JsonFlag = False) -> None:
    """Show the issues with what the places on their scales mean, and the status formulas."""
    from statusquo.settlement.load import load_vocabulary

    words = load_vocabulary()
    if json:
        print_json(words.model_dump(mode="json"))
        return
    rows = [
        [issue.id, issue.scale, f"{anchor.at.best:.0f}", anchor.meaning]
        for issue in words.issue
        for anchor in issue.anchor
    ]
    print_table("Issues", ["issue", "scale", "place", "what it means"], rows, numeric=["place"])
    print_table("Status formulas", ["formula", "what it is"], [[row.id, row.meaning] for row in words.formula])


@app.command()
def new(
    id: DisputeArgument,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="What to write: actors, options or vocabulary.")
    ] = "actors",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; ID-KIND.toml by default.")
    ] = None,
) -> None:
    """Write a commented settlement file, options of one's own, or a vocabulary; no file is overwritten."""
    from statusquo.cases.load import load_case
    from statusquo.settlement.template import kind_named, template

    case, what = load_case(id), kind_named(kind)
    write_template(out or Path(f"{case.id}-{what}.toml"), lambda: template(what, case), "settlements")
