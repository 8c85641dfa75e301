"""The spatial expected-utility model against the logs of the KAPSARC toolkit's reference runs, step by step."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.settlement.spatial import (
    Contest,
    Players,
    bargain,
    bargain_utilities,
    best_challenge,
    coalitions,
    expected_gain,
    on_the_table,
    option_chances,
    proportional_votes,
    run,
    step,
    views,
)

FOLDER = Path(__file__).parent / "oracles"
RUNS = ("ktab_soe_pol_comp", "ktab_three_issues")
POINTS = 100.0
"""The log prints positions from 0 to 100."""


@cache
def oracle(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return data


def players(name: str) -> Players:
    actors = oracle(name)["actors"]
    return Players(
        np.array([actor["positions"] for actor in actors]) / POINTS,
        np.array([actor["salience"] for actor in actors]) / POINTS,
        np.array([actor["capability"] for actor in actors]),
    )


@cache
def history(name: str) -> tuple[Players, ...]:
    return tuple(run(players(name)))


def test_odds_of_two_to_one_under_each_contest_function() -> None:
    def odds(strength: float, against: float, contest: Contest) -> float:
        return float(option_chances(np.array([[1.0, strength], [against, 1.0]]), contest)[1][0, 1])

    assert odds(2, 1, "linear") == pytest.approx(2 / 3)
    assert odds(2, 1, "square") == pytest.approx(4 / 5)
    assert odds(2, 1, "quartic") == pytest.approx(16 / 17)
    assert odds(2, 1, "octic") == pytest.approx(256 / 257)
    assert odds(11, 10, "octic") == pytest.approx(0.682, abs=5e-4)


def test_value_and_utility_matrices_of_the_first_step() -> None:
    first = oracle(RUNS[0])["first_step"]
    view = views(players(RUNS[0]))
    assert np.abs(view.value - first["value"]).max() < 6e-4
    assert np.abs(view.utility - first["utility"]).max() < 6e-5


def test_every_actors_estimate_of_every_utility() -> None:
    seen = views(players(RUNS[0])).seen
    assert np.abs(seen - np.array(oracle(RUNS[0])["first_step"]["seen"])).max() < 6e-5


@pytest.mark.parametrize("name", RUNS)
def test_attitudes_to_risk_at_every_step(name: str) -> None:
    for number, (state, wanted) in enumerate(zip(history(name), oracle(name)["steps"], strict=False)):
        assert np.abs(views(state).risk - wanted["risk"]).max() < 6e-4, f"step {number}"


def test_challenges_of_the_first_step_as_each_side_sees_them() -> None:
    state = players(RUNS[0])
    seen = views(state).seen
    challenges = oracle(RUNS[0])["first_step"]["challenges"]
    assert len(challenges) == 4 * 13
    for observer, affected, initiator, receiver, odds, gain in challenges:
        got = expected_gain(state, seen[observer], affected, initiator, receiver)
        assert got == pytest.approx((odds, gain), abs=6e-5)


@pytest.mark.parametrize("name", RUNS)
def test_the_best_challenge_of_every_actor_at_every_step(name: str) -> None:
    n_compared = 0
    for state, wanted in zip(history(name), oracle(name)["steps"], strict=False):
        view = views(state)
        for _, _, initiator, receiver, odds, gain in wanted["challenges"]:
            found = best_challenge(state, view, initiator)
            assert found is not None
            assert found.target == receiver
            assert (found.odds, found.gain) == pytest.approx((odds, gain), abs=6e-5)
            n_compared += 1
    assert n_compared > 50


def test_bargains_of_the_first_step() -> None:
    state = players(RUNS[0])
    view = views(state)
    bargains = oracle(RUNS[0])["first_step"]["bargains"]
    assert len(bargains) == 13
    for initiator, receiver, of_initiator, of_receiver in bargains:
        challenge = best_challenge(state, view, initiator)
        assert challenge is not None
        deal = bargain(state, initiator, receiver, challenge.odds)
        assert deal.initiator_position * POINTS == pytest.approx(of_initiator, abs=6e-4)
        assert deal.receiver_position * POINTS == pytest.approx(of_receiver, abs=6e-4)


def test_the_vote_on_the_bargains_of_every_actor_in_the_first_step() -> None:
    state = players(RUNS[0])
    view = views(state)
    table = on_the_table(state, view)
    for wanted in oracle(RUNS[0])["first_step"]["resolved"]:
        utilities = bargain_utilities(state, view, table[wanted["actor"]])
        # The log lists bargains in the order in which its threads made them: columns are matched by what they say.
        order = [int(np.abs(utilities - np.array(column)[:, None]).sum(axis=0).argmin())
                 for column in np.array(wanted["utilities"]).T]  # fmt: skip
        assert sorted(order) == list(range(len(order)))
        assert np.abs(utilities[:, order] - wanted["utilities"]).max() < 6e-6
        strength = coalitions(proportional_votes(state.capability, utilities[:, order]))
        assert np.abs(strength - wanted["coalitions"]).max() < 6e-4
        chances, _ = option_chances(strength)
        assert chances == pytest.approx(wanted["chances"], abs=6e-5)
        assert int(chances.argmax()) == wanted["chosen"]


@pytest.mark.parametrize(("name", "n_steps"), [(RUNS[0], 27), (RUNS[1], 10)])
def test_positions_at_every_step_of_the_whole_run(name: str, n_steps: int) -> None:
    got = history(name)
    assert len(got) == n_steps + 1
    for number, (state, wanted) in enumerate(zip(got[1:], oracle(name)["steps"], strict=True)):
        assert np.abs(state.positions * POINTS - wanted["positions"]).max() < 6e-5, f"step {number}"


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 6), st.integers(1, 3), st.integers(0, 10_000))
def test_positions_stay_within_those_of_the_start(n_actors: int, n_issues: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    salience = rng.uniform(0.1, 1, (n_actors, n_issues)) / n_issues
    state = Players(rng.uniform(0, 1, (n_actors, n_issues)), salience, rng.uniform(1, 100, n_actors))
    moved = step(state).positions
    assert (moved >= state.positions.min(axis=0) - 1e-4).all()
    assert (moved <= state.positions.max(axis=0) + 1e-4).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_scale_of_capability_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    state = Players(rng.uniform(0, 1, (4, 2)), rng.uniform(0.1, 0.5, (4, 2)), rng.uniform(10, 100, 4))
    scaled = Players(state.positions, state.salience, state.capability * 8)
    assert step(scaled).positions == pytest.approx(step(state).positions, abs=1e-3)
