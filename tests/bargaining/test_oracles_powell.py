"""Powell (2006, International Organization 60: 169-203): with complete information, large fast shifts mean war.

His condition: fighting is certain when what the rising side can secure tomorrow exceeds what it can secure today by
more than the bargaining surplus, ``delta M'(rising) - M(rising) > B - (M(R) + M(H))``, where M is what a side gets by
fighting and B the pie (1 here, when all of it is the holder's to give). Shifts are one jump of the balance, certain to
come next month and to stay. The land is lent on no terms: no settlement binds (enforcement 0).
"""

from __future__ import annotations

import math

import pytest
from tests.bargaining.games import HORIZON_MONTHS, IMPATIENT, bare, one_balance

from statusquo.bargaining import ShockState, State, solve_horizon

COST_R, COST_H = 0.063, 0.091
SURPLUS = COST_R + COST_H


def shifting(before: float, after: float, **changes):
    """Return a game in which the revisionist's chance of winning jumps once, from the first month to the second."""
    jump = math.log(after / (1 - after)) - math.log(before / (1 - before))
    shocks = (ShockState("before"), ShockState("after", balance_shift=jump))
    return bare(
        defender_advantage=-math.log(before / (1 - before)),
        revisionist_cost=COST_R,
        holder_cost=COST_H,
        shocks=shocks,
        shock_chances=((0.0, 1.0), (0.0, 1.0)),
        **changes,
    )


def war_now(before: float, after: float, control: float = 1.0):
    solution = solve_horizon(shifting(before, after), one_balance(n_control=201), HORIZON_MONTHS)
    return solution.at(State(control, 0.0, 0, "before"))


@pytest.mark.parametrize("excess", [0.02, 0.2])
def test_a_declining_holder_strikes_when_the_shift_exceeds_the_surplus(excess):
    """The revisionist rises: delta (p' - c_R) - (p - c_R) > c_R + c_H, and the holder is the one who starts it."""
    delta, before = IMPATIENT ** (1 / 12), 0.3
    after = (SURPLUS + excess + before - COST_R) / delta + COST_R
    outlook = war_now(before, after)
    assert outlook.chance_war == pytest.approx(1.0)
    assert outlook.chance_war_by_holder == pytest.approx(1.0)


@pytest.mark.parametrize("shortfall", [0.02, 0.1])
def test_a_declining_holder_bargains_when_the_shift_falls_short(shortfall):
    """The same shift, less than the surplus: no war, now or later."""
    delta, before = IMPATIENT ** (1 / 12), 0.3
    after = (SURPLUS - shortfall + before - COST_R) / delta + COST_R
    assert war_now(before, after).chance_war == 0.0


def test_a_declining_revisionist_strikes_when_the_shift_exceeds_the_surplus():
    """The holder rises: no transfer today survives tomorrow's holder, so p - p' > c_R + c_H means war today.

    Given at most 1 - (1 - p' - c_H), which the risen holder leaves alone, or everything for the month before it is
    retaken, (1 - delta) + delta (p' - c_R), the revisionist prefers p - c_R.
    """
    before = 0.7
    outlook = war_now(before, before - SURPLUS - 0.02)
    assert outlook.chance_war_by_revisionist == pytest.approx(1.0)


def test_a_declining_revisionist_bargains_when_the_shift_falls_short():
    """The same shift, less than the surplus."""
    before = 0.7
    outlook = war_now(before, before - SURPLUS + 0.02)
    assert outlook.chance_war == 0.0


def test_the_side_that_rises_waits():
    """Neither direction of the shift makes the rising side strike first."""
    assert war_now(0.3, 0.8).chance_war_by_revisionist == 0.0
    assert war_now(0.7, 0.2).chance_war_by_holder == 0.0
