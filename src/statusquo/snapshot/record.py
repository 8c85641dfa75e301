"""The record of conflict: which conflicts were active in which year, as the newest releases of UCDP tell it.

The Armed Conflict Dataset (ACD) is the record. For the years after its last one stand the Battle-Related Deaths (BRD)
of a later release, which name the same conflicts, by dyad: a conflict is active where one of its dyads has a row, at
war where their best estimates sum to 1,000 or more, internationalised where any of them is, and its sides are those
of all of them. Put together so, the dyads of 2024 in BRD 26.1 give what ACD 25.1 says of 2024, for every conflict
that both have. What BRD does not say, when fighting began and whether an episode is over, is missing. As soon as ACD
covers a year, its word stands for that year.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources import ucdp_cells, ucdp_prio_acd

WAR_DEATHS = 1000
"""Battle deaths in a year from which a conflict is at war; UCDP counts a conflict as active from 25."""

KEY = ["conflict_id_ucdp", "year"]
DEATHS = ("deaths_best", "deaths_low", "deaths_high")

_DATES = ("episode_start_date", "is_episode_end", "episode_end_date")


def conflict_record(acd_years: pl.DataFrame, brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return the record: one row per conflict and active year.

    Args:
        acd_years: from `sources.ucdp_prio_acd`, of any release.
        brd_dyads: from `sources.ucdp_brd`, of any release; only years after the last one of `acd_years` are used.

    Returns:
        The columns of `acd_years`, with the `release` that tells of the year in place of the version. In a year told by
        BRD the start of a conflict that ACD knows is carried, and the dates of the episode are missing.
    """
    told = acd_years.with_columns(release=_release(ucdp_prio_acd.ORIGIN.id)).drop("version")
    return pl.concat([told, later_record(told, brd_dyads)]).sort(KEY)


def later_record(told: pl.DataFrame, brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return the years of the record after the last one that is told already.

    Args:
        told: rows of the record.
        brd_dyads: from `sources.ucdp_brd`, of any release.

    Returns:
        The columns of `told`.
    """
    starts = told.group_by("conflict_id_ucdp").agg(pl.col("start_date").first())
    return (
        _years_of_conflicts(_after(brd_dyads, told))
        .join(starts, on="conflict_id_ucdp", how="left")
        .with_columns(pl.lit(None, told.schema[name]).alias(name) for name in _DATES)
        .select(told.columns)
    )


def dyad_record(dyad_years: pl.DataFrame, brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return the same by dyad: the years of the Dyadic Dataset, and after its last one those of BRD.

    Args:
        dyad_years: from `sources.ucdp_dyadic`, of any release.
        brd_dyads: from `sources.ucdp_brd`, of any release.

    Returns:
        The columns of `dyad_years`.
    """
    later = with_intensity(_after(brd_dyads, dyad_years)).select(dyad_years.columns)
    return pl.concat([dyad_years, later]).sort("dyad_id_ucdp", "year")


def recent_activity(acd_years: pl.DataFrame, brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return table ``recent_activity``: the conflicts of every kind that BRD tells of after ACD's last year.

    Args:
        acd_years: as `conflict_record`.
        brd_dyads: as `conflict_record`.
    """
    later = _after(brd_dyads, acd_years)
    activity = _years_of_conflicts(later).join(deaths_by_conflict(later), on=KEY)
    columns = (*KEY, "intensity", "type", *DEATHS, "n_dyads", "release")
    return checked(activity.select(columns).sort(KEY), "recent_activity")


def deaths_by_conflict(brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return the deaths of each conflict and year, summed over its dyads, with their number.

    Args:
        brd_dyads: from `sources.ucdp_brd`.

    Returns:
        conflict_id_ucdp, year, deaths_best, deaths_low, deaths_high, n_dyads.
    """
    return brd_dyads.group_by(KEY).agg(
        *(pl.col(name).sum().cast(pl.Int32) for name in DEATHS), pl.len().cast(pl.Int32).alias("n_dyads")
    )


def with_intensity(deaths: pl.DataFrame) -> pl.DataFrame:
    """Return rows of deaths with the intensity that follows: war from 1,000 on, by the best estimate."""
    level = pl.when(pl.col("deaths_best") >= WAR_DEATHS).then(pl.lit("war")).otherwise(pl.lit("minor"))
    return deaths.with_columns(intensity=level)


def _after(brd_dyads: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    return brd_dyads.filter(pl.col("year") > years["year"].max())


def _release(source: str) -> pl.Expr:
    return pl.format("{} {}", pl.lit(source), "version")


def _years_of_conflicts(brd_dyads: pl.DataFrame) -> pl.DataFrame:
    """Return dyads by conflict and year, with the intensity, the type and the sides as ACD words them."""

    def joined(name: str) -> pl.Expr:
        # ACD names the organisations of a side in the order of the alphabet.
        return pl.col(name).drop_nulls().unique().sort().str.join(", ").replace("", None).alias(name)

    def every(name: str) -> pl.Expr:
        return pl.col(name).list.explode(empty_as_null=False, keep_nulls=False).unique(maintain_order=True).alias(name)

    *_, widest = ucdp_cells.TYPES.values()
    both = ucdp_cells.INCOMPATIBILITIES["3"]
    years = (
        brd_dyads.sort("dyad_id_ucdp", "year")
        .with_columns(release=_release("ucdp-brd"))
        .group_by(KEY, maintain_order=True)
        .agg(
            joined("location"),
            joined("side_a"),
            joined("side_b"),
            pl.when(pl.col("incompatibility").n_unique() == 1)
            .then(pl.col("incompatibility").first())
            .otherwise(pl.lit(both))
            .alias("incompatibility"),
            joined("territory_name"),
            pl.col("deaths_best").sum(),
            pl.when((pl.col("type") == widest).any())
            .then(pl.lit(widest))
            .otherwise(pl.col("type").first())
            .alias("type"),
            *(every(name) for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_location", "region")),
            pl.col("release").first(),
        )
    )
    return with_intensity(years).drop("deaths_best")
