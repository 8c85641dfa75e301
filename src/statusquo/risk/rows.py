"""Rows for the models from the table of covariates: the numbers a fit may see, and the event."""

from __future__ import annotations

import numpy as np
import polars as pl

from statusquo.risk.bases import CLOCK_KNOTS_YEARS, log_clock, natural_spline
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import Outcome, RiskSet, rows_at_risk

_KEY = ["conflict_id_ucdp", "year"]
BENDS = ("clock_bend_1", "clock_bend_2")


def model_rows(frame: pl.DataFrame, names: tuple[str, ...], risk_set: RiskSet, event: Outcome) -> RiskRows:
    """Return the rows at risk of an event as numbers; rows of the coming year have no event yet.

    The clock's spline is added. A dispute without a parent state stands for itself where parents are left out.

    Args:
        frame: the risk-years with their covariates.
        names: of the covariates.
        risk_set: the set of disputes.
        event: the event.
    """
    rows = rows_at_risk(frame, risk_set, event).sort(_KEY)
    values = rows.select(pl.col(name).cast(pl.Float64).fill_null(np.nan) for name in names).to_numpy()
    clock = values[:, names.index("quiet_years_log")]
    knots = log_clock(np.asarray(CLOCK_KNOTS_YEARS)).tolist()
    bends = natural_spline(clock, knots)[:, 1:]
    return RiskRows(
        (*names, *BENDS),
        np.column_stack([values, bends]),
        rows["is_event"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        rows["conflict_id_ucdp"].to_numpy().astype(np.int64),
        rows.select(pl.coalesce("parent_gw", -pl.col("conflict_id_ucdp")).cast(pl.Int64)).to_series().to_numpy(),
        rows["year"].to_numpy().astype(np.int64),
    )
