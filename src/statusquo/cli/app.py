"""The `statusquo` command: assembles the commands and turns errors into exit codes.

Exit codes: 0 done, 1 the work failed, 2 the input was wrong. Results go to standard output, everything else (progress,
notes, errors) to standard error; no error the package knows ends in a traceback.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from statusquo.cli import (
    bargain,
    cases,
    claims,
    compare,
    data,
    dossier,
    explanations,
    forecast,
    measure,
    panel,
    recode,
    risk,
    scenario,
    settle,
    settlements,
    sweep,
)
from statusquo.core.errors import StatusQuoError
from statusquo.version import __version__

app = typer.Typer(
    name="statusquo",
    help="Explain and track attempts at secession and the frozen conflicts they leave.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(name="bargain")(bargain.bargain)
app.add_typer(cases.app, name="cases")
app.command(name="claims")(claims.claims)
app.command(name="compare")(compare.compare)
app.command(name="dossier")(dossier.dossier)
app.add_typer(explanations.app, name="explanations")
app.add_typer(forecast.app, name="forecast")
app.command(name="measure")(measure.measure)
app.command(name="panel")(panel.panel)
app.command(name="recode")(recode.recode)
app.command(name="risk")(risk.risk)
app.command(name="scenario")(scenario.scenario)
app.command(name="settle")(settle.settle)
app.add_typer(settlements.app, name="settlements")
app.command(name="sweep")(sweep.sweep)
app.add_typer(data.app, name="data")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"statusquo {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        app(prog_name="statusquo")
    except StatusQuoError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, left early; that is no failure of ours.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("Interrupted; nothing half-written was left.", err=True)
        sys.exit(130)
