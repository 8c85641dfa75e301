"""Gower's distance: between 0 and 1, the same both ways, 0 to itself; and the pairs that tell most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from statusquo.cases.coding import coded_fields
from statusquo.comparison.nearest import (
    Trait,
    gower_distance,
    nearest_cases,
    structural_traits,
    telling_pairs,
    trait_ranges,
)

TRAITS = (
    Trait("size", "number", 2),
    Trait("coast", "kind", 1),
    Trait("rank", "rank", 1, order=("low", "middle", "high")),
)
CASES = {
    "a": {"size": 0.0, "coast": True, "rank": "low"},
    "b": {"size": 10.0, "coast": True, "rank": "high"},
    "c": {"size": 5.0, "coast": False, "rank": "middle"},
    "d": {"size": None, "coast": True, "rank": "low"},
    "e": {"size": None, "coast": None, "rank": "low"},
}
some_case = st.fixed_dictionaries(
    {
        "size": st.one_of(st.none(), st.floats(-1e6, 1e6)),
        "coast": st.one_of(st.none(), st.booleans()),
        "rank": st.one_of(st.none(), st.sampled_from(["low", "middle", "high"])),
    }
)


def test_a_distance_worked_by_hand() -> None:
    """Size differs by all of its range (weight 2), coast not (1), rank by all (1): three quarters."""
    found = gower_distance(CASES["a"], CASES["b"], TRAITS, trait_ranges(CASES, TRAITS))
    assert (found.value, found.shared) == (0.75, 1.0)
    assert dict(found.parts) == {"size": 1.0, "coast": 0.0, "rank": 1.0}


def test_a_missing_trait_is_left_out_with_its_weight_and_widens_the_range() -> None:
    found = gower_distance(CASES["c"], CASES["d"], TRAITS, trait_ranges(CASES, TRAITS))
    assert (found.value, found.shared) == (0.75, 0.5)
    estimate = found.estimate
    assert (estimate.low, estimate.high, estimate.interval) == (0.375, 0.875, "range")


def test_two_cases_that_share_too_little_have_no_distance() -> None:
    found = gower_distance(CASES["a"], CASES["e"], TRAITS, trait_ranges(CASES, TRAITS))
    assert (found.value, found.shared) == (None, 0.25)
    assert found.estimate.missing_reason is not None
    assert "e" not in {pair.second for pair in nearest_cases("a", CASES, TRAITS)}


@given(some_case, some_case, st.lists(some_case, max_size=5))
def test_a_distance_lies_between_0_and_1_is_the_same_both_ways_and_0_to_itself(first, second, others) -> None:  # type: ignore[no-untyped-def]
    cases = {"first": first, "second": second, **{str(i): case for i, case in enumerate(others)}}
    ranges = trait_ranges(cases, TRAITS)
    there, back = gower_distance(first, second, TRAITS, ranges), gower_distance(second, first, TRAITS, ranges)
    assert there == back
    assert there.value is None or 0 <= there.value <= 1
    assert there.estimate.unit == "Gower distance, 0 to 1"
    assert gower_distance(first, first, TRAITS, ranges).value in (0, None)


def test_the_nearest_come_first() -> None:
    pairs = nearest_cases("a", CASES, TRAITS)
    assert [pair.second for pair in pairs] == ["d", "c", "b"]


def test_the_telling_pairs_are_the_near_ones_that_differ_and_the_far_ones_that_agree() -> None:
    outcomes = {"a": "success", "b": "success", "c": "failure", "d": "failure", "e": None}
    differing, agreeing = telling_pairs(CASES, TRAITS, outcomes)
    assert (differing[0].first, differing[0].second) == ("a", "d")
    assert (agreeing[0].first, agreeing[0].second) in {("a", "b"), ("c", "d")}
    assert agreeing[0].distance.value == 0.75


def test_the_bundled_traits_are_known_before_the_outcome() -> None:
    fields = coded_fields()
    for trait in structural_traits():
        assert fields[trait.name].known_when in ("before", "outset")
        assert trait.weight > 0
        assert trait.reason
        if trait.kind == "rank":
            assert set(trait.order) == set(fields[trait.name].allowed)
