"""Runs of years: from values by year to the unbroken spans of years over which they stay the same."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def spread_years(periods: pl.DataFrame) -> pl.DataFrame:
    """Return one row per year of each period, with `year` in place of `first_year` and `last_year`.

    Args:
        periods: rows with `first_year` and `last_year`, both inclusive.
    """
    years = pl.int_ranges("first_year", pl.col("last_year") + 1, dtype=pl.Int32)
    return periods.with_columns(year=years).drop("first_year", "last_year").explode("year")


def runs_of_years(rows: pl.DataFrame, *, unit: Sequence[str]) -> pl.DataFrame:
    """Return the spans of consecutive years over which every other column keeps its value.

    Args:
        rows: one row per unit and year, with a column `year`.
        unit: the columns that name a unit.

    Returns:
        The columns of `rows` with `first_year` and `last_year` in place of `year`, sorted by unit and first year.
    """
    unit = list(unit)
    ordered = rows.sort([*unit, "year"])
    kept = [name for name in ordered.columns if name not in (*unit, "year")]
    breaks = (pl.col("year").diff() != 1).over(unit).fill_null(True)
    for name in kept:
        breaks |= pl.col(name).ne_missing(pl.col(name).shift(1).over(unit))
    return (
        ordered.with_columns(_run=breaks.cum_sum())
        .group_by([*unit, "_run"], maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in kept),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
        .drop("_run")
    )
