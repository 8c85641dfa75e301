"""Territorial disputes, their episodes and active years, from UCDP/PRIO ACD, with deaths from TJET.

A conflict is territorial when UCDP gives territory as the incompatibility, alone or with government, in any
year; all its active years then count. An episode is an unbroken run of active calendar years. UCDP's own
marks of an end (`ep_end`) and TJET's episode numbers follow the same rule but for a few conflicts, which the
tests pin.

Deaths and outcomes come from TJET, which covers internal and internationalised internal conflict only. In a
year of another type they are missing, and before 1989 many years have a range without a best estimate. A sum
over years runs over the years with a best estimate and says how many they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import join_within
from statusquo.snapshot.runs import runs_of_years
from statusquo.sources import tjet_spells, ucdp_prio_acd

TYPES_IN_ORDER = tuple(ucdp_prio_acd.TYPES.values())
LAST_YEAR = ucdp_prio_acd.ORIGIN.domain.last_year
DEATHS = ("deaths_best", "deaths_low", "deaths_high")
RANGE_ONLY = ("deaths_range_low", "deaths_range_high")


@dataclass(frozen=True, slots=True)
class ConflictTables:
    """Tables ``disputes``, ``episodes`` and ``dispute_years``."""

    disputes: pl.DataFrame
    episodes: pl.DataFrame
    dispute_years: pl.DataFrame


def conflict_tables(conflict_years: pl.DataFrame, spells: pl.DataFrame) -> ConflictTables:
    """Return the three tables on territorial disputes.

    Args:
        conflict_years: from `sources.ucdp_prio_acd`.
        spells: from `sources.tjet_spells`.
    """
    years = _with_deaths(number_episodes(territorial(conflict_years)), spells)
    episodes = _episodes(years, spells)
    return ConflictTables(
        disputes=checked(_disputes(years, episodes), "disputes"),
        episodes=checked(episodes, "episodes"),
        dispute_years=checked(
            years.select("conflict_id_ucdp", "year", "episode", "intensity", "type", *DEATHS, *RANGE_ONLY),
            "dispute_years",
        ),
    )


def territorial(conflict_years: pl.DataFrame) -> pl.DataFrame:
    """Return all years of the conflicts whose incompatibility is territory in any of them."""
    contested = pl.col("incompatibility").str.starts_with("territory")
    return conflict_years.filter(contested.any().over("conflict_id_ucdp")).sort("conflict_id_ucdp", "year")


def conflict_runs(conflict_years: pl.DataFrame) -> pl.DataFrame:
    """Return table ``conflict_runs``: when every conflict of UCDP was active, those over the government alone included.

    The ground of a territorial dispute may be fought over under another number, which need not be a territorial one.

    Args:
        conflict_years: from `sources.ucdp_prio_acd`.
    """

    def last(side: str) -> pl.Expr:
        # The state's older name stands in brackets.
        bare = pl.col(side).str.replace_all("Government of ", "").str.replace_all(r" \([^)]*\)", "").str.strip_chars()
        return bare.sort_by("year").last().over("conflict_id_ucdp")

    years = conflict_years.select(
        "conflict_id_ucdp", "year", "intensity", parties=pl.format("{} - {}", last("side_a"), last("side_b"))
    )
    runs = runs_of_years(years, unit=["conflict_id_ucdp"])
    return checked(runs.select("conflict_id_ucdp", "first_year", "last_year", "intensity", "parties"), "conflict_runs")


def number_episodes(years: pl.DataFrame) -> pl.DataFrame:
    """Return the years with their episode: the number, from 1, of the unbroken run of years they lie in.

    Args:
        years: one row per conflict and active year, with `conflict_id_ucdp` and `year`.
    """
    ordered = years.sort("conflict_id_ucdp", "year")
    starts_anew = (pl.col("year").diff() != 1).fill_null(True)
    return ordered.with_columns(episode=starts_anew.cum_sum().over("conflict_id_ucdp").cast(pl.Int32))


def _with_deaths(years: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    covered = pl.col("type").is_in(tjet_spells.COVERED_TYPES)
    key, figures = ["conflict_id_ucdp", "year"], [*DEATHS, *RANGE_ONLY]
    joined = join_within(years, spells.select(*key, *figures), on=key, domain=tjet_spells.ORIGIN.domain)
    return joined.with_columns(pl.when(covered).then(name).alias(name) for name in figures)


def _sums() -> list[pl.Expr]:
    """Sum deaths over the years that have an estimate, missing when none has, and count such years."""
    known = pl.col("deaths_best").is_not_null()
    return [
        known.sum().cast(pl.Int32).alias("n_years_with_deaths"),
        *(pl.when(known.any()).then(pl.col(name).sum()).cast(pl.Int32).alias(name) for name in DEATHS),
    ]


def _episodes(years: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    last_types = pl.col("type").last().is_in(tjet_spells.COVERED_TYPES)
    frame = years.group_by("conflict_id_ucdp", "episode", maintain_order=True).agg(
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
        pl.col("episode_start_date").first().alias("start_date"),
        pl.col("episode_end_date").last().alias("end_date"),
        (pl.col("year").max() == LAST_YEAR).alias("is_ongoing"),
        pl.when((pl.col("intensity") == "war").any())
        .then(pl.lit("war"))
        .otherwise(pl.lit("minor"))
        .alias("peak_intensity"),
        pl.len().cast(pl.Int32).alias("n_active_years"),
        *_sums(),
        last_types.alias("is_covered"),
    )
    outcomes = spells.filter("is_active").select("conflict_id_ucdp", pl.col("year").alias("last_year"), "outcome")
    joined = join_within(
        frame,
        outcomes,
        on=["conflict_id_ucdp", "last_year"],
        domain=tjet_spells.ORIGIN.domain,
        year="last_year",
    )
    ended = pl.col("is_covered") & ~pl.col("is_ongoing")
    return joined.with_columns(outcome=pl.when(ended).then("outcome")).drop("is_covered")


def _disputes(years: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    def every(name: str) -> pl.Expr:
        return pl.col(name).list.explode(empty_as_null=False, keep_nulls=False).unique().sort().alias(name)

    named = pl.col("territory_name").is_not_null()
    return (
        years.group_by("conflict_id_ucdp", maintain_order=True)
        .agg(
            pl.col("location").last(),
            pl.col("territory_name").filter(named).last(),
            pl.col("side_a").last().str.replace_all("Government of ", "").alias("parent_name"),
            pl.when(pl.col("gwno_a").last().list.len() == 1)
            .then(pl.col("gwno_a").last().list.first())
            .alias("parent_gw"),
            pl.col("side_b"),
            every("gwno_a_2nd").alias("supporters_a_gw"),
            every("gwno_b_2nd").alias("supporters_b_gw"),
            pl.col("type").alias("types"),
            pl.when((pl.col("incompatibility") == "territory").all())
            .then(pl.lit("territory"))
            .otherwise(pl.lit("territory and government"))
            .alias("incompatibility"),
            pl.col("region").last().list.first(),
            pl.col("year").min().alias("first_active_year"),
            pl.col("year").max().alias("last_active_year"),
            pl.col("start_date").first(),
            pl.len().cast(pl.Int32).alias("n_active_years"),
            (pl.col("intensity") == "war").sum().cast(pl.Int32).alias("n_war_years"),
            *_sums(),
        )
        .with_columns(
            side_b=pl.col("side_b")
            .list.eval(pl.element().str.split(", ").explode().str.strip_chars())
            .list.unique()
            .list.sort(),
            types=pl.col("types").map_elements(_in_order, return_dtype=pl.List(pl.String)),
        )
        .join(
            episodes.group_by("conflict_id_ucdp").agg(pl.len().cast(pl.Int32).alias("n_episodes")),
            on="conflict_id_ucdp",
            how="left",
        )
        .sort("conflict_id_ucdp")
    )


def _in_order(types: pl.Series) -> list[str]:
    return [name for name in TYPES_IN_ORDER if name in set(types)]
