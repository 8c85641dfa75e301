"""Population and income of states whose estimates are for other borders than those of the year.

The latent estimates of `sources.gdp_population` follow most states of today back in time: those for the Soviet Union
are near Russia's, those for Pakistan leave out the east, and for South Yemen and South Vietnam they are the model's
prior alone. Every state-year was held against the count of COW (`sources.cow_nmc`), which is of the state in its
borders of the year; where the two part and the estimates are the ones for other borders, `other_borders.csv` beside
this module says so: the population is then COW's, and income per head is missing where it is another state's as well.

Where the estimates are the better ones, or nobody can tell, they stay: COW counts two million Bhutanese, half a million
Micronesians from 2002, and Eritreans by a break of 2013 in its own series.
"""

from __future__ import annotations

from importlib.resources import files

import polars as pl

KEY = ["gwno", "year"]
DOUBTFUL = (2 / 3, 3 / 2)
"""Quotients of the population kept over COW's beyond which a state-year stays doubtful."""

KNOWN_DOUBTFUL = 69
"""State-years that stay so: Liberia in the 1960s, Eritrea, Jordan, Bhutan and Micronesia."""


def with_their_own_borders(latent: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Return the estimates with COW's population, and no income, in the state-years that the table names.

    Args:
        latent: gwno, year, population_thousands, gdp_per_head_usd and gdp_per_head_sd_usd.
        counted: gwno, year and population_thousands of COW.
    """
    years = other_borders().explode("year")
    joined = latent.join(years, on=KEY, how="left", maintain_order="left").join(
        counted.select(*KEY, _counted="population_thousands"), on=KEY, how="left", maintain_order="left"
    )
    has_income = pl.col("gdp_per_head").ne_missing("missing")
    population = pl.when(pl.col("population") == "cow-nmc").then("_counted").otherwise("population_thousands")
    return joined.with_columns(
        population.alias("population_thousands"),
        *(pl.when(has_income).then(name).alias(name) for name in ("gdp_per_head_usd", "gdp_per_head_sd_usd")),
    ).select(latent.columns)


def other_borders() -> pl.DataFrame:
    """Return one row per run of years in which a state's estimates are for other borders, with the years as a list."""
    text = files("statusquo.snapshot").joinpath("other_borders.csv").read_bytes()
    return pl.read_csv(text, schema_overrides={"gwno": pl.Int32}).with_columns(
        year=pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32)
    )


def doubtful(kept: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Return the state-years whose population still lies far from COW's.

    Args:
        kept: gwno, year and population_thousands, as the snapshot has it.
        counted: the same of COW.
    """
    quotient = pl.col("population_thousands") / pl.col("_counted")
    joined = kept.join(counted.select(*KEY, _counted="population_thousands"), on=KEY)
    return joined.filter((quotient < DOUBTFUL[0]) | (quotient > DOUBTFUL[1])).select(*KEY)
