"""A CSV file of cases, one row each: as measured, or as calibrated sets, with every mistake told at once.

The names of the cases stand in the columns that are asked for, joined where they are several (country and year of a
panel); else in a column ``case``, ``id`` or ``name``, else in the first column of words; a column that is asked for as
outcome or condition is none of these, and a table of numbers alone is named by its lines. Numbers of rows, as R and
pandas write them, and numeric identifiers (a year, a country's code) are conditions only where they are asked for.
Measured cells are numbers, truth values or words, and what programs write for a missing value is missing. In calibrated
tables (of a configurational analysis) a column of 0 and 1 is crisp, of memberships between 0 and 1 fuzzy, of levels 0,
1, 2, ... without a gap multi-value; one multi-value condition makes the crisp ones beside it be written with levels
too, as R's QCA does. Nothing is calibrated here: `statusquo.comparison.calibration` does that from stated anchors.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.nearest import Trait
from statusquo.comparison.primes import MOST_CONDITIONS
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.documents.csv_table import Table, is_missing, measured, number, read_table, told

LIMIT_BYTES, LIMIT_ROWS = 20_000_000, 20_000
MOST_LEVELS, MOST_SET_CASES = 10, 5_000
_NAME_COLUMNS = ("case", "id", "name")
_ROW_NUMBERS = re.compile(
    r"|x|index|level_\d+|unnamed: \d+(_level_\d+)?(\.\d+)?|row_?names?|row\.names|\.\.\.1|v1|_n|obs|rowid"
)
"""What R, pandas and Stata call the column of row numbers, in lower case."""

_IDENTIFIERS = re.compile(
    r"year|yr|(gw|cow)(no|code|id|groupid)\w*|ccode\w*|iso\w*|kgcid|\w+_id(_\w+)?|(country|group|dyad|unit)(id|no)"
)
"""What the field calls numbers that only say which row it is, in lower case."""

_FREQUENCIES = ("n", "freq", "frequency", "frequencies", "count", "weight", "weights", "fweight", "wt")
_DONT_CARE = ("-", "dc")
"""What R's QCA writes where a condition does not apply."""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Cases as their file has them.

    Attributes:
        table: the file.
        names: of the cases, in order.
        conditions: the columns asked for as conditions, by default all but those of the names and the outcome.
        outcome: the column of the outcome, where one is asked for.
        left_aside: columns that were no conditions by default, since they only say which row it is.
    """

    table: Table
    names: tuple[str, ...]
    conditions: tuple[str, ...]
    outcome: str | None
    left_aside: tuple[str, ...] = ()

    def numbers(self, columns: Sequence[str]) -> NDArray[np.float64]:
        """Return columns as numbers, one row per case; a missing one is NaN.

        Raises:
            InputError: with every cell that is no number.
        """
        found = [[measured(row[name]) for name in columns] for row in self.table.rows]
        wrong = [
            self.table.wrong_cell(i, name, "no number", "a number, or empty if missing")
            for i, row in enumerate(found)
            for name, value in zip(columns, row, strict=True)
            if value is None and not is_missing(self.table.rows[i][name])
        ]
        if wrong:
            raise InputError(told(wrong))
        return np.array([[math.nan if value is None else value for value in row] for row in found], float)

    def traits(self) -> tuple[Trait, ...]:
        """Return the conditions as traits of equal weight: numbers, or kinds where every cell is a word.

        Raises:
            InputError: with every word among numbers: as kinds, 10 would be as far from 11 as from 1,000.
        """
        is_number = {name: self.table.is_number(name) for name in self.conditions}
        mixed = [name for name in self.conditions if not is_number[name] and self._holds_numbers(name)]
        wrong = [
            self.table.wrong_cell(i, name, "a word among numbers", "numbers alone, or empty if missing; or words alone")
            for i, row in enumerate(self.table.rows)
            for name in mixed
            if number(row[name]) is None and not is_missing(row[name])
        ]
        if wrong:
            raise InputError(told(wrong))
        return tuple(Trait(name, "number" if is_number[name] else "kind", 1.0) for name in self.conditions)

    def _holds_numbers(self, column: str) -> bool:
        return any(number(row[column]) is not None for row in self.table.rows)

    def values(self, traits: Sequence[Trait]) -> dict[str, dict[str, object]]:
        """Return the cases' traits by name; what is missing is None."""
        read: dict[str, Callable[[str], object]] = {
            trait.name: measured if trait.kind == "number" else self._word for trait in traits
        }
        return {
            name: {column: of(row[column]) for column, of in read.items()}
            for name, row in zip(self.names, self.table.rows, strict=True)
        }

    def outcomes(self) -> dict[str, object]:
        """Return the outcome of each case as its word; what is missing is None, as all are where none is asked for."""
        name = self.outcome
        return (
            {} if name is None else {c: self._word(r[name]) for c, r in zip(self.names, self.table.rows, strict=True)}
        )

    @staticmethod
    def _word(cell: str) -> str | None:
        return None if is_missing(cell) else cell

    def without(self, left_out: Sequence[str]) -> CaseTable:
        """Return the same table without some cases.

        Raises:
            UnknownNameError: when a case to leave out is not in the file.
            InputError: when none is left.
        """
        known, gone = set(self.names), set(_chosen(left_out, self.names))
        for name in gone - known:
            raise UnknownNameError("case", name, self.names, hint="to leave out")
        return self._at([i for i, name in enumerate(self.names) if name not in gone])

    def _at(self, places: Sequence[int]) -> CaseTable:
        if not places:
            raise InputError(Problem("no case is left to compare", self.table.file))
        lines, rows = tuple(self.table.lines[i] for i in places), tuple(self.table.rows[i] for i in places)
        return replace(
            self, table=replace(self.table, lines=lines, rows=rows), names=tuple(self.names[i] for i in places)
        )

    def repeated(self, frequency: str) -> CaseTable:
        """Return the table with each row as often as a column says; a row that stands for none is left out.

        Raises:
            InputError: when a cell is no whole number, or the rows are too many.
        """
        times = [number(row[frequency]) for row in self.table.rows]
        allowed = "a whole number from 0, of cases like this one"
        wrong = [
            self.table.wrong_cell(i, frequency, "no frequency", allowed)
            for i, n in enumerate(times)
            if n is None or n < 0 or not n.is_integer()
        ]
        if wrong:
            raise InputError(told(wrong))
        whole = [int(n or 0) for n in times]
        if sum(whole) > LIMIT_ROWS:
            what, found = "the rows stand for too many cases", f"{sum(whole):,}"
            raise InputError(Problem(what, self.table.file, None, frequency, found, f"at most {LIMIT_ROWS:,}"))
        made = self._at([i for i, n in enumerate(whole) for _ in range(n)])
        names = [
            f"{name} ({k})" if n > 1 else name
            for name, n in zip(self.names, whole, strict=True)
            for k in range(1, n + 1)
        ]
        return replace(made, names=tuple(names))


