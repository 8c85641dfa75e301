"""Draws of uncertain inputs: their central 95 %, and a yearly run of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

YearlyDraws: TypeAlias = Mapping[int, Floats]
"""By year, as many draws in each; the order of the draws is the same in every year."""


def central_95(drawn: Floats, axis: int | None = None) -> tuple[Any, Any]:
    """Return the bounds of the middle 95 % of draws: numbers, or arrays where an axis is given."""
    low, high = np.quantile(drawn, [0.025, 0.975], axis=axis)
    return low, high


def median_95(drawn: Floats, axis: int | None = None) -> tuple[Any, Any, Any]:
    """Return the lower bound, the median and the upper bound of draws: numbers, or arrays where an axis is given."""
    low, value, high = np.quantile(drawn, [0.025, 0.5, 0.975], axis=axis)
    return low, value, high


def widened_95(value: Any, drawn: Floats, axis: int | None = None) -> tuple[Any, Any]:
    """Return the middle 95 % of draws, widened where it does not hold the value itself."""
    low, high = central_95(drawn, axis)
    return np.minimum(low, value), np.maximum(high, value)
