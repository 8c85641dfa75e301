"""Reading a table that may have millions of rows: two passes in bounded memory, every fault with its line.

The first pass goes through the file as text and holds only one row at a time: it finds a wrong encoding, a row with too
few or too many fields, a quotation that never ends. The second reads the fields that are used, in streaming, as
`sources.csv_rows` declares them, and checks the result as declared. Files of events quote line breaks, so a row is not
a line; the line of a faulty row is looked up when there is one to tell.
"""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from statusquo.core.columns import LINE, checked
from statusquo.core.errors import InputError, Problem
from statusquo.sources.csv_rows import Cell, and_more

LIMIT_FIELD = 4 << 20
"""Characters of one field: lists of sources reach some thousands. A quotation that never ends runs into it."""

_ANYTHING = "text"
"""What a cell of text allows; where it gives no value it says that there is none, not that it could not be read."""


def stream_table(path: Path, cells: Mapping[str, Cell], table: str, *, separator: str = ",") -> pl.DataFrame:
    """Return a CSV file as a declared table, in the order of the file.

    Args:
        path: the file, UTF-8 with or without a byte order mark.
        cells: how each declared column is read, by its name.
        table: name of the declaration.
        separator: what stands between the fields.

    Raises:
        InputError: when the file is no such table, has no rows, or holds what the declaration does not allow; it names
            file, line and field of the first row of each kind, and how many there are.
    """
    names, n_rows = _sift(path, separator)
    absent = sorted({cell.field for cell in cells.values()} - {*names})
    if absent:
        raise InputError(Problem("columns are absent", str(path), 1, found=f"no {', '.join(absent)}"))
    rows = pl.scan_csv(path, separator=separator, infer_schema=False, null_values="", low_memory=True)
    values = {name: cell.value for name, cell in cells.items()}
    unread = {
        f"{name}?": pl.col(cell.field).is_not_null() & cell.value.is_null()
        for name, cell in cells.items()
        if cell.allowed != _ANYTHING
    }
    frame = _collected(path, rows.with_row_index(LINE).select(LINE, **values, **unread), n_rows)
    try:
        problems = [
            problem
            for name in unread
            if (problem := _unread(path, rows, cells[name.removesuffix("?")], frame[LINE].filter(frame[name])))
        ]
        if problems:
            raise InputError(problems)
        fields = {name: cell.field for name, cell in cells.items()}
        return checked(frame.drop(unread), table, file=path, fields=fields)
    except InputError as cause:
        raise _on_their_lines(cause, path, separator) from cause


def _collected(path: Path, frame: pl.LazyFrame, n_rows: int) -> pl.DataFrame:
    """Return the frame; refuse a file in which it finds other rows than the first pass, which reads by the letter."""
    what = "the rows cannot be told apart"
    allowed = "lines that end in a line feed, and quotation marks only around whole fields"
    try:
        collected = frame.collect(engine="streaming")
    except pl.exceptions.PolarsError as cause:
        raise InputError(Problem(what, str(path), found=str(cause).splitlines()[0], allowed=allowed)) from cause
    if collected.height != n_rows:
        raise InputError(Problem(what, str(path), found=f"{n_rows:,} rows or {collected.height:,}", allowed=allowed))
    return collected


def _sift(path: Path, separator: str) -> tuple[list[str], int]:
    """Go through the rows once and return the names of the fields and how many rows there are."""
    with _records(path, separator) as records:
        names, n_rows = [name.strip() for name in next(records, [])], 0
        for number, row in enumerate(records):
            if len(row) != len(names):
                fault = InputError(_ragged(path, number, row, names))
                raise _on_their_lines(fault, path, separator)
            n_rows = number + 1
    if not n_rows:
        raise InputError(Problem("the file has no rows", str(path), allowed="a line of names and one row or more"))
    return names, n_rows


def _ragged(path: Path, number: int, row: list[str], names: list[str]) -> Problem:
    what = "the line is blank" if not row else "the row has not as many fields as there are columns"
    return Problem(what, str(path), number, found=str(len(row)) if row else None, allowed=str(len(names)))


@contextlib.contextmanager
def _records(path: Path, separator: str) -> Iterator[Iterator[list[str]]]:
    """Yield a reader of the rows; what is no UTF-8 and no CSV is told with the line where it was met."""
    limit_before = csv.field_size_limit(LIMIT_FIELD)
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)

            def records() -> Iterator[list[str]]:
                nonlocal line
                for row in reader:
                    line = reader.line_num
                    yield row

            yield records()
    except UnicodeDecodeError as cause:
        what = "the file is not UTF-8 text"
        found = f"byte {cause.object[cause.start]:#04x}"
        raise InputError(Problem(what, str(path), found=found, allowed="UTF-8, as published")) from cause
    except csv.Error as cause:
        raise InputError(
            Problem("the row is not CSV", str(path), line + 1, found=str(cause), allowed="fields and separators")
        ) from cause
    finally:
        csv.field_size_limit(limit_before)


def _unread(path: Path, rows: pl.LazyFrame, cell: Cell, numbers: pl.Series) -> Problem | None:
    if numbers.is_empty():
        return None
    first = numbers[0]
    found = rows.select(cell.field).slice(first, 1).collect(engine="streaming").item()
    what = f"the value cannot be read{and_more(numbers.len())}"
    return Problem(what, str(path), first, cell.field, repr(found), cell.allowed)


def _on_their_lines(error: InputError, path: Path, separator: str) -> InputError:
    """Return the error with lines, from 1, in the place of the numbers of rows, from 0."""
    wanted = {problem.line for problem in error.problems} - {None}
    begins, lines = 1, {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator)
        limit_before = csv.field_size_limit(LIMIT_FIELD)
        try:
            for number, _ in enumerate(reader, start=-1):
                if number in wanted:
                    lines[number] = begins
                    if len(lines) == len(wanted):
                        break
                begins = reader.line_num + 1
        finally:
            csv.field_size_limit(limit_before)
    return type(error)(
        [replace(problem, line=None if problem.line is None else lines.get(problem.line)) for problem in error.problems]
    )
