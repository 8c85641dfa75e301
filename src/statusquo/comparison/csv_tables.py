"""A user's CSV file of cases as rows of texts: what a table to calibrate and a table of measures have in common.

The file is untrusted: its size is limited, and what is wrong is named with its line.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path

from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.core.files import read_text

LIMIT_BYTES = 20_000_000

NAME_COLUMNS = ("case", "id", "name")
"""Columns that hold the names of the cases, whatever their case."""

Row = tuple[int, list[str]]
"""The line of a row and its cells, without blanks around them."""


def read_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a file.

    Raises:
        InputError: when the file cannot be read, holds no case, or a row or the header is not what it should be.
    """
    reader = csv.reader(io.StringIO(read_text(path, limit_bytes=LIMIT_BYTES)))
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as cause:
        raise InputError(Problem("the file is no CSV", str(path), reader.line_num, found=str(cause))) from cause
    if len(lines) < 2:
        what = "the file holds no case" if lines else "the file is empty"
        raise InputError(Problem(what, str(path), allowed="a header and one row per case"))
    (first, header), *rows = lines
    if doubled := _twice(header):
        raise InputError(Problem("a column stands in the header twice", str(path), first, found=repr(doubled)))
    for line, row in rows:
        if len(row) != len(header):
            what, found = "a row of another length", f"{len(row)} cells"
            raise InputError(Problem(what, str(path), line, None, found, f"{len(header)}"))
    return header, rows


def check_names(path: Path, names: Sequence[str], column: str | None) -> None:
    """Refuse names of which two cases have the same.

    Raises:
        InputError: when a case is named twice.
    """
    if doubled := _twice(names):
        raise InputError(Problem("a case stands in the file twice", str(path), field=column, found=doubled))


def check_conditions(path: Path, header: Sequence[str], conditions: Sequence[str], outcome: str | None) -> None:
    """Refuse a choice of columns that is no comparison.

    Raises:
        UnknownNameError: when the file has no such column.
        InputError: when no condition is named, one is named twice, or one is the outcome.
    """
    for name in (*([outcome] if outcome else []), *conditions):
        if name not in header:
            raise UnknownNameError("column", name, header, hint=f"in {path}")
    field = "conditions"
    if not conditions:
        raise InputError(Problem("no condition is named", field=field, allowed="one column or more"))
    if outcome in conditions:
        raise InputError(Problem("the outcome cannot be a condition of itself", field=field, found=outcome))
    if _twice(conditions):
        raise InputError(Problem("a condition is named twice", field=field, found=", ".join(conditions)))


def is_number(cell: str) -> bool:
    """Return whether a cell is a finite number."""
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _twice(names: Sequence[str]) -> str | None:
    """Return the first, by the alphabet, of the names that stand twice."""
    return min((name for name in names if names.count(name) > 1), default=None)
