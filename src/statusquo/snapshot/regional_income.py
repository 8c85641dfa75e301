"""Household income of the regions of Europe: what the comparison with South Tyrol needs of it.

Two tables: the yearly run for the regions of Italy and Austria, each set against the mean of its state's regions, and
for every region of the data set its income in the first and last full year and its growth between them.

Means over the regions of a state are unweighted, since the source carries no population: a small region counts as much
as a large one.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked

YEARLY_STATES = ("AT", "IT")
"""States whose regions ship by year, by the first two letters of their code: Austria and Italy."""

FIRST_FULL_YEAR, LAST_FULL_YEAR = 2009, 2019
"""The years between which growth is measured: for 2020 the source has only the few regions that had reported."""


def regional_income(income: pl.DataFrame) -> pl.DataFrame:
    """Return table ``regional_income``: regions of Italy and Austria by year.

    Args:
        income: what `sources.eurostat_income` read.
    """
    frame = (
        income.with_columns(state=pl.col("nuts2").str.slice(0, 2))
        .filter(pl.col("state").is_in(YEARLY_STATES))
        .with_columns(
            income_to_state_mean=(
                pl.col("income_per_head_pps") / pl.col("income_per_head_pps").mean().over("state", "year")
            ).round(6)
        )
    )
    columns = ("nuts2", "year", "state", "income_per_head_pps", "income_to_state_mean")
    return checked(frame.select(columns).sort("nuts2", "year"), "regional_income")


def regional_growth(income: pl.DataFrame) -> pl.DataFrame:
    """Return table ``regional_growth``: log income in the first full year and its yearly growth to the last.

    A region that lacks either year is left out.

    Args:
        income: what `sources.eurostat_income` read.
    """
    first, last = (
        income.filter(pl.col("year") == year).select("nuts2", pl.col("income_per_head_pps").log().alias(name))
        for year, name in ((FIRST_FULL_YEAR, "log_income_first"), (LAST_FULL_YEAR, "log_income_last"))
    )
    span = LAST_FULL_YEAR - FIRST_FULL_YEAR
    frame = first.join(last, on="nuts2").select(
        "nuts2",
        pl.col("nuts2").str.slice(0, 2).alias("state"),
        pl.col("log_income_first").round(9),
        ((pl.col("log_income_last") - pl.col("log_income_first")) / span).round(9).alias("log_growth_per_year"),
    )
    return checked(frame.sort("nuts2"), "regional_growth")
