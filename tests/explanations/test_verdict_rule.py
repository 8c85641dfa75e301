"""The rule from estimate to verdict, and the control of false discoveries."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.estimates import Estimate
from statusquo.explanations.discoveries import absence_p, adjusted, hold_back, shortfall_p
from statusquo.explanations.model import Expectation
from statusquo.explanations.results import Result
from statusquo.explanations.tested import BindingVerdict, Run
from statusquo.explanations.verdicts import headline, is_fragile, joined, settled, verdict_of

NUMBERS = st.floats(-50, 50)


def between(low: float, high: float) -> Estimate:
    return Estimate((low + high) / 2, "points", min(low, (low + high) / 2), max(high, (low + high) / 2), "confidence95")


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdict"),
    [
        (0.2, 0.9, "above", "supported"),
        (0.05, 0.9, "above", "inconclusive"),
        (-0.5, 0.9, "above", "inconclusive"),
        (-0.05, 0.05, "above", "contradicted"),
        (-0.9, -0.2, "above", "contradicted"),
        (-0.9, -0.2, "below", "supported"),
        (0.2, 0.9, "below", "contradicted"),
        (-0.05, 0.05, "equal", "supported"),
        (-0.5, 0.5, "equal", "inconclusive"),
        (0.2, 0.9, "equal", "contradicted"),
    ],
)
def test_the_whole_interval_decides_against_a_margin(low: float, high: float, direction: str, verdict: str) -> None:
    expect = Expectation(direction=direction, value=0.0, margin=0.1)  # type: ignore[arg-type]
    assert verdict_of(between(low, high), expect) == verdict


def test_an_interval_around_zero_is_no_support_however_narrow() -> None:
    expect = Expectation(direction="above", value=0.0)
    assert verdict_of(between(-0.001, 0.002), expect) == "inconclusive"


def test_without_an_interval_the_value_decides() -> None:
    expect = Expectation(direction="equal", value=4400.0, margin=50.0)
    assert verdict_of(Estimate(4388.0, "km2"), expect) == "supported"
    assert verdict_of(Estimate(4300.0, "km2"), expect) == "contradicted"
    assert verdict_of(Estimate.missing("km2", "no source gives it"), expect) == "not testable"


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0, 10))
def test_above_and_below_are_mirror_images(one: float, other: float, value: float, margin: float) -> None:
    low, high = sorted((one, other))
    above = Expectation(direction="above", value=value, margin=margin)
    below = Expectation(direction="below", value=-value, margin=margin)
    assert verdict_of(between(low, high), above) == verdict_of(between(-high, -low), below)


@given(NUMBERS, NUMBERS, st.floats(0, 10), st.floats(0, 10))
def test_a_wider_margin_never_turns_a_claim_into_supported(
    one: float, other: float, margin: float, more: float
) -> None:
    low, high = sorted((one, other))
    narrow = verdict_of(between(low, high), Expectation(direction="above", margin=margin))
    wide = verdict_of(between(low, high), Expectation(direction="above", margin=margin + more))
    assert not (wide == "supported" and narrow != "supported")


def test_the_majority_of_readings_must_agree_with_the_main_one() -> None:
    assert settled(["supported", "supported", "contradicted"]) == "supported"
    assert settled(["supported", "contradicted", "inconclusive"]) == "inconclusive"
    assert settled(["supported", "not testable"]) == "supported"


def test_only_the_opposite_verdict_makes_a_claim_fragile() -> None:
    assert is_fragile(["supported", "contradicted"])
    assert not is_fragile(["supported", "inconclusive"])
    assert not is_fragile(["inconclusive", "supported"])


def test_a_part_is_supported_only_when_all_its_tests_are() -> None:
    assert joined(["supported", "supported"]) == "supported"
    assert joined(["supported", "inconclusive"]) == "inconclusive"
    assert joined(["supported", "contradicted"]) == "contradicted"


def test_a_premise_never_supports_a_cause() -> None:
    assert headline("cause", {"premise": "supported"}) == "not testable"
    assert headline("cause", {"premise": "supported", "association": "not testable"}) == "not testable"
    assert headline("cause", {"premise": "contradicted", "association": "supported"}) == "contradicted"
    assert headline("cause", {"premise": "inconclusive", "association": "supported"}) == "inconclusive"
    assert headline("cause", {"premise": "supported", "association": "supported"}) == "supported"


def test_an_association_does_not_carry_a_mechanism_that_cannot_be_tested() -> None:
    assert headline("cause", {"association": "supported", "mechanism": "not testable"}) == "inconclusive"
    assert headline("cause", {"association": "contradicted", "mechanism": "not testable"}) == "contradicted"
    assert headline("cause", {"association": "not testable", "mechanism": "not testable"}) == "not testable"


def test_a_description_rests_on_its_premise() -> None:
    assert headline("description", {"premise": "supported", "mechanism": "not testable"}) == "supported"


def test_adjusted_p_values_against_the_worked_example_of_benjamini_and_hochberg() -> None:
    # Benjamini and Hochberg (1995), section 4.1: of these fifteen p-values the first four are rejected at 0.05.
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ]  # fmt: skip
    found = adjusted(p_values)
    assert [p <= 0.05 for p in found] == [True] * 4 + [False] * 11
    assert found[0] == pytest.approx(0.0015)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusting_keeps_the_order_and_never_lowers_a_p_value(p_values: list[float]) -> None:
    found = adjusted(p_values)
    assert all(after >= before - 1e-12 for before, after in zip(p_values, found, strict=True))
    order = sorted(range(len(found)), key=lambda i: p_values[i])
    assert all(found[a] <= found[b] + 1e-12 for a, b in pairwise(order))


def across(direction: str, low: float, high: float, p_value: float) -> list[BindingVerdict]:
    expect = Expectation(direction=direction, margin=0.1)  # type: ignore[arg-type]
    estimate = between(low, high)
    result = Result("a test", estimate, 10, "disputes", (), p_value=p_value)
    run = Run(result, verdict_of(estimate, expect), {"of": (direction, low, high)}, "")
    return [BindingVerdict("association", "contrast", run.verdict, expect, (run,))]


def test_an_absence_of_effect_can_be_found_among_many_tests() -> None:
    """Two one-sided tests (Schuirmann 1987): an interval well inside the margin is found, however large p is."""
    claims = [across("equal", -0.01, 0.01, 0.99), *(across("above", -1.0, 1.0 + i, 0.8) for i in range(5))]
    hold_back(claims)
    assert claims[0][0].verdict == "supported"
    assert not claims[0][0].held_back


def test_what_the_number_of_tests_does_not_allow_is_held_back() -> None:
    claims = [across("above", 0.11, 0.9, 0.04), *(across("above", -1.0, 1.0 + i, 0.8) for i in range(5))]
    hold_back(claims)
    assert claims[0][0].verdict == "inconclusive"
    assert claims[0][0].held_back
    alone = [across("above", 0.11, 0.9, 0.04)]
    hold_back(alone)
    assert alone[0][0].verdict == "supported"


def test_a_difference_that_contradicts_a_claim_of_none_is_a_discovery_too() -> None:
    claims = [across("equal", 0.11, 0.9, 0.04), *(across("above", -1.0, 1.0 + i, 0.8) for i in range(5))]
    hold_back(claims)
    assert claims[0][0].verdict == "inconclusive"


@given(st.floats(-0.3, 0.3), st.floats(0.001, 0.2))
def test_the_p_value_of_an_absence_agrees_with_the_interval_rule(value: float, half: float) -> None:
    """At 2.5 % on each side the two one-sided tests find an absence where the 95 % interval lies inside the margin."""
    expect = Expectation(direction="equal", margin=0.1)
    estimate = Estimate(value, "points", value - half, value + half, "confidence95")
    if abs(abs(value) + half - 0.1) > 1e-6:
        assert (absence_p(estimate, expect) < 0.025) == (verdict_of(estimate, expect) == "supported")


def test_a_claim_is_contradicted_no_more_easily_than_it_is_supported() -> None:
    """An interval that just leaves out what the claim needs, among six tests: held back, as its mirror image is."""
    others = [across("above", -1.0, 1.0 + i, 0.8) for i in range(5)]
    contradicted = [across("above", -0.72, 0.08, 0.11), *others]
    assert contradicted[0][0].verdict == "contradicted"
    hold_back(contradicted)
    assert contradicted[0][0].verdict == "inconclusive"
    assert contradicted[0][0].held_back
    alone = [across("above", -0.72, 0.08, 0.11)]
    hold_back(alone)
    assert alone[0][0].verdict == "contradicted"


def test_a_clear_effect_the_other_way_contradicts_a_claim_among_many_tests() -> None:
    claims = [across("above", -2.0, -1.5, 1e-9), *(across("above", -1.0, 1.0 + i, 0.8) for i in range(20))]
    hold_back(claims)
    assert claims[0][0].verdict == "contradicted"


def test_a_strong_effect_the_wrong_way_makes_no_other_test_easier() -> None:
    """Its p-value against no effect is no discovery of what the claim says."""
    weak = across("above", 0.11, 0.9, 0.03)
    claims = [weak, across("above", -1.0, 1.0, 0.8)]
    hold_back(claims)
    assert claims[0][0].adjusted_p == pytest.approx(0.06)


@given(st.floats(-0.5, 0.5), st.floats(0.01, 0.4), st.floats(0.01, 0.4), st.sampled_from(["above", "below"]))
def test_the_p_value_of_a_shortfall_agrees_with_the_interval_rule(
    value: float, down: float, up: float, direction: str
) -> None:
    expect = Expectation(direction=direction, margin=0.1)  # type: ignore[arg-type]
    estimate = Estimate(value, "points", value - down, value + up, "confidence95")
    edge = 0.1 if direction == "above" else -0.1
    facing = value + up if direction == "above" else value - down
    if abs(facing - edge) > 1e-6:
        assert (shortfall_p(estimate, expect) < 0.05) == (verdict_of(estimate, expect) == "contradicted")
