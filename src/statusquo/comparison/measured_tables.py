"""A CSV file of measured cases: numbers as they are, words as kinds, empty cells as missing, every mistake named.

One row per case; its name stands in a column ``case``, ``id`` or ``name``, else in the first column of words; a table
of numbers alone is named by its lines. Unlike the table of a configurational analysis (`comparison.case_tables`),
nothing needs to be calibrated to memberships.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.csv_tables import NAME_COLUMNS, check_conditions, check_names, is_number, read_rows
from statusquo.comparison.nearest import Trait
from statusquo.core.errors import InputError, Problem


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
        check_conditions(self.path, self.header, wanted, outcome)
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
            Trait(name, "number" if all(is_number(row[name]) for row in self.cells if row[name]) else "kind", 1.0)
            for name in columns
        )

    def values(self, traits: Sequence[Trait]) -> dict[str, dict[str, object]]:
        """Return the cases' traits by name; an empty cell is missing."""

        def value(trait: Trait, cell: str) -> object:
            return (float(cell) if trait.kind == "number" else cell) if cell else None

        return {
            name: {trait.name: value(trait, row[trait.name]) for trait in traits}
            for name, row in zip(self.names, self.cells, strict=True)
        }

    def _number(self, i: int, column: str) -> float:
        cell = self.cells[i][column]
        if not cell:
            return math.nan
        if not is_number(cell):
            raise InputError(
                Problem("no number", str(self.path), self.lines[i], column, repr(cell), "a number, or empty if missing")
            )
        return float(cell)


def read_measured(path: Path) -> MeasuredTable:
    """Return the cases of a CSV file.

    Raises:
        InputError: when the file cannot be read, is empty, or names a case twice.
    """
    header, rows = read_rows(path)
    cells = tuple(dict(zip(header, row, strict=True)) for _, row in rows)
    of_words = [name for name in header if all(row[name] and not is_number(row[name]) for row in cells)]
    called = [name for name in header if name.lower() in NAME_COLUMNS]
    names_column = next(iter([*called, *of_words]), None)
    names = tuple(
        row[names_column] if names_column else f"line {line}" for (line, _), row in zip(rows, cells, strict=True)
    )
    check_names(path, names, names_column)
    return MeasuredTable(path, tuple(header), names, tuple(line for line, _ in rows), cells, names_column)
