"""Theorems of Fearon (1995, International Organization 49: 379-414) that the solved game must reproduce."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.bargaining.games import HORIZON_MONTHS, bare, one_balance

from statusquo.bargaining import Grid, State, solve_horizon

COSTS = [(0.11, 0.07), (0.23, 0.31), (0.013, 0.19)]


@pytest.mark.parametrize(("cost_r", "cost_h"), COSTS)
def test_with_complete_information_and_no_shift_there_is_no_war(cost_r, cost_h):
    """Fearon 1995, on bargains both sides prefer to war: as war costs, some exist, and one is agreed."""
    grid = Grid(n_control=41, n_balance=7, n_quiet=2, balance_low=-2.0, balance_high=2.0)
    solution = solve_horizon(bare(revisionist_cost=cost_r, holder_cost=cost_h), grid, HORIZON_MONTHS)
    war = solution.chance_war_by_revisionist + solution.chance_war_by_holder
    p = solution.chance_of_winning[:, :, None, :]
    share = np.linspace(0.0, 1.0, 41)[:, None, None, None]
    # Where the holder has less than the least it would fight for, no offer of its own can help: it attacks.
    assert (war[np.broadcast_to(share > 1.0 - p - cost_h + 1e-9, war.shape)] == 0.0).all()
    assert (war[np.broadcast_to(share < 1.0 - p - cost_h - 1e-9, war.shape)] == 1.0).all()


@pytest.mark.parametrize(("cost_r", "cost_h"), COSTS)
def test_the_line_agreed_lies_in_the_bargaining_range(cost_r, cost_h):
    """Fearon 1995, the same section: the revisionist's share is from p - c_R to p + c_H, at the proposer's end."""
    solution = solve_horizon(
        bare(revisionist_cost=cost_r, holder_cost=cost_h), one_balance(n_control=201), HORIZON_MONTHS
    )
    p = 0.5
    outlook = solution.at(State(1.0, 0.0, 0))
    assert p - cost_r <= outlook.offer_share <= p + cost_h
    # The holder proposes, so it leaves the revisionist its certainty equivalent, to a cell of the grid.
    assert outlook.offer_share == pytest.approx(p - cost_r, abs=1 / 200)
    assert outlook.value_revisionist == pytest.approx(p - cost_r, abs=1 / 200)
    assert outlook.value_holder == pytest.approx(1 - (p - cost_r), abs=1 / 200)


@pytest.mark.parametrize(("widest", "cost_h"), [(0.6, 0.2), (0.5, 0.1), (0.4, 0.35)])
def test_the_risk_return_trade_off_has_its_closed_form(widest, cost_h):
    """Fearon 1995, on private information: the size of an offer is traded against the risk of war.

    With costs uniform from 0 to K, an offer y is refused by war with probability (p - y) / K; maximising
    (1 - y)(1 - F) + (1 - p - c_H) F gives y* = p - (K - c_H) / 2 and a war with probability (K - c_H) / (2 K).
    """
    game = bare(revisionist_cost_low=0.0, revisionist_cost_high=widest, holder_cost=cost_h)
    solution = solve_horizon(game, one_balance(n_control=201), months=1)
    outlook = solution.at(State(1.0, 0.0, 0))
    assert outlook.offer_share == pytest.approx(0.5 - (widest - cost_h) / 2, abs=1 / 200)
    assert outlook.chance_war_by_revisionist == pytest.approx((widest - cost_h) / (2 * widest), abs=1 / 200 / widest)


def test_a_holder_that_war_costs_more_than_the_widest_private_cost_runs_no_risk():
    """The corner of the same trade-off: for c_H of at least K the holder buys off every type."""
    game = bare(revisionist_cost_low=0.0, revisionist_cost_high=0.3, holder_cost=0.35)
    outlook = solve_horizon(game, one_balance(n_control=201), months=1).at(State(1.0, 0.0, 0))
    assert outlook.chance_war_by_revisionist == 0.0
    assert outlook.offer_share == pytest.approx(0.5, abs=1 / 200)


def test_the_chance_of_winning_rises_with_the_balance_and_with_land_ceded():
    """The contest as stated: even odds at the defender's advantage, and ceding land cedes power."""
    grid = Grid(n_control=5, n_balance=3, n_quiet=2, balance_low=-1.0, balance_high=1.0)
    game = bare(control_power=0.8, defender_advantage=1.0, contest_slope=2.0)
    winning = solve_horizon(game, grid, months=1).chance_of_winning[:, :, 0]
    assert winning[4, 2] == pytest.approx(0.5)
    assert winning[0, 2] == pytest.approx(1 / (1 + math.exp(-0.8)))
    assert winning[4, 0] == pytest.approx(1 / (1 + math.exp(4.0)))
