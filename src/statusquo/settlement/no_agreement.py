"""The yearly risk of war that stands behind no agreement: from the risk model, the file, or a stated range.

The risk model's figure for a year is fitted to the years before it (`risk.path`), so that it may stand behind a
prediction of that year's proposals.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.cases.model import Case
from statusquo.core.artefacts import has_artefact
from statusquo.core.errors import InputError
from statusquo.core.estimates import Series
from statusquo.risk.events import COMING_YEAR
from statusquo.risk.path import risk_path
from statusquo.settlement.draws import Ranges
from statusquo.settlement.model import Period, SettlementFile
from statusquo.snapshot.store import Snapshot

_OLDEST = 3
"""Years back for which a risk still stands; the model tells none of a year in which the dispute is at war already."""


@dataclass(frozen=True, slots=True)
class WarRisk:
    """The yearly risk of war used for a period.

    Attributes:
        bounds: (low, best, high) probability.
        origin: where it comes from, in words.
        year: the year that the risk model tells it of; None otherwise.
    """

    bounds: tuple[float, float, float]
    origin: str
    year: int | None = None


def war_risk_series(case: Case, snapshot: Snapshot) -> Series | None:
    """Return the yearly risk of war by the risk model, None where it has none for the dispute."""
    if not has_artefact("risk_paths"):
        return None
    try:
        return risk_path(case, snapshot).risk["war"]
    except InputError:
        return None


def war_risk_at(series: Series | None, year: int, stated: Period | None = None) -> WarRisk:
    """Return the risk of war behind no agreement in a year.

    Args:
        series: the risk model's yearly risk, None where there is none.
        year: the year.
        stated: the period of the file, which may state a risk.
    """
    for told in range(year, year - _OLDEST - 1, -1):
        estimate = series.at(told) if series is not None else None
        if estimate is not None and estimate.value is not None and estimate.low is not None:
            bounds = (estimate.low, estimate.value, estimate.high or estimate.value)
            return WarRisk(bounds, f"the risk model’s for {told}", told)
    if stated is not None and stated.war_risk is not None:
        risk = stated.war_risk
        return WarRisk((risk.low, risk.best, risk.high), "stated in the settlement file")
    return WarRisk(Ranges().war_risk, "a stated range: neither the risk model nor the file gives one")


def year_of(file: SettlementFile, period: str) -> int:
    """Return the year whose risk stands behind a period: its last, or the coming year where it is open."""
    row = file.period_by_id(period)
    return COMING_YEAR if row.end is None else row.end.year
