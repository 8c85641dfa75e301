"""The test `fact`: does a stated figure hold against the sourced figures, whoever's they are?

Figures that carry no claimant come first; each side's own figures are alternative readings. A figure that the work under
test is the only source of is no evidence and does not take part.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from statusquo.cases.model import Fact, FactKey, Flag, Number, Strict
from statusquo.core.estimates import Estimate
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result


class FactParameters(Strict):
    """Parameters of `fact`."""

    key: FactKey = Field(description="key of the fact in the case file or the explanation file")
    over: FactKey | None = Field(default=None, description="key of the fact to divide by, for a ratio")
    scale: Number = Field(default=1.0, description="what the figure is multiplied by, such as 100 for percent")
    is_date: Flag = Field(default=False, description="whether the figure is a date, compared in years and their parts")
    as_of: str | None = Field(default=None, description="only figures as of this date, as the fact writes it")


def fact_results(parameters: FactParameters, evidence: Evidence) -> list[Result]:
    """Return every sourced figure, those of no side first."""
    rows = [f for f in evidence.facts(parameters.key) if parameters.as_of in (None, f.as_of)]
    rows.sort(key=lambda fact: fact.claimant is not None)
    unit = "year" if parameters.is_date else "ratio" if parameters.over else rows[0].unit if rows else "figure"
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
        results.append(Result(_label(fact, evidence), estimate, 1, "figure", sources))
    if not results:
        raise NotTestableError("data", f"no sourced figure for {parameters.key} is held")
    return results


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
        first = dt.date(year, 1, 1)
        return year + (dt.date(year, month, day) - first).days / 365.25
    except ValueError:
        return None


def _label(fact: Fact, evidence: Evidence) -> str:
    claimant = f"; figure of {_claimant_name(fact.claimant, evidence)}" if fact.claimant else ""
    return f"{fact.label}{f', {fact.as_of}' if fact.as_of else ''}{claimant}"


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
