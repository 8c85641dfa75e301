"""`statusquo explanations`: list explanations, show one, check a file, begin a new one, list the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.files import OutOption, write_template
from statusquo.cli.output import JsonFlag, print_check, print_json, print_table

app = typer.Typer(
    help="List explanations, show one, check an explanation file, begin a new one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(json: JsonFlag = False) -> None:
    """List the explanations that ship with the package."""
    from statusquo.explanations.load import bundled_explanations, load_explanation

    known = [load_explanation(name) for name in bundled_explanations()]
    if json:
        rows = [
            {"id": e.id, "title": e.title, "author": e.author, "year": e.year, "claims": len(e.claim)} for e in known
        ]
        print_json({"explanations": rows})
        return
    lines = [[e.id, e.title, e.author, str(e.year), str(len(e.claim))] for e in known]
    print_table("Explanations", ["id", "title", "after", "year", "claims"], lines, numeric=["claims"])


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An explanation or the path of a file.")],
    json: JsonFlag = False,
) -> None:
    """Show one explanation: its stance and its claims with the tests they are bound to."""
    from statusquo.explanations.load import load_explanation

    found = load_explanation(id)
    if json:
        print_json(found.model_dump(mode="json"))
        return
    typer.echo(f"{found.title}\n{found.work}\n\n{found.stance}\n")
    rows = [
        [claim.id, claim.kind, claim.sentence, "; ".join(f"{test.part}: {test.name}" for test in claim.test)]
        for claim in found.claim
    ]
    print_table("Claims", ["claim", "kind", "what it says", "tests"], rows)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An explanation file.")],
    json: JsonFlag = False,
) -> None:
    """Report every error of an explanation file with its line."""
    from statusquo.core.errors import ExplanationError
    from statusquo.explanations.load import read_explanation

    def words() -> str:
        found = read_explanation(file)
        return f"{found.title}: {len(found.claim)} claims, {sum(len(claim.test) for claim in found.claim)} tests"

    print_check(file, words, ExplanationError, json=json)


@app.command()
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of the explanation, such as smith-2020.")],
    out: OutOption = None,
) -> None:
    """Write a commented explanation file with one claim of each kind; no file is overwritten."""
    from statusquo.explanations.template import template

    write_template(out or Path(f"{id}.toml"), lambda: template(id), "explanations")


@app.command()
def tests(json: JsonFlag = False) -> None:  # noqa: PT028 - a command, not a test
    """List the tests that a claim can be bound to, with their parameters."""
    from statusquo.explanations.registry import claim_tests, describe_parameters

    known = claim_tests()
    if json:
        print_json(
            {
                "tests": [
                    {
                        "name": test.name,
                        "asks": test.asks,
                        "gives": test.gives,
                        "cross_case": test.is_cross_case,
                        "parameters": [
                            {"name": name, "allowed": allowed, "meaning": meaning}
                            for name, allowed, meaning in describe_parameters(test)
                        ],
                    }
                    for test in known.values()
                ]
            }
        )
        return
    rows = [[test.name, test.asks, test.gives, ", ".join(test.parameters.model_fields)] for test in known.values()]
    print_table("Tests of claims", ["test", "what it asks", "what it gives", "parameters"], rows)
