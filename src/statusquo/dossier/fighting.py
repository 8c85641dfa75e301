"""The fighting over one dispute, from UCDP: its episodes, and one row per active year.

A case may cover several conflicts of UCDP, or none: several are put together by year, their deaths added up where each
has an estimate or one of them has, and their episodes numbered anew by time. Beside it stands the fighting over
the same ground under a successor's number, without which a war that changed its number would look ended.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.successors import fought_over, successor_years
from statusquo.core.wording import spans
from statusquo.snapshot.store import Snapshot

_DEATHS = ("deaths_best", "deaths_low", "deaths_high", "deaths_range_low", "deaths_range_high")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The fighting over a dispute's ground that UCDP counts under one other number.

    Attributes:
        conflict_id: that number.
        parties: the sides of that conflict.
        years: its active years from the dispute's first on.
        wars: those of them at the level of war.
    """

    conflict_id: int
    parties: str
    years: tuple[int, ...]
    wars: tuple[int, ...]

    @property
    def text(self) -> str:
        """The fact as a clause, with what it leaves uncounted."""
        level = f", at the level of war in {spans(self.wars)}" if self.wars else ""
        return (
            f"UCDP counts the fighting over the same ground in {spans(self.years)} under conflict {self.conflict_id} "
            f"({self.parties}){level}; the deaths of that conflict are not told by place and are in no figure here"
        )


def fighting_elsewhere(case: Case, snapshot: Snapshot) -> tuple[Elsewhere, ...]:
    """Return the fighting over a dispute's ground under successors' numbers, by number; none where there is none.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    is_own = pl.col("conflict_id_ucdp").is_in(list(case.ids.ucdp_conflict))
    first = min(snapshot.table("dispute_years").filter(is_own)["year"].to_list(), default=0)
    rows = successor_years(snapshot).filter(is_own, pl.col("year") >= first).sort("year")
    found = []
    for number in sorted(set(rows["active_successor_id"]) - set(case.ids.ucdp_conflict)):
        own = rows.filter(active_successor_id=number).unique("year", keep="first", maintain_order=True)
        last = own.row(-1, named=True)
        other = fought_over(snapshot, last["conflict_id_ucdp"], last["year"])
        if other is not None:
            wars = own.filter(successor_intensity="war")["year"]
            found.append(Elsewhere(number, other.parties, tuple(own["year"]), tuple(wars)))
    return tuple(found)


def fighting_over(case: Case, snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of the tables `episodes` and `dispute_years` for a dispute, one row for each active year.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    is_own = pl.col("conflict_id_ucdp").is_in(list(case.ids.ucdp_conflict))
    episodes = snapshot.table("episodes").filter(is_own)
    years = snapshot.table("dispute_years").filter(is_own).sort("year")
    if len(case.ids.ucdp_conflict) < 2:
        return episodes, years
    ordered = episodes.sort("first_year", "conflict_id_ucdp", "episode")
    numbered = ordered.with_columns(episode=pl.int_range(1, pl.len() + 1, dtype=pl.Int32))
    return numbered, _joined(years)


def _joined(years: pl.DataFrame) -> pl.DataFrame:
    has_best = pl.col("deaths_best").is_not_null().any()
    total = {name: pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()) for name in _DEATHS}
    ranges = {name: pl.when(~has_best).then(total[name]) for name in _DEATHS if "range" in name}
    others = [name for name in years.columns if name not in ("year", "intensity", *_DEATHS)]
    return (
        years.sort("year", "conflict_id_ucdp")
        .group_by("year", maintain_order=True)
        .agg(
            pl.col(others).drop_nulls().first(),
            pl.when((pl.col("intensity") == "war").any())
            .then(pl.lit("war"))
            .otherwise(pl.lit("minor"))
            .alias("intensity"),
            **{**total, **ranges},
        )
        .select(years.columns)
        .cast(years.schema)
    )