def read_case_table(
    path: Path,
    *,
    outcome: str | None = None,
    conditions: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    frequency: str | None = None,
    is_counted: bool = True,
) -> CaseTable:
    """Return the cases of a CSV file as they stand.

    Args:
        path: the file.
        outcome: the column of the outcome.
        conditions: the columns of the conditions, in order; by default every other column but those of names, of
            numbers of rows and of numeric identifiers.
        names: the columns that name a case together, such as a country and a year.
        frequency: the column that says how many cases a row stands for.
        is_counted: whether a column that looks like one of frequencies is refused as a condition that nobody asked for.

    Raises:
        InputError: when the file cannot be read, a column is not there, or a case stands in it twice.
    """
    table = read_table(path, limit_bytes=LIMIT_BYTES, rows="case", most_rows=LIMIT_ROWS)
    roles = {
        "outcome": [outcome] if outcome is not None else [],
        "conditions": _chosen(conditions or (), table.header),
        "names": _chosen(names or (), table.header),
        "frequency": [frequency] if frequency is not None else [],
    }
    for name in (name for chosen in roles.values() for name in chosen):
        if name not in table.header or not name:
            raise UnknownNameError("column", name, table.header, hint=f"in {path}")
    _check_roles(roles)
    asked_for = {*roles["outcome"], *roles["conditions"], *roles["frequency"]}
    marks = [name for name in table.header if name not in asked_for and _is_row_numbers(table, name)]
    named = roles["names"] or _names_column(table, asked_for, marks)
    wanted, left_aside = roles["conditions"], []
    if conditions is None:
        free = [name for name in table.header if name not in asked_for and name not in roles["names"]]
        left_aside = [name for name in free if name in marks or (name not in named and _is_identifier(table, name))]
        wanted = [name for name in free if name not in left_aside and name not in named]
        if is_counted:
            _refuse_frequencies(table, wanted)
    if not wanted:
        raise InputError(Problem("no condition is named", field="conditions", allowed="one column or more"))
    found = CaseTable(
        table, _names(table, named), tuple(wanted), outcome, tuple(name or "the first column" for name in left_aside)
    )
    return found.repeated(frequency) if frequency is not None else found


