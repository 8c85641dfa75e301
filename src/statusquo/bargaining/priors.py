"""The range of every parameter of the game before any record is seen, and on what that range rests.

Only the range of a contest between stocks, of the defender's advantage and of the discount rest on published figures;
what a war or a concession costs in shares of the prize nobody has measured, and these ranges are this project's
assumptions, wide on purpose. Draws are scrambled Sobol points, so that a few hundred fill the ranges evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from statusquo.balances.ranges import InputRange
from statusquo.bargaining.model import CALM, Parameters, ShockState
from statusquo.bargaining.ranges import RANGE_OF
from statusquo.core.seeds import spawn_generator

Floats = NDArray[np.float64]

OUTSIDE_WEIGHT = "outside_weight"
REVISIONIST_SPREAD, HOLDER_SPREAD = "revisionist_cost_spread", "holder_cost_spread"
SHOCK_YEARS, SHOCK_COST, SHOCK_HABIT = "shock_years", "shock_cost", "shock_habit_kept"
SHOCK_ENDS = 1 / 24
"""Chance a month that a shock is over: two years on average."""

SHAKEN = "shaken"

_UNMEASURED = "Assumed: nobody has measured it in shares of the prize."

PRIORS: Mapping[str, InputRange] = {
    "yearly_discount": InputRange(
        0.80,
        0.97,
        "weight a year",
        "Assumed: a yearly rate of 3 to 25 %, from a saver's to a threatened ruler's.",
        True,
    ),
    "contest_slope": InputRange(
        0.5,
        2.0,
        "log odds per unit of log balance",
        "From half the ratio form (Tullock 1980; slope 1) to the square of the ratio (Hirshleifer 1989; slope 2).",
        False,
    ),
    "defender_advantage": InputRange(
        float(np.log(1.5)),
        float(np.log(5.0)),
        "log balance",
        "Three to one (Mearsheimer 1989) and its critics (Epstein 1989): 1.5 to 5, of local ratios and not of stocks.",
        False,
    ),
    "control_power": InputRange(0.0, 1.5, "log odds per share of the territory", "Assumed: land may add little.", True),
    "revisionist_cost_low": InputRange(0.02, 0.4, "share of the prize", _UNMEASURED, True),
    REVISIONIST_SPREAD: InputRange(0.1, 2.0, "share of the prize", _UNMEASURED, True, "log"),
    "holder_cost_low": InputRange(0.02, 0.4, "share of the prize", _UNMEASURED, True),
    HOLDER_SPREAD: InputRange(0.1, 2.0, "share of the prize", _UNMEASURED, True, "log"),
    "acceptance_cost_high": InputRange(0.0, 0.2, "share of the prize", _UNMEASURED, True),
    "concession_cost_high": InputRange(0.01, 0.2, "share of the prize", _UNMEASURED, True),
    "revisionist_readiness": InputRange(
        0.01,
        0.3,
        "probability a month",
        "Assumed: ready to start a war once in eight years, or in three months.",
        True,
        "log",
    ),
    "holder_readiness": InputRange(
        0.01,
        0.3,
        "probability a month",
        "Assumed: ready to start a war once in eight years, or in three months.",
        True,
        "log",
    ),
    "talks_chance": InputRange(
        0.02,
        0.5,
        "probability a month",
        "Assumed: a round of talks every four years, or every other month.",
        True,
        "log",
    ),
    "habituation": InputRange(0.0, 0.3, "share of the prize", _UNMEASURED, True),
    "habituation_months": InputRange(
        3.0,
        12.0,
        "months",
        "Assumed: within a season or a year, the longest quiet that the grid tells apart.",
        True,
        "log",
    ),
    "hardening": InputRange(0.0, 1.0, "ratio", "Assumed: audiences may or may not harden with time.", True),
    "veto_strength": InputRange(0.0, 0.9, "probability", "Assumed: from no veto to one that seldom fails.", True),
    "cross_pressure": InputRange(0.0, 1.0, "share", "Assumed: all of its range.", True),
    "veto_block": InputRange(0.0, 0.9, "probability", "Assumed: from no block to one that seldom fails.", True),
    "decisive": InputRange(0.1, 0.6, "probability", "Assumed: most wars over territory move a line.", True),
    "war_step": InputRange(0.1, 0.6, "share of the territory", "Assumed: from a few districts to over half.", True),
    "peace_dividend": InputRange(0.0, 0.15, "share of the prize", _UNMEASURED, True),
    "enforcement": InputRange(
        0.3, 1.0, "probability", "Assumed: from a weak guarantee of a settlement to a sure one.", True
    ),
    OUTSIDE_WEIGHT: InputRange(
        0.0,
        1.0,
        "log balance per unit of regional balance",
        "Assumed: outside help may count fully or not at all.",
        True,
    ),
    SHOCK_YEARS: InputRange(
        3.0, 20.0, "years between shocks", "Assumed: from a change of leader to one of regime.", True, "log"
    ),
    SHOCK_COST: InputRange(
        0.0, 1.0, "share of the least cost of war", "Assumed: a shock may halve or lift that cost or leave it.", True
    ),
    SHOCK_HABIT: InputRange(0.0, 1.0, "share", "Assumed: habituation may survive a shock.", True),
}


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
