"""The `statusquo` command: assembles the commands and turns errors into exit codes.

Exit codes: 0 done, 1 the work failed, 2 the input was wrong. Results go to standard output, everything else (progress,
notes, errors) to standard error; no error the package knows ends in a traceback.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Annotated, Any, get_args

import typer

from statusquo.cli import (
    atlas,
    bargain,
    cases,
    changed,
    claims,
    compare,
    data,
    dossier,
    events,
    explanations,
    files,
    forecast,
    measure,
    panel,
    recode,
    risk,
    scenario,
    settle,
    settlements,
    show,
    sweep,
)
from statusquo.cli.groups import HELP_OPTIONS, Group
from statusquo.cli.output import Format, say, tables_as
from statusquo.cli.streams import ReaderLeftError, guarded
from statusquo.core.errors import InputError, OutputError, StatusQuoError
from statusquo.core.plain_text import with_numbers
from statusquo.version import __version__

_ASKS_HELP = "statusquo.asks_help"
_LONGEST_PATH = 200
_SHARED = ("--snapshot", "--format")


class _Commands(Group):
    """The commands; what they share may stand before a command or after it, as one who reads of it would type it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[_ASKS_HELP] = not {"-h", "--help"}.isdisjoint(args)
        with _told_plainly():
            return super().parse_args(ctx, _shared_first(args))

    def invoke(self, ctx: Any) -> Any:
        with _told_plainly():
            return super().invoke(ctx)


_NO_CHOICE = re.compile(r"Value error, '(?P<found>.*)' is not one of (?P<choices>.*)\.", re.DOTALL)
_NO_NUMBER = {
    "Input should be a valid integer": "this is no whole number",
    "Input should be a valid number": "this is no number",
}


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """Tell a value that an option does not take in our words, with the nearest that it does."""
    try:
        yield
    except typer.BadParameter as error:
        for start, said in _NO_NUMBER.items():
            if error.message.startswith(start):
                error.message = said
        if match := _NO_CHOICE.fullmatch(error.message):
            near = get_close_matches(match["found"], re.findall(r"'([^']*)'", match["choices"]), n=1)
            error.message = f"{match['found']!r} is not one of {match['choices']}."
            error.message += "".join(f" Did you mean {each!r}?" for each in near)
        raise


_NEXT = {
    "measure": "claims {}",
    "risk": "dossier {}",
    "claims": "measure {}",
    "settle": "claims {}",
    "bargain": "scenario {} even-spending",
    "scenario": "risk {}",
    "compare": "claims nagorno-karabakh",
    "changed": "show nagorno-karabakh",
    "forecast": "risk --all",
    "cases": "show transnistria",
    "dossier": "changed",
}
"""What one would look at next; ``{}`` is what was asked about, and without it nothing is proposed."""


