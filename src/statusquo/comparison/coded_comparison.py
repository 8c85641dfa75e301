"""The bundled cases as members of sets, with what is left out named.

The headline takes the main coding and only sourced values; other readings, values that rest on general knowledge or on
copies of an encyclopedia, other anchors and cases left out belong to the sweep (`statusquo.comparison.robustness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import polars as pl

from statusquo.cases.codings import coded_cases
from statusquo.comparison.admission import cluster_of
from statusquo.comparison.case_conditions import CONDITIONS, OUTCOMES, Anchors, CodedRow
from statusquo.comparison.measured_cases import MeasuredCases, calibrate
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.errors import InputError, Problem, UnknownNameError

_OUTCOME = "the outcome"


@dataclass(frozen=True)
class CodedCases:
    """The bundled cases in the readings a comparison may take.

    Attributes:
        main: the main coding, sourced values only, by case.
        unsourced: the main coding with values that rest on general knowledge or mirrors too.
        alternative: the first rival reading where there is one.
        clusters: the dissolution each case belongs to, if any.
    """

    main: Mapping[str, CodedRow]
    unsourced: Mapping[str, CodedRow]
    alternative: Mapping[str, CodedRow]
    clusters: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodedComparison:
    """Calibrated cases and why others are not among them.

    Attributes:
        data: the calibrated cases.
        left_out: case and reason.
        expect: the directional expectations of the conditions.
        measured: the same cases with the measured values behind the calibrated conditions.
    """

    data: CalibratedCases
    left_out: Mapping[str, str]
    expect: tuple[str, ...]
    measured: MeasuredCases


@cache
def read_coded_cases() -> CodedCases:
    """Return the bundled cases, read once."""
    main = _by_case(coded_cases(sourced_only=True))
    unsourced = _by_case(coded_cases())
    clusters = {name: cluster_of(row["gw_parent"], row["start_year"]) for name, row in unsourced.items()}
    return CodedCases(main, unsourced, _by_case(coded_cases(reading="alternative")), clusters)


def compare_coded(
    conditions: Sequence[str],
    outcome: str,
    *,
    rows: Mapping[str, CodedRow] | None = None,
    anchors: Mapping[str, Anchors] | None = None,
    left_out: Mapping[str, str] | None = None,
) -> CodedComparison:
    """Return the bundled cases calibrated for a comparison.

    Args:
        conditions: names of conditions.
        outcome: name of an outcome; with ``~`` its absence is explained.
        rows: the coding to take; the headline coding by default.
        anchors: other anchors than the declared ones, by condition.
        left_out: cases to leave out, with the reason.

    Raises:
        UnknownNameError: when a condition, the outcome or a case left out is unknown.
        InputError: when no case is left.
    """
    rows = read_coded_cases().main if rows is None else rows
    for name in conditions:
        if name not in CONDITIONS:
            raise UnknownNameError("condition", name, CONDITIONS)
    if outcome.removeprefix("~") not in OUTCOMES:
        raise UnknownNameError("outcome", outcome.removeprefix("~"), OUTCOMES, hint="of the bundled cases")
    why = dict(left_out or {})
    for name in why:
        if name not in rows:
            raise UnknownNameError("case", name, rows)
    kept, measured = _measure(rows, conditions, outcome.removeprefix("~"), why)
    if not kept:
        raise InputError(Problem("no case is left to compare", field="leave_out"))
    columns = dict(zip([*conditions, _OUTCOME], np.array(measured, dtype=float).T, strict=True))
    chosen = {name: (anchors or {}).get(name) or CONDITIONS[name].anchors for name in conditions}
    fuzzy = {name: of for name, of in chosen.items() if of is not None}
    values = [calibrate(columns[name], fuzzy[name]) if name in fuzzy else columns[name] for name in conditions]
    kinds = [Condition(name, "fuzzy" if name in fuzzy else "crisp") for name in conditions]
    name = outcome.removeprefix("~")
    data = CalibratedCases(tuple(kept), tuple(kinds), np.array(values).T, name, columns[_OUTCOME])
    is_negated = outcome.startswith("~")
    data = data.negated() if is_negated else data
    cases = MeasuredCases(data, {name: columns[name] for name in fuzzy}, fuzzy)
    return CodedComparison(data, why, expectations(conditions, negated=is_negated), cases)


def contested_readings(coded: CodedCases, conditions: Sequence[str], outcome: str) -> list[tuple[str, str]]:
    """Return each case with a field that a comparison rests on and that has a rival reading there."""
    fields = {field for name in conditions for field in CONDITIONS[name].fields}
    fields |= set(OUTCOMES[outcome.removeprefix("~")].fields)
    return [
        (case, field)
        for case, row in coded.unsourced.items()
        for field in sorted(fields)
        if coded.alternative[case][field] != row[field]
    ]


def expectations(conditions: Iterable[str], *, negated: bool) -> tuple[str, ...]:
    """Return the directional expectations of conditions, for separation or for its absence."""
    found = []
    for name in conditions:
        expected = CONDITIONS[name].expected
        if expected is not None:
            found.append(name if bool(expected) is not negated else f"~{name}")
    return tuple(found)


def _measure(
    rows: Mapping[str, CodedRow], conditions: Sequence[str], outcome: str, why: dict[str, str]
) -> tuple[list[str], list[list[float]]]:
    """Return the cases that have every value, and their values; what is missing is added to `why`."""
    kept, measured = [], []
    for case, row in rows.items():
        if case in why:
            continue
        found = [CONDITIONS[name].measure(row) for name in conditions] + [OUTCOMES[outcome].measure(row)]
        missing = [name for name, value in zip([*conditions, outcome], found, strict=True) if value is None]
        if missing:
            why[case] = f"no sourced value for {', '.join(missing)}"
            is_known = None not in (row["secession_success"], row["control_after_first_war"])
            if missing == ["KEPT"] and is_known:
                why[case] = "never attained control, so could not keep it"
            continue
        kept.append(case)
        measured.append([float(value) for value in found if value is not None])
    return kept, measured


def _by_case(frame: pl.DataFrame) -> dict[str, CodedRow]:
    return {row["case"]: row for row in frame.iter_rows(named=True)}
