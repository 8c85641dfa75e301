"""Tests on one dispute's yearly series: `trend`, `level` and `before_after`.

They say whether something rose, where it stood, and whether it shifted at a date: premises, never causes.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from statusquo.balances.trends import MIN_YEARS, break_date, linear_trend
from statusquo.cases.model import Line, Number, Strict, Whole
from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate, Series
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.measures import FACTOR, factor_of, series_of
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

MIN_PLACEBOS = 10
"""Other dates at which the same shift must be computable before an interval is drawn from them."""

_FIGURES = {"military balance": "military-balance", "break-even multiplier": "military-balance"}


class TrendParameters(Strict):
    """Parameters of `trend`."""

    measure: Line = Field(description="name of a yearly series, see the list of measures")
    first_year: Whole | None = Field(default=None, description="first year used; the first with a value by default")
    last_year: Whole | None = Field(default=None, description="last year used; the last with a value by default")


class LevelParameters(Strict):
    """Parameters of `level`."""

    measure: Line = Field(description="name of a yearly series, or `factor` and the name of a factor of structure")
    first_year: Whole | None = Field(default=None, description="first year of the mean; for a series")
    last_year: Whole | None = Field(default=None, description="last year of the mean; for a series")
    statistic: Literal["mean", "maximum"] = Field(default="mean", description="mean of the years, or their highest")
    undecided_low: Number | None = Field(default=None, description="low end of a range in which no verdict is possible")
    undecided_high: Number | None = Field(default=None, description="high end of that range")


class BeforeAfterParameters(Strict):
    """Parameters of `before_after`."""

    measure: Line = Field(description="name of a yearly series")
    year: Whole = Field(description="first year after the change")
    before: Whole = Field(default=4, ge=1, le=30, description="years before it")
    after: Whole = Field(default=2, ge=1, le=30, description="years from it on")
    first_year: Whole | None = Field(default=None, description="first year used for placebo dates")
    last_year: Whole | None = Field(default=None, description="last year used for placebo dates")


def trend_results(parameters: TrendParameters, evidence: Evidence) -> list[Result]:
    """Return the yearly change of a series; where its level breaks stands in the note."""
    series = series_of(parameters.measure, evidence)
    first, last = parameters.first_year, parameters.last_year
    try:
        slope = linear_trend(series, first, last)
        turn = break_date(series, "level", first, last)
    except DomainError as wrong:
        raise NotTestableError("data", str(wrong.problems[0])) from None
    years = [p.year for p in _points(series, first, last)]
    date, low, high = (f"{n:.0f}" for n in (turn.date.value or 0, turn.date.low or 0, turn.date.high or 0))
    note = f"its level divides best after {date} ({low}–{high}; p = {turn.p_value:.2f} against no break)"
    label = f"{parameters.measure}, {years[0]}–{years[-1]}"
    return [Result(label, slope, len(years), "years", series.sources, note, figure=_FIGURES.get(parameters.measure))]


def level_results(parameters: LevelParameters, evidence: Evidence) -> list[Result]:
    """Return the mean or the highest value of a series over years, or a factor's value."""
    if parameters.measure.startswith(FACTOR):
        name = parameters.measure.removeprefix(FACTOR)
        estimate = factor_of(name, evidence)
        label, n, n_unit = name.replace("_", " "), 1, "territory"
        sources = estimate.sources
    else:
        series = series_of(parameters.measure, evidence)
        points = _points(series, parameters.first_year, parameters.last_year)
        if not points:
            raise NotTestableError("data", f"{parameters.measure} has no value in the years asked for")
        estimate = _summary(series, points, parameters.statistic)
        label = f"{parameters.measure}, {parameters.statistic} of {points[0].year}–{points[-1].year}"
        n, n_unit, sources = len(points), "years", series.sources
    _refuse_undecided(estimate, parameters)
    return [Result(label, estimate, n, n_unit, sources, figure=_FIGURES.get(parameters.measure))]


