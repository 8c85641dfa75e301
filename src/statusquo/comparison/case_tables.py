"""A CSV file of cases, one row each: as measured, or as calibrated sets, with every mistake told at once.

The names of the cases stand in a column ``case``, ``id`` or ``name`` or the first one without a name, else in the first
column of words; a column that is asked for as outcome or condition is none of these, and a table of numbers alone is
named by its lines. Measured cells are numbers or words, and an empty one is missing. In calibrated tables (of a
configurational analysis) a column of 0 and 1 is crisp, of memberships between 0 and 1 fuzzy, of levels 0, 1, 2, ...
without a gap multi-value; one multi-value condition makes the crisp ones beside it be written with levels too, as R's
QCA does. A measured column is calibrated here where its anchors are given (`statusquo.comparison.calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.measured_cases import Anchors, MeasuredCases, calibrate
from statusquo.comparison.nearest import Trait
from statusquo.comparison.primes import MOST_CONDITIONS
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.documents.csv_table import Table, number, read_table, told

LIMIT_BYTES = 20_000_000
MOST_LEVELS = 10
_NAME_COLUMNS = ("case", "id", "name", "")


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Cases as their file has them.

    Attributes:
        table: the file.
        names: of the cases, in order.
        conditions: the columns asked for as conditions, by default all but those of the names and the outcome.
        outcome: the column of the outcome, where one is asked for.
    """

    table: Table
    names: tuple[str, ...]
    conditions: tuple[str, ...]
    outcome: str | None

    def numbers(self, columns: Sequence[str]) -> NDArray[np.float64]:
        """Return columns as numbers, one row per case; an empty cell is NaN.

        Raises:
            InputError: with every cell that is no number.
        """
        found = [[number(row[name]) for name in columns] for row in self.table.rows]
        wrong = [
            self.table.wrong_cell(i, name, "no number", "a number, or empty if missing")
            for i, row in enumerate(found)
            for name, value in zip(columns, row, strict=True)
            if value is None and self.table.rows[i][name]
        ]
        if wrong:
            raise InputError(told(wrong))
        return np.array([[math.nan if value is None else value for value in row] for row in found], float)

    def traits(self) -> tuple[Trait, ...]:
        """Return the conditions as traits of equal weight: numbers where every cell is one, else kinds."""
        return tuple(Trait(name, "number" if self.table.is_number(name) else "kind", 1.0) for name in self.conditions)

    def values(self, traits: Sequence[Trait]) -> dict[str, dict[str, object]]:
        """Return the cases' traits by name; an empty cell is missing."""
        read: dict[str, Callable[[str], object]] = {
            trait.name: number if trait.kind == "number" else lambda cell: cell or None for trait in traits
        }
        return {
            name: {column: of(row[column]) for column, of in read.items()}
            for name, row in zip(self.names, self.table.rows, strict=True)
        }


def read_case_table(
    path: Path, *, outcome: str | None = None, conditions: Sequence[str] | None = None, apart: Sequence[str] = ()
) -> CaseTable:
    """Return the cases of a CSV file as they stand.

    Args:
        path: the file.
        outcome: the column of the outcome.
        conditions: the columns of the conditions, in order; by default every other column but that of names.
        apart: columns that are neither conditions nor names where these are not named, such as clusters.

    Raises:
        InputError: when the file cannot be read, a column is not there, or a case stands in it twice.
    """
    table = read_table(path, limit_bytes=LIMIT_BYTES, rows="case")
    wanted = [name.strip() for name in conditions] if conditions is not None else None
    asked_for = {*(wanted or ()), *([outcome] if outcome else ()), *apart}
    for name in (outcome, *(wanted or ()), *apart):
        if name is not None and (name not in table.header or not name):
            raise UnknownNameError("column", name, table.header, hint=f"in {path}")
    named = _names_column(table, asked_for)
    if wanted is None:
        wanted = [name for name in table.header if name not in (named, outcome, *apart)]
    _check_choice(wanted, outcome)
    names = tuple(
        row[named] if named is not None else f"line {line}" for line, row in zip(table.lines, table.rows, strict=True)
    )
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        problems = [Problem("a case stands in the file twice", str(path), None, named or None, n) for n in repeated]
        raise InputError(told(problems))
    return CaseTable(table, names, tuple(wanted), outcome)


