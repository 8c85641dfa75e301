"""A CSV file of calibrated cases, read with every mistake named.

One row per case; a column of names (``case``, ``id`` or ``name``, else the first column of text); conditions and an
outcome as numbers. A column of 0 and 1 is crisp, of memberships between 0 and 1 fuzzy, of levels 0, 1, 2, ... without a
gap multi-value; one multi-value condition makes the crisp ones beside it be written with levels too, as R's QCA does.
Nothing is calibrated here: `statusquo.comparison.calibration` does that from stated anchors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from statusquo.comparison.csv_tables import NAME_COLUMNS, Row, check_conditions, check_names, is_number, read_rows
from statusquo.comparison.primes import MOST_CONDITIONS
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.errors import InputError, Problem, UnknownNameError

MOST_LEVELS = 10


def read_cases(path: Path, *, outcome: str, conditions: Sequence[str] | None = None) -> CalibratedCases:
    """Return the cases of a CSV file.

    Args:
        path: the file.
        outcome: the column of the outcome; with ``~`` its absence is explained.
        conditions: the columns of the conditions, in order; by default every other column but that of names.

    Raises:
        InputError: when the file cannot be read, or a column or cell is not what it should be.
    """
    header, rows = read_rows(path)
    outcome_column = outcome.removeprefix("~").strip()
    names_at = _names_column(header, rows)
    wanted = [name.strip() for name in conditions] if conditions is not None else []
    if conditions is None:
        wanted = [name for i, name in enumerate(header) if i != names_at and name != outcome_column]
    check_conditions(path, header, wanted, outcome_column)
    if len(wanted) > MOST_CONDITIONS:
        what = "too many conditions: with so many rows, few cases can contradict any"
        raise InputError(
            Problem(what, field="conditions", found=str(len(wanted)), allowed=f"at most {MOST_CONDITIONS}")
        )
    found, columns = [], []
    for name in wanted:
        column = [_number(path, line, name, row[header.index(name)]) for line, row in rows]
        found.append(_condition(path, name, column, [line for line, _ in rows]))
        columns.append(column)
    if any(condition.kind == "multi-value" for condition in found):
        found = [replace(c, kind="multi-value") if c.kind == "crisp" else c for c in found]
    y = [_number(path, line, outcome_column, row[header.index(outcome_column)]) for line, row in rows]
    for (line, _), value in zip(rows, y, strict=True):
        if not 0 <= value <= 1:
            raise InputError(
                Problem("membership in the outcome", str(path), line, outcome_column, f"{value:g}", "0 to 1")
            )
    cases = tuple(row[names_at] if names_at is not None else f"row {line}" for line, row in rows)
    check_names(path, cases, None)
    data = CalibratedCases(cases, tuple(found), np.array(columns, float).T, outcome_column, np.array(y, float))
    return data.negated() if outcome.startswith("~") else data


def without_cases(
    path: Path, left_out: Sequence[str], *, outcome: str, conditions: Sequence[str] | None = None
) -> CalibratedCases:
    """Return the cases of a CSV file but some.

    Raises:
        UnknownNameError: when a case to leave out is not in the file.
        InputError: when none is left, or as for `read_cases`.
    """
    whole = read_cases(path, outcome=outcome, conditions=conditions)
    for name in left_out:
        if name not in whole.cases:
            raise UnknownNameError("case", name, whole.cases, hint="to leave out")
    kept = whole.without(left_out)
    if not kept.cases:
        raise InputError(Problem("no case is left to compare", str(path)))
    return kept


def _names_column(header: list[str], rows: list[Row]) -> int | None:
    for i, name in enumerate(header):
        if name.lower() in NAME_COLUMNS or name == "":
            return i
    for i in range(len(header)):
        if not any(is_number(row[i]) for _, row in rows):
            return i
    return None


def _condition(path: Path, name: str, column: list[float], lines: list[int]) -> Condition:
    if not name.replace("_", "a").replace(".", "a").isalnum() or name[0].isdigit():
        raise InputError(
            Problem("a condition's name", str(path), field=name, found=repr(name), allowed="letters, digits, _ and .")
        )
    if all(value in (0, 1) for value in column):
        return Condition(name, "crisp")
    if all(0 <= value <= 1 for value in column):
        return Condition(name, "fuzzy")
    levels = {int(value) for value in column}
    if all(value.is_integer() for value in column) and levels == set(range(len(levels))) and len(levels) <= MOST_LEVELS:
        return Condition(name, "multi-value", len(levels))
    line, value = next((line, v) for line, v in zip(lines, column, strict=True) if not 0 <= v <= 1)
    raise InputError(
        Problem(
            "a value outside its set",
            str(path),
            line,
            name,
            f"{value:g}",
            "0 to 1, or levels 0, 1, 2, ... without a gap; calibrate measured values first",
        )
    )


def _number(path: Path, line: int, name: str, cell: str) -> float:
    if not is_number(cell):
        what = "no number" if cell else "the cell is empty; a case with a missing value must be left out"
        raise InputError(Problem(what, str(path), line, name, repr(cell) if cell else None, "0 to 1"))
    return float(cell)
