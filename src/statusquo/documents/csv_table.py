"""CSV tables that people write: a header and rows, every mistake of form told at once with its line.

Spreadsheets, R, pandas and Stata write such files in several ways. Columns without a name and without content at the
end are left out, as are empty rows, delimiters too many at the end of every row, and the line ``sep=,`` that Excel asks
for; a header one shorter than every row lacks the name of the first column, as R's `write.table` has it. A file whose
fields are separated by semicolons or tabs, or whose numbers have a decimal comma, separators of thousands or a percent
sign, is refused in one message that says so: read otherwise, it would be another table.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text
from statusquo.core.plain_text import hidden_character
from statusquo.documents.faults import cut, show

SEPARATORS = {";": "semicolons", "\t": "tabs"}
"""What separates the fields of files that are not read, and how a message calls it."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 1_000, 2_000_000
"""The largest table that is read."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LONGEST_NUMBER = 1_000
_TRUTH = {"true": 1.0, "false": 0.0}
_MISSING = re.compile(r"|NA|N/A|#N/A|<NA>|NaN|nan|NULL|null|None|\.[a-z]?")
"""What programs write for a missing value: nothing, R's NA, Excel's #N/A, pandas' NaN, Stata's point."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_THOUSANDS = re.compile(
    r"[+-]?\d{1,3}(?:(?:[,'’ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?|(?:\.\d{3})+,\d+)"
)
_PERCENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s?%")
_THIS_FORM = "commas between fields and points in numbers, as in a,0.5,1"
_PLAIN_DIGITS = "digits alone and a point before decimals, as in 1234.5"
_MISREAD = (
    (_THOUSANDS, "numbers have separators of thousands, or a decimal comma", _PLAIN_DIGITS),
    (_DECIMAL_COMMA, "numbers have a decimal comma", _THIS_FORM),
    (_PERCENT, "numbers have a percent sign", _PLAIN_DIGITS),
)
"""Forms of numbers that are not read, how a message calls them, and what is allowed."""

_MOST_TOLD = 20
"""Problems of one kind that are told one by one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands, its cells without the blanks around them.

    Attributes:
        file: how errors call it.
        header: its columns.
        lines: the line on which each row ends.
        rows: the cells of each row, by column.
    """

    file: str
    header: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[dict[str, str], ...]

    def wrong_cell(self, row: int, column: str, what: str, allowed: str | None) -> Problem:
        """Return the problem of one cell."""
        found = self.rows[row][column]
        return Problem(what, self.file, self.lines[row], column, show(found), allowed)

    def is_number(self, column: str) -> bool:
        """Whether every cell of a column that is not missing holds a number or a truth value."""
        return all(measured(row[column]) is not None for row in self.rows if not is_missing(row[column]))


def is_missing(cell: str) -> bool:
    """Whether a cell holds what R, pandas, Excel or Stata write for a missing value.

    >>> is_missing("NA"), is_missing("."), is_missing("0")
    (True, True, False)
    """
    return _MISSING.fullmatch(cell) is not None


def measured(cell: str) -> float | None:
    """Return the number that a cell holds, 1 and 0 for the truth values of R and pandas; None where it is neither.

    >>> measured("0.5"), measured("TRUE"), measured("False"), measured("yes")
    (0.5, 1.0, 0.0, None)
    """
    return _TRUTH.get(cell.lower(), number(cell)) if len(cell) < _LONGEST_NUMBER else None


def number(text: str) -> float | None:
    """Return the finite number that a text is, None where it is none: ``0_1`` and ``0,1`` are none."""
    if len(text) >= _LONGEST_NUMBER or not _NUMBER.fullmatch(text.strip()):
        return None
    found = float(text)
    return found if math.isfinite(found) else None


