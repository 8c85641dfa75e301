"""Military spending: yearly for the bundled cases' actors, five-year means for every parent state.

The constant dollars are of the base year of SIPRI's release, which stands in the table and in every unit told of them
(`constant_dollars`); a release later they are of another year.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.states import StateCodes
from statusquo.snapshot.arms import period_start, with_sipri_code
from statusquo.snapshot.scope import BURDEN_PERIOD_YEARS, SPENDING_STATES_GW
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sipri_milex


def spending(cells: pl.DataFrame, states: StateCodes, gwnos: Collection[int] = SPENDING_STATES_GW) -> pl.DataFrame:
    """Return table ``spending``: the case actors' spending, from the first year with a figure to the last.

    A year inside that run without a figure stays, with missing values.

    Args:
        cells: what `sources.sipri_milex` read.
        states: the conversions between state codes.
        gwnos: the states; of others than the case actors only what is derived from the result may ship.
    """
    wide = (
        _state_years(cells, states)
        .filter(pl.col("gwno").is_in(sorted(gwnos)))
        .pivot("measure", index=["gwno", "year"], values="value", aggregate_function="max")
        .sort("gwno", "year")
    )
    known = pl.any_horizontal(pl.col(sipri_milex.MEASURES).is_not_null())
    years_known = pl.col("year").filter(known)
    inside = pl.col("year").is_between(years_known.min().over("gwno"), years_known.max().over("gwno"))
    frame = wide.filter(inside).with_columns(
        pl.col("spending_constant_usdm", "spending_usdm").round(3),
        pl.col("spending_gdp_pct").round(4),
        base_year=pl.lit(cells["base_year"].max(), pl.Int32),
    )
    return checked(frame, "spending")


def spending_burden(cells: pl.DataFrame, states: StateCodes, parents: Collection[int]) -> pl.DataFrame:
    """Return table ``spending_burden``: five-year means of the share of GDP for the parents of disputes."""
    share = pl.col("value")
    years = cells["year"].to_list()
    first_year, last_year = min(years), max(years)
    frame = (
        _state_years(cells, states)
        .filter((pl.col("measure") == "spending_gdp_pct") & share.is_not_null() & pl.col("gwno").is_in(sorted(parents)))
        .with_columns(first_year=period_start(pl.col("year"), first_year, BURDEN_PERIOD_YEARS))
        .group_by("gwno", "first_year")
        .agg(
            pl.len().cast(pl.Int32).alias("n_years"),
            share.mean().round(3).alias("spending_gdp_pct"),
            share.min().round(3).alias("lowest_gdp_pct"),
            share.max().round(3).alias("highest_gdp_pct"),
        )
        .with_columns(
            last_year=pl.min_horizontal(pl.col("first_year") + BURDEN_PERIOD_YEARS - 1, last_year).cast(pl.Int32)
        )
    )
    return checked(frame.sort("gwno", "first_year"), "spending_burden")


def base_year(snapshot: Snapshot) -> int:
    """Return the year whose prices and exchange rates the constant dollars of table ``spending`` are of."""
    return int(snapshot.table("spending")["base_year"].unique().item())


def constant_dollars(snapshot: Snapshot) -> str:
    """Return the unit of ``spending_constant_usdm``, such as "million US dollars at 2024 prices"."""
    return f"million US dollars at {base_year(snapshot)} prices"


def spending_domain(snapshot: Snapshot) -> Domain:
    """Return where the spending of this snapshot speaks: to the last year of the release that it was made from."""
    return replace(sipri_milex.ORIGIN.domain, last_year=max(snapshot.table("spending")["year"]))


def _state_years(cells: pl.DataFrame, states: StateCodes) -> pl.DataFrame:
    """Return the cells that belong to a state, with its number.

    A state may have two rows (the USSR and Russia are both 365); in any year at most one of them has a
    figure.

    Raises:
        SourceError: when two rows give a figure for the same state, year and measure.
    """
    named = with_sipri_code(cells.rename({"country": "recipient"}), states, "recipient")
    found = named.filter(pl.col("recipient_gw").is_not_null()).rename({"recipient_gw": "gwno"})
    twice = found.filter(pl.col("value").is_not_null()).filter(pl.struct("gwno", "year", "measure").is_duplicated())
    if twice.height:
        raise SourceError(
            f"{sipri_milex.ORIGIN.id}: two rows for one state, {twice.select('recipient', 'year').rows()[:4]}"
        )
    return found
