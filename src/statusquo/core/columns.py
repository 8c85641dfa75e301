"""The one table of columns: name, type, unit, description, source and domain of every column the project writes.

`columns.csv` beside this module is that table. It drives the schemas that readers and the snapshot are checked
against, the reference in the documentation, and the exports' metadata; a column that is not in it cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import InputError, Problem, SourceError
from statusquo.core.shipped_tables import shipped_rows

TYPES: Mapping[str, pl.DataType] = {
    "bool": pl.Boolean(),
    "int": pl.Int32(),
    "float": pl.Float64(),
    "text": pl.String(),
    "date": pl.Date(),
    "wkb": pl.Binary(),
    "list[float]": pl.List(pl.Float64()),
    "list[int]": pl.List(pl.Int32()),
    "list[text]": pl.List(pl.String()),
}


LINE = "_line"
"""Column of a frame just read from a file: the line, from 1, on which the row begins."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    Attributes:
        table: the table it belongs to.
        name: its name; a unit or a code system stands in the suffix (`_km2`, `_pct`, `_usdm`, `_gw`, `_ucdp`).
        type: a key of `TYPES`.
        unit: unit of its values; empty for names and codes.
        is_key: whether it is part of the table's unique key (and so never missing).
        is_nullable: whether a value may be missing.
        minimum: smallest value allowed, if bounded.
        maximum: largest value allowed, if bounded.
        allowed: the values allowed, if they are a closed list.
        sources: ids of the origins it is derived from.
        domain: the years it covers, as text: ``1946-1988``, or ``1946-`` for one that grows with each release.
        description: what it holds, in one sentence.
    """

    table: str
    name: str
    type: str
    unit: str
    is_key: bool
    is_nullable: bool
    minimum: float | None
    maximum: float | None
    allowed: tuple[str, ...]
    sources: tuple[str, ...]
    domain: str
    description: str

    @property
    def years(self) -> tuple[int, int | None] | None:
        """The first and the last year it covers, both inclusive.

        The last is None where it is that of the newest release; all is None where the column is not dated.
        """
        first, _, last = self.domain.partition("-")
        if not first:
            return None
        return int(first), int(last) if last else None if "-" in self.domain else int(first)

    def years_to(self, last_year: int) -> tuple[int, int] | None:
        """The first and the last year it covers in data that reach to `last_year`; None where it is not dated."""
        if self.years is None:
            return None
        first, last = self.years
        return first, last_year if last is None else last


@cache
def all_columns() -> tuple[Column, ...]:
    """Return every column, in the order of the file."""
    return tuple(_column(row) for row in shipped_rows("statusquo.core", "columns.csv"))


def table_names() -> tuple[str, ...]:
    """Return the names of all tables, in the order of the file."""
    return tuple(dict.fromkeys(column.table for column in all_columns()))


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of one table.

    Raises:
        KeyError: when the table has no columns, which is a slip of the program, not of a user.
    """
    found = tuple(column for column in all_columns() if column.table == table)
    if not found:
        raise KeyError(f"no table {table!r} in columns.csv")
    return found


def schema_of(table: str) -> pl.Schema:
    """Return the polars schema of one table."""
    return pl.Schema({column.name: TYPES[column.type] for column in columns_of(table)})


