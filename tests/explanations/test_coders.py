"""Two coders' weights in one file: each ranks alone, the pooled range covers both, and where they part is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.errors import ExplanationError
from statusquo.dossier.weighing_tables import weighing_tables
from statusquo.explanations.coders import CodersCompared, compare_coders
from statusquo.explanations.weighing import Weighing, bundled_weighing, odds, read_weighing, weigh, weights_of

FILE = Path(__file__).with_name("two_coders.toml")
A, B, C = "commitment-problem", "lost-autonomy", "remedial-secession"


@pytest.fixture(scope="module")
def weights() -> Weighing:
    return read_weighing(FILE)


@pytest.fixture(scope="module")
def compared(weights: Weighing) -> CodersCompared:
    return compare_coders(weights)


def test_each_coder_ranks_by_their_own_weights(compared: CodersCompared) -> None:
    """By hand: one has 0, -9, -8 and two has -7, -3, -9."""
    one, two = compared.weighed
    assert one.totals == ((A, 0.0), (C, -8.0), (B, -9.0))
    assert two.totals == ((B, 0.0), (A, -4.0), (C, -6.0))
    assert compared.n_pieces == (2, 2)


def test_the_pooled_range_reaches_as_far_as_any_coders_and_lies_around_the_mean(
    compared: CodersCompared, weights: Weighing
) -> None:
    """A against B: by one 9 (5 to 11), by two -4 (-8 to 0); A leads by the mean of the two, 2.5."""
    assert compared.order[0] == A
    against_b = next(odd for odd in compared.pooled if odd.behind == B)
    assert (against_b.decibels, against_b.low, against_b.high) == (2.5, -8.0, 11.0)
    for coder in ("one", "two"):
        own = odds(weights_of(weights, coder), A, B)
        assert against_b.low <= own.low <= own.high <= against_b.high


def test_coders_part_only_where_no_weights_in_their_ranges_agree(compared: CodersCompared) -> None:
    """On the second piece A is 3 to 6 ahead of B by one, 4 to 9 behind by two: 7 decibels between; C parts less."""
    assert [parting.piece for parting in compared.partings] == ["parted"]
    parting = compared.partings[0]
    assert {parting.one, parting.other} == {A, B}
    assert parting.apart == 7.0


def test_pairs_that_coders_rank_the_other_way_round_are_named(compared: CodersCompared) -> None:
    assert set(compared.turned) == {(A, B), (B, C)}


def test_each_coder_has_the_smallest_change_that_turns_their_first_place_and_their_ranking(
    compared: CodersCompared,
) -> None:
    turns = [(who, turn.behind, turn.ahead, turn.change) for who, turn in compared.turns()]
    one, two = "Test coder one", "Test coder two"
    assert turns == [(one, C, A, 8.0), (one, B, C, 1.0), (two, A, B, 4.0), (two, C, A, 2.0)]


@given(st.lists(st.floats(-20, 0), min_size=2, max_size=2), st.floats(0, 5))
def test_two_coders_with_the_same_weights_pool_to_the_same_and_never_part(best: list[float], half: float) -> None:
    own = {name: (number - half, number, number + half) for name, number in zip(("a", "b"), best, strict=True)}
    piece = {"id": "p", "text": "Seen.", "source": ["s"], "weight": {"one": own, "two": own}}
    both = Weighing.model_validate(
        {
            "case": "northland",
            "note": "A test.",
            "coder": [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}],
            "hypothesis": [{"explanation": "a"}, {"explanation": "b"}],
            "group": [{"id": "g", "title": "Evidence", "piece": [piece]}],
        }
    )
    found = compare_coders(both)
    assert found.pooled == weigh(both, "one").odds
    assert not found.partings
    assert not found.turned


def test_the_bundled_weights_are_one_coders_and_say_so() -> None:
    weights = bundled_weighing("nagorno-karabakh")
    assert weights is not None
    assert len(weights.coder) == 1
    tables = weighing_tables(weights, {})
    assert len(tables) == 1
    assert "There is one coder" in tables[0].note


def test_rivals_within_the_coders_ranges_have_no_rank() -> None:
    """A lead of a few decibels inside a range of forty is none: no first place, in no output."""
    weights = bundled_weighing("nagorno-karabakh")
    assert weights is not None
    found = compare_coders(weights)
    assert found.first is None
    assert found.to_json()["first"] is None
    assert all(coder["probabilities"] is None for coder in found.to_json()["coders"])
    (ranking,) = weighing_tables(weights, {})
    titles = [row[0][0].text for row in ranking.rows]
    assert titles == sorted(titles)
    assert "Not told apart" in ranking.note
    assert not any("ahead of every rival" in line.text for row in ranking.rows for cell in row for line in cell)


def test_a_rival_ahead_for_all_weights_within_the_ranges_is_first() -> None:
    piece = {"id": "p", "text": "Seen.", "source": ["s"], "weight": {"one": {A: (-1, 0, 0), B: (-30, -25, -20)}}}
    firm = Weighing.model_validate(
        {
            "case": "northland",
            "note": "A test.",
            "coder": [{"id": "one", "name": "One"}],
            "hypothesis": [{"explanation": A}, {"explanation": B}],
            "group": [{"id": "g", "title": "Evidence", "piece": [piece]}],
        }
    )
    found = compare_coders(firm)
    assert found.first == A
    assert found.told_behind(A) == (B,)


def test_the_page_shows_both_coders_and_where_they_part(weights: Weighing) -> None:
    ranking, turns, partings = weighing_tables(weights, {})
    assert ranking.columns[1:] == (
        "Test coder one: decibels",
        "Test coder two: decibels",
        "ahead of, for all weights within the ranges",
    )
    shown = {row[0][0].text: [cell[0].text for cell in row[1:]] for row in ranking.rows}
    assert shown[B] == ["−9", "0", "none"]
    assert {row[0][0].text for row in turns.rows} == {"Test coder one", "Test coder two"}
    assert "one the other way round" not in ranking.note
    assert "2 the other way round" in ranking.note
    assert len(partings.rows) == 1


def test_weights_about_another_dispute_are_refused() -> None:
    with pytest.raises(ExplanationError, match="another dispute"):
        read_weighing(FILE, "kosovo")