def read_table(
    path: Path,
    *,
    limit_bytes: int,
    rows: str,
    required: Sequence[str] = (),
    optional: Collection[str] = (),
    most_rows: int = MOST_ROWS,
) -> Table:
    """Return the table in a file.

    Args:
        path: the file, UTF-8.
        limit_bytes: its largest size.
        rows: what a row is, such as ``case``.
        required: columns that must be there; where they are given, no others may be but the optional ones.
        optional: columns that may be there.
        most_rows: the greatest number of rows.

    Raises:
        InputError: with everything wrong with the form of the file.
    """
    file = str(path)
    text = read_text(path, limit_bytes=limit_bytes).replace("\r\n", "\n").replace("\r", "\n")
    header, lines = _lines(text, file, required)
    if not required:
        header, lines = _aligned(header, lines)
    while header and not header[-1] and all(not row[-1] for _, row in lines if len(row) == len(header)):
        lines = [(line, row[:-1] if len(row) == len(header) else row) for line, row in lines]
        header = header[:-1]
    if hidden := [*_hidden(header, [(1, header)], file)] or [*_hidden(header, lines, file)]:
        raise InputError(told(hidden))
    problems = [*_wrong_header(header, file, required, optional)]
    if problems:
        raise InputError(told(problems))
    if not lines:
        raise InputError(Problem(f"the file holds no {rows}s", file, allowed=f"a header and one row per {rows}"))
    most_rows = min(most_rows, MOST_CELLS // len(header))
    if len(lines) > most_rows:
        line, found = lines[most_rows][0], f"{len(lines):,} of {len(header):,} cells"
        raise InputError(Problem("the file has too many rows", file, line, None, found, f"at most {most_rows:,}"))
    ragged = [
        Problem("the row has more or fewer cells than the header", file, line, None, str(len(row)), str(len(header)))
        for line, row in lines
        if len(row) != len(header)
    ]
    if ragged:
        raise InputError(told(ragged))
    cells = tuple(dict(zip(header, row, strict=True)) for _, row in lines)
    table = Table(file, tuple(header), tuple(line for line, _ in lines), cells)
    if problem := _misread_numbers(table, [name for name in header if name not in optional]):
        raise InputError(problem)
    return table


def _aligned(header: list[str], lines: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return header and rows side by side where every row has cells too many: empty ones, or one of row names."""
    while lines and all(len(row) > len(header) and not row[-1] for _, row in lines):
        lines = [(line, row[:-1]) for line, row in lines]
    if lines and header[0] and all(len(row) == len(header) + 1 for _, row in lines):
        header = ["", *header]
    return header, lines


def _hidden(header: Sequence[str], lines: Sequence[tuple[int, list[str]]], file: str) -> Iterator[Problem]:
    for line, row in lines:
        for place, cell in enumerate(row):
            if found := hidden_character(cell):
                column = header[place] if line > 1 and place < len(header) else f"column {place + 1}"
                what = "a character that nobody sees stands in the cell"
                yield Problem(what, file, line, column, found, "text and numbers")


def told(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems as far as a person reads them, and one that counts the rest."""
    rest = len(problems) - _MOST_TOLD
    more = [Problem(f"and {rest:,} more such problems", problems[0].file)] if rest > 0 else []
    return [*problems[:_MOST_TOLD], *more]


def _other_separator(text: str, file: str) -> Problem | None:
    """Return the problem of a file whose fields other marks than commas separate, in one message."""
    first, _, _ = text.partition("\n")
    n_fields = {mark: len(next(csv.reader([first], delimiter=mark))) for mark in (",", *SEPARATORS) if first}
    mark = max(n_fields, key=lambda each: n_fields[each], default=",")
    if mark == ",":
        return None
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    line = next((reader.line_num for row in reader for cell in row if _DECIMAL_COMMA.fullmatch(cell.strip())), None)
    also = f", and numbers have a decimal comma (first on line {line})" if line else ""
    return Problem(f"{SEPARATORS[mark]} separate the fields{also}", file, 1, None, show(first.strip()), _THIS_FORM)


def _misread_numbers(table: Table, columns: Sequence[str]) -> Problem | None:
    """Return the problem of a file with columns of numbers in a form that is not read, in one message."""
    for column in columns:
        others = [i for i, row in enumerate(table.rows) if not is_missing(row[column]) and number(row[column]) is None]
        for form, what, allowed in _MISREAD:
            if others and all(form.fullmatch(table.rows[i][column]) for i in others):
                return table.wrong_cell(others[0], column, what, allowed)
    return None


def _lines(text: str, file: str, required: Sequence[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, and each row that holds something with its line."""
    first, _, rest = text.partition("\n")
    asked = re.fullmatch(r'"?sep=(.)"?,*', first.strip(" "))
    body = rest if asked else text
    reader = csv.reader(io.StringIO(body))
    before = 1 if asked else 0
    try:
        if problem := _other_separator(body, file):
            raise InputError(problem)
        lines = [(reader.line_num + before, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as cause:
        line, what = max(reader.line_num, 1) + before, "the file is not a readable CSV table"
        raise InputError(Problem(what, file, line, found=str(cause), allowed="fields and commas")) from cause
    header = lines[0][1] if lines else []
    if not any(header):
        named = f" ({', '.join(required)})" if required else ""
        raise InputError(Problem("the file is empty", file, allowed=f"a header{named} and rows"))
    return header, [(line, row) for line, row in lines[1:] if any(row) or len(row) not in (0, 1, len(header))]


def _wrong_header(
    header: Sequence[str], file: str, required: Sequence[str], optional: Collection[str]
) -> Iterator[Problem]:
    if len(header) > MOST_COLUMNS:
        yield Problem("the file has too many columns", file, 1, None, f"{len(header):,}", f"at most {MOST_COLUMNS:,}")
        return
    known = (*required, *optional)
    allowed = ", ".join(known) if required else None
    for name in required:
        if name not in header:
            yield Problem("a column is missing", file, 1, name, show(", ".join(header)), allowed)
    for place, name in enumerate(header, 1):
        # R and pandas write the names of rows first, under no name.
        if not name and (place > 1 or required):
            yield Problem(f"column {place} has no name", file, 1, allowed=allowed or "a name for every column")
        elif name and required and name not in known:
            yield Problem("unknown column", file, 1, cut(name), show(name), allowed)
    for name in sorted(name for name, times in Counter(header).items() if name and times > 1):
        yield Problem("a column stands in the header twice", file, 1, found=show(name))
