"""What a solution promises: an equilibrium with a certificate, the same from other terminal values, or no answer."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from tests.bargaining.games import bare, one_balance

from statusquo.bargaining import Grid, Parameters, ShockState, State, solve, solve_horizon
from statusquo.core.errors import ConvergenceError, ParameterError

SMALL = Grid(n_control=7, n_balance=7, n_quiet=6)


@pytest.fixture(scope="module")
def reference():
    return solve(Parameters(), SMALL, n_terminals=3)


def test_the_answer_carries_a_certificate_within_tolerance(reference):
    assert 0.0 <= reference.certificate.gain <= 1e-6
    assert reference.certificate.disagreement <= 1e-5
    assert reference.certificate.n_terminals == 3


def test_a_month_more_of_backward_induction_changes_nothing(reference):
    """A stationary equilibrium is what a very long horizon comes to: the line frozen 150 years from now is far away."""
    long = solve_horizon(Parameters(), SMALL, months=1_800)
    assert np.abs(long.value_holder - reference.value_holder).max() < 1e-4
    assert np.abs(long.value_revisionist - reference.value_revisionist).max() < 1e-4


def test_chances_are_chances_and_offers_cede_no_more_than_there_is(reference):
    chances = [
        reference.chance_war_by_revisionist,
        reference.chance_war_by_holder,
        reference.chance_transfer,
        reference.chance_settlement,
    ]
    assert all((chance >= 0).all() for chance in chances)
    assert (sum(chances) <= 1 + 1e-12).all()
    np.testing.assert_allclose(reference.offer_weight.sum(axis=-1), 1.0, atol=1e-9)
    share = np.linspace(0, 1, SMALL.n_control)[:, None, None, None]
    assert (reference.expected_offer() <= share + 1e-12).all()
    np.testing.assert_allclose(reference.chance_agreed.sum(axis=-2)[..., 1], reference.chance_settlement, atol=1e-12)


def test_without_talks_nothing_is_agreed():
    silent = solve_horizon(Parameters(talks_chance=0.0), SMALL, months=60)
    assert silent.chance_transfer.max() == silent.chance_settlement.max() == 0.0


def test_a_game_that_cycles_is_refused():
    """Costs known for certain and patient sides: a grid's offers are a cell too generous, and timing cycles."""
    with pytest.raises(ConvergenceError, match="no answer is given"):
        solve(bare(revisionist_cost=0.11, holder_cost=0.07, yearly_discount=0.9), one_balance(), max_sweeps=60)


def test_several_equilibria_are_refused_rather_than_one_of_them_shown():
    """Both sides always ready and costs often low: who expects war strikes first, who expects peace does not."""
    edgy = Parameters(
        revisionist_cost_low=0.05,
        revisionist_cost_high=0.45,
        revisionist_readiness=1.0,
        holder_cost_low=0.05,
        holder_cost_high=0.45,
        holder_readiness=1.0,
        acceptance_cost_high=0.05,
        concession_cost_high=0.05,
    )
    with pytest.raises(ConvergenceError, match="depends on where the iteration starts"):
        solve(edgy, SMALL)


def test_without_readiness_there_is_no_war():
    peace = solve(Parameters(revisionist_readiness=0.0, holder_readiness=0.0), SMALL)
    assert (peace.chance_war_by_revisionist + peace.chance_war_by_holder).max() == 0.0


def test_a_certain_stop_without_cost_of_defence_makes_war_pointless():
    """A veto power that stops every war takes away all gain from one, so that no one pays for it."""
    stopped = solve(
        Parameters(veto_strength=1.0, cross_pressure=0.0, shocks=(ShockState("calm"),), shock_chances=((1.0,),)), SMALL
    )
    war = stopped.chance_war_by_revisionist + stopped.chance_war_by_holder
    assert war[:, :, -1].max() == 0.0


def test_free_war_over_all_is_fought_by_whoever_has_less_than_its_chance():
    """With war free and no talks, each side fights as soon as its chance of winning exceeds its share."""
    game = bare(revisionist_cost=0.0, holder_cost=0.0, talks_chance=0.0)
    grid = Grid(n_control=11, n_balance=5, n_quiet=2, balance_low=-1.1, balance_high=1.3)
    solution = solve_horizon(game, grid, months=24)
    p = solution.chance_of_winning[:, :, None, :]
    owned = 1.0 - np.linspace(0, 1, 11)[:, None, None, None]
    war_r, war_h = solution.chance_war_by_revisionist, solution.chance_war_by_holder
    assert (war_r + war_h > 0.999).all()
    np.testing.assert_allclose(solution.value_revisionist, np.broadcast_to(p, war_r.shape), atol=1e-9)
    assert (war_h[np.broadcast_to(owned < p, war_h.shape)] == 0.0).all()


def test_costless_waiting_leaves_a_satisfied_dispute_alone():
    """Where neither side's chance of winning less its least cost exceeds its share, nothing happens."""
    game = bare(revisionist_cost_low=0.2, revisionist_cost_high=0.4, holder_cost_low=0.2, holder_cost_high=0.4)
    outlook = solve_horizon(game, one_balance(), months=60).at(State(0.5, 0.0, 1))
    assert outlook.chance_war == 0.0
    assert outlook.offer_share == 0.0
    assert outlook.value_holder == pytest.approx(0.5)


def test_a_balance_too_fast_for_the_grid_is_refused():
    with pytest.raises(ParameterError, match="balance_drift"):
        solve(Parameters(balance_drift=0.9), Grid(n_control=3, n_balance=100, n_quiet=2))


def test_the_room_is_imported_without_numba():
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "import statusquo.bargaining as b\n"
        "from statusquo.core.errors import MissingExtraError\n"
        "try:\n    b.solve(b.Parameters(), b.Grid(3, 3, 2))\n"
        "except MissingExtraError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "statusquo[game]" in done.stdout
