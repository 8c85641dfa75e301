"""Every uncertain input of the balances: the range it is drawn from, and on what that range rests (`ranges.csv`).

An input without a source says so: it is this project's assumption, open to change in this one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from statusquo.core.shipped_tables import shipped_records

N_DRAWS = 1_000
"""Draws of the inputs; enough for the 2.5 % and 97.5 % points of a series to be steady in the second digit."""


@dataclass(frozen=True, slots=True)
class InputRange:
    """The range of one uncertain input.

    Attributes:
        name: what it is called.
        low: smallest value.
        high: largest value.
        unit: unit of both.
        basis: the reference it rests on, or why it is assumed.
        is_assumed: whether it is this project's own assumption rather than a published figure.
        spacing: whether values are equally likely by difference (``even``) or by ratio (``log``).
    """

    name: str
    low: float
    high: float
    unit: str
    basis: str
    is_assumed: bool
    spacing: Literal["even", "log"] = "even"

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        """Return `n` values drawn from the range."""
        if self.spacing == "log":
            return np.exp(rng.uniform(np.log(self.low), np.log(self.high), n))
        return rng.uniform(self.low, self.high, n)

    @property
    def middle(self) -> float:
        """The middle of the range, by difference or by ratio as values are spaced."""
        if self.spacing == "log":
            return float(np.sqrt(self.low * self.high))
        return (self.low + self.high) / 2


def input_ranges(room: str, name: str) -> dict[str, InputRange]:
    """Return the ranges of a table that ships with the package, by name."""
    return {each.name: each for each in shipped_records(InputRange, room, name)}


RANGES: dict[str, InputRange] = input_ranges("statusquo.balances", "ranges.csv")
"""Every range, by name; that of a weight by the kind of tie that it weighs."""

SPENDING_DEPRECIATION = RANGES["spending_depreciation"]
ARMS_DEPRECIATION = RANGES["arms_depreciation"]
INHERITED_SPENDING = RANGES["inherited_spending"]
INHERITED_ARMS = RANGES["inherited_arms"]
SPENDING_WEIGHT = RANGES["spending_weight"]
COMMITMENT = RANGES["commitment"]
DEATHS_HALF_LIFE = RANGES["deaths_half_life"]
MILES_A_DAY = RANGES["miles_a_day"]

LONGEST_GAP_YEARS = 3
"""A longer run of years without a figure ends a stock: it begins anew after the gap."""

FIRST_YEARS = 5
"""Years with a figure whose mean sets the scale of what was inherited."""

ARMS_WINDOW_YEARS = 10
"""Years of deliveries, up to the year itself, over which suppliers' shares are taken.

A shorter window can hold one small delivery alone (of 2 million TIV, in Armenia's five years to 2003) and make its
supplier look like the only one."""
