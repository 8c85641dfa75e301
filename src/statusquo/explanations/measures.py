"""The yearly series and single values that a test can be asked about, by name.

Each comes from the room that measures it; nothing here weighs or fits. Years that UCDP does not list as active had
fewer than 25 battle deaths: what they count as (none, or just below the threshold) is a choice, so both stand here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from statusquo.balances.sides import why_unopposed
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.results import NotTestableError
from statusquo.panels.record import DEATHS, record_domain, record_sources
from statusquo.structure.readings import Rival

THRESHOLD = 25
"""Battle deaths in a year from which UCDP lists it as active."""

FACTOR = "factor "
"""What a factor of structure is called among the measures: ``factor enclave_index``."""


def _deaths(key: str, inactive: float, *, logged: bool = False) -> Callable[[Evidence], Series]:
    def measure(evidence: Evidence) -> Series:
        rows = evidence.dispute_years.select("year", "deaths_best", "deaths_low", "deaths_high").to_dicts()
        known = {row["year"]: row for row in rows}
        unknown = [year for year, row in known.items() if row["deaths_best"] is None]
        domain, sources = record_domain(evidence.snapshot, DEATHS), record_sources(evidence.snapshot, DEATHS)
        first = max([*unknown, min(known, default=0) - 1]) + 1
        last = domain.last_year or first
        points = []
        for year in range(first, last + 1) if known else ():
            row = known.get(year)
            numbers = (
                (row["deaths_best"], row["deaths_low"], row["deaths_high"])
                if row
                else (inactive, 0.0, float(THRESHOLD - 1))
            )
            value, low, high = (math.log1p(n) if logged else float(n) for n in numbers)
            points.append(Point(year, value, min(low, value), max(high, value)))
        name = f"{'log of one more than ' if logged else ''}battle deaths a year"
        unit = "log battle deaths" if logged else "battle deaths"
        return Series(key, name, unit, domain, tuple(points), "source-range" if points else None, sources)

    return measure


def _active(evidence: Evidence) -> Series:
    domain = record_domain(evidence.snapshot)
    years = evidence.dispute_years["year"].to_list()
    last = evidence.snapshot.last_year
    points = tuple(Point(year, float(year in set(years))) for year in range(min(years), last + 1)) if years else ()
    return Series(
        "active", "active in the year", "1 yes, 0 no", domain, points, sources=record_sources(evidence.snapshot)
    )


SERIES: dict[str, Callable[[Evidence], Series]] = {
    "deaths": _deaths("deaths", 0.0),
    "deaths.quiet-24": _deaths("deaths.quiet-24", float(THRESHOLD - 1)),
    "deaths.log": _deaths("deaths.log", 0.0, logged=True),
    "deaths.log.quiet-24": _deaths("deaths.log.quiet-24", float(THRESHOLD - 1), logged=True),
    "active": _active,
}
"""The yearly series by key that no balance has."""

KEYS: Mapping[str, str] = {
    "military balance": "military",
    "break-even multiplier": "military.break-even",
    "stock of spending": "military.spending",
    "stock of arms": "military.arms",
    "yearly spending": "military.yearly-spending",
    "CINC": "military.cinc",
    "personnel": "military.personnel",
    "quiet years": "inertia.fighting",
    "years since the line moved": "inertia.line",
    "remembered deaths": "inertia.deaths",
    "battle deaths": "deaths",
    "battle deaths, quiet years at 24": "deaths.quiet-24",
    "log battle deaths": "deaths.log",
    "log battle deaths, quiet years at 24": "deaths.log.quiet-24",
    "active in the year": "active",
}
"""The names by which an explanation may bind to a series, beside its key.

A series of the regional balance or of the veto power goes by its key or its label, with or without whose over whose.
"""


def series_of(name: str, evidence: Evidence) -> Series:
    """Return a yearly series of the dispute, by its key or by one of the names that stand for it.

    Raises:
        NotTestableError: when no series has this name or it has no year for the dispute.
    """
    key = KEYS.get(name, name)
    if not evidence.case.holding and key not in SERIES and not key.startswith("inertia."):
        raise NotTestableError("data", f"{why_unopposed(evidence.case)}: the measure has no direction")
    series = SERIES[key](evidence) if key in SERIES else _of_balances(key, evidence)
    if series.last is None:
        missing = {
            **evidence.measures.military.missing,
            **evidence.measures.inertia.missing,
            **evidence.measures.regional.missing,
        }
        raise NotTestableError("data", missing.get(series.key, f"the dispute has no year of {name!r}"))
    return series


def _of_balances(name: str, evidence: Evidence) -> Series:
    """Return a series of the balances by its key; one of the regional balance or of the veto power by its label too."""
    inertia = evidence.measures.inertia
    if name.startswith("inertia."):
        every: tuple[Series, ...] = (*inertia.clocks, inertia.record, *inertia.shocks)
        called = {series.key: series for series in every}
    elif name.split(".")[0] == "military":
        military = evidence.measures.military
        every = (military.main, military.break_even, *military.alternatives)
        called = {series.key: series for series in every}
    else:
        balance = evidence.measures.regional
        every = (balance.main, *balance.alternatives, *balance.support, *balance.veto)
        over = f", {balance.words.over}"
        called = {series.label.removesuffix(over): series for series in every}
        called |= {name: series for series in every for name in (series.label, series.key)}
    if name not in called:
        known = "; ".join([*SERIES, *(series.key for series in every)])
        raise NotTestableError("data", f"the dispute has no measure {name!r}; it has {known}")
    return called[name]


def factor_of(name: str, evidence: Evidence) -> Estimate:
    """Return a factor of the dispute's structure.

    Raises:
        NotTestableError: when there is no such factor or it has no value for the dispute.
    """
    factors = evidence.measures.factors
    if name not in factors:
        raise NotTestableError("data", f"no factor is called {name!r}; there are {', '.join(factors)}")
    estimate = factors[name].estimate
    if estimate.value is None:
        raise NotTestableError("data", f"{name.replace('_', ' ')}: {estimate.missing_reason}")
    return estimate


def rival_factors(name: str, evidence: Evidence) -> tuple[Rival, ...]:
    """Return the other values of a factor: as measured where the case file codes it, or in another reading of it."""
    rivals = evidence.measures.factors[name].rivals
    return tuple(r for r in rivals if r.estimate.value is not None and r.basis != "another denominator")


def factor_text(name: str) -> str:
    """Return a factor's name as prose: ``front length held`` of ``front_length_held_km``."""
    if name == "area_share":
        return "share of the state's area, the territory included"
    return name.removesuffix("_km").replace("_", " ")
