"""The rules with private costs, played out: every cost on a fine grid of draws, every offer, every answer.

No closed form of the solver is used: expectations are averages over equally likely costs, decisions are comparisons.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.bargaining.games import bare

from statusquo.bargaining import Grid, solve_horizon

DRAWS = (np.arange(40_000) + 0.5) / 40_000
TOP, QUIETS = 3, 3
GRID = Grid(n_control=TOP + 1, n_balance=1, n_quiet=QUIETS, balance_low=0.0, balance_high=0.0)
GAME = bare(
    yearly_discount=0.05,
    contest_slope=0.0,
    control_power=0.9,
    revisionist_cost_low=0.02,
    revisionist_cost_high=0.35,
    holder_cost_low=0.03,
    holder_cost_high=0.31,
    revisionist_readiness=0.6,
    holder_readiness=0.7,
    talks_chance=0.65,
    acceptance_cost_high=0.09,
    concession_cost_high=0.15,
    habituation=0.06,
    habituation_months=1.3,
    hardening=0.8,
    veto_strength=0.5,
    cross_pressure=0.4,
    veto_block=0.3,
    decisive=0.4,
    war_step=0.34,
    peace_dividend=0.13,
    enforcement=0.6,
    pressure_on_holder=0.02,
    pressure_on_revisionist=0.015,
    pressed_share=0.5,
)


def chance_of_winning(control: int) -> float:
    return 1 / (1 + np.exp(-GAME.control_power * (1 - control / TOP)))


def offers_of(control: int, quiet: int, later: dict):
    """Return the holder's offers, what each comes to, its audience costs, and what a month without talks comes to.

    What an offer comes to: both sides' values before the holder's audience cost, and the chance that this is paid.
    """
    g, delta = GAME, GAME.monthly_discount
    habit = 1 - np.exp(-quiet / g.habituation_months)
    cost_r = g.revisionist_cost_low + (g.revisionist_cost_high - g.revisionist_cost_low) * DRAWS + g.habituation * habit
    cost_h = g.holder_cost_low + (g.holder_cost_high - g.holder_cost_low) * DRAWS + g.habituation * habit
    audience_r = g.acceptance_cost_high * (1 + g.hardening * habit) * DRAWS
    audience_h = g.concession_cost_high * (1 + g.hardening * habit) * DRAWS
    attacked_r, attacked_h = cost_r.mean() - g.habituation * habit, cost_h.mean() - g.habituation * habit

    def goes_on(line: int, next_quiet: int) -> np.ndarray:
        return (1 - delta) * np.array([line / TOP, 1 - line / TOP]) + delta * np.array(later[line, next_quiet])

    p = chance_of_winning(control)
    stop = g.veto_strength * (1 - g.cross_pressure)
    limited = p * goes_on(max(control - 1, 0), 0) + (1 - p) * goes_on(min(control + 1, TOP), 0)
    war = stop * goes_on(control, 0) + (1 - stop) * (g.decisive * np.array([1 - p, p]) + (1 - g.decisive) * limited)
    stay = goes_on(control, min(quiet + 1, QUIETS - 1))

    strikes = war[0] - cost_h > stay[0]
    waits_h = (
        g.holder_readiness * np.where(strikes, war[0] - cost_h, stay[0]).mean() + (1 - g.holder_readiness) * stay[0]
    )
    struck = g.holder_readiness * strikes.mean()
    waits = np.array([waits_h, struck * (war[1] - attacked_r) + (1 - struck) * stay[1]])

    def offered(kind: str, line: int, talks: bool) -> tuple[float, float, float]:
        pressed = (control - line) / TOP >= min(g.pressed_share, control / TOP)
        passes, agreed = 1.0, goes_on(line, min(quiet + 1, QUIETS - 1))
        if kind == "settlement":
            passes = 1 - g.veto_block
            holds = np.array([line / TOP, 1 - line / TOP]) + g.peace_dividend
            agreed = g.veto_block * waits + passes * (g.enforcement * holds + (1 - g.enforcement) * agreed)
        refused = waits[1] - (g.pressure_on_revisionist if pressed and kind != "none" else 0.0)
        accepts = (agreed[1] - audience_r >= refused) if kind != "none" else np.zeros(len(DRAWS), bool)
        peace_r = np.where(accepts, agreed[1] - audience_r, refused).mean()
        peace_h = np.where(accepts, agreed[0], waits[0]).mean()
        fights = war[1] - cost_r > peace_r
        fought = g.revisionist_readiness * fights.mean()
        value_r = g.revisionist_readiness * np.where(fights, war[1] - cost_r, peace_r).mean()
        value_r += (1 - g.revisionist_readiness) * peace_r
        value_h = fought * (war[0] - attacked_h) + (1 - fought) * peace_h
        value_h -= g.pressure_on_holder if talks and not pressed else 0.0
        return value_h, value_r, (1 - fought) * accepts.mean() * passes

    offers = [("none", control), *(("transfer", line) for line in range(control))]
    offers += [("settlement", line) for line in range(control + 1)]
    outcomes = np.array([offered(kind, line, talks=True) for kind, line in offers])
    return offers, outcomes, audience_h, offered("none", control, talks=False)


def month(control: int, quiet: int, later: dict) -> tuple[float, float]:
    """Play one month; return what it is worth to holder and revisionist."""
    _, outcomes, audience, silent = offers_of(control, quiet, later)
    utilities = outcomes[:, 0] - audience[:, None] * outcomes[:, 2]
    talked = utilities.max(axis=1).mean(), outcomes[utilities.argmax(axis=1), 1].mean()
    value_h, value_r = ((1 - GAME.talks_chance) * silent[i] + GAME.talks_chance * talked[i] for i in (0, 1))
    return float(value_h), float(value_r)


@pytest.mark.parametrize("months", [1, 3])
def test_values_against_the_rules_played_out(months):
    states = list(itertools.product(range(TOP + 1), range(QUIETS)))
    later = {(control, quiet): (control / TOP, 1 - control / TOP) for control, quiet in states}
    for _ in range(months):
        later = {state: month(*state, later) for state in states}
    solution = solve_horizon(GAME, GRID, months)
    for control, quiet in states:
        got = solution.value_holder[control, 0, quiet, 0], solution.value_revisionist[control, 0, quiet, 0]
        assert got == pytest.approx(later[control, quiet], abs=3e-5), (control, quiet)
    for chance in (solution.chance_war_by_revisionist, solution.chance_war_by_holder, solution.chance_settlement):
        assert chance.max() > 0.05
    assert solution.chance_transfer.max() > 0.02
