"""The axioms of bargaining solutions on finite sets of options, and what veto players do to the winset."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from statusquo.settlement.solutions import SOLUTIONS, egalitarian, kalai_smorodinsky, nash, pareto_set, winset

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Solution = Callable[[Floats], Flags]

ALL = pytest.mark.parametrize("solution", list(SOLUTIONS.values()), ids=list(SOLUTIONS))
GRID = st.integers(-8, 8).map(lambda number: number / 8)
"""Gains on a grid, so that ties are common."""


def gains(most_actors: int = 4, most_options: int = 7) -> st.SearchStrategy[Floats]:
    shapes = st.tuples(st.integers(1, most_actors), st.integers(1, most_options))
    return shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=GRID))


quick = settings(max_examples=150, deadline=None)


@ALL
@quick
@given(table=gains())
def test_every_solution_is_feasible_and_pareto_optimal(solution: Solution, table: Floats) -> None:
    chosen, feasible = solution(table), winset(table)
    assert chosen.any() == feasible.any()
    assert not (chosen & ~feasible).any()
    able = (table[:, feasible] > 0).any(axis=1) if feasible.any() else np.zeros(len(table), dtype=bool)
    if able.any():
        assert not (chosen[feasible] & ~pareto_set(table[:, feasible])).any()


@pytest.mark.parametrize("solution", [nash, kalai_smorodinsky], ids=["nash", "kalai-smorodinsky"])
@quick
@given(table=gains(), seed=st.integers(0, 1000))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_the_scale_of_utility(
    solution: Solution, table: Floats, seed: int
) -> None:
    # Powers of two scale floating-point numbers without rounding.
    scale = 2.0 ** np.random.default_rng(seed).integers(-3, 4, (len(table), 1))
    assert (solution(table * scale) == solution(table)).all()


def test_the_egalitarian_solution_does_depend_on_the_scale_of_utility() -> None:
    table = np.array([[1.0, 3.0], [3.0, 1.5]])
    assert egalitarian(table).tolist() == [False, True]
    assert egalitarian(table * [[1], [0.25]]).tolist() == [True, False]


@ALL
@quick
@given(table=gains(), seed=st.integers(0, 1000))
def test_the_names_of_the_actors_do_not_matter(solution: Solution, table: Floats, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(table))
    assert (solution(table[order]) == solution(table)).all()


@ALL
@given(a=st.integers(1, 8), b=st.integers(1, 8))
def test_in_a_symmetric_set_the_solution_is_symmetric(solution: Solution, a: int, b: int) -> None:
    table = np.array([[a, b, min(a, b)], [b, a, min(a, b)]], dtype=float)
    chosen = solution(table)
    assert chosen[0] == chosen[1]


@quick
@given(table=gains(), data=st.data())
def test_nash_is_independent_of_options_that_it_does_not_choose(table: Floats, data: st.DataObject) -> None:
    chosen = nash(table)
    dropped = data.draw(st.lists(st.sampled_from(range(table.shape[1])), unique=True))
    kept = np.array([k for k in range(table.shape[1]) if k not in dropped or chosen[k]], dtype=int)
    if chosen.any():
        assert (nash(table[:, kept]) == chosen[kept]).all()


@quick
@given(table=gains(most_actors=3), extra=arrays(np.float64, 3, elements=GRID))
def test_kalai_smorodinsky_is_monotone_where_the_most_that_each_could_gain_stays_the_same(
    table: Floats, extra: Floats
) -> None:
    feasible = winset(table)
    if not feasible.any():
        return
    most = table[:, feasible].max(axis=1)
    if (most <= 0).any():
        return
    more = np.column_stack([table, np.minimum(extra[: len(table)], most)])

    def worst_share(of: Floats) -> float:
        return float((of[:, kalai_smorodinsky(of)] / most[:, None]).min(axis=0).max())

    assert worst_share(more) >= worst_share(table) - 1e-9


@quick
@given(table=gains(most_actors=3), extra=arrays(np.float64, 3, elements=GRID))
def test_the_egalitarian_solution_is_monotone(table: Floats, extra: Floats) -> None:
    if not winset(table).any():
        return
    more = np.column_stack([table, extra[: len(table)]])
    assert more[:, egalitarian(more)].min() >= table[:, egalitarian(table)].min() - 1e-9


@quick
@given(table=gains(), data=st.data())
def test_another_veto_player_never_enlarges_the_winset(table: Floats, data: st.DataObject) -> None:
    vetoes = data.draw(arrays(np.bool_, len(table)))
    more = vetoes.copy()
    more[data.draw(st.integers(0, len(table) - 1))] = True
    assert not (winset(table, more) & ~winset(table, vetoes)).any()


def test_a_loss_by_rounding_is_none_whatever_the_solution() -> None:
    rounded = 0.3 - (0.1 + 0.2)
    assert rounded < 0
    table = np.array([[rounded], [0.5]])
    assert winset(table).tolist() == [True]
    for solve in SOLUTIONS.values():
        assert solve(table).tolist() == [True]
    # A gain by rounding is none either: it decides nothing.
    both = np.array([[-rounded, 0.0], [0.5, 0.5]])
    for solve in SOLUTIONS.values():
        assert solve(both).tolist() == [True, True]


def test_nash_divides_a_dollar_in_halves_and_kalai_smorodinsky_by_what_each_could_gain() -> None:
    # A dollar in steps of a hundredth, of which the second can use no more than half (Kalai and Smorodinsky 1975).
    share = np.linspace(0, 1, 101)
    assert share[nash(np.array([share, 1 - share]))].tolist() == [0.5]
    capped = np.array([share, np.minimum(1 - share, 0.5)])
    assert share[nash(capped)] == pytest.approx([0.5])
    assert share[kalai_smorodinsky(capped)] == pytest.approx([2 / 3], abs=0.01)
