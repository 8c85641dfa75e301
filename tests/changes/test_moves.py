"""What moved between two tellings: nothing that is rounding, all that is more, and turned around when they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tellings import dispute, told

from statusquo.changes.moves import moves
from statusquo.changes.told import TOLD_OUTCOMES, Chance, Told, ToldDispute


def test_a_dispute_that_stands_elsewhere_is_told_and_one_whose_place_was_not_kept_is_not() -> None:
    before = told({1: dispute(stands="quiet"), 2: dispute(stands="war"), 3: dispute()})
    after = told({1: dispute(stands="fighting"), 2: dispute(stands="war"), 3: dispute(stands="quiet")})
    assert [(turn.id, turn.before, turn.after) for turn in moves(before, after).stands] == [(1, "quiet", "fighting")]


def test_a_risk_that_moved_is_told_in_points_and_as_an_odds_ratio() -> None:
    before, after = (told({1: dispute(risk={"war": share})}) for share in (0.2, 0.5))
    (move,) = moves(before, after).risks
    assert move.points == pytest.approx(30.0)
    assert move.odds_ratio == pytest.approx(4.0)
    assert move.leaves_interval


@pytest.mark.parametrize(
    ("was", "now"),
    [(0.0841, 0.0844), (0.0841, 0.0899), (0.500, 0.524), (0.0, 0.000004)],
    ids=["prints alike", "less than a tenth of the odds", "less than a tenth of even odds", "both are none"],
)
def test_rounding_and_the_draws_of_a_fit_are_no_move(was: float, now: float) -> None:
    found = moves(told({1: dispute(risk={"war": was})}), told({1: dispute(risk={"war": now})}))
    assert found.risks == ()
    assert found.n_risks == 1


def test_a_move_within_both_intervals_is_told_as_such() -> None:
    before = told({1: dispute(risk={"war": (0.10, 0.02, 0.30)})})
    after = told({1: dispute(risk={"war": (0.15, 0.05, 0.40)})})
    assert [move.leaves_interval for move in moves(before, after).risks] == [False]
    narrow = told({1: dispute(risk={"war": (0.15, 0.12, 0.40)})})
    assert [move.leaves_interval for move in moves(before, narrow).risks] == [True]


def test_the_furthest_by_odds_comes_first_and_not_by_points() -> None:
    before = told({1: dispute(risk={"war": 0.40}), 2: dispute(risk={"war": 0.001})})
    after = told({1: dispute(risk={"war": 0.60}), 2: dispute(risk={"war": 0.02})})
    assert [move.id for move in moves(before, after).risks] == [2, 1]


def test_risks_told_in_two_sets_of_disputes_are_not_held_against_each_other() -> None:
    before = told({1: dispute(risk={"war": 0.02}, risk_set="secession")})
    after = told({1: dispute(risk={"war": 0.2}, risk_set="broad")})
    assert moves(before, after).n_risks == 0


def test_an_outcome_that_one_alone_tells_has_not_moved() -> None:
    before, after = told({1: dispute(risk={"recurrence": 0.1})}), told({1: dispute(risk={"continuation": 0.9})})
    assert moves(before, after).n_risks == 0


def test_ranks_are_told_with_who_came_in_and_who_left() -> None:
    before = told({1: dispute("A", rank=1), 2: dispute("B", rank=2), 3: dispute("C", rank=3), 4: dispute("D")})
    after = told({1: dispute("A", rank=1), 2: dispute("B"), 3: dispute("C", rank=2), 4: dispute("D", rank=3)})
    found = moves(before, after).ranks
    assert found is not None
    assert [(turn.name, turn.before, turn.after) for turn in found] == [("C", 3, 2), ("D", None, 3), ("B", 2, None)]


def test_ranks_that_one_of_the_two_did_not_keep_are_not_compared() -> None:
    assert moves(told({1: dispute()}), told({1: dispute(rank=1)})).ranks is None


def test_verdicts_that_changed_and_claims_that_came_and_went() -> None:
    before = told(verdicts={"isle/x/A1": "supported", "isle/x/A2": "supported", "isle/x/A3": "contradicted"})
    after = told(verdicts={"isle/x/A1": "inconclusive", "isle/x/A2": "supported", "isle/x/A4": "supported"})
    found = moves(before, after)
    assert found.verdicts is not None
    assert {(turn.claim, turn.before, turn.after) for turn in found.verdicts} == {
        ("isle/x/A1", "supported", "inconclusive"),
        ("isle/x/A3", "contradicted", None),
        ("isle/x/A4", None, "supported"),
    }
    assert found.n_verdicts == 2


def test_verdicts_that_were_not_kept_are_not_compared() -> None:
    assert moves(told(verdicts=None), told(verdicts={"isle/x/A1": "supported"})).verdicts is None


chances = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(
    lambda three: Chance(sorted(three)[1], min(three), max(three))
)
disputes = st.builds(
    ToldDispute,
    st.just("Isle"),
    st.sampled_from(["quiet", "fighting", "war", "closed", None]),
    st.one_of(st.none(), st.integers(1, 50)),
    st.dictionaries(st.sampled_from(TOLD_OUTCOMES), chances),
    st.sampled_from(["secession", "broad"]),
)
tellings = st.builds(
    lambda found, verdicts: told(found, verdicts=verdicts),
    st.dictionaries(st.integers(1, 6), disputes),
    st.one_of(st.none(), st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(["supported", "contradicted"]))),
)


@given(tellings)
def test_a_telling_does_not_differ_from_itself(one: Told) -> None:
    assert moves(one, one).is_empty


@given(tellings, tellings)
def test_turning_two_tellings_around_turns_every_move_around(a: Told, b: Told) -> None:
    there, back = moves(a, b), moves(b, a)
    assert {(turn.id, turn.before, turn.after) for turn in there.stands} == {
        (turn.id, turn.after, turn.before) for turn in back.stands
    }
    assert {(move.id, move.outcome) for move in there.risks} == {(move.id, move.outcome) for move in back.risks}
    opposite = {(move.id, move.outcome): move for move in back.risks}
    for move in there.risks:
        other = opposite[move.id, move.outcome]
        assert move.points == pytest.approx(-other.points)
        assert move.leaves_interval == other.leaves_interval
    for one, other in ((there.ranks, back.ranks), (there.verdicts, back.verdicts)):
        assert (one is None) == (other is None)
        assert len(one or ()) == len(other or ())


@given(tellings)
def test_what_was_told_can_be_written_down_and_read_again(one: Told) -> None:
    from statusquo.changes.last_run import text_of, told_from_text

    assert told_from_text(text_of(one)) == one
