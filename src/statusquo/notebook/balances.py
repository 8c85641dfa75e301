"""The three balances of one dispute together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from statusquo.balances.inertia import Inertia
from statusquo.balances.military import MilitaryBalance
from statusquo.balances.regional import RegionalBalance
from statusquo.cases.model import Case
from statusquo.core.estimates import Series
from statusquo.core.shown import Charted, frame_of

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, repr=False)
class Balances(Charted):
    """The balances of one dispute.

    Attributes:
        case: the dispute.
        military: who has more arms and soldiers to bring to bear.
        regional: what each side can count on from outside.
        inertia: what keeps or shakes the status quo.
    """

    case: Case
    military: MilitaryBalance
    regional: RegionalBalance
    inertia: Inertia

    def in_short(self) -> str:
        """Return whose balances these are, and how many series."""
        return f"of {self.case.title}: military, regional and inertia, {len(list(self._series()))} yearly series"

    def _series(self) -> Iterator[tuple[str, Series]]:
        military, regional, slow = self.military, self.regional, self.inertia
        yield from (("military", one) for one in (military.main, military.break_even, *military.alternatives))
        yield from (("regional", one) for one in (regional.main, *regional.alternatives, *regional.support))
        yield from (("regional", one) for one in regional.veto)
        yield from (("inertia", one) for one in (*slow.clocks, slow.record, *slow.shocks))

    @property
    def frame(self) -> pl.DataFrame:
        """Every series: one row for each measure and year, with the bounds where there are any."""
        return frame_of(
            {"balance": balance, "measure": one.key, "label": one.label, "unit": one.unit, "year": point.year}
            | {"value": point.value, "low": point.low, "high": point.high}
            for balance, one in self._series()
            for point in one.points
        )
