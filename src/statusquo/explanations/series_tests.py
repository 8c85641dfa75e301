"""Tests on one dispute's yearly series: `trend`, `level` and `before_after`.

They say whether something rose, where it stood, and whether it shifted at a date: premises, never causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from statusquo.balances.trends import MIN_YEARS, break_date, break_date_of_draws, linear_trend
from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate, Known, Series
from statusquo.core.wording import counted, ranged, typeset
from statusquo.documents.values import Line, Number, Strict, Whole
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.measures import FACTOR, factor_of, factor_text, rival_factors, series_of
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

END_YEARS = 5
"""Years at either end whose means are compared for a change."""

MIN_PLACEBOS = 10
"""Other dates at which the same shift must be computable before an interval is drawn from them."""

_FIGURES = {"military": "military-balance", "military.break-even": "military-balance"}


class TrendParameters(Strict):
    """Parameters of `trend`."""

    measure: Line = Field(description="key or name of a yearly series, see the list of measures")
    statistic: Literal["change", "slope"] = Field(
        default="change", description="the last five years less the first five, or the yearly slope"
    )
    first_year: Whole | None = Field(default=None, description="first year used; the first with a value by default")
    last_year: Whole | None = Field(default=None, description="last year used; the last with a value by default")


class LevelParameters(Strict):
    """Parameters of `level`."""

    measure: Line = Field(description="name of a yearly series, or `factor` and the name of a factor of structure")
    first_year: Whole | None = Field(default=None, description="first year of the mean; for a series")
    last_year: Whole | None = Field(default=None, description="last year of the mean; for a series")
    over: Line | None = Field(default=None, description="`factor` and the name of a factor to divide by, for a ratio")
    less: Line | None = Field(default=None, description="name of another series, taken off year by year")
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
    """Return how far a series moved over its years, or its yearly slope; its break stands in the note."""
    series = series_of(parameters.measure, evidence)
    first, last = parameters.first_year, parameters.last_year
    points = series.known(first, last)
    military = evidence.measures.military
    if series is military.main and any(points[0].year < year <= points[-1].year for year in military.steps if points):
        raise NotTestableError("data", "what the military balance compares changes within the years asked for")
    try:
        slope = linear_trend(series, first, last)
        drawn = _drawn(series, evidence)
        turn = (
            break_date_of_draws(series, drawn, "level", first, last)
            if drawn
            else break_date(series, "level", first, last)
        )
    except DomainError as wrong:
        raise NotTestableError("data", str(wrong.problems[0])) from None
    date, low, high = (f"{n:.0f}" for n in (turn.date.value or 0, turn.date.low or 0, turn.date.high or 0))
    within = "" if low == high else f" ({low}–{high})"
    note = f"its level divides best after {date}{within}, {_p_text(turn.p_value)} against no break"
    label = f"{parameters.measure}, {points[0].year}–{points[-1].year}"
    if parameters.statistic == "slope":
        estimate = slope
    else:
        estimate = _change(series, points, evidence)
        label = f"{parameters.measure}, {_span(points[-END_YEARS:])} less {_span(points[:END_YEARS])}"
        if slope.value is not None and slope.low is not None and slope.high is not None:
            note += f". Yearly slope {typeset(f'{slope.value:+.3f}')} ({ranged(slope.low, slope.high, '+.3f', ' to ')})"
    figure = _FIGURES.get(series.key)
    return [Result(label, estimate, len(points), "years", series.sources, note, figure=figure)]


def _p_text(p_value: float) -> str:
    return f"p = {p_value:.2f}" if p_value >= 0.01 else "p below 0.01"


def _span(points: list[Known]) -> str:
    return f"{points[0].year}–{points[-1].year}"


def _change(series: Series, points: list[Known], evidence: Evidence) -> Estimate:
    """Return the mean of the last years less that of the first.

    Where the series has draws of uncertain inputs the bounds hold 95 % of the change, draw by draw; otherwise they are
    those of the extremes. They say how sure the inputs leave the change, not whether history could have run otherwise.
    """
    early, late = points[:END_YEARS], points[-END_YEARS:]
    value = float(np.mean([p.value for p in late]) - np.mean([p.value for p in early]))
    drawn = _drawn(series, evidence)
    if drawn is not None and all(p.year in drawn for p in (*early, *late)):
        changes = np.mean([drawn[p.year] for p in late], axis=0) - np.mean([drawn[p.year] for p in early], axis=0)
        return Estimate.from_draws(changes, series.unit, value=value, sources=series.sources)
    first, last = (_summary(series, part, "mean") for part in (early, late))
    if first.low is None or first.high is None or last.low is None or last.high is None:
        return Estimate(value, series.unit, sources=series.sources)
    return Estimate(value, series.unit, last.low - first.high, last.high - first.low, series.interval, series.sources)


def _drawn(series: Series, evidence: Evidence) -> Mapping[int, NDArray[np.float64]] | None:
    """Return the draws of the uncertain inputs behind a series of a balance, by year; None where it has none."""
    return {**evidence.measures.military.drawn, **evidence.measures.regional.drawn}.get(series.key)


def level_results(parameters: LevelParameters, evidence: Evidence) -> list[Result]:
    """Return the mean or the highest value of a series over years, or a factor's value."""
    if parameters.measure.startswith(FACTOR):
        name = parameters.measure.removeprefix(FACTOR)
        estimate = factor_of(name, evidence)
        label, n, n_unit, figure = factor_text(name), 1, "territory", None
        if parameters.over is not None:
            below = parameters.over.removeprefix(FACTOR)
            estimate = _over(estimate, factor_of(below, evidence))
            label += f" over {factor_text(below)}"
        sources = estimate.sources
        others = [] if parameters.over is not None else rival_factors(name, evidence)
    else:
        others = []
        series = series_of(parameters.measure, evidence)
        points = series.known(parameters.first_year, parameters.last_year)
        if not points:
            raise NotTestableError("data", f"{parameters.measure} has no value in the years asked for")
        estimate = _summary(series, points, parameters.statistic)
        label = f"{parameters.measure}, {parameters.statistic} of {points[0].year}–{points[-1].year}"
        if parameters.less is not None:
            estimate = _difference(series, series_of(parameters.less, evidence), points, evidence)
            label = f"{parameters.measure} less {parameters.less}, mean of {points[0].year}–{points[-1].year}"
        n, n_unit, sources, figure = len(points), "years", estimate.sources, _FIGURES.get(series.key)
    undecided = _undecided(estimate, parameters)
    main = Result(label, estimate, n, n_unit, sources, figure=figure, undecided=undecided)
    return [
        main,
        *(
            Result(f"{label}, {rival.basis}", rival.estimate, n, n_unit, rival.estimate.sources, note, variant=note)
            for rival in others
            if (note := f"{rival.basis}: {rival.why}")
        ),
    ]