def _names_column(table: Table, asked_for: set[str]) -> str | None:
    free = [name for name in table.header if name not in asked_for]
    called = [name for name in free if name.lower() in _NAME_COLUMNS]
    of_words = [name for name in free if all(row[name] and number(row[name]) is None for row in table.rows)]
    return next(iter([*called, *of_words]), None)


def _check_choice(conditions: Sequence[str], outcome: str | None) -> None:
    field = "conditions"
    if not conditions:
        raise InputError(Problem("no condition is named", field=field, allowed="one column or more"))
    if outcome in conditions:
        raise InputError(Problem("the outcome cannot be a condition of itself", field=field, found=outcome))
    if len(set(conditions)) < len(conditions):
        raise InputError(Problem("a condition is named twice", field=field, found=", ".join(conditions)))


def read_cases(path: Path, *, outcome: str, conditions: Sequence[str] | None = None) -> CalibratedCases:
    """Return the calibrated cases of a CSV file; arguments and errors as for `read_measured`."""
    return read_measured(path, outcome=outcome, conditions=conditions).data


def read_measured(
    path: Path,
    *,
    outcome: str,
    conditions: Sequence[str] | None = None,
    anchors: Mapping[str, Anchors] | None = None,
    apart: Sequence[str] = (),
) -> MeasuredCases:
    """Return the cases of a CSV file, of which some columns are measured and calibrated here.

    Args:
        path: the file.
        outcome: the column of the outcome; with ``~`` its absence is explained.
        conditions: the columns of the conditions, in order; by default every other column but that of names.
        anchors: for each measured column exclusion, crossover and inclusion, or the one threshold of a crisp set.
        apart: columns that are no conditions where these are not named, such as clusters.

    Raises:
        InputError: when the file cannot be read, or with every column and cell that is not what it should be.
    """
    column = outcome.removeprefix("~").strip()
    found = read_case_table(path, outcome=column, conditions=conditions, apart=apart)
    if len(found.conditions) > MOST_CONDITIONS:
        what = "too many conditions: with so many rows, few cases can contradict any"
        n, allowed = str(len(found.conditions)), f"at most {MOST_CONDITIONS}"
        raise InputError(Problem(what, field="conditions", found=n, allowed=allowed))
    problems: list[Problem] = []
    anchors = _known_anchors(anchors or {}, (*found.conditions, column))
    measured = {name: np.array(_memberships(found.table, name, problems), float) for name in anchors}
    if problems:
        raise InputError(told(problems))
    calibrated = {name: calibrate(values, anchors[name]) for name, values in measured.items()}
    sets = [_condition(found.table, name, problems, calibrated.get(name)) for name in found.conditions]
    y = calibrated[column].tolist() if column in calibrated else _memberships(found.table, column, problems)
    problems += [
        found.table.wrong_cell(i, column, "membership in the outcome", "0 to 1")
        for i, value in enumerate(y)
        if value < 0 or value > 1
    ]
    if problems:
        raise InputError(told(sorted(problems, key=lambda problem: problem.line or 1)))
    kinds = tuple(condition for condition, _ in sets)
    if any(condition.kind == "multi-value" for condition in kinds):
        kinds = tuple(replace(c, kind="multi-value") if c.kind == "crisp" else c for c in kinds)
    values = np.array([values for _, values in sets], float).T
    data = CalibratedCases(found.names, kinds, values, column, np.array(y, float))
    return MeasuredCases(data.negated() if outcome.startswith("~") else data, measured, anchors)


