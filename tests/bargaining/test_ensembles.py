"""Ensembles: published random numbers, the same paths on any threads and chunks, and the odds of the solved game."""

from __future__ import annotations

import numpy as np
import pytest
from tests.bargaining.games import bare, one_balance

from statusquo.bargaining import EnsembleResult, Grid, Parameters, State, run_ensemble, solve, solve_horizon
from statusquo.bargaining.philox import words
from statusquo.core.errors import ParameterError

START = State(control=1.0, balance=1.0, quiet_months=3)


@pytest.fixture(scope="module")
def solution():
    return solve(Parameters(), Grid(n_control=7, n_balance=7, n_quiet=6))


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ([0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_against_the_known_answers_of_random123(counter, key, expected):
    """Random123 1.14, examples/kat_vectors, philox4x32 with 10 rounds."""
    got = words(np.array(counter, np.uint32), np.array(key, np.uint32))
    assert " ".join(f"{word:08x}" for word in got) == expected


def same(one: EnsembleResult, other: EnsembleResult) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.arrays(), other.arrays(), strict=True))


def test_the_same_seed_gives_the_same_paths_on_any_number_of_threads(solution):
    runs = [run_ensemble(solution, START, months=120, paths=9_000, seed=7, threads=n) for n in (1, 2, 3)]
    assert same(runs[0], runs[1])
    assert same(runs[0], runs[2])
    assert not same(runs[0], run_ensemble(solution, START, months=120, paths=9_000, seed=8))


def test_chunks_run_apart_and_merged_in_any_order_are_the_whole(solution):
    whole = run_ensemble([solution, solution], START, months=120, paths=1_000, seed=3)
    parts = [
        run_ensemble([solution, solution], START, months=120, paths=n, seed=3, first_path=first)
        for first, n in ((300, 700), (0, 300))
    ]
    assert same(parts[0].merged(parts[1]), whole)
    second = run_ensemble(solution, START, months=120, paths=1_000, seed=3, first_solution=1)
    assert np.array_equal(second.control[0], whole.control[1])
    assert not np.array_equal(whole.control[0], whole.control[1])


def test_every_path_is_counted_once(solution):
    result = run_ensemble(solution, START, months=240, paths=5_000, seed=1)
    assert (result.first_war.sum(axis=1) == 5_000).all()
    assert (result.settlement.sum(axis=1) == 5_000).all()
    assert (result.control.sum(axis=2) == 5_000).all()
    assert result.dispute_months <= 240 * 5_000


def test_the_first_month_has_the_chances_of_the_solution(solution):
    paths = 200_000
    likely = np.minimum(solution.chance_war_by_revisionist, solution.chance_settlement)
    control, balance, quiet, shock = np.unravel_index(likely.argmax(), likely.shape)
    state = State(control / 6, float(balance - 3), int(quiet), solution.parameters.shocks[shock].name)
    result = run_ensemble(solution, state, months=12, paths=paths, seed=11)
    outlook = solution.at(state)
    for observed, expected in (
        (result.first_war[0, 0], outlook.chance_war),
        (result.settlement[0, 0], outlook.chance_settlement),
    ):
        assert expected > 0
        assert abs(observed - paths * expected) < 5 * np.sqrt(paths * expected)


def test_quantiles_are_those_of_a_geometric_waiting_time():
    """A constant monthly hazard h: the p-quantile of the waiting time is the least n with 1 - (1 - h)^n >= p."""
    game = bare(
        talks_chance=0.0,
        revisionist_cost_low=0.0,
        revisionist_cost_high=0.5,
        holder_cost=3.0,
        revisionist_readiness=0.05,
    )
    solution = solve_horizon(game, one_balance(), months=400)
    hazard = solution.at(State(1.0, 0.0, 0)).chance_war
    assert hazard > 0.0
    result = run_ensemble(solution, State(1.0, 0.0, 0), months=360, paths=100_000, seed=5)
    for probability in (0.1, 0.5, 0.9):
        exact = np.ceil(np.log(1 - probability) / np.log(1 - hazard))
        assert abs(result.months_to_first_war([probability])[0] - exact) <= max(2, 0.04 * exact)
    assert result.months_to_first_war([1.0]) == [None] or result.first_war[0, -1] == 0


def test_control_quantiles_lie_between_nothing_and_all(solution):
    result = run_ensemble(solution, START, months=120, paths=2_000, seed=2)
    quantiles = result.control_quantiles([0.05, 0.5, 0.95])
    assert quantiles.shape == (11, 3)
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles[0] == 1.0).all()


@pytest.mark.parametrize(
    ("name", "changes"),
    [("months", {"months": 13}), ("paths", {"paths": 0}), ("seed", {"seed": -1}), ("threads", {"threads": 0})],
)
def test_a_bad_number_is_refused_by_name(solution, name, changes):
    with pytest.raises(ParameterError, match=name):
        run_ensemble(solution, START, **changes)
