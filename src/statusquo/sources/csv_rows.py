"""Reading a data set's CSV file, whoever put it on the disk: every fault with its line, its field and what is allowed.

A reader says which field of the file becomes which declared column, and how (`Cell`). What cannot be read, what breaks
the declaration and what does not belong to the release is told with the line on which the row begins. UTF-8 with or
without a byte order mark is read; other encodings and other separators are refused by name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from statusquo.core.columns import LINE, checked
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text
from statusquo.core.origin import Release

LIMIT_BYTES = 64_000_000
"""The largest file read this way: a table by year has a hundredth of it."""

VERSION = "version"
"""The field in which UCDP names the release of each row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one field of a file becomes one declared column.

    Attributes:
        field: name of the field in the file.
        value: expression that gives the value; missing where the field holds what it should not.
        allowed: what the field may hold, in words.
    """

    field: str
    value: pl.Expr
    allowed: str


def text(field: str) -> Cell:
    """Return the cell of a name, without the blanks around it."""
    return Cell(field, pl.col(field).str.strip_chars(), "text")


def whole_number(field: str) -> Cell:
    """Return the cell of a whole number."""
    return Cell(field, pl.col(field).str.strip_chars().cast(pl.Int32, strict=False), "a whole number")


def date(field: str) -> Cell:
    """Return the cell of a day, written as in 2025-12-31."""
    return Cell(field, pl.col(field).str.strip_chars().str.to_date("%Y-%m-%d", strict=False), "a date as 2025-12-31")


def code(field: str, meanings: Mapping[str, object]) -> Cell:
    """Return the cell of a code, by its meaning."""
    value = pl.col(field).str.strip_chars().replace_strict(meanings, default=None)
    return Cell(field, value, ", ".join(meanings))


def whole_numbers(field: str) -> Cell:
    """Return the cell of whole numbers separated by commas; an empty field holds none."""
    value = _parts(field).cast(pl.List(pl.Int32), strict=False)
    return Cell(field, _known_throughout(value), "whole numbers separated by commas")


def codes(field: str, meanings: Mapping[str, object]) -> Cell:
    """Return the cell of codes separated by commas, by their meanings; an empty field holds none."""
    value = _parts(field).list.eval(pl.element().replace_strict(meanings, default=None))
    return Cell(field, _known_throughout(value), f"{', '.join(meanings)}, separated by commas")


def _parts(field: str) -> pl.Expr:
    parts = pl.col(field).fill_null("").str.split(",").list.eval(pl.element().str.strip_chars())
    return parts.list.eval(pl.element().filter(pl.element() != ""))


def _known_throughout(values: pl.Expr) -> pl.Expr:
    return pl.when(~values.list.eval(pl.element().is_null()).list.any()).then(values)


def read_table(
    path: Path,
    release: Release,
    cells: Mapping[str, Cell],
    table: str,
    *,
    sort_by: Sequence[str],
    has_header: bool = True,
) -> pl.DataFrame:
    """Return a CSV file as a declared table.

    Args:
        path: the file.
        release: the release it is read as. Where it names columns the file must have these and no others; where it
            names years every row must lie within them; and where the file has a field ``version``, it must be this one.
        cells: how each declared column is read, by its name.
        table: name of the declaration.
        sort_by: columns by which the rows are sorted.
        has_header: whether the first line names the fields; else they are the columns of the release, in order.

    Raises:
        InputError: when the file cannot be read, is no such table, is of another release, or holds what the declaration
            does not allow; it names file, line and field of the first row of each kind, and how many there are.
    """
    text = read_text(path, limit_bytes=LIMIT_BYTES)
    needed = list(dict.fromkeys(cell.field for cell in cells.values()))
    rows = rows_of_text(text, path, release, needed, has_header=has_header)
    return declared(rows, path, release, cells, table, sort_by=sort_by)


def declared(
    rows: pl.DataFrame,
    path: Path,
    release: Release,
    cells: Mapping[str, Cell],
    table: str,
    *,
    sort_by: Sequence[str],
) -> pl.DataFrame:
    """Return the rows of a file as a declared table, as `read_table` does.

    Args:
        rows: what `rows_of_text` returned.
        path: the file.
        release: the release it is read as.
        cells: how each declared column is read, by its name.
        table: name of the declaration.
        sort_by: columns by which the rows are sorted.

    Raises:
        InputError: when a row is of another release, or holds what the declaration does not allow.
    """
    frame = rows.select(LINE, **{name: cell.value for name, cell in cells.items()})
    problems = [
        problem
        for name, cell in cells.items()
        if (problem := _unread(path, rows, cell, rows[cell.field].is_not_null() & frame[name].is_null()))
    ]
    problems += _of_another_release(path, rows, frame, release)
    if problems:
        raise InputError(problems)
    fields = {name: cell.field for name, cell in cells.items()}
    return checked(frame.sort(sort_by), table, file=path, fields=fields)


def rows_of_text(
    text: str, path: Path, release: Release, needed: Sequence[str], *, has_header: bool = True, lines_before: int = 0
) -> pl.DataFrame:
    """Return the rows of a table as text, an empty field as missing, with the line on which each begins.

    Args:
        text: the table, from its header on.
        path: the file that it stands in.
        release: the release it is read as, which may name the columns.
        needed: fields that must be there.
        has_header: whether the first line names the fields; else they are the columns of the release, in order.
        lines_before: lines of the file before the table.

    Raises:
        InputError: when the text is no such table.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    names = list(release.columns)
    try:
        if has_header:
            names = [name.strip() for name in next(reader, [])]
            _refuse_other_columns(path, lines_before + 1, names, release, needed)
        begins = lines_before + reader.line_num + 1
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begins)
            begins = lines_before + reader.line_num + 1
    except csv.Error as cause:
        line = lines_before + reader.line_num
        raise InputError(
            Problem("the line is not CSV", str(path), line, found=str(cause), allowed="fields and commas")
        ) from cause
    if not rows:
        raise InputError(Problem("the file holds no rows", str(path), allowed="at least one"))
    ragged = [line for line, row in zip(lines, rows, strict=True) if len(row) != len(names)]
    if ragged:
        found = len(rows[lines.index(ragged[0])])
        raise InputError(
            Problem(
                f"the row has not as many fields as there are columns{and_more(len(ragged))}",
                str(path),
                ragged[0],
                found=str(found),
                allowed=str(len(names)),
            )
        )
    columns = {
        name: [cell or None for cell in column] for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).with_columns(
        pl.Series(LINE, lines, dtype=pl.Int64)
    )


