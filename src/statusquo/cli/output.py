"""How commands print: one JSON document for machines, plain tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.core.wording import plural

if TYPE_CHECKING:
    from statusquo.cases.model import Case
    from statusquo.core.errors import InputError, Problem

WIDE = 140
"""From so many columns on, a terminal holds a table of ten columns without breaking its cells."""

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


@contextmanager
def progress(what: str, unit: str, **look: Any) -> Iterator[Callable[..., None]]:
    """Yield what moves a bar on standard error, none where that is no terminal: ``show(done, total, step)``.

    Args:
        what: is under way.
        unit: what is counted.
        look: how else the bar looks, as `tqdm` has it.
    """
    from tqdm import tqdm

    with tqdm(desc=what, unit=unit, disable=None, **look) as bar:

        def show(done: int, total: int, step: str = "") -> None:
            bar.total = total
            bar.set_postfix_str(step, refresh=False)
            bar.update(done - bar.n)

        yield show


def print_json(document: Any) -> None:
    """Write one JSON document to standard output; NaN and infinities are refused, since JSON has none."""
    # An encoding that lacks characters gets them as \\u escapes, which JSON reads back.
    is_unicode = (sys.stdout.encoding or "utf-8").casefold().startswith("utf")
    json.dump(document, sys.stdout, ensure_ascii=not is_unicode, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def print_fuller(case: Case, command: str) -> None:
    """Point from a conflict of UCDP alone to the bundled case of the same dispute, whose sources say more."""
    from statusquo.cases.load import bundled_case_of_conflict

    bundled = bundled_case_of_conflict(case.ids.ucdp_conflict[0]) if case.origin == "derived" else None
    if bundled is not None:
        typer.echo(f"From data sets alone; a fuller case is bundled: statusquo {command} {bundled}", err=True)


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[str] = ()
) -> None:
    """Write a table for people; as wide as the terminal, or unbounded when the output is not one."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    # Names from people's files are no markup: [/x] and :x: stand as they are written.
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, emoji=False)
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def is_narrow() -> bool:
    """Whether the output is a terminal too narrow for more than a few columns of chances with their intervals."""
    return sys.stdout.isatty() and get_terminal_size().columns < WIDE


def print_check(file: Path, check: Callable[[], str], error: type[InputError], *, json: bool) -> None:
    """Print what is wrong with a file of data, each problem with its line, or in words what it holds.

    Args:
        file: the file.
        check: reads it and returns what it holds.
        error: what it raises when the file is wrong.
        json: whether one JSON document is printed.

    Raises:
        typer.Exit: with code 2, when the file is wrong.
    """
    try:
        words = check()
    except error as cause:
        problems = cause.problems
        if json:
            print_json({"file": str(file), "ok": False, "problems": [problem.to_json() for problem in problems]})
        else:
            print_problems(file, problems)
        raise typer.Exit(2) from None
    if json:
        print_json({"file": str(file), "ok": True, "problems": []})
    else:
        typer.echo(f"{file}: nothing is wrong. {words}")


def print_problems(file: Path, problems: Sequence[Problem]) -> None:
    """Print everything wrong with a file, and how much it is."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    typer.echo(f"Error: {plural(len(problems), 'problem')} in {file}", err=True)
