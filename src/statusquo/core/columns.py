"""The one table of columns: name, type, unit, description, source and domain of every column the project writes.

`columns.csv` beside this module is that table. It drives the schemas that readers and the snapshot are checked
against, the reference in the documentation, and the exports' metadata; a column that is not in it cannot be written.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from statusquo.core.errors import SourceError

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
        domain: the years it covers, as text.
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
    def years(self) -> tuple[int, int] | None:
        """The first and the last year it covers, both inclusive; None where it is not dated."""
        first, _, last = self.domain.partition("-")
        return (int(first), int(last or first)) if first else None


@cache
def all_columns() -> tuple[Column, ...]:
    """Return every column, in the order of the file."""
    text = files("statusquo.core").joinpath("columns.csv").read_text(encoding="utf-8")
    return tuple(_column(row) for row in csv.DictReader(text.splitlines()))


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


def checked(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the frame with its columns in order, after checking it against the table's declaration.

    One sentence per fault, all faults at once: columns, types, missing values, ranges, closed lists, unique key.

    Raises:
        SourceError: naming the table and everything that differs.
    """
    columns = columns_of(table)
    names = [column.name for column in columns]
    absent = [name for name in names if name not in frame.columns]
    extra = [name for name in frame.columns if name not in names]
    if absent or extra:
        raise SourceError(f"{table}: columns differ; absent {absent or 'none'}, not declared {extra or 'none'}")
    frame = frame.select(names)
    faults = [fault for column in columns for fault in _faults(frame[column.name], column)]
    key = [column.name for column in columns if column.is_key]
    if key and not faults:
        repeated = frame.filter(pl.struct(key).is_duplicated())
        if repeated.height:
            faults.append(f"key {key} repeats, first {repeated.select(key).row(0)}")
    if faults:
        raise SourceError(f"{table}: " + "; ".join(faults))
    return frame


def _faults(values: pl.Series, column: Column) -> list[str]:
    if values.dtype != TYPES[column.type]:
        return [f"{column.name} is {values.dtype}, declared {column.type}"]
    faults = []
    if not column.is_nullable and values.null_count():
        faults.append(f"{column.name} is missing in {values.null_count()} rows")
    numbers = values.drop_nulls()
    if column.type in ("int", "float") and numbers.len():
        if numbers.is_nan().any() if column.type == "float" else False:
            faults.append(f"{column.name} holds NaN; a missing value is null")
        if column.minimum is not None and numbers.min() < column.minimum:  # type: ignore[operator]
            faults.append(f"{column.name} falls to {numbers.min()!r}, allowed from {column.minimum:g}")
        if column.maximum is not None and numbers.max() > column.maximum:  # type: ignore[operator]
            faults.append(f"{column.name} rises to {numbers.max()!r}, allowed up to {column.maximum:g}")
    if column.allowed:
        flat = numbers.explode().drop_nulls() if column.type.startswith("list") else numbers
        strange = sorted(set(flat.cast(pl.String).to_list()) - set(column.allowed))
        if strange:
            faults.append(f"{column.name} holds {strange[:5]}, allowed {list(column.allowed)}")
    return faults


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
