"""What share of a patron's means stands for a side: nothing to all, narrower where a source counts a garrison.

A patron's stocks are those of the whole state. How much of them it commits to one dispute nobody publishes; so the
share is drawn from 0 to 1 (`ranges.COMMITMENT`), unless `garrisons.csv` gives, with its source, how many soldiers the
patron keeps
there: then the share runs from the fewest to the most of them over the state's military personnel of the year (COW),
    and says what stands there, not what could be sent. A row of no soldiers is a patron by diplomacy alone, whose
    stocks count for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import polars as pl

from statusquo.balances.ranges import COMMITMENT
from statusquo.cases.load import bundled_chronicle, load_case
from statusquo.cases.model import Case
from statusquo.core.shipped_tables import shipped_records
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Garrison:
    """How many soldiers a patron kept in a disputed territory over a run of years.

    Attributes:
        case: the bundled case.
        patron_gw: Gleditsch-Ward number of the patron.
        first_year: first year of the run.
        last_year: its last year; None where the garrison is still there.
        soldiers_low: the fewest.
        soldiers_high: the most.
        what: what is counted.
        source: who says so.
        url: addresses of the sources, one space between them.
    """

    case: str
    patron_gw: int
    first_year: int
    last_year: int | None
    soldiers_low: int
    soldiers_high: int
    what: str
    source: str
    url: str

    @property
    def is_empty(self) -> bool:
        """Whether the patron sent no soldiers at all."""
        return self.soldiers_high == 0


@dataclass(frozen=True, slots=True)
class CommittedShare:
    """The range from which the share of a patron's stocks that stands for a side is drawn.

    Attributes:
        low: smallest share.
        high: largest.
        garrison: the garrison that narrows it; None where nothing does.
    """

    low: float
    high: float
    garrison: Garrison | None = None

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


PatronShares: TypeAlias = Mapping[tuple[int, int], CommittedShare]
"""By year and Gleditsch-Ward number of a patron, the share of its stocks that it commits."""

WHOLE = CommittedShare(COMMITMENT.low, COMMITMENT.high)
"""From nothing to all of them: no source says more."""


@cache
def garrisons() -> tuple[Garrison, ...]:
    """Return every row of the table."""
    return tuple(shipped_records(Garrison, "statusquo.balances", "garrisons.csv"))


def garrison_of(case: Case, patron: int, year: int) -> Garrison | None:
    """Return the garrison that a patron kept in the territory of a case in a year, None where no source counts one.

    Args:
        case: the dispute, a bundled case or one derived from the same conflict.
        patron: Gleditsch-Ward number.
        year: the year.
    """
    return next(
        (
            row
            for row in garrisons()
            if row.patron_gw == patron
            and row.first_year <= year <= (row.last_year or year)
            and (row.case == case.id or set(_conflicts(row.case)) & set(case.ids.ucdp_conflict))
        ),
        None,
    )


def committed_share(case: Case, snapshot: Snapshot, patron: int, year: int) -> CommittedShare:
    """Return the share of a patron's stocks that stands for a side in a year, as a range.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        patron: Gleditsch-Ward number.
        year: the year.
    """
    garrison = garrison_of(case, patron, year)
    soldiers = {} if garrison is None else snapshot.once(_soldiers_of, patron)
    if garrison is None or not soldiers:
        return WHOLE
    # Personnel end with COW's file; the garrisons of later years are set against its last figure.
    known = max((y for y in soldiers if y <= year), default=min(soldiers))
    return CommittedShare(
        garrison.soldiers_low / soldiers[known], min(1.0, garrison.soldiers_high / soldiers[known]), garrison
    )


def committed_shares(snapshot: Snapshot) -> pl.DataFrame:
    """Return the middle of the range for each conflict, patron and year in which a garrison narrows it.

    Returns:
        Columns `conflict_id_ucdp`, `patron_gw`, `year` and `committed`, to the last year of the record of conflict.
    """
    rows = [
        (number, row.patron_gw, year, committed_share(load_case(row.case), snapshot, row.patron_gw, year).middle)
        for row in garrisons()
        for number in _conflicts(row.case)
        for year in range(row.first_year, (row.last_year or snapshot.last_year) + 1)
    ]
    schema = {"conflict_id_ucdp": pl.Int32, "patron_gw": pl.Int32, "year": pl.Int32, "committed": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _soldiers_of(snapshot: Snapshot, state: int) -> Mapping[int, float]:
    rows = snapshot.table("state_years").filter(pl.col("gwno") == state).drop_nulls("milper_thousands")
    known = rows.filter(pl.col("milper_thousands") > 0).select("year", 1000 * pl.col("milper_thousands"))
    return dict(known.iter_rows())


def _conflicts(case: str) -> tuple[int, ...]:
    return tuple(bundled_chronicle(case).ids.ucdp_conflict)
