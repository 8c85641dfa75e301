"""Every uncertain input of the balances: the range it is drawn from, and on what that range rests.

An input without a source says so: it is this project's assumption, open to change in this one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

N_DRAWS = 1_000
"""Draws of the inputs; enough for the 2.5 % and 97.5 % points of a series to be steady in the second digit."""


@dataclass(frozen=True, slots=True)
class InputRange:
    """The range of one uncertain input.

    Attributes:
        low: smallest value.
        high: largest value.
        unit: unit of both.
        basis: the reference it rests on, or why it is assumed.
        is_assumed: whether it is this project's own assumption rather than a published figure.
        spacing: whether values are equally likely by difference (``even``) or by ratio (``log``).
    """

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


SPENDING_DEPRECIATION = InputRange(
    0.08,
    0.25,
    "share of the stock a year",
    "Assumed: from about the rate of long-lived equipment (Fraumeni 1997) to one at which half of what was spent, "
    "much of it pay and training, is gone in two and a half years.",
    is_assumed=True,
)
ARMS_DEPRECIATION = InputRange(
    0.055,
    0.11,
    "share of the stock a year",
    "Fraumeni 1997, table 3: 1.65 over the service life, as for ships (27 years) and aircraft (15 to 20); here for "
    "service lives of 30 to 15 years.",
    is_assumed=False,
)
INHERITED_SPENDING = InputRange(
    0.0,
    2.0,
    "multiples of a steady spender's stock",
    "Assumed: what a state had before its first figure, from nothing to twice the stock that its mean spending in the "
    "first five years with a figure would keep up for ever (Harberger 1978, without growth); each state its own.",
    is_assumed=True,
)
INHERITED_ARMS = InputRange(
    100.0,
    1_000.0,
    "million TIV",
    "Assumed: what a state had when its record begins, each state its own, with the same range for all: for Armenia and"
    " Azerbaijan the treaty on conventional forces in Europe had the same ceiling of 220 tanks (Yerkanyan 2007).",
    is_assumed=True,
    spacing="log",
)
SPENDING_WEIGHT = InputRange(
    0.25,
    0.75,
    "weight of spending, the rest being that of arms",
    "Assumed: no source weighs the two; neither counts for less than a quarter, and each alone is shown beside it.",
    is_assumed=True,
)
COMMITMENT = InputRange(
    0.0,
    1.0,
    "share of the patron's stocks",
    "Assumed: from nothing to all of what a patron has, where no source counts what it keeps there (`garrisons`).",
    is_assumed=True,
)
DEATHS_HALF_LIFE = InputRange(
    2.0,
    16.0,
    "years",
    "Assumed: the form, a memory of conflict that halves at a steady pace, is that of Raknerud and Hegre 1997; the "
    "range spans a short memory and a generation's.",
    is_assumed=True,
    spacing="log",
)

PACT = InputRange(
    0.22,
    0.745,
    "share of an ally's projected capability",
    "How often promises in war were kept: 22 % of those due from 1945 to 2003 (Berkemeier and Fuhrmann 2018), "
    "74.5 % from 1816 to 1944 (Leeds, Long and Mitchell 2000); each ally and side its own. That a rate of kept promises"
    " stands for a share of capability is our assumption.",
    is_assumed=False,
)
CONSULTATION = InputRange(
    0.0,
    0.22,
    "share of the state's projected capability",
    "Assumed: a promise to consult, without one of help, counts for less than the least reliable promise of help.",
    is_assumed=True,
)
NAMED_ALLIANCE = InputRange(
    0.1,
    0.5,
    "share of the state's projected capability",
    "Assumed: what being the ally or patron of one side in this dispute, by the case file's own sources, adds to a "
    "treaty that may bind the state to both sides.",
    is_assumed=True,
)
ORGANISATION = InputRange(
    0.1,
    0.5,
    "share of the state's projected capability",
    "Assumed: what full membership of both in a standing organisation of collective defence (NATO, Warsaw Pact, CSTO) "
    "adds to the promise itself.",
    is_assumed=True,
)
TROOPS = InputRange(
    0.0,
    1.0,
    "share of the state's projected capability",
    "Assumed: from nothing to all of what a state whose troops fight beside a side can project; no source says.",
    is_assumed=True,
)
ARMS_SUPPLY = InputRange(
    0.0,
    0.25,
    "share of a sole supplier's projected capability",
    "Assumed: arms are an interest in the recipient and no promise to fight for it; times the supplier's share of the "
    "recipient's deliveries.",
    is_assumed=True,
)
MILES_A_DAY = InputRange(
    375.0,
    500.0,
    "miles a day",
    "Bueno de Mesquita 1981: how far forces move in a day, 250 miles to 1918, 375 from 1919 to 1945, 500 since.",
    is_assumed=False,
)

LONGEST_GAP_YEARS = 3
"""A longer run of years without a figure ends a stock: it begins anew after the gap."""

FIRST_YEARS = 5
"""Years with a figure whose mean sets the scale of what was inherited."""

ARMS_WINDOW_YEARS = 10
"""Years of deliveries, up to the year itself, over which suppliers' shares are taken.

A shorter window can hold one small delivery alone (of 2 million TIV, in Armenia's five years to 2003) and make its
supplier look like the only one."""
