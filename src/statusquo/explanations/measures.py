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

_MILITARY = {
    "stock of spending": "stock of spending",
    "stock of arms": "stock of arms delivered",
    "yearly spending": "yearly spending",
    "CINC": "CINC",
    "personnel": "personnel",
}


def _military(name: str) -> Callable[[Evidence], Series]:
    def measure(evidence: Evidence) -> Series:
        prefix = _MILITARY[name]
        return next(s for s in evidence.measures.military.alternatives if s.name.startswith(f"{prefix},"))

    return measure


def _deaths(inactive: float, *, logged: bool = False) -> Callable[[Evidence], Series]:
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
        return Series(name, unit, domain, tuple(points), "source-range" if points else None, sources)

    return measure


def _active(evidence: Evidence) -> Series:
    domain = record_domain(evidence.snapshot)
    years = evidence.dispute_years["year"].to_list()
    last = evidence.snapshot.last_year
    points = tuple(Point(year, float(year in set(years))) for year in range(min(years), last + 1)) if years else ()
    return Series("active in the year", "1 yes, 0 no", domain, points, sources=record_sources(evidence.snapshot))


SERIES: Mapping[str, Callable[[Evidence], Series]] = {
    "military balance": lambda evidence: evidence.measures.military.main,
    "break-even multiplier": lambda evidence: evidence.measures.military.break_even,
    **{name: _military(name) for name in _MILITARY},
    "quiet years": lambda evidence: evidence.measures.inertia.clocks[0],
    "years since the line moved": lambda evidence: evidence.measures.inertia.clocks[1],
    "remembered deaths": lambda evidence: evidence.measures.inertia.record,
    "battle deaths": _deaths(0.0),
    "battle deaths, quiet years at 24": _deaths(float(THRESHOLD - 1)),
    "log battle deaths": _deaths(0.0, logged=True),
    "log battle deaths, quiet years at 24": _deaths(float(THRESHOLD - 1), logged=True),
    "active in the year": _active,
}
"""The yearly series by name, beside those of the regional balance and the veto power, which go by their own names."""


_DIRECTED = frozenset({"military balance", "break-even multiplier", *_MILITARY})
"""Series that set one side over the other, as those of the regional balance do: a claim on them needs a holder."""


def series_of(name: str, evidence: Evidence) -> Series:
    """Return a yearly series of the dispute.

    Raises:
        NotTestableError: when no series has this name or it has no year for the dispute.
    """
    if not evidence.case.holding and (name in _DIRECTED or name not in SERIES):
        raise NotTestableError("data", f"{why_unopposed(evidence.case)}: the measure has no direction")
    series = SERIES[name](evidence) if name in SERIES else _regional(name, evidence)
    if not any(point.value is not None for point in series.points):
        missing = {
            **evidence.measures.military.missing,
            **evidence.measures.inertia.missing,
            **evidence.measures.regional.missing,
        }
        raise NotTestableError("data", missing.get(series.name, f"the dispute has no year of {name!r}"))
    return series


def _regional(name: str, evidence: Evidence) -> Series:
    """Return a series of the regional balance or of the veto power by its name, with or without whose over whose."""
    balance = evidence.measures.regional
    every = (balance.main, *balance.alternatives, *balance.support, *balance.veto)
    over = f", {balance.words.over}"
    found = next((s for s in every if name in (s.name, s.name.removesuffix(over))), None)
    if found is None:
        known = ", ".join([*SERIES, *(series.name for series in every)])
        raise NotTestableError("data", f"the dispute has no measure {name!r}; it has {known}")
    return found


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
