"""The yearly risk of war that stands behind no agreement: from the risk model, the file, or a stated range.

The risk model's figure for a year is fitted to the years before it (`risk.path`), so that it may stand behind a
prediction of that year's proposals. A dispute whose claim was closed before the year has no risk of war to be told:
none is counted then, so that no option is made to look better by a war that nobody has told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statusquo.cases.model import Case
from statusquo.core.estimates import Series
from statusquo.settlement.draws import Ranges
from statusquo.settlement.model import Period, SettlementFile
from statusquo.snapshot.store import Snapshot

_OLDEST = 3
"""Years back for which a risk still stands; the model tells none of a year in which the dispute is at war already."""

_NO_WAR = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class WarRisk:
    """The yearly risk of war used for a period.

    Attributes:
        bounds: (low, best, high) probability; None where there is none to be told.
        origin: where it comes from, or why there is none, in words.
        year: the year that the risk model tells it of; None otherwise.
    """

    bounds: tuple[float, float, float] | None
    origin: str
    year: int | None = None

    @property
    def counted(self) -> tuple[float, float, float]:
        """The risk that is reckoned with: no war where none is told."""
        return self.bounds or _NO_WAR

    @property
    def sentence(self) -> str:
        """What stands behind no agreement, as a sentence."""
        if self.bounds is None:
            return f"No risk of war stands behind no agreement: {self.origin}."
        return f"Yearly risk of war behind no agreement: {self.bounds[1]:.3f}, {self.origin}."


def war_risk_at(case: Case, series: Series | None, year: int, stated: Period | None = None) -> WarRisk:
    """Return the risk of war behind no agreement in a year.

    Args:
        case: the dispute, for when its claim was closed.
        series: the risk model's yearly risk, None where there is none.
        year: the year.
        stated: the period of the file, which may state a risk.
    """
    if stated is not None and stated.war_risk is not None:
        risk = stated.war_risk
        in_file = WarRisk((risk.low, risk.best, risk.high), "stated in the settlement file")
    else:
        in_file = None
    closed = [row for row in case.exit if row.date.last <= date(year, 1, 1)]
    if closed and in_file is None:
        when = max(row.date for row in closed)
        return WarRisk(
            None,
            f"the claim is closed since {when.long_text}, so that the risk model tells none; none is counted, which "
            "makes no option likelier to be accepted",
        )
    for told in range(year, year - _OLDEST - 1, -1) if not closed else ():
        estimate = series.at(told) if series is not None else None
        if estimate is not None and estimate.value is not None and estimate.low is not None:
            bounds = (estimate.low, estimate.value, estimate.high or estimate.value)
            return WarRisk(bounds, f"the risk model’s for {told}", told)
    if in_file is not None:
        return in_file
    return WarRisk(Ranges().war_risk, "a stated range: neither the risk model nor the file gives one")


def year_of(file: SettlementFile, period: str, snapshot: Snapshot) -> int:
    """Return the year whose risk stands behind a period: its last, or the coming year where it is open."""
    row = file.period_by_id(period)
    return snapshot.coming_year if row.end is None else row.end.year
