"""The range of every parameter of the game before any record is seen, and on what that range rests.

Only the range of a contest between stocks, of the defender's advantage and of the discount rest on published figures;
what a war or a concession costs in shares of the prize nobody has measured, and these ranges are this project's
assumptions, wide on purpose. Draws are scrambled Sobol points, so that a few hundred fill the ranges evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from statusquo.balances.ranges import InputRange, input_ranges
from statusquo.bargaining.model import CALM, Parameters, ShockState
from statusquo.bargaining.ranges import RANGE_OF
from statusquo.core.draws import Floats
from statusquo.core.seeds import spawn_generator

OUTSIDE_WEIGHT = "outside_weight"
REVISIONIST_SPREAD, HOLDER_SPREAD = "revisionist_cost_spread", "holder_cost_spread"
SHOCK_YEARS, SHOCK_COST, SHOCK_HABIT = "shock_years", "shock_cost", "shock_habit_kept"
SHOCK_ENDS = 1 / 24
"""Chance a month that a shock is over: two years on average."""

SHAKEN = "shaken"

PRIORS: Mapping[str, InputRange] = input_ranges("statusquo.bargaining", "priors.csv")
"""By parameter, the range of `priors.csv`; the defender's advantage is the logarithm of 1.5 to 5."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the parameters.

    Attributes:
        values: by name as in `PRIORS`, one value for each draw.
    """

    values: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))

    def at(self, index: int) -> dict[str, float]:
        """Return one draw as values by name."""
        return {name: float(column[index]) for name, column in self.values.items()}


def prior_draws(n: int, *, root: str) -> Draws:
    """Return draws from the prior ranges.

    Args:
        n: a power of two.
        root: name of the run, from which its scrambling comes.
    """
    from scipy.stats import qmc

    points = qmc.Sobol(len(PRIORS), rng=spawn_generator("bargaining", "prior", root)).random(n)
    return Draws({name: _within(PRIORS[name], column) for name, column in zip(PRIORS, points.T, strict=True)})


def parameters_of(values: Mapping[str, float], *, drift: float, noise: float) -> Parameters:
    """Return the game's parameters for a draw.

    Args:
        values: by name as in `PRIORS`; other names are passed over.
        drift: expected change of the balance (log balance a month).
        noise: its standard deviation (log balance per root month).
    """
    given = {name: value for name, value in values.items() if name in RANGE_OF and name in PRIORS}
    low_r, low_h = values["revisionist_cost_low"], values["holder_cost_low"]
    shaken = ShockState(
        SHAKEN,
        habit_kept=values[SHOCK_HABIT],
        revisionist_cost_shift=-values[SHOCK_COST] * low_r,
        holder_cost_shift=-values[SHOCK_COST] * low_h,
    )
    arrives = 1 / (12 * values[SHOCK_YEARS]) if values[SHOCK_YEARS] > 0 else 0.0
    return Parameters(
        **given,
        balance_drift=drift,
        balance_noise=noise,
        revisionist_cost_high=low_r + values[REVISIONIST_SPREAD],
        holder_cost_high=low_h + values[HOLDER_SPREAD],
        shocks=(CALM, shaken),
        shock_chances=((1 - arrives, arrives), (SHOCK_ENDS, 1 - SHOCK_ENDS)),
    )


def _within(range_: InputRange, unit: Floats) -> Floats:
    """Return points of the unit interval as values of a range."""
    if range_.spacing == "log":
        result: Floats = np.exp(np.log(range_.low) + unit * (np.log(range_.high) - np.log(range_.low)))
        return result
    return range_.low + unit * (range_.high - range_.low)