def _say_next(*_: object, **__: object) -> None:
    """Propose the next command to who sits at a terminal."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    following = _NEXT.get(words[0]) if words else None
    about = words[1] if len(words) > 1 else ""
    is_read_by_a_person = sys.stderr.isatty() and sys.stdout.isatty() and "--json" not in sys.argv
    if following and is_read_by_a_person and ("{}" not in following or about):
        say(f"Next: statusquo {following.format(about)}", err=True)


app = typer.Typer(
    name="statusquo",
    result_callback=_say_next,
    cls=_Commands,
    help="Explain and track attempts at secession and the frozen conflicts they leave.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=dict(HELP_OPTIONS),
    epilog="Begin with: statusquo show transnistria. Each command tells more with -h.",
)
app.command(name="show")(show.show)
app.command(name="atlas")(atlas.atlas)
app.command(name="bargain")(bargain.bargain)
app.add_typer(cases.app, name="cases")
app.command(name="changed")(changed.changed)
app.command(name="claims")(claims.claims)
app.add_typer(recode.codings, name="codings")
app.add_typer(compare.app, name="compare")
app.command(name="dossier")(dossier.dossier)
app.add_typer(events.app, name="events")
app.add_typer(explanations.app, name="explanations")
app.add_typer(forecast.app, name="forecast")
app.command(name="measure")(measure.measure)
app.command(name="panel")(panel.panel)
app.command(name="recode")(recode.recode)
app.command(name="risk")(risk.risk)
app.command(name="scenario")(scenario.scenario)
app.add_typer(scenario.files, name="scenarios")
app.command(name="schema")(files.schema)
app.command(name="settle")(settle.settle)
app.add_typer(settlements.app, name="settlements")
app.command(name="sweep")(sweep.sweep)
app.add_typer(sweep.files, name="sweeps")
app.add_typer(explanations.weighings, name="weighings")
app.add_typer(data.app, name="data")


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"statusquo {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
    snapshot: Annotated[
        str | None,
        typer.Option(
            "--snapshot",
            metavar="embedded|user|DIR",
            help="The snapshot to use: the package's, yours (`data add`, `data build`), or the one in a folder; "
            "by default STATUSQUO_SNAPSHOT, else yours where there is one.",
        ),
    ] = None,
    table_format: Annotated[
        Format | None,
        typer.Option("--format", help="How tables are written; tsv: bare, with tabs, and prose to standard error."),
    ] = None,
) -> None:
    ctx.with_resource(tables_as(table_format))
    if ctx.meta[_ASKS_HELP]:
        return
    from statusquo.core.in_use import in_use, using_snapshot

    if snapshot is not None:
        ctx.with_resource(using_snapshot(snapshot))
    if in_use() is not None:
        _tell_snapshot(is_needed=ctx.invoked_subcommand != "data")


def _tell_snapshot(*, is_needed: bool) -> None:
    """Say on standard error which snapshot is in use; `data`, which can mend it, goes on without one that is read."""
    from statusquo.core.errors import SnapshotError
    from statusquo.snapshot.store import open_snapshot
    from statusquo.snapshot.telling import words_in_use

    try:
        say(f"{words_in_use(open_snapshot())}; --snapshot embedded goes back", err=True)
    except SnapshotError as error:
        if is_needed:
            raise
        say(f"Note: {error}", err=True)


def _shared_first(args: list[str]) -> list[str]:
    """Return the words with the options that all commands share before the command."""
    end = args.index("--") if "--" in args else len(args)
    shared: list[str] = []
    rest: list[str] = []
    words = iter(args[:end])
    for word in words:
        option, joined, value = word.partition("=")
        if option not in _SHARED:
            rest.append(word)
            continue
        given = value if joined else next(words, None)
        if given is None:
            return [word]  # which is then told to lack its value
        # Some commands have a format of their own, such as that of references.
        is_own = option == "--format" and given not in get_args(Format) and "--format" in _flags_of(args[:end]).values()
        (rest if is_own else shared).extend([word] if joined else [word, given])
    return [*shared, *rest, *args[end:]]


def _flags_of(args: list[str]) -> dict[Any, str]:
    """Return the options of the command that the words call, each by the name of its argument."""
    command: Any = typer.main.get_command(app)
    for word in args:
        command = getattr(command, "commands", {}).get(word, command)
    asked = [*getattr(command, "commands", {}).values(), command]  # of a group, where it chose the command itself
    options = [option for each in asked for option in each.params if option.param_type_name == "option"]
    return {option.name: option.opts[0] for option in options}


def _with_flags(error: StatusQuoError, args: list[str]) -> str:
    """Return what an error says, with each argument of a function called by the option that gave it."""
    if not isinstance(error, InputError):
        return str(error)
    flags: dict[Any, str] = _flags_of(args)
    return "\n".join(str(replace(problem, field=flags.get(problem.field, problem.field))) for problem in error.problems)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        with guarded():
            _run()
    except ReaderLeftError:
        sys.exit(0)
    except StatusQuoError as error:
        with contextlib.suppress(OSError, AttributeError):  # of a standard error that is full or closed
            say(f"Error: {error}", err=True)
        sys.exit(error.exit_code)


def _run() -> None:
    try:
        app(prog_name="statusquo")
    except OutputError:
        raise
    except StatusQuoError as error:
        say(f"Error: {_with_flags(error, sys.argv[1:])}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:
            raise
        found = f"{error.strerror}: {str(error.filename)[:_LONGEST_PATH]}"
        say(f"Error: a file or folder cannot be used; found {with_numbers(found)}; allowed another name", err=True)
        sys.exit(InputError.exit_code)
    except KeyboardInterrupt:
        say("Interrupted; nothing half-written was left.", err=True)
        sys.exit(130)