def without_cases(
    path: Path,
    left_out: Sequence[str],
    *,
    outcome: str,
    conditions: Sequence[str] | None = None,
    anchors: Mapping[str, Anchors] | None = None,
    apart: Sequence[str] = (),
) -> MeasuredCases:
    """Return the cases of a CSV file but some.

    Raises:
        UnknownNameError: when a case to leave out is not in the file.
        InputError: when none is left, or as for `read_measured`.
    """
    whole = read_measured(path, outcome=outcome, conditions=conditions, anchors=anchors, apart=apart)
    for name in left_out:
        if name not in whole.data.cases:
            raise UnknownNameError("case", name, whole.data.cases, hint="to leave out")
    kept = whole.without(left_out)
    if not kept.data.cases:
        raise InputError(Problem("no case is left to compare", str(path)))
    return kept


def groups_of(path: Path, column: str, *, apart: Sequence[str]) -> dict[str, str]:
    """Return what a column of words or numbers says of each case, such as its year or its region.

    Args:
        path: the file.
        column: the column.
        apart: this column and others that name no case.

    Raises:
        UnknownNameError: when there is no such column.
        InputError: when a cell of it is empty.
    """
    found = read_case_table(path, conditions=[column], apart=apart)
    empty = [i for i, row in enumerate(found.table.rows) if not row[column]]
    if empty:
        raise InputError(told([found.table.wrong_cell(i, column, "the cell is empty", "a group") for i in empty]))
    return {name: row[column] for name, row in zip(found.names, found.table.rows, strict=True)}


def _known_anchors(anchors: Mapping[str, Anchors], sets: Sequence[str]) -> dict[str, Anchors]:
    for name, chosen in anchors.items():
        if name not in sets:
            raise UnknownNameError("condition or outcome", name, sets, hint="to calibrate")
        if len(chosen) not in (1, 3) or not all(map(math.isfinite, chosen)):
            found, allowed = ",".join(f"{value:g}" for value in chosen), "one threshold, or three anchors"
            raise InputError(Problem("the number of anchors", field=name, found=found, allowed=allowed))
    return dict(anchors)


def _condition(
    table: Table, name: str, problems: list[Problem], calibrated: Floats | None
) -> tuple[Condition, list[float]]:
    """Return a column, or what it was calibrated to, as a condition; what is wrong with it is added to the problems."""
    if not name.replace("_", "a").replace(".", "a").isalnum() or name[0].isdigit():
        allowed = "letters, digits, _ and ."
        problems.append(Problem("a condition's name", table.file, 1, name, repr(name), allowed))
    column = _memberships(table, name, problems) if calibrated is None else calibrated.tolist()
    known = [value for value in column if not math.isnan(value)]
    if all(value in (0, 1) for value in known):
        return Condition(name, "crisp"), column
    if all(0 <= value <= 1 for value in known):
        return Condition(name, "fuzzy"), column
    levels = {int(value) for value in known}
    if all(value.is_integer() for value in known) and levels == set(range(len(levels))) and len(levels) <= MOST_LEVELS:
        return Condition(name, "multi-value", len(levels)), column
    allowed = "0 to 1, or levels 0, 1, 2, ... without a gap; calibrate measured values first"
    outside = [i for i, value in enumerate(column) if value < 0 or value > 1]
    problems += [table.wrong_cell(i, name, "a value outside its set", allowed) for i in outside]
    return Condition(name, "fuzzy"), column


def _memberships(table: Table, name: str, problems: list[Problem]) -> list[float]:
    """Return a column as numbers; each cell that holds none is added to the problems, and NaN."""
    found = []
    for i, row in enumerate(table.rows):
        value = number(row[name])
        if value is None:
            empty = "the cell is empty; a case with a missing value must be left out"
            problems.append(table.wrong_cell(i, name, "no number" if row[name] else empty, "0 to 1"))
        found.append(math.nan if value is None else value)
    return found