def _chosen(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the names asked for; parts that only together are a known name, with commas in it, are one."""
    by_parts = {tuple(part.strip() for part in name.split(",")): name for name in known if "," in name}
    longest = max(map(len, by_parts), default=1)
    parts, found = [name.strip() for name in asked], []
    place = 0
    while place < len(parts):
        tried = (tuple(parts[place : place + n]) for n in range(longest, 1, -1))
        joined = next((each for each in tried if each in by_parts), (parts[place],))
        found.append(by_parts.get(joined, parts[place]))
        place += len(joined)
    return found


def _is_row_numbers(table: Table, column: str) -> bool:
    """Whether a column is called and counts as programs number rows; the gaps are of rows that were left out."""
    if not _ROW_NUMBERS.fullmatch(column.lower()):
        return False
    cells = [row[column] for row in table.rows]
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return len(numbers) > 1 and all(a < b for a, b in itertools.pairwise(numbers))


def _is_identifier(table: Table, column: str) -> bool:
    """Whether a column is called as the field calls identifiers and holds whole numbers, not 0 and 1 alone."""
    if not _IDENTIFIERS.fullmatch(column.lower()):
        return False
    found = {number(row[column]) for row in table.rows if not is_missing(row[column])}
    return all(n is not None and n.is_integer() for n in found) and not found <= {0.0, 1.0}


def _names_column(table: Table, asked_for: set[str], marks: Sequence[str]) -> list[str]:
    free = [name for name in table.header if name not in asked_for]
    called = [name for name in free if name.lower() in _NAME_COLUMNS]
    nameless = [name for name in free if not name and name not in marks]
    of_words = [name for name in free if all(row[name] and measured(row[name]) is None for row in table.rows)]
    return next(([name] for name in (*called, *nameless, *of_words, *marks)), [])


def _names(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Return what the cases are called, each by another name."""
    if not columns:
        return tuple(f"line {line}" for line in table.lines)
    names = tuple(" ".join(row[column] for column in columns) for row in table.rows)
    problems = [
        table.wrong_cell(i, columns[0], "the case has no name", "a name in every row")
        for i, name in enumerate(names)
        if not name.strip()
    ]
    first = dict(zip(reversed(names), reversed(table.lines), strict=True))
    for name, line in zip(names, table.lines, strict=True):
        if name.strip() and first[name] != line:
            allowed = "another name; in a panel, the columns that name a row together, as in --names country,year"
            what = f"a case stands in the file twice, first on line {first[name]}"
            problems.append(Problem(what, table.file, line, ", ".join(columns) or None, name, allowed))
    if problems:
        raise InputError(told(problems))
    return names


def _check_roles(roles: dict[str, list[str]]) -> None:
    field = "conditions"
    outcome, conditions = roles["outcome"], roles["conditions"]
    if outcome and outcome[0] in conditions:
        raise InputError(Problem("the outcome cannot be a condition of itself", field=field, found=outcome[0]))
    for role in ("conditions", "names"):
        if twice := [name for name, times in Counter(roles[role]).items() if times > 1]:
            raise InputError(Problem("a column is named twice", field=role, found=", ".join(twice)))
    if roles["frequency"] and roles["frequency"][0] in (*outcome, *conditions):
        what = "the frequency is neither outcome nor condition"
        raise InputError(Problem(what, field="frequency", found=roles["frequency"][0]))


def _refuse_frequencies(table: Table, conditions: Sequence[str]) -> None:
    for name in conditions:
        if name.lower() in _FREQUENCIES:
            found = {number(row[name]) for row in table.rows}
            if all(n is not None and n.is_integer() for n in found) and not found <= {0.0, 1.0}:
                allowed = (
                    f"--frequency {name}, where each row stands for so many cases, or --conditions with or without it"
                )
                raise InputError(Problem("a column that may be of frequencies", table.file, 1, name, None, allowed))


def read_cases(path: Path, *, outcome: str, conditions: Sequence[str] | None = None) -> CalibratedCases:
    """Return the calibrated cases of a CSV file.

    Args:
        path: the file.
        outcome: the column of the outcome; with ``~`` its absence is explained.
        conditions: the columns of the conditions, as for `read_case_table`.

    Raises:
        InputError: when the file cannot be read, or with every column and cell that is not what it should be.
    """
    return without_cases(path, (), outcome=outcome, conditions=conditions)


def without_cases(
    path: Path, left_out: Sequence[str], *, outcome: str, conditions: Sequence[str] | None = None
) -> CalibratedCases:
    """Return the calibrated cases of a CSV file but some, whose cells may be missing.

    Raises:
        UnknownNameError: when a case to leave out is not in the file.
        InputError: when none is left, or as for `read_cases`.
    """
    column = outcome.removeprefix("~").strip()
    found = read_case_table(path, outcome=column, conditions=conditions)
    return calibrated_cases(found.without(left_out), is_absence=outcome.startswith("~"))


def calibrated_cases(found: CaseTable, *, is_absence: bool) -> CalibratedCases:
    """Return the cases of a table, whose cells are memberships and levels, as members of sets.

    Args:
        found: the table, with an outcome.
        is_absence: whether the absence of the outcome is explained.

    Raises:
        InputError: with every column and cell that is not what it should be.
    """
    column = found.outcome or ""
    if len(found.conditions) > MOST_CONDITIONS:
        what = "too many conditions: with so many rows, few cases can contradict any"
        n, allowed = str(len(found.conditions)), f"at most {MOST_CONDITIONS}"
        raise InputError(Problem(what, field="conditions", found=n, allowed=allowed))
    if len(found.names) > MOST_SET_CASES:
        what, n = "too many cases for a configurational analysis", f"{len(found.names):,}"
        raise InputError(Problem(what, found.table.file, None, None, n, f"at most {MOST_SET_CASES:,}"))
    problems: list[Problem] = []
    sets = [_condition(found, name, problems) for name in found.conditions]
    y = _memberships(found, column, problems)
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
    return data.negated() if is_absence else data


def _condition(found: CaseTable, name: str, problems: list[Problem]) -> tuple[Condition, list[float]]:
    """Return a column as a condition; what is wrong with it is added to the problems."""
    table = found.table
    if not name.replace("_", "a").replace(".", "a").isalnum() or name[0].isdigit():
        allowed = "letters, digits, _ and ."
        problems.append(Problem("a condition's name", table.file, 1, name, repr(name), allowed))
    column = _memberships(found, name, problems)
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


def _memberships(cases: CaseTable, name: str, problems: list[Problem]) -> list[float]:
    """Return a column as numbers; each cell that holds none is added to the problems, and NaN."""
    found, table = [], cases.table
    for i, row in enumerate(table.rows):
        cell = row[name]
        value = measured(cell)
        if value is None and cell in _DONT_CARE:
            instead = "" if name == cases.outcome else "a level of its own (0, 1, 2), or "
            allowed = f"{instead}the case left out: --leave-out {cases.names[i]!r}"
            problems.append(table.wrong_cell(i, name, "a don't-care cell of R's QCA is not read", allowed))
        elif value is None and is_missing(cell):
            what = "the cell is empty" if not cell else "the value is missing"
            allowed = f"0 to 1, or the case left out: --leave-out {cases.names[i]!r}"
            problems.append(table.wrong_cell(i, name, what, allowed))
        elif value is None:
            problems.append(table.wrong_cell(i, name, "no number", "0 to 1"))
        found.append(math.nan if value is None else value)
    return found
