"""The table of state-years: capability, regime, income, leaders and votes of every Gleditsch-Ward state, from 1946.

One row per state and year in which Gleditsch and Ward list the state. Each covariate is joined within the years that
the table of columns declares for it and is missing outside them: the sources end between 2015 and 2024, and a last
value is never carried on. The table ends with the last of them, whatever year the record of conflict has reached. COW
numbers become Gleditsch-Ward numbers year by year (`core.states`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked, columns_of
from statusquo.core.domain import Domain, join_within
from statusquo.core.errors import by_id
from statusquo.core.states import StateCodes
from statusquo.snapshot.gw_codes import state_years_in_gw
from statusquo.snapshot.other_borders import with_their_own_borders
from statusquo.sources import (
    archigos,
    cow_contiguity,
    cow_nmc,
    democracy,
    gdp_population,
    reign,
    un_ideal_points,
)
from statusquo.sources.registry import origin

FIRST_YEAR = 1946
KEY = ["gwno", "year"]

DECIMALS = {
    "cinc": 7,
    "milper_thousands": 1,
    "polyarchy": 3,
    "gdp_per_head_usd": 0,
    "gdp_per_head_sd_usd": 0,
    "population_thousands": 1,
    "un_ideal_point": 4,
}
"""Digits kept: more than the error of each measure warrants, fewer than the file holds."""


def state_years(raw: Path, codes: StateCodes) -> pl.DataFrame:
    """Return table ``state_years``.

    Args:
        raw: the directory of raw files.
        codes: the conversions between state systems.

    Raises:
        SourceError: when a raw file is absent, is not the pinned one, or does not hold what it should.
    """
    table = listed_state_years(codes)
    for covariates in _covariates(raw, codes):
        for name in covariates.columns:
            if name not in KEY:
                table = join_within(table, covariates.select(*KEY, name), on=KEY, domain=covariate_domain(name))
    rounded = [pl.col(name).round(digits) for name, digits in DECIMALS.items()]
    return checked(table.with_columns(rounded).sort(KEY), "state_years")


def last_year() -> int:
    """Return the last year of the table: the last one that any covariate's source reaches."""
    ends = [column.years[1] for column in columns_of("state_years") if column.name not in KEY and column.years]
    return max(end for end in ends if end is not None)


def listed_state_years(codes: StateCodes) -> pl.DataFrame:
    """Return gwno and year of every year, from the first to the last of the table, in which a state is listed."""
    return (
        codes.frame.filter(pl.col("gwno").is_not_null())
        .select("gwno", year=pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32))
        .explode("year")
        .filter(pl.col("year").is_between(FIRST_YEAR, last_year()))
        .unique()
        .sort(KEY)
    )


def covariate_domain(name: str) -> Domain:
    """Return where a covariate of the table speaks: its source's domain in the years declared for the column."""
    column = by_id("covariate", name, columns_of("state_years"), key=lambda column: column.name)
    first, last = column.years or (None, None)
    return replace(origin(column.sources[0]).domain, first_year=first, last_year=last)


def _covariates(raw: Path, codes: StateCodes) -> list[pl.DataFrame]:
    """Return one frame per source, unique on gwno and year, with the columns it gives to the table."""
    capabilities = state_years_in_gw(cow_nmc.read_capabilities(raw), codes)
    latent = gdp_population.read_gdp_population_gw(raw).select(
        *KEY, "gdp_per_head_usd", "gdp_per_head_sd_usd", "population_thousands"
    )
    return [
        capabilities.select(*KEY, "cinc", "milper_thousands"),
        democracy.read_democracy_gw(raw).select(*KEY, "polity2", "polyarchy"),
        with_their_own_borders(latent, capabilities),
        leader_changes(reign.read_leaders(raw), codes),
        irregular_leader_changes(archigos.read_leaders(raw)),
        state_years_in_gw(un_ideal_points.read_ideal_points(raw), codes).select(*KEY, un_ideal_point="ideal_point"),
        land_neighbours(cow_contiguity.mend_outlived(cow_contiguity.read_contiguity(raw)), codes),
    ]


def leader_changes(leaders: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Count the leaders who took office in each year after another, from table ``source.reign``.

    The first leader listed for a state succeeds nobody. A state has a row from that leader's first year to the last
    year in which it lists one; other years, and states it does not cover, have no row.

    Returns:
        Columns gwno, year and n_leader_changes (leaders).
    """
    return (
        _office_years(leaders.with_columns(last=pl.col("end_year").fill_null(reign.ORIGIN.domain.last_year)), "ccode")
        .join(
            leaders.sort("ccode", "start_date")
            .filter(pl.int_range(pl.len()).over("ccode") > 0)
            .group_by("ccode", year=pl.col("start_date").dt.year())
            .agg(pl.len().cast(pl.Int32).alias("n_leader_changes")),
            on=["ccode", "year"],
            how="left",
        )
        .with_columns(pl.col("n_leader_changes").fill_null(0))
        .pipe(state_years_in_gw, codes)
        .select(*KEY, "n_leader_changes")
    )


def irregular_leader_changes(leaders: pl.DataFrame) -> pl.DataFrame:
    """Say for each state-year whether a leader came or went irregularly, from table ``source.archigos``.

    Returns:
        Columns gwno, year and is_irregular_leader_change, for years in which the source lists a leader.
    """
    came = leaders.filter(pl.col("entry").is_in(["irregular", "foreign imposition"])).select(
        "gwno", year=pl.col("start_date").dt.year()
    )
    went = leaders.filter(pl.col("exit").is_in(["irregular", "foreign"])).select(
        "gwno", year=pl.col("end_date").dt.year()
    )
    changes = pl.concat([came, went]).unique().with_columns(is_irregular_leader_change=pl.lit(True))
    last_day_year = pl.col("end_date").dt.year().fill_null(archigos.ORIGIN.domain.last_year)
    return (
        _office_years(leaders.with_columns(last=last_day_year), "gwno")
        .join(changes, on=KEY, how="left")
        .with_columns(pl.col("is_irregular_leader_change").fill_null(False))
    )


def land_neighbours(contiguity: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Count each state's neighbours by land in each year, from table ``source.cow_contiguity``.

    A COW state without a land border has a row with 0, since the source lists all borders of the system's members.

    Returns:
        Columns gwno, year and n_land_neighbours (states).
    """
    domain = cow_contiguity.ORIGIN.domain
    members = (
        codes.frame.filter(pl.col("ccode").is_not_null())
        .select("ccode", year=pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32))
        .explode("year")
        .unique()
        .filter(domain.covers_expr("year"))
    )
    borders = (
        contiguity.filter(pl.col("kind") == "land")
        .select(
            "ccode_b",
            ccode="ccode_a",
            year=pl.int_ranges(pl.col("start_date").dt.year(), pl.col("end_date").dt.year() + 1, dtype=pl.Int32),
        )
        .explode("year")
        .group_by("ccode", "year")
        .agg(pl.col("ccode_b").n_unique().cast(pl.Int32).alias("n_land_neighbours"))
    )
    counted = members.join(borders, on=["ccode", "year"], how="left")
    return state_years_in_gw(counted.with_columns(pl.col("n_land_neighbours").fill_null(0)), codes).select(
        *KEY, "n_land_neighbours"
    )


def _office_years(leaders: pl.DataFrame, code: str) -> pl.DataFrame:
    """Return the state and year of every year in which a state has a leader; `last` is the year a spell ends."""
    return (
        leaders.select(code, year=pl.int_ranges(pl.col("start_date").dt.year(), pl.col("last") + 1, dtype=pl.Int32))
        .explode("year")
        .unique()
    )
