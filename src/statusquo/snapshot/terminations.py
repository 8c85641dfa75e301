"""How each episode ended, by two versions of UCDP's termination data side by side.

Version 3 (to 2020, every type of conflict) is read as published; version 4 (to 2024, internal conflicts only) comes
with TJET and stands in table ``episodes``. An episode of ours is that of version 3 whose last year is the same. The
outcome kept for use is version 4's, the later one, and version 3's where version 4 is silent. An episode whose last
year is version 4's own, or later, had not ended as far as it could know: where the record has it ended since, its
outcome is not coded yet.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources import tjet_spells, ucdp_termination

LAST_YEAR_V3 = ucdp_termination.ORIGIN.domain.last_year
LAST_YEAR_V4 = tjet_spells.ORIGIN.domain.last_year
KNOWN_DIFFERENT = ((432, 1),)
"""Conflict and episode for which both versions name an outcome and not the same: the Caucasus Emirate, which ended in
low activity by version 3 and in a victory of the government by version 4."""


def dispute_terminations(episodes: pl.DataFrame, terminations: pl.DataFrame) -> pl.DataFrame:
    """Return table ``dispute_terminations``: one row per episode.

    Args:
        episodes: table ``episodes``.
        terminations: from `sources.ucdp_termination`, or from `terminations_of` an earlier table.
    """
    ends = terminations.filter("is_episode_end").select(
        "conflict_id_ucdp", last_year="year", outcome_v3="outcome", end_date_v3="end_date"
    )
    v3, v4 = pl.col("outcome_v3"), pl.col("outcome_v4")
    frame = (
        episodes.select("conflict_id_ucdp", "episode", "last_year", "is_ongoing", outcome_v4="outcome")
        .join(ends, on=["conflict_id_ucdp", "last_year"], how="left")
        .join(terminations.select("conflict_id_ucdp", is_listed=True).unique(), on="conflict_id_ucdp", how="left")
        .with_columns(
            v3_missing_reason=pl.when(v3.is_not_null())
            .then(None)
            .when(pl.col("last_year") >= LAST_YEAR_V3)
            .then(pl.lit("no end by 2020"))
            .when(pl.col("is_listed").is_null())
            .then(pl.lit("conflict not listed"))
            .otherwise(pl.lit("episode bounded otherwise")),
            comparison=pl.when(v3.is_null() & v4.is_null())
            .then(pl.lit("neither"))
            .when(v3.is_null())
            .then(pl.lit("v4 only"))
            .when(v4.is_null())
            .then(pl.lit("v3 only"))
            .when(v3 == v4)
            .then(pl.lit("same"))
            .otherwise(pl.lit("different")),
            outcome=pl.coalesce(v4, v3),
            missing_reason=pl.when(pl.col("is_ongoing"))
            .then(pl.lit("ongoing"))
            .when(v3.is_null() & v4.is_null() & (pl.col("last_year") >= LAST_YEAR_V4))
            .then(pl.lit("not coded yet"))
            .when(v3.is_null() & v4.is_null())
            .then(pl.lit("not coded")),
        )
        .drop("last_year", "is_ongoing", "is_listed")
        .sort("conflict_id_ucdp", "episode")
    )
    return checked(frame, "dispute_terminations")


def terminations_of(episodes: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Return what version 3 says by an earlier table, as `dispute_terminations` takes it.

    Args:
        episodes: table ``episodes`` of the same snapshot.
        table: its table ``dispute_terminations``.
    """
    unlisted = table.filter(v3_missing_reason="conflict not listed")
    listed = table.join(unlisted, on="conflict_id_ucdp", how="anti")
    last_years = episodes.select("conflict_id_ucdp", "episode", year="last_year")
    return listed.join(last_years, on=["conflict_id_ucdp", "episode"]).select(
        "conflict_id_ucdp",
        "year",
        is_episode_end=pl.col("outcome_v3").is_not_null(),
        outcome="outcome_v3",
        end_date="end_date_v3",
    )
