"""What the sections of one page share: every reading of the dispute worked out once, when it is first asked for.

A section is a function of this alone, so that a page is a list of sections and no two of them work out the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import polars as pl

from statusquo.answer.answer import answer_on
from statusquo.answer.model import Answer
from statusquo.balances.measures import Measures
from statusquo.cases.model import Case
from statusquo.cases.successors import ground_years
from statusquo.comparison.coded_distances import CodedStructure, coded_structure, neighbours
from statusquo.comparison.nearest import Pair
from statusquo.core.errors import InputError
from statusquo.dossier.fighting import Elsewhere, fighting_elsewhere, fighting_over
from statusquo.dossier.sides import Side, sides_of, spending_ratio
from statusquo.dossier.timecharts import TimeFrame
from statusquo.risk.path import RiskPath, risk_path
from statusquo.settlement.load import bundled_settlements, load_settlement
from statusquo.settlement.model import SettlementFile
from statusquo.snapshot.store import Snapshot

_FIRST_YEAR = 1946


class Context:
    """One dispute as its page reads it.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """

    def __init__(self, case: Case, snapshot: Snapshot) -> None:
        self.case, self.snapshot = case, snapshot

    @cached_property
    def answer(self) -> Answer:
        """The answer, with which the page begins."""
        return answer_on(self.case, self.snapshot)

    @cached_property
    def measures(self) -> Measures:
        """The structure and the balances."""
        return Measures(self.case, self.snapshot)

    @cached_property
    def _fighting(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return fighting_over(self.case, self.snapshot)

    @property
    def episodes(self) -> pl.DataFrame:
        """The dispute's rows of the table `episodes`."""
        return self._fighting[0]

    @property
    def years(self) -> pl.DataFrame:
        """The dispute's rows of the table `dispute_years`, one for each active year."""
        return self._fighting[1]

    @cached_property
    def elsewhere(self) -> Sequence[Elsewhere]:
        """The fighting over the same ground under other numbers."""
        return fighting_elsewhere(self.case, self.snapshot)

    @cached_property
    def frame(self) -> TimeFrame:
        """The years of the page's time charts: all active years, phases and key events, no earlier than 1946.

        Where there are none, as in a file that was just begun, those since the territory was held by who held it first.
        """
        case = self.case
        years = ground_years(self.snapshot, *case.ids.ucdp_conflict)
        dates = [
            *(p.start.year for p in case.phase),
            *(e.date.year for e in case.event if e.is_key),
            *(p.date.year for p in case.proposal),
        ]
        ends = [p.end.year for p in case.phase if p.end]
        active = years["year"].to_list()
        known = [*active, *dates] or [row.start.year for row in case.holding] or [self.snapshot.last_year]
        return TimeFrame(
            first=max(min(known) - 1, _FIRST_YEAR),
            last=max([self.snapshot.last_year, *active, *dates, *ends]),
            active=years.select("year", "intensity"),
        )

    @property
    def wars(self) -> list[int]:
        """The calendar years of war on the dispute's ground, under its own numbers or a successor's."""
        return self.frame.active.filter(intensity="war")["year"].to_list()

    @cached_property
    def sides(self) -> tuple[Side, Side] | None:
        """The two sides as states; None where either is none."""
        return sides_of(self.case, self.snapshot)

    @cached_property
    def ratio(self) -> pl.DataFrame | None:
        """Military spending of the one side over the other's, `year` and `ratio`; None where a side is no state."""
        if self.sides is None:
            return None
        spending = self.frame.within(self.snapshot.table("spending"))
        return spending_ratio(spending, *(side.gwno for side in self.sides))

    @cached_property
    def path(self) -> RiskPath | None:
        """The path of the risk; None where the dispute was never at risk."""
        try:
            return risk_path(self.case, self.snapshot)
        except InputError:
            return None

    @cached_property
    def structure(self) -> CodedStructure:
        """The coded cases as they are compared."""
        return coded_structure()

    @cached_property
    def neighbours(self) -> Sequence[Pair]:
        """The other coded cases, nearest first; none for a case that is not coded."""
        return neighbours(self.case.id, self.structure) if self.case.id in self.structure.cases else ()

    @cached_property
    def settlement_file(self) -> SettlementFile | None:
        """The options, actors and positions written down for the dispute; None where nobody did."""
        return load_settlement(self.case) if self.case.id in bundled_settlements() else None
