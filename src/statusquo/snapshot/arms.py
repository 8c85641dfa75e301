"""Arms deliveries: yearly series for the bundled cases' actors, suppliers' shares for other parents.

The limits are those of `snapshot.scope`. Recipients follow their Gleditsch-Ward number, so that the Soviet
Union and Russia, or Yugoslavia and the Serbia that SIPRI counts as its heir until 2005, are one recipient
each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.errors import SourceError
from statusquo.core.states import StateCodes
from statusquo.snapshot.scope import ARMS_RECIPIENTS_GW, N_NAMED_SUPPLIERS, SHARE_PERIOD_YEARS
from statusquo.sources import sipri_tiv
from statusquo.sources.sipri_names import NOT_STATES, is_marked

OTHER = "other"


def arms_deliveries(
    deliveries: pl.DataFrame, states: StateCodes, gwnos: Collection[int] = ARMS_RECIPIENTS_GW
) -> pl.DataFrame:
    """Return table ``arms_deliveries``: the case actors' deliveries by supplier and year, in million TIV.

    Args:
        deliveries: what `sources.sipri_tiv` read.
        states: the conversions between state codes.
        gwnos: the recipients; of others than the case actors only what is derived from the result may ship.
    """
    frame = (
        with_sipri_code(deliveries, states, "recipient")
        .filter(pl.col("recipient_gw").is_in(sorted(gwnos)))
        .pipe(with_sipri_code, states, "supplier")
        .select("recipient_gw", "supplier", "supplier_gw", "year", "tiv_m")
    )
    return checked(frame.sort("recipient_gw", "supplier", "year"), "arms_deliveries")


def arms_categories(register: pl.DataFrame, states: StateCodes) -> pl.DataFrame:
    """Return table ``arms_categories``: the case actors' deliveries by supplier, year and category."""
    estimated = pl.col("is_number_estimated").fill_null(False) | pl.col("is_year_estimated").fill_null(False)
    frame = (
        with_sipri_code(register, states, "recipient")
        .filter(pl.col("recipient_gw").is_in(ARMS_RECIPIENTS_GW))
        .pipe(with_sipri_code, states, "supplier")
        .group_by("recipient_gw", "supplier", "supplier_gw", "year", "category")
        .agg(
            pl.len().cast(pl.Int32).alias("n_transfers"),
            pl.col("n_weapons").sum(),
            pl.col("tiv_m").sum().round(2),
            estimated.any().alias("is_estimated"),
        )
    )
    return checked(frame.sort("recipient_gw", "supplier", "year", "category"), "arms_categories")


def arms_shares(deliveries: pl.DataFrame, states: StateCodes, parents: Collection[int]) -> pl.DataFrame:
    """Return table ``arms_shares``: suppliers' shares of each parent state's deliveries by period.

    The five suppliers are the largest over all years; the rest is one row. A period without deliveries, or
    with deliveries that round to nothing, has no rows: a share of nothing is undefined.
    """
    received = (
        with_sipri_code(deliveries, states, "recipient")
        .filter(pl.col("recipient_gw").is_in(sorted(parents)))
        .with_columns(first_year=period_start(pl.col("year"), sipri_tiv.ORIGIN.domain.first_year, SHARE_PERIOD_YEARS))
    )
    largest = (
        received.group_by("recipient_gw", "supplier")
        .agg(pl.col("tiv_m").sum())
        .sort("recipient_gw", "tiv_m", "supplier", descending=[False, True, False])
        .group_by("recipient_gw", maintain_order=True)
        .head(N_NAMED_SUPPLIERS)
        .select("recipient_gw", "supplier", named=pl.col("supplier"))
    )
    last_year = pl.min_horizontal(pl.col("first_year") + SHARE_PERIOD_YEARS - 1, sipri_tiv.ORIGIN.domain.last_year)
    frame = (
        received.join(largest, on=["recipient_gw", "supplier"], how="left")
        .with_columns(supplier=pl.col("named").fill_null(OTHER))
        .group_by("recipient_gw", "first_year", "supplier")
        .agg(pl.col("tiv_m").sum())
        .with_columns(total=pl.col("tiv_m").sum().over("recipient_gw", "first_year"))
        .filter(pl.col("total") > 0)
        .select(
            "recipient_gw",
            "first_year",
            last_year.cast(pl.Int32).alias("last_year"),
            "supplier",
            share_pct=(100 * pl.col("tiv_m") / pl.col("total")).round(1),
        )
    )
    return checked(frame.sort("recipient_gw", "first_year", "supplier"), "arms_shares")


def unknown_sipri_names(names: Iterable[str], states: StateCodes) -> tuple[str, ...]:
    """Return the names that SIPRI writes as those of states and that stand for no known one.

    Args:
        names: names in a file of SIPRI.
        states: the conversions between state codes.
    """
    return tuple(
        name
        for name in sorted(set(names))
        if not (is_marked(name) or name in NOT_STATES or states.is_sipri_state(name))
    )


def with_sipri_code(frame: pl.DataFrame, states: StateCodes, column: str) -> pl.DataFrame:
    """Return the frame with `<column>_gw` added: the state SIPRI means, missing where it is none.

    Raises:
        SourceError: when a name is new: a state that SIPRI spells otherwise than before would go missing unseen.
    """
    if unknown := unknown_sipri_names(frame[column], states):
        raise SourceError(
            f"SIPRI names that stand for no known state: {', '.join(unknown)}; add them to sources/sipri_names.py"
        )
    pairs = frame.select(column, "year").unique()
    numbers = [
        states.gw_of_sipri(name, year) if states.is_sipri_state(name) else None for name, year in pairs.iter_rows()
    ]
    pairs = pairs.with_columns(pl.Series(f"{column}_gw", numbers, dtype=pl.Int32))
    return frame.join(pairs, on=[column, "year"], how="left", maintain_order="left")


def period_start(year: pl.Expr, first: int | None, length: int) -> pl.Expr:
    """Return the first year of the period of `length` years, counted from `first`, in which a year lies."""
    return (first + (year - first) // length * length).cast(pl.Int32)
