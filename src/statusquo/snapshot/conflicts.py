"""Territorial disputes, their episodes and active years, from the record of conflict, with deaths and outcomes.

A conflict is territorial when UCDP gives territory as the incompatibility, alone or with government, in any year; all
its active years then count. An episode is an unbroken run of active calendar years; one that reaches the last year of
the record goes on as far as anyone knows. UCDP's own marks of an end (`ep_end`) and TJET's episode numbers follow the
same rule but for a few conflicts, which the tests pin.

Outcomes come from TJET, and so do deaths, which TJET has from the Battle-Related Deaths of the release it was built
on; both cover internal and internationalised internal conflict only. In a year of another type deaths are missing,
and before 1989 many years have a range without a best estimate. A newer release of the Battle-Related Deaths tells
them anew, for every type. A sum over years runs over the years with a best estimate and says how many they are.

Each function takes frames and returns frames, so that the same tables follow from raw files or from a newer record
joined to deaths and outcomes that are known already.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import join_within
from statusquo.snapshot.record import DEATHS, KEY
from statusquo.snapshot.runs import runs_of_years
from statusquo.sources import tjet_spells, ucdp_brd, ucdp_cells

TYPES_IN_ORDER = tuple(ucdp_cells.TYPES.values())
RANGE_ONLY = ("deaths_range_low", "deaths_range_high")
FIGURES = (*DEATHS, *RANGE_ONLY, "deaths_source")
"""What is said of the deaths of a year: the estimate or a bare range, and which data set says it."""

_SUMS = ("n_years_with_deaths", *DEATHS)


@dataclass(frozen=True, slots=True)
class ConflictTables:
    """Tables ``disputes``, ``episodes`` and ``dispute_years``."""

    disputes: pl.DataFrame
    episodes: pl.DataFrame
    dispute_years: pl.DataFrame


def conflict_tables(record: pl.DataFrame, deaths: pl.DataFrame, outcomes: pl.DataFrame) -> ConflictTables:
    """Return the three tables on territorial disputes.

    Args:
        record: from `record.conflict_record`.
        deaths: from `deaths_by_tjet`, `with_newer_deaths`, or `deaths_of` an earlier table.
        outcomes: from `outcomes_by_tjet`, or `outcomes_of` an earlier table.
    """
    years = number_episodes(territorial(record))
    episodes = _episodes(years, max(record["year"]), outcomes)
    told = years.select(*KEY, "episode", "intensity", "type", "release")
    return with_deaths(_disputes(years, episodes), episodes, told, deaths)


def with_deaths(
    disputes: pl.DataFrame, episodes: pl.DataFrame, dispute_years: pl.DataFrame, deaths: pl.DataFrame
) -> ConflictTables:
    """Return the three tables with these deaths, summed by episode and dispute, in the place of any that they have.

    Args:
        disputes: table ``disputes``, whose deaths may be absent.
        episodes: table ``episodes``, likewise.
        dispute_years: table ``dispute_years``, likewise.
        deaths: as `conflict_tables`.
    """
    years = dispute_years.drop(FIGURES, strict=False).join(deaths.select(*KEY, *FIGURES), on=KEY, how="left")
    by_episode = [*KEY[:1], "episode"]
    summed = {
        unit: years.group_by(keys).agg(_sums()) for unit, keys in {"episodes": by_episode, "disputes": KEY[:1]}.items()
    }
    return ConflictTables(
        checked(disputes.drop(_SUMS, strict=False).join(summed["disputes"], on=KEY[:1]).sort(KEY[:1]), "disputes"),
        checked(
            episodes.drop(_SUMS, strict=False).join(summed["episodes"], on=by_episode).sort(by_episode), "episodes"
        ),
        checked(years.sort(KEY), "dispute_years"),
    )


def deaths_by_tjet(record: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return the deaths of the years that TJET covers, by the type of conflict that the record gives the year.

    Args:
        record: from `record.conflict_record`.
        spells: from `sources.tjet_spells`.

    Returns:
        conflict_id_ucdp, year, and the columns of table ``dispute_years`` in `FIGURES`.
    """
    covered = record.filter(pl.col("type").is_in(tjet_spells.COVERED_TYPES)).select(KEY)
    told = spells.select(*KEY, *DEATHS, *RANGE_ONLY)
    is_told = pl.any_horizontal(pl.col(name).is_not_null() for name in (*DEATHS, *RANGE_ONLY))
    return join_within(covered, told, on=KEY, domain=tjet_spells.ORIGIN.domain).with_columns(
        deaths_source=pl.when(is_told).then(pl.lit(tjet_spells.ORIGIN.id))
    )