def before_after_results(parameters: BeforeAfterParameters, evidence: Evidence) -> list[Result]:
    """Return the shift of a series at a date, with an interval from the shifts at placebo dates."""
    series = series_of(parameters.measure, evidence)
    points = {p.year: p.value for p in series.known(parameters.first_year, parameters.last_year)}
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
    label = (
        f"{parameters.measure}, {counted(before, 'year')} before and {counted(after, 'year')} from {parameters.year} on"
    )
    return [Result(label, estimate, before + after, "years", series.sources, note)]


def _placebo_half_width(shifts: NDArray[np.float64]) -> float:
    """Return the size that 95 % of the placebo shifts stay below: the interval inverts a randomisation test."""
    return float(np.quantile(np.abs(shifts), 0.95, method="higher"))


def _summary(series: Series, points: list[Known], statistic: str) -> Estimate:
    """Return the mean or highest point; bounds are those of the points, as if wholly dependent on each other."""
    if statistic == "maximum":
        top = max(points, key=lambda point: point.value)
        return Estimate(top.value, series.unit, top.low, top.high, series.interval if top.low else None, series.sources)
    value = float(np.mean([p.value for p in points]))
    bounds = [(p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if len(bounds) < len(points):
        return Estimate(value, series.unit, sources=series.sources)
    low, high = (float(np.mean([pair[side] for pair in bounds])) for side in (0, 1))
    return Estimate.spanning(value, series.unit, (low, high), series.interval or "range", series.sources)


def _difference(series: Series, other: Series, points: list[Known], evidence: Evidence) -> Estimate:
    """Return the mean of one series less that of another over the same years, draw by draw where both are drawn."""
    below = {p.year: p for p in other.known(points[0].year, points[-1].year)}
    missing = next((p.year for p in points if p.year not in below), None)
    if missing is not None:
        raise NotTestableError("data", f"{other.label} lacks the year {missing}")
    value = float(np.mean([p.value - below[p.year].value for p in points]))
    sources = tuple(dict.fromkeys([*series.sources, *other.sources]))
    every = {**evidence.measures.military.drawn, **evidence.measures.regional.drawn}
    one, two = every.get(series.key), every.get(other.key)
    if one is None or two is None:
        return Estimate(value, series.unit, sources=sources)
    drawn = np.mean([one[p.year] - two[p.year] for p in points], axis=0)
    return Estimate.from_draws(drawn, series.unit, value=value, sources=sources)


def _over(above: Estimate, below: Estimate) -> Estimate:
    try:
        return above.over(below)
    except ValueError as wrong:
        raise NotTestableError("data", str(wrong)) from None


def _undecided(estimate: Estimate, parameters: LevelParameters) -> str:
    """Return why a number decides nothing, where it reaches into the range in which no verdict is possible."""
    low, high = parameters.undecided_low, parameters.undecided_high
    if low is None or high is None or estimate.value is None:
        return ""
    lowest = estimate.value if estimate.low is None else estimate.low
    highest = estimate.value if estimate.high is None else estimate.high
    if highest < low or lowest > high:
        return ""
    return f"it reaches into the range {low:g} to {high:g}, in which the literature disagrees on which side is ahead"


TESTS = (
    ClaimTest(
        "trend",
        "Did a yearly series rise or fall, and where does its level divide?",
        f"last five years less first five, or change a year by least squares; {MIN_YEARS} years or more",
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
