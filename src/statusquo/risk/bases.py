"""The clock's flexible forms: its logarithm and a natural cubic spline of that.

The knots are fixed beforehand, in quiet years, and so are the same in every fold of a back-test.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from statusquo.risk.links import Floats

CLOCK_KNOTS_YEARS = (0.0, 3.0, 10.0, 30.0)
"""Knots of the clock's spline: the first quiet year, a short truce, the usual end of the risk, a generation."""


def log_clock(years: Floats) -> Floats:
    """Return the logarithm of one plus the years on a clock."""
    return np.log1p(years)


def natural_spline(values: Floats, knots: Sequence[float]) -> Floats:
    """Return the columns, beside the constant, of a natural cubic spline: linear beyond the outer knots.

    The truncated-power form of Hastie, Tibshirani and Friedman (2009, equations 5.4 and 5.5). The first column is the
    value itself, so that a model can keep the line and drop the bends.

    Args:
        values: where to evaluate.
        knots: at least three, rising.
    """
    inner, last = np.asarray(knots[:-1], dtype=float), float(knots[-1])
    if len(knots) < 3 or np.any(np.diff(np.asarray(knots, dtype=float)) <= 0):
        raise ValueError(f"a natural spline needs three or more rising knots, found {list(knots)}")
    above = np.maximum(values[:, None] - inner, 0) ** 3 - np.maximum(values - last, 0)[:, None] ** 3
    bends = above / (last - inner)
    return np.column_stack([values, bends[:, :-1] - bends[:, -1:]])
