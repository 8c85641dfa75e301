"""The options that several ways of comparing cases have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.output import say
from statusquo.core.errors import InputError, Problem

if TYPE_CHECKING:
    from statusquo.comparison.case_tables import CaseTable

_QUOTES = "a name with a comma in quotes, or the option repeated"

DataFile = Annotated[Path | None, typer.Option("--data", help="A CSV file of cases; without it, the bundled cases.")]
Outcome = Annotated[str | None, typer.Option("--outcome", help="Column of the outcome; ~NAME explains its absence.")]
Conditions = Annotated[
    list[str] | None,
    typer.Option("--conditions", help=f"Columns of the conditions, separated by commas; {_QUOTES}."),
]
LeaveOut = Annotated[
    list[str] | None, typer.Option("--leave-out", help=f"Cases to leave out, separated by commas; {_QUOTES}.")
]
Names = Annotated[
    list[str] | None,
    typer.Option("--names", help="With --data: the columns that name a case together, such as country,year."),
]
Frequency = Annotated[
    str | None, typer.Option("--frequency", help="With --data: the column of how many cases a row stands for.")
]

_ITEM = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*(?=,|$)|(?P<plain>(?:\[[^][]*\]|[^,])*))(?:,|$)')


def split(texts: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the items of an option that lists names, all times it was given; None where it never was.

    Commas separate items, but within quotes, doubled in a name as in CSV, and within brackets; empty items are none.

    >>> split(['A, "GDP, per head",C[1,2]', "D"])
    ('A', 'GDP, per head', 'C[1,2]', 'D')
    """
    if texts is None:
        return None
    items = []
    for text in texts:
        for found in _ITEM.finditer(text):
            quoted = found["quoted"]
            items.append(found["plain"].strip() if quoted is None else quoted.replace('""', '"'))
    return tuple(item for item in items if item)


def read_own(
    data: Path,
    *,
    outcome: str | None,
    conditions: Sequence[str] | None,
    names: Sequence[str] | None,
    frequency: str | None = None,
    is_counted: bool = True,
) -> CaseTable:
    """Return the cases of a user's file, and tell which columns were left aside.

    Raises:
        InputError: as `statusquo.comparison.case_tables.read_case_table`.
    """
    from statusquo.comparison.case_tables import read_case_table

    found = read_case_table(
        data, outcome=outcome, conditions=conditions, names=names, frequency=frequency, is_counted=is_counted
    )
    if found.left_aside:
        aside = ", ".join(found.left_aside)
        say(f"Left aside as numbers that only name rows: {aside}; --conditions takes them.", err=True)
    return found


def only_own(**given: object) -> None:
    """Refuse options that a table of one's own has, where the bundled cases are compared.

    Raises:
        InputError: when one was given.
    """
    for name, value in given.items():
        if value:
            raise InputError(
                Problem(
                    "the bundled cases have names, anchors and clusters of their own",
                    field=name,
                    allowed="with --data only",
                )
            )
