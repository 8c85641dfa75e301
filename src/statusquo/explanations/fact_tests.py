"""The test `fact`: does a stated figure hold against the sourced figures, whoever's they are?

Figures that carry no claimant come first; each side's own figures are alternative readings. A figure that the work
under test is the only source of is no evidence and does not take part.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pydantic import Field, model_validator

from statusquo.cases.statements import Fact
from statusquo.core.estimates import Estimate
from statusquo.core.names import the
from statusquo.documents.values import FactKey, Flag, Number, Slug, Strict
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result


class FactParameters(Strict):
    """Parameters of `fact`."""

    key: FactKey | None = Field(default=None, description="key of the fact in the case file or the explanation file")
    event: Slug | None = Field(default=None, description="id of an event of the case, whose date is the figure")
    until_event: Slug | None = Field(default=None, description="id of a later event: the figure is the days between")
    over: FactKey | None = Field(default=None, description="key of the fact to divide by, for a ratio")
    rest: FactKey | None = Field(
        default=None, description="key of the rest: the figure is its part of both together, in percent"
    )
    scale: Number = Field(default=1.0, description="what the figure is multiplied by, such as 100 for percent")
    is_date: Flag = Field(default=False, description="whether the figure is a date, compared in years and their parts")
    as_of: str | None = Field(default=None, description="only figures as of this date, as the fact writes it")

    @model_validator(mode="after")
    def _names_one_thing(self) -> FactParameters:
        if (self.key is None) == (self.event is None):
            raise ValueError("name a fact or an event, one of the two; allowed: key, or event")
        if self.rest is not None and (self.over is not None or self.key is None):
            raise ValueError("a part of a whole is a fact beside the rest; allowed: key and rest, without over")
        return self


def fact_results(parameters: FactParameters, evidence: Evidence) -> list[Result]:
    """Return every sourced figure, those of no side first."""
    if parameters.event is not None:
        return [_dated(parameters.event, parameters.until_event, evidence)]
    rows = [f for f in evidence.facts(parameters.key or "") if parameters.as_of in (None, f.as_of)]
    rows.sort(key=lambda fact: fact.claimant is not None)
    if parameters.rest is not None:
        return _shares(rows, parameters.rest, evidence)
    unit = _unit(parameters, rows)
    below = _divisor(parameters, evidence)
    results = []
    for fact in rows:
        number = _number(fact, is_date=parameters.is_date)
        if number is None:
            continue
        factor = parameters.scale / (below.value if below is not None and isinstance(below.value, float) else 1.0)
        bounded = fact.low is not None and fact.high is not None
        sources = tuple(dict.fromkeys([*fact.source, *(below.source if below else ())]))
        estimate = Estimate(
            number * factor,
            unit,
            fact.low * factor if fact.low is not None else None,
            fact.high * factor if fact.high is not None else None,
            "source-range" if bounded else None,
            sources,
        )
        variant = _figure_of(fact, evidence)
        results.append(Result(_label(fact, evidence), estimate, 1, "figure", sources, variant=variant))
    if not results:
        raise NotTestableError("data", f"no sourced figure for {parameters.key} is held")
    return results


def _shares(rows: Sequence[Fact], other: str, evidence: Evidence) -> list[Result]:
    """Return each figure as percent of the whole, the whole being the figure and the rest.

    A quotient of two counts by different hands would say that the difference is there; here what is left over is a
    figure of its own, and its range is the interval.
    """
    found = next(((fact, ends) for fact in evidence.facts(other) if (ends := _range(fact))), None)
    if found is None:
        raise NotTestableError("data", f"no sourced figure for {other} is held")
    rest, (least, most) = found
    results = []
    for fact in rows:
        if (bounds := _range(fact)) is None:
            continue
        low, high = bounds
        ends = (100 * low / (low + most), 100 * high / (high + least))
        middle = 100 * (low + high) / (low + high + least + most)
        sources = tuple(dict.fromkeys([*fact.source, *rest.source]))
        label = f"{_label(fact, evidence)}, of these and of “{rest.label}” ({rest.value_text})"
        estimate = Estimate(middle, "percent", *ends, "source-range", sources)
        results.append(Result(label, estimate, 1, "figure", sources, variant=_figure_of(fact, evidence)))
    if not results:
        raise NotTestableError("data", f"no sourced figure of a part beside {other} is held")
    return results


def _range(fact: Fact) -> tuple[float, float] | None:
    """Return the ends of a figure: its bounds, the number twice, or the ends of a range that stands as a text."""
    if isinstance(fact.value, float):
        return (fact.value if fact.low is None else fact.low, fact.value if fact.high is None else fact.high)
    ends = re.fullmatch(r"([\d,.]+) to ([\d,.]+)", fact.value)
    return (float(ends[1].replace(",", "")), float(ends[2].replace(",", ""))) if ends else None


def _unit(parameters: FactParameters, rows: Sequence[Fact]) -> str:
    if parameters.is_date:
        return "year"
    if parameters.over:
        return "percent" if parameters.scale == 100 else "ratio"
    return rows[0].unit if rows else "figure"


def _dated(first: str, last: str | None, evidence: Evidence) -> Result:
    """Return the date of an event in years, or the days from it to another."""
    events = {event.id: event for event in evidence.case.event}
    missing = next((name for name in (first, last) if name is not None and name not in events), None)
    if missing is not None:
        raise NotTestableError("data", f"the case has no event {missing!r}")
    start = events[first]
    own = set(evidence.explanation.made_from_source)
    sources = tuple(name for name in start.source if name not in own)
    if last is None:
        year = _year_of(start.date.first)
        return Result(start.title, Estimate(year, "year", sources=sources), 1, "event", sources)
    end = events[last]
    sources = tuple(dict.fromkeys([*sources, *(name for name in end.source if name not in own)]))
    days = float((end.date.first - start.date.first).days)
    return Result(f"{start.title} to {end.title}", Estimate(days, "days", sources=sources), 1, "run of days", sources)


def _year_of(date: dt.date) -> float:
    return date.year + (date - dt.date(date.year, 1, 1)).days / 365.25


def _divisor(parameters: FactParameters, evidence: Evidence) -> Fact | None:
    if parameters.over is None:
        return None
    found = [f for f in evidence.facts(parameters.over) if isinstance(f.value, float) and f.value]
    if not found:
        raise NotTestableError("data", f"no sourced figure for {parameters.over} is held")
    return min(found, key=lambda fact: fact.claimant is not None)


def _number(fact: Fact, *, is_date: bool) -> float | None:
    if not is_date:
        return fact.value if isinstance(fact.value, float) else None
    text = f"{fact.value:.0f}" if isinstance(fact.value, float) else fact.value
    parts = text.split("-")
    try:
        year, month, day = (int(part) for part in (*parts, "1", "1")[:3])
        return _year_of(dt.date(year, month, day))
    except ValueError:
        return None


def _label(fact: Fact, evidence: Evidence) -> str:
    claimant = _figure_of(fact, evidence)
    is_dated = fact.as_of is None or all(year in fact.label for year in re.findall(r"\d{4}", fact.as_of))
    when = "" if is_dated else f", {fact.as_of}"
    return f"{fact.label}{when}{f'; {claimant}' if claimant else ''}"


def _figure_of(fact: Fact, evidence: Evidence) -> str:
    return f"figure of {the(_claimant_name(fact.claimant, evidence))}" if fact.claimant else ""


def _claimant_name(claimant: str, evidence: Evidence) -> str:
    actor = next((actor for actor in evidence.case.actor if actor.id == claimant), None)
    return actor.name if actor else claimant


TESTS = (
    ClaimTest(
        "fact",
        "Does a stated figure or date hold against the sourced figures of all sides?",
        "the figure, the ratio of two figures, or a date in years; the range that its source gives",
        FactParameters,
        fact_results,
    ),
)
