"""Tests on household income by region: `regional_income`, what one region's households have beside another's.

A ratio of incomes can support that an autonomous region fares well, never that autonomy is why, nor that people feel
otherwise for it.
"""

from __future__ import annotations

from pydantic import Field

from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate
from statusquo.documents.values import Line, Strict
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result
from statusquo.settlement.regional_income import income_ratio


class RegionalIncomeParameters(Strict):
    """Parameters of `regional_income`."""

    region: Line = Field(description="code of a NUTS 2 region of Italy or Austria, such as ITH1 for South Tyrol")
    over: Line = Field(description="code of the region it is compared with, such as AT33 for Tirol")


def regional_income_results(parameters: RegionalIncomeParameters, evidence: Evidence) -> list[Result]:
    """Return the ratio of incomes in the last year held, with its range over all years held."""
    try:
        series = income_ratio(parameters.region, parameters.over)
    except DomainError as cause:
        raise NotTestableError("data", str(cause)) from None
    points = [(point.year, point.value) for point in series.known()]
    if not points:
        raise NotTestableError("data", "no year in which both regions’ incomes are held")
    values = [value for _, value in points]
    year, last = points[-1]
    estimate = Estimate.spanning(last, series.unit, values, "range", series.sources)
    note = f"the range is that of {points[0][0]}-{year}"
    return [Result(f"{series.label}, {year}", estimate, len(points), "years", series.sources, note)]


TESTS = (
    ClaimTest(
        "regional_income",
        "What do one region’s households have beside another’s?",
        "ratio of disposable income per head",
        RegionalIncomeParameters,
        regional_income_results,
    ),
)
"""The tests of this module, by which the registry knows them."""