def before_after_results(parameters: BeforeAfterParameters, evidence: Evidence) -> list[Result]:
    """Return the shift of a series at a date, with an interval from the shifts at placebo dates."""
    series = series_of(parameters.measure, evidence)
    points = {p.year: p.value for p in _points(series, parameters.first_year, parameters.last_year)}
    before, after = parameters.before, parameters.after

    def shift(year: int) -> float | None:
        early = [points.get(y) for y in range(year - before, year)]
        late = [points.get(y) for y in range(year, year + after)]
        if any(value is None for value in (*early, *late)):
            return None
        return float(np.mean([v for v in late if v is not None]) - np.mean([v for v in early if v is not None]))

    found = shift(parameters.year)
    if found is None:
        raise NotTestableError("data", f"{parameters.measure} lacks a year around {parameters.year}")
    apart = range(parameters.year - after + 1, parameters.year + before)
    others = np.array([s for year in points if year not in apart and (s := shift(year)) is not None])
    if len(others) < MIN_PLACEBOS:
        reason = f"only {len(others)} other dates are at hand to compare with; {MIN_PLACEBOS} are needed"
        raise NotTestableError("data", reason)
    half = _placebo_half_width(others)
    share = float((1 + np.count_nonzero(np.abs(others) >= abs(found))) / (1 + len(others)))
    estimate = Estimate(found, series.unit, found - half, found + half, "confidence95", series.sources)
    note = f"a shift at least as large is found at {share:.0%} of {len(others) + 1} dates"
    label = f"{parameters.measure}, {before} years before and {after} from {parameters.year} on"
    return [Result(label, estimate, before + after, "years", series.sources, note)]


def _placebo_half_width(shifts: NDArray[np.float64]) -> float:
    """Return the size that 95 % of the placebo shifts stay below: the interval inverts a randomisation test."""
    return float(np.quantile(np.abs(shifts), 0.95, method="higher"))


def _points(series: Series, first_year: int | None, last_year: int | None) -> list[_Known]:
    return [
        _Known(p.year, p.value, p.low, p.high)
        for p in series.points
        if p.value is not None
        and (first_year is None or p.year >= first_year)
        and (last_year is None or p.year <= last_year)
    ]


class _Known:
    """A point that has a value."""

    def __init__(self, year: int, value: float, low: float | None, high: float | None) -> None:
        self.year, self.value, self.low, self.high = year, value, low, high


def _summary(series: Series, points: list[_Known], statistic: str) -> Estimate:
    """Return the mean or highest point; bounds are those of the points, as if wholly dependent on each other."""
    if statistic == "maximum":
        top = max(points, key=lambda point: point.value)
        return Estimate(top.value, series.unit, top.low, top.high, series.interval if top.low else None, series.sources)
    value = float(np.mean([p.value for p in points]))
    bounds = [(p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if len(bounds) < len(points):
        return Estimate(value, series.unit, sources=series.sources)
    low, high = (float(np.mean([pair[side] for pair in bounds])) for side in (0, 1))
    return Estimate(value, series.unit, min(low, value), max(high, value), series.interval, series.sources)


def _refuse_undecided(estimate: Estimate, parameters: LevelParameters) -> None:
    low, high = parameters.undecided_low, parameters.undecided_high
    if low is None or high is None or estimate.value is None:
        return
    lowest = estimate.value if estimate.low is None else estimate.low
    highest = estimate.value if estimate.high is None else estimate.high
    if highest >= low and lowest <= high:
        shown = f"{estimate.value:.2g} ({lowest:.2g}–{highest:.2g})"
        raise NotTestableError(
            "data",
            f"the value, {shown}, overlaps the range {low:g} to {high:g} in which the literature disagrees on which side "
            "has the advantage",
        )


TESTS = (
    ClaimTest(
        "trend",
        "Did a yearly series rise or fall, and where does its level divide?",
        f"change a year by least squares with a 95 % interval under dependent errors; {MIN_YEARS} years or more",
        TrendParameters,
        trend_results,
    ),
    ClaimTest(
        "level",
        "Where did a series or a factor stand?",
        "the mean or highest value of the years, or the factor, with the bounds its measure gives",
        LevelParameters,
        level_results,
    ),
    ClaimTest(
        "before_after",
        "Did a series shift at a date more than it does at other dates?",
        "mean after less mean before; the interval holds what 95 % of the placebo dates would still show",
        BeforeAfterParameters,
        before_after_results,
    ),
)
