"""The fighting over one dispute, from UCDP: its episodes, and one row per active year.

A case may cover several conflicts of UCDP, or none: several are put together by year, their deaths added up where each
has an estimate or one of them has, and their episodes numbered anew by time.
"""

from __future__ import annotations

import polars as pl

from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot

_DEATHS = ("deaths_best", "deaths_low", "deaths_high", "deaths_range_low", "deaths_range_high")


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
    return (
        years.sort("year", "conflict_id_ucdp")
        .group_by("year", maintain_order=True)
        .agg(
            pl.col("conflict_id_ucdp", "episode", "type").first(),
            pl.when((pl.col("intensity") == "war").any())
            .then(pl.lit("war"))
            .otherwise(pl.lit("minor"))
            .alias("intensity"),
            **{**total, **ranges},
        )
        .select(years.columns)
        .cast(years.schema)
    )
