"""How commands print: one JSON document for machines, plain tables for people."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import StringIO
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from statusquo.core.csv_cells import cell_text
from statusquo.core.wording import listed, plural

if TYPE_CHECKING:
    from statusquo.cases.model import Case
    from statusquo.core.errors import InputError, Problem

Format = Literal["table", "tsv"]

_format: ContextVar[Format] = ContextVar("format", default="table")

_UNBOUNDED = 200
_LEAST_TEXT = 16
"""Columns that a text needs at least to be read, where it has as many."""

_GAP = 3
"""Columns between two cells."""

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
        say(f"From data sets alone; a fuller case is bundled: statusquo {command} {bundled}", err=True)


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[str] = ()
) -> None:
    """Write a table: for people as wide as their terminal, else as wide as it is; with `--format tsv` bare.

    No id and no number is cut: where a terminal is too narrow, columns go from the right and are named below.

    Args:
        title: what it holds.
        columns: their heads.
        rows: the cells of each.
        numeric: the columns that stand to the right.
    """
    if _format.get() == "tsv":
        for cells in (columns, *rows):
            sys.stdout.write("\t".join(cell_text(" ".join(cell.split())) for cell in cells) + "\n")
        sys.stdout.write("\n")
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    width = _width()
    n_shown = len(columns) if width is None else _n_that_fit(columns, rows, numeric, width)
    # Names from people's files are no markup: [/x] and :x: stand as they are written.
    text = StringIO()
    console = Console(file=text, width=width or _UNBOUNDED, markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns[:n_shown]:
        is_whole = name in numeric
        table.add_column(name, justify="right" if is_whole else "left", overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*row[:n_shown])
    console.print(table)
    say(title)
    sys.stdout.write("\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n")
    if left := columns[n_shown:]:
        say(f"Too narrow for {listed(left)}: widen the terminal, or --format tsv.")
    sys.stdout.write("\n")


def _n_that_fit(columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str], width: int) -> int:
    """Return how many columns stand side by side when text is broken between words and nothing else is."""
    from rich.cells import cell_len

    needs = []
    for place, name in enumerate(columns):
        cells = [name, *(row[place] for row in rows)]
        parts = cells[1:] if name in numeric else [word for cell in cells for word in cell.split()]
        longest = max(map(cell_len, [*parts, *name.split(), ""]))
        whole = max(map(cell_len, cells))
        needs.append(longest if name in numeric else min(whole, max(longest, _LEAST_TEXT)))
    n_shown = len(columns)
    while n_shown > 1 and sum(needs[:n_shown]) + _GAP * (n_shown - 1) > width:
        n_shown -= 1
    return n_shown


def say(text: str, *, err: bool = False) -> None:
    """Write prose, in lines that fit a terminal; beside bare tables (`--format tsv`) it goes to standard error."""
    stream = sys.stderr if err or _format.get() == "tsv" else sys.stdout
    width = _width(stream)
    lines = text.split("\n")
    if width is not None:
        lines = [part for line in lines for part in _wrapped(line, width)]
    stream.write("\n".join(lines) + "\n")


def _wrapped(line: str, width: int) -> list[str]:
    begin = re.match(r"\s*(?:- |\d+\. )?", line)
    indent = " " * len(begin[0] if begin else "")
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _width(stream: Any = None) -> int | None:
    """Return the columns of the terminal that is written to; None where it is none."""
    return get_terminal_size().columns if (stream or sys.stdout).isatty() else None


@contextmanager
def tables_as(chosen: Format | None) -> Iterator[None]:
    """Have tables written so within the block."""
    token = _format.set(chosen or "table")
    try:
        yield
    finally:
        _format.reset(token)


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
        say(f"{file}: nothing is wrong. {words}")


def print_problems(file: Path, problems: Sequence[Problem]) -> None:
    """Print everything wrong with a file, and how much it is."""
    for problem in problems:
        say(str(problem), err=True)
    say(f"Error: {plural(len(problems), 'problem')} in {file}", err=True)
