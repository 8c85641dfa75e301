"""What the holder offers: none better for it than what it makes, and small steps where power shifts by small steps."""

from __future__ import annotations

import numpy as np
from tests.bargaining.games import bare, one_balance
from tests.bargaining.test_oracles_enumeration import DRAWS, GAME, GRID, QUIETS, TOP, offers_of

from statusquo.bargaining import Grid, State, solve_horizon


def test_no_offer_beats_the_one_made():
    """Bound to any single offer whatever its private cost, the holder is worth no more than by its strategy."""
    solution = solve_horizon(GAME, GRID, months=1)
    later = {
        (control, quiet): (control / TOP, 1 - control / TOP) for control in range(TOP + 1) for quiet in range(QUIETS)
    }
    for control, quiet in later:
        offers, outcomes, audience, silent = offers_of(control, quiet, later)
        bound = outcomes[:, 0] - audience.mean() * outcomes[:, 2]
        worth = (1 - GAME.talks_chance) * silent[0] + GAME.talks_chance * bound
        assert (solution.value_holder[control, 0, quiet, 0] >= worth - 1 / len(DRAWS)).all(), (control, quiet)
        # Choosing by its private cost is worth something: no single offer is best at all costs.
        made = solution.offer_weight[control, 0, quiet, 0]
        assert (made > 0).sum() > 1
        assert len(offers) == 2 * control + 2


def transfers(solution, balances):
    """Follow the offers of a game in which nothing is left to chance; return the share ceded in each month."""
    control, ceded = 1.0, []
    for month, balance in enumerate(balances):
        outlook = solution.at(State(control, balance, min(month, 1)))
        assert outlook.chance_war == 0.0
        assert outlook.chance_transfer in (0.0, 1.0)
        ceded.append(outlook.offer_share * outlook.chance_transfer)
        control -= ceded[-1]
    return np.array(ceded)


def test_small_steps_are_the_best_reply_to_power_that_shifts_by_small_steps():
    """Each month's transfer buys off one month's rise in the revisionist's chance of winning, and not more."""
    grid = Grid(n_control=41, n_balance=13, n_quiet=2, balance_low=-2.0, balance_high=1.0)
    game = bare(revisionist_cost=0.11, holder_cost=0.13, balance_drift=grid.balance_width)
    ceded = transfers(solve_horizon(game, grid, months=36), np.linspace(-2.0, 0.75, 12))
    steps = ceded[ceded > 0]
    assert len(steps) >= 4
    assert steps.max() <= 0.1 + 1e-9
    assert (ceded[np.flatnonzero(ceded)[0] :] > 0).all()


def test_without_a_shift_all_that_is_ceded_is_ceded_at_once():
    """The contrast: nothing is gained by waiting, and nothing more is owed later."""
    solution = solve_horizon(bare(revisionist_cost=0.11, holder_cost=0.13), one_balance(), months=36)
    ceded = transfers(solution, np.zeros(6))
    assert ceded[0] > 0.3
    assert (ceded[1:] == 0).all()