def checked(
    frame: pl.DataFrame, table: str, *, file: Path | None = None, fields: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Return the frame with its columns in order, after checking it against the table's declaration.

    One sentence per fault, all faults at once: columns, types, missing values, ranges, closed lists, unique key. Each
    names the first row at fault, by its key or by its line, and says how many more there are.

    Args:
        frame: the rows. Where they were read from a user's file, its column `LINE` has the line of each; it is dropped.
        table: name of the declaration.
        file: that file.
        fields: what the file calls a column, by its declared name, where it calls it otherwise.

    Raises:
        SourceError: naming the table and everything that differs.
        InputError: the same, of a file: one problem for each fault, with its line.
    """
    columns = columns_of(table)
    names = [column.name for column in columns]
    absent = [name for name in names if name not in frame.columns]
    extra = [name for name in frame.columns if name not in (*names, LINE)]
    if absent or extra:
        raise SourceError(f"{table}: columns differ; absent {absent or 'none'}, not declared {extra or 'none'}")
    other = [c for c in columns if frame.schema[c.name] != TYPES[c.type]]
    if other:
        told = "; ".join(f"{c.name} is {frame.schema[c.name]}, declared {c.type}" for c in other)
        raise SourceError(f"{table}: {told}")
    key = [column.name for column in columns if column.is_key]
    rows = frame if file is None else frame.sort(LINE)
    faults = [fault for column in columns for fault in _faults(rows[column.name], column)]
    if key and not faults:
        faults = _repetitions(rows, key)
    if faults and file is not None:
        raise InputError([_problem(fault, rows, file, fields or {}) for fault in faults])
    if faults:
        raise SourceError(f"{table}: " + "; ".join(_sentence(fault, rows, key) for fault in faults))
    return frame.select(names)


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with some rows: in which columns, in words, what the first of them holds, which rows they are."""

    columns: tuple[str, ...]
    what: str
    found: str | None
    allowed: str | None
    rows: pl.Series


def _faults(values: pl.Series, column: Column) -> list[_Fault]:
    faults: list[_Fault] = []

    def refuse(what: str, rows: pl.Series, allowed: str | None = None) -> None:
        if rows.any():
            found = None if allowed is None else repr(values.filter(rows)[0])
            faults.append(_Fault((column.name,), what, found, allowed, rows))

    if not column.is_nullable and values.null_count():
        refuse("is missing", values.is_null())
    if column.type == "float":
        refuse("is NaN, where a missing value is null", values.is_nan().fill_null(False))
    if column.type in ("int", "float"):
        lowest: Any = values.min()
        highest: Any = values.max()
        if column.minimum is not None and lowest is not None and lowest < column.minimum:
            refuse("is too low", (values < column.minimum).fill_null(False), f"from {column.minimum:g}")
        if column.maximum is not None and highest is not None and highest > column.maximum:
            refuse("is too high", (values > column.maximum).fill_null(False), f"up to {column.maximum:g}")
    if column.allowed:
        refuse("is not on its list", _strange(values, column), ", ".join(column.allowed))
    return faults


def _strange(values: pl.Series, column: Column) -> pl.Series:
    texts = pl.col(values.name)
    if column.type.startswith("list"):
        known = texts.list.eval(pl.element().cast(pl.String).is_in(column.allowed)).list.all()
    else:
        known = texts.cast(pl.String).is_in(column.allowed)
    return values.to_frame().select((~known).fill_null(False)).to_series()


def _repetitions(frame: pl.DataFrame, key: list[str]) -> list[_Fault]:
    # The first row of a key stands; those after it repeat it.
    again = ~frame.select(pl.struct(key).is_first_distinct()).to_series()
    if not again.any():
        return []
    found = ", ".join(str(value) for value in frame.filter(again).select(key).row(0, named=True).values())
    return [_Fault(tuple(key), "repeats the key of another row", found, None, again)]


def _sentence(fault: _Fault, frame: pl.DataFrame, key: list[str]) -> str:
    told = [f"{', '.join(fault.columns)} {fault.what}{_and_more(fault)}"]
    told += [f"found {fault.found}"] if fault.found else []
    told += [f"allowed {fault.allowed}"] if fault.allowed else []
    if key and list(fault.columns) != key:
        first = frame.filter(fault.rows).select(key).row(0, named=True)
        told.append("first where " + ", ".join(f"{name} is {value}" for name, value in first.items()))
    return ", ".join(told)


def _problem(fault: _Fault, frame: pl.DataFrame, file: Path, fields: Mapping[str, str]) -> Problem:
    field = ", ".join(fields.get(name, name) for name in fault.columns)
    line = frame.filter(fault.rows)[LINE][0]
    return Problem(f"{fault.what}{_and_more(fault)}", str(file), line, field, fault.found, fault.allowed)


def _and_more(fault: _Fault) -> str:
    n_more = int(fault.rows.sum()) - 1
    return f", here and in {n_more} more row{'s' if n_more > 1 else ''}" if n_more else ""


def _column(row: Mapping[str, str]) -> Column:
    def number(text: str) -> float | None:
        return float(text) if text else None

    return Column(
        table=row["table"],
        name=row["name"],
        type=row["type"],
        unit=row["unit"],
        is_key=row["key"] == "yes",
        is_nullable=row["nullable"] == "yes",
        minimum=number(row["minimum"]),
        maximum=number(row["maximum"]),
        allowed=tuple(row["allowed"].split("|")) if row["allowed"] else (),
        sources=tuple(row["sources"].split()),
        domain=row["domain"],
        description=row["description"],
    )
