"""`statusquo settlements`: list the settlement files, check one, begin a new one, show the vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.files import write_template
from statusquo.cli.output import JsonFlag, print_check, print_json, print_table

app = typer.Typer(
    help="List settlement files, check one, begin a new one, show the issues and status formulas.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the disputes whose settlement file ships with the package, with their periods."""
    from statusquo.cases.load import load_case
    from statusquo.settlement.load import bundled_settlements, load_settlement

    known = [load_settlement(load_case(name)) for name in bundled_settlements()]
    if json:
        rows = [
            {
                "case": file.case,
                "title": file.title,
                "periods": [{"id": period.id, "name": period.name} for period in file.period],
                "actors": len(file.actor),
                "positions": len(file.position),
                "proposals": len(file.proposal),
            }
            for file in known
        ]
        print_json({"settlements": rows})
        return
    lines = [
        [file.case, ", ".join(period.id for period in file.period), str(len(file.actor)), str(len(file.position))]
        for file in known
    ]
    print_table(
        "Settlement files", ["dispute", "periods", "actors", "positions"], lines, numeric=["actors", "positions"]
    )


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
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A settlement, option or vocabulary file.")],
    json: JsonFlag = False,
) -> None:
    """Report every error of a settlement, option or vocabulary file with its line."""
    from statusquo.core.errors import SettlementError
    from statusquo.settlement.load import check_file

    print_check(file, lambda: check_file(file), SettlementError, json=json)


@app.command()
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="A dispute or a case file.", autocompletion=complete_case_id)],
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