def _refuse_other_columns(path: Path, line: int, names: list[str], release: Release, needed: Sequence[str]) -> None:
    def refuse(what: str, found: str, allowed: str) -> None:
        raise InputError(Problem(what, str(path), line, found=found, allowed=allowed))

    if not names:
        refuse("the file has no header line", "nothing", ", ".join(needed))
    if len(names) == 1 and ";" in names[0]:
        refuse("the fields are not separated by commas", "semicolons", "commas, as the producer publishes the file")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        refuse("columns repeat", ", ".join(repeated), "each once")
    absent = [name for name in (release.columns or needed) if name not in names]
    extra = [name for name in names if name not in release.columns] if release.columns else []
    if absent or extra:
        told = [f"no {', '.join(absent)}"] if absent else []
        told += [f"also {', '.join(extra)}"] if extra else []
        # Of a file that is something else altogether the first names say most.
        found = ", ".join(names[:6]) if len(absent) > len(needed) / 2 else "; ".join(told)
        refuse(
            f"the columns are not those of release {release.version}",
            found,
            ", ".join(release.columns or tuple(needed)),
        )


def _unread(path: Path, rows: pl.DataFrame, cell: Cell, is_unread: pl.Series) -> Problem | None:
    wrong = rows.filter(is_unread)
    if wrong.is_empty():
        return None
    what = f"the value cannot be read{and_more(wrong.height)}"
    return Problem(what, str(path), wrong[LINE][0], cell.field, repr(wrong[cell.field][0]), cell.allowed)


def _of_another_release(path: Path, rows: pl.DataFrame, frame: pl.DataFrame, release: Release) -> list[Problem]:
    problems = []
    if VERSION in rows.columns:
        other = rows.filter(pl.col(VERSION).ne_missing(release.version))
        if other.height:
            what = f"the row is of another release{and_more(other.height)}"
            problems.append(Problem(what, str(path), other[LINE][0], VERSION, repr(other[VERSION][0]), release.version))
    if release.first_year is not None and release.last_year is not None:
        outside = frame.filter(~pl.col("year").is_between(release.first_year, release.last_year))
        if outside.height:
            what = f"the year lies outside the release{and_more(outside.height)}"
            allowed = f"{release.first_year} to {release.last_year}"
            problems.append(Problem(what, str(path), outside[LINE][0], "year", str(outside["year"][0]), allowed))
    return problems


def and_more(n_rows: int) -> str:
    """Return in words in how many rows beside the first something is wrong; empty where in none."""
    return "" if n_rows == 1 else f", here and in {n_rows - 1} more row{'s' if n_rows > 2 else ''}"