def with_newer_deaths(deaths: pl.DataFrame, by_conflict: pl.DataFrame) -> pl.DataFrame:
    """Return deaths with those that a newer release of the Battle-Related Deaths tells in the place of the old ones.

    Args:
        deaths: as `deaths_by_tjet` returns.
        by_conflict: from `record.deaths_by_conflict`, or from `sources.ucdp_brd` by conflict.

    Returns:
        The columns of `deaths`: for each year the newer figures where there are any, else the old ones.
    """
    best = pl.col("deaths_best")
    newer = by_conflict.select(
        *KEY,
        best,
        # In a few rows the best estimate lies just outside its range, which is widened to hold it.
        pl.min_horizontal("deaths_low", best).alias("deaths_low"),
        pl.max_horizontal("deaths_high", best).alias("deaths_high"),
        *(pl.lit(None, pl.Int32).alias(name) for name in RANGE_ONLY),
        deaths_source=pl.lit(ucdp_brd.ORIGIN.id),
    )
    return pl.concat([newer, deaths.join(newer, on=KEY, how="anti").select(newer.columns)]).sort(KEY)


def outcomes_by_tjet(record: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return how the episodes ended that TJET covers.

    Args:
        record: from `record.conflict_record`.
        spells: from `sources.tjet_spells`.

    Returns:
        conflict_id_ucdp, last_year (of the episode), outcome.
    """
    covered = record.filter(pl.col("type").is_in(tjet_spells.COVERED_TYPES)).select(KEY)
    told = spells.filter("is_active").select(*KEY, "outcome")
    return (
        join_within(covered, told, on=KEY, domain=tjet_spells.ORIGIN.domain)
        .drop_nulls("outcome")
        .rename({"year": "last_year"})
    )


def deaths_of(dispute_years: pl.DataFrame) -> pl.DataFrame:
    """Return the deaths that table ``dispute_years`` holds, as `conflict_tables` takes them."""
    return dispute_years.select(*KEY, *FIGURES)


def outcomes_of(episodes: pl.DataFrame) -> pl.DataFrame:
    """Return the outcomes that table ``episodes`` holds, as `conflict_tables` takes them."""
    return episodes.select("conflict_id_ucdp", "last_year", "outcome").drop_nulls("outcome")


def territorial(record: pl.DataFrame) -> pl.DataFrame:
    """Return all years of the conflicts whose incompatibility is territory in any of them."""
    contested = pl.col("incompatibility").str.starts_with("territory")
    return record.filter(contested.any().over("conflict_id_ucdp")).sort(KEY)


def conflict_runs(record: pl.DataFrame) -> pl.DataFrame:
    """Return table ``conflict_runs``: when every conflict of UCDP was active, those over the government alone included.

    The ground of a territorial dispute may be fought over under another number, which need not be a territorial one.

    Args:
        record: from `record.conflict_record`.
    """

    def last(side: str) -> pl.Expr:
        # The state's older name stands in brackets.
        bare = pl.col(side).str.replace_all("Government of ", "").str.replace_all(r" \([^)]*\)", "").str.strip_chars()
        return bare.sort_by("year").last().over("conflict_id_ucdp")

    years = record.select(
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


def _sums() -> list[pl.Expr]:
    """Sum deaths over the years that have an estimate, missing when none has, and count such years."""
    known = pl.col("deaths_best").is_not_null()
    return [
        known.sum().cast(pl.Int32).alias("n_years_with_deaths"),
        *(pl.when(known.any()).then(pl.col(name).sum()).cast(pl.Int32).alias(name) for name in DEATHS),
    ]


def _episodes(years: pl.DataFrame, last_year: int, outcomes: pl.DataFrame) -> pl.DataFrame:
    frame = years.group_by("conflict_id_ucdp", "episode", maintain_order=True).agg(
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
        pl.col("episode_start_date").first().alias("start_date"),
        pl.col("episode_end_date").last().alias("end_date"),
        (pl.col("year").max() == last_year).alias("is_ongoing"),
        pl.when((pl.col("intensity") == "war").any())
        .then(pl.lit("war"))
        .otherwise(pl.lit("minor"))
        .alias("peak_intensity"),
        pl.len().cast(pl.Int32).alias("n_active_years"),
    )
    joined = frame.join(outcomes, on=["conflict_id_ucdp", "last_year"], how="left", maintain_order="left")
    return joined.with_columns(outcome=pl.when(~pl.col("is_ongoing")).then("outcome"))


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
