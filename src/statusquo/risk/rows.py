"""Rows for the models from the table of covariates: the numbers a fit may see, the event, and the kind of event."""

from __future__ import annotations

import numpy as np
import polars as pl

from statusquo.risk.bases import CLOCK_KNOTS_YEARS, log_clock, natural_spline
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import EXCLUSIVE_EVENTS, NO_EVENT, Event, RiskSet, rows_at_risk

_KEY = ["conflict_id_ucdp", "year"]
BENDS = ("clock_bend_1", "clock_bend_2")


def model_rows(frame: pl.DataFrame, names: tuple[str, ...], risk_set: RiskSet, event: Event) -> RiskRows:
    """Return the rows at risk of an event as numbers; rows of the coming year have no event yet.

    The clock's spline is added. Where a claim is closed the exclusive events are those of fighting alone.

    Args:
        frame: the risk-years with their covariates.
        names: of the covariates.
        risk_set: the set of disputes.
        event: the event.
    """
    rows = rows_at_risk(frame, risk_set, event).sort(_KEY)
    codes = {NO_EVENT: 0, **{name: place for place, name in enumerate(EXCLUSIVE_EVENTS, start=1)}}
    kind = (
        pl.when(pl.col("exclusive_event").is_not_null())
        .then(pl.col("exclusive_event").replace_strict(codes, default=None, return_dtype=pl.Int64))
        .when(pl.col("is_war_onset").fill_null(False))
        .then(pl.lit(codes["war"], dtype=pl.Int64))
        .when(pl.col("is_recurrence").fill_null(False))
        .then(pl.lit(codes["recurrence below 1,000"], dtype=pl.Int64))
        .otherwise(pl.lit(0, dtype=pl.Int64))
    )
    values = rows.select(pl.col(name).cast(pl.Float64).fill_null(np.nan) for name in names).to_numpy()
    clock = values[:, names.index("quiet_years_log")]
    knots = log_clock(np.asarray(CLOCK_KNOTS_YEARS)).tolist()
    bends = natural_spline(clock, knots)[:, 1:]
    return RiskRows(
        (*names, *BENDS),
        np.column_stack([values, bends]),
        rows["is_event"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        rows.select(kind.alias("kind"))["kind"].to_numpy(),
        rows["conflict_id_ucdp"].to_numpy().astype(np.int64),
        rows["year"].to_numpy().astype(np.int64),
    )
