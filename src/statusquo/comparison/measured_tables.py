"""A CSV file of measured cases: numbers as they are, words as kinds, empty cells as missing, every mistake named.

One row per case; its name stands in a column ``case``, ``id`` or ``name``, else in the first column of words; a table
of numbers alone is named by its lines. Unlike the table of a configurational analysis (`comparison.case_tables`),
nothing needs to be calibrated to memberships.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.nearest import Trait
from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.core.files import read_text

LIMIT_BYTES = 20_000_000
NAME_COLUMNS = ("case", "id", "name")


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """A table of cases.

    Attributes:
        path: the file.
        header: its columns.
        names: of the cases, in order.
        lines: the line of each case.
        cells: the texts of each case by column.
        names_column: the column the names stand in; None where there is none.
    """

    path: Path
    header: tuple[str, ...]
    names: tuple[str, ...]
    lines: tuple[int, ...]
    cells: tuple[dict[str, str], ...]
    names_column: str | None

    def choose(self, conditions: Sequence[str] | None, outcome: str | None) -> tuple[str, ...]:
        """Return the conditions asked for, by default every column but the names and the outcome.

        Raises:
            InputError: when a column is not there, or is asked for twice.
        """
        wanted = (
            tuple(conditions)
            if conditions
            else tuple(name for name in self.header if name not in (self.names_column, outcome))
        )
        for name in (*wanted, *([outcome] if outcome else [])):
            if name not in self.header:
                raise UnknownNameError("column", name, self.header, hint=f"in {self.path}")
        if outcome in wanted:
            raise InputError(Problem("the outcome cannot be a condition of itself", field="conditions", found=outcome))
        if len(set(wanted)) < len(wanted):
            raise InputError(Problem("a condition is named twice", field="conditions", found=", ".join(wanted)))
        if not wanted:
            raise InputError(Problem("no condition is named", field="conditions", allowed="one column or more"))
        return wanted

    def numbers(self, columns: Sequence[str]) -> NDArray[np.float64]:
        """Return columns as numbers, one row per case; an empty cell is NaN.

        Raises:
            InputError: when a cell is no number.
        """
        return np.array([[self._number(i, name) for name in columns] for i in range(len(self.names))], float)

    def traits(self, columns: Sequence[str]) -> tuple[Trait, ...]:
        """Return the columns as traits of equal weight: numbers where every cell is one, else kinds."""
        return tuple(
            Trait(name, "number" if all(_is_number(row[name]) for row in self.cells if row[name]) else "kind", 1.0)
            for name in columns
        )

    def values(self, traits: Sequence[Trait]) -> dict[str, dict[str, object]]:
        """Return the cases' traits by name; an empty cell is missing."""
        return {
            name: {
                trait.name: None
                if not row[trait.name]
                else float(row[trait.name])
                if trait.kind == "number"
                else row[trait.name]
                for trait in traits
            }
            for name, row in zip(self.names, self.cells, strict=True)
        }

    def _number(self, i: int, column: str) -> float:
        cell = self.cells[i][column]
        if not cell:
            return math.nan
        if not _is_number(cell):
            raise InputError(
                Problem("no number", str(self.path), self.lines[i], column, repr(cell), "a number, or empty if missing")
            )
        return float(cell)


def read_measured(path: Path) -> MeasuredTable:
    """Return the cases of a CSV file.

    Raises:
        InputError: when the file cannot be read, is empty, or names a case twice.
    """
    reader = csv.reader(io.StringIO(read_text(path, limit_bytes=LIMIT_BYTES)))
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as cause:
        raise InputError(Problem("the file is no CSV", str(path), reader.line_num, found=str(cause))) from cause
    if len(lines) < 2:
        raise InputError(Problem("the file holds no case", str(path), allowed="a header and one row per case"))
    header, rows = lines[0][1], lines[1:]
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise InputError(Problem("a column stands in the header twice", str(path), lines[0][0], found=repr(doubled[0])))
    for line, row in rows:
        if len(row) != len(header):
            raise InputError(
                Problem("a row of another length", str(path), line, None, f"{len(row)} cells", f"{len(header)}")
            )
    cells = tuple(dict(zip(header, row, strict=True)) for _, row in rows)
    of_words = [name for name in header if all(row[name] and not _is_number(row[name]) for row in cells)]
    called = [name for name in header if name.lower() in NAME_COLUMNS]
    names_column = next(iter([*called, *of_words]), None)
    names = tuple(
        row[names_column] if names_column else f"line {line}" for (line, _), row in zip(rows, cells, strict=True)
    )
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError(Problem("a case stands in the file twice", str(path), field=names_column, found=repeated[0]))
    return MeasuredTable(path, tuple(header), names, tuple(line for line, _ in rows), cells, names_column)


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
