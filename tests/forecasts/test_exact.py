"""Exact distributions agree with counting every possibility, and with scipy where it has them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from statusquo.core.seeds import spawn_generator
from statusquo.forecasts.exact import (
    area_by_chance,
    central_range,
    chance_of_so_far_off,
    count_probabilities,
    mean_ranks,
    share_interval,
)

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=9)


@given(CHANCES)
def test_the_count_of_events_against_brute_force(chances: list[float]) -> None:
    by_hand = np.zeros(len(chances) + 1)
    for came in itertools.product((0, 1), repeat=len(chances)):
        by_hand[sum(came)] += np.prod([p if y else 1 - p for p, y in zip(chances, came, strict=True)])
    assert count_probabilities(np.array(chances)) == pytest.approx(by_hand, abs=1e-12)


def test_equal_chances_give_the_binomial() -> None:
    found = count_probabilities(np.full(73, 0.06))
    assert found == pytest.approx(stats.binom.pmf(np.arange(74), 73, 0.06), abs=1e-13)


@given(CHANCES)
def test_either_tail_beyond_the_middle_holds_no_more_than_a_fortieth(chances: list[float]) -> None:
    probabilities = count_probabilities(np.array(chances))
    low, high = central_range(probabilities)
    assert probabilities[:low].sum() <= 0.025 + 1e-12
    assert probabilities[high + 1 :].sum() <= 0.025 + 1e-12
    # No narrower range would do.
    assert probabilities[: low + 1].sum() > 0.025
    assert probabilities[high:].sum() > 0.025 - 1e-12


@given(CHANCES)
def test_a_count_is_that_far_off_just_when_it_lies_outside_the_middle(chances: list[float]) -> None:
    probabilities = count_probabilities(np.array(chances))
    low, high = central_range(probabilities)
    for count in range(len(chances) + 1):
        is_inside = low <= count <= high
        far = chance_of_so_far_off(probabilities, count)
        assert is_inside == (far > 0.05) or far == pytest.approx(0.05)


@pytest.mark.parametrize("seed", range(12))
def test_the_area_by_chance_against_every_choice_of_events(seed: int) -> None:
    draw = spawn_generator("tests", "areas", seed)
    n = int(draw.integers(3, 11))
    k = int(draw.integers(1, n))
    predicted = draw.choice([0.1, 0.2, 0.2, 0.3, 0.5], n)  # with ties
    event = np.zeros(n)
    event[draw.choice(n, k, replace=False)] = 1
    ranks = stats.rankdata(predicted)
    areas = np.array(
        [ranks[list(chosen)].sum() - k * (k + 1) / 2 for chosen in itertools.combinations(range(n), k)]
    ) / (k * (n - k))
    found = (ranks[event > 0].sum() - k * (k + 1) / 2) / (k * (n - k))
    by_chance = area_by_chance(event, predicted)
    assert by_chance.p_value == pytest.approx((areas >= found - 1e-12).mean(), abs=1e-12)
    assert (areas < by_chance.low - 1e-12).mean() <= 0.025
    assert (areas > by_chance.high + 1e-12).mean() <= 0.025


def test_the_area_by_chance_against_mann_and_whitneys_exact_test() -> None:
    draw = spawn_generator("tests", "areas", 99)
    predicted = draw.permutation(60) / 100
    event = np.zeros(60)
    event[draw.choice(60, 5, replace=False)] = 1
    test = stats.mannwhitneyu(predicted[event > 0], predicted[event == 0], alternative="greater", method="exact")
    assert area_by_chance(event, predicted).p_value == pytest.approx(test.pvalue, abs=1e-12)


def test_one_risk_for_all_says_nothing() -> None:
    by_chance = area_by_chance(np.array([1.0, 0, 0, 0]), np.full(4, 0.3))
    assert (by_chance.low, by_chance.high, by_chance.p_value) == (0.5, 0.5, pytest.approx(1))


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert mean_ranks(np.array([0.3, 0.1, 0.3, 0.2])).tolist() == [3.5, 1, 3.5, 2]


@pytest.mark.parametrize(("events", "rows"), [(0, 34), (2, 34), (4, 73), (167, 6647), (10, 10)])
def test_the_interval_of_a_share_against_scipy(events: int, rows: int) -> None:
    theirs = stats.binomtest(events, rows).proportion_ci(method="exact")
    assert share_interval(events, rows) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
