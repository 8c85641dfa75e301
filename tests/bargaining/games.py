"""Bare games in which theorems hold: no veto power, no audience, no habits, one shock state, wars that decide."""

from __future__ import annotations

from typing import Any

from statusquo.bargaining import Grid, Parameters, ShockState

# Impatient sides: an offer that is a cell too generous must not be worth waiting for (docs, "What it cannot say").
IMPATIENT = 0.1

HORIZON_MONTHS = 36
"""Months after which the theorems' games end: without private costs only a finite horizon has an answer for sure."""

BARE: dict[str, Any] = {
    "yearly_discount": IMPATIENT,
    "control_power": 0.0,
    "defender_advantage": 0.0,
    "contest_slope": 1.0,
    "balance_drift": 0.0,
    "balance_noise": 0.0,
    "acceptance_cost_high": 0.0,
    "concession_cost_high": 0.0,
    "habituation": 0.0,
    "hardening": 0.0,
    "veto_strength": 0.0,
    "veto_block": 0.0,
    "decisive": 1.0,
    "peace_dividend": 0.0,
    "enforcement": 0.0,
    "talks_chance": 1.0,
    "revisionist_readiness": 1.0,
    "holder_readiness": 1.0,
    "shocks": (ShockState("calm"),),
    "shock_chances": ((1.0,),),
}


def bare(**changes: Any) -> Parameters:
    """Return the bare game, changed; `revisionist_cost` and `holder_cost` set a cost known for certain."""
    for side in ("revisionist", "holder"):
        if (cost := changes.pop(f"{side}_cost", None)) is not None:
            changes |= {f"{side}_cost_low": cost, f"{side}_cost_high": cost}
    return Parameters(**{**BARE, **changes})


def one_balance(n_control: int = 41, n_quiet: int = 2) -> Grid:
    """Return a grid with one cell of balance, at 0, where war is an even bet."""
    return Grid(n_control=n_control, n_balance=1, n_quiet=n_quiet, balance_low=0.0, balance_high=0.0)
