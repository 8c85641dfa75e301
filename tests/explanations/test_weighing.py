"""Process tracing: odds add up as Bayes' theorem says, dependent evidence counts once, reversals reverse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.cases.load import load_case
from statusquo.core.errors import ExplanationError
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.weighing import Weighing, bundled_weighing, odds, read_weighing, weigh


def decibels(probability: float) -> float:
    return 10 * math.log10(probability)


def triple(number: float, half: float = 0.0) -> tuple[float, float, float]:
    return (number - half, number, number + half)


def weighing(pieces: list[dict[str, float]], prior: dict[str, float] | None = None, half: float = 0.0) -> Weighing:
    names = list(pieces[0])
    return Weighing.model_validate(
        {
            "case": "northland",
            "note": "A test.",
            "coder": [{"id": "one", "name": "One"}],
            "hypothesis": [{"explanation": name, "prior": triple(prior[name] if prior else 0.0)} for name in names],
            "group": [
                {
                    "id": f"g{i}",
                    "title": "Evidence",
                    "piece": [
                        {
                            "id": f"p{i}",
                            "text": "Something was seen.",
                            "source": ["a"],
                            "weight": {"one": {name: triple(piece[name], half) for name in names}},
                        }
                    ],
                }
                for i, piece in enumerate(pieces)
            ],
        }
    )


def test_ten_decibels_are_odds_of_ten_to_one_as_in_fairfield_and_charman() -> None:
    # Fairfield and Charman (2017), scale of weights of evidence: 10 dB is a factor of 10, 3 dB close to a factor of 2.
    outcome = weigh(weighing([{"a": 0.0, "b": -10.0}]))
    assert outcome.probabilities["a"] / outcome.probabilities["b"] == pytest.approx(10.0)
    outcome = weigh(weighing([{"a": 0.0, "b": -3.0}]))
    assert outcome.probabilities["a"] / outcome.probabilities["b"] == pytest.approx(2.0, rel=0.01)


@given(st.lists(st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3), min_size=1, max_size=6))
def test_independent_evidence_against_bayes_theorem(likelihoods: list[list[float]]) -> None:
    names, prior = ("a", "b", "c"), (0.5, 0.3, 0.2)
    pieces = [{name: decibels(row[i]) for i, name in enumerate(names)} for row in likelihoods]
    outcome = weigh(weighing(pieces, {name: decibels(p) for name, p in zip(names, prior, strict=True)}))
    joint = np.array(prior) * np.prod(likelihoods, axis=0)
    for i, name in enumerate(names):
        assert outcome.probabilities[name] == pytest.approx(joint[i] / joint.sum(), rel=1e-6)


def test_dependent_evidence_conditioned_within_its_group_against_the_joint_distribution() -> None:
    # Under a the two pieces always come together, under b they are independent: P(1, 1) is 0.4 against 0.16.
    joint = {"a": 0.4, "b": 0.4 * 0.4}
    first, second_given_first = {"a": 0.4, "b": 0.4}, {"a": 1.0, "b": 0.4}
    chained = weigh(weighing([{k: decibels(v) for k, v in part.items()} for part in (first, second_given_first)]))
    assert chained.odds[0].decibels == pytest.approx(decibels(joint["a"]) - decibels(joint["b"]))
    doubled = weigh(weighing([{k: decibels(v) for k, v in first.items()}] * 2))
    assert doubled.odds[0].decibels == pytest.approx(0.0)


def test_pairwise_odds_are_transitive() -> None:
    pieces = {"p": {"a": triple(0.0, 1.0), "b": triple(-4.0, 1.0), "c": triple(-9.0, 1.0)}}
    there = odds(pieces, "a", "b").decibels + odds(pieces, "b", "c").decibels
    assert there == pytest.approx(odds(pieces, "a", "c").decibels)
    assert odds(pieces, "a", "b").low == pytest.approx(2.0)
    assert odds(pieces, "a", "b").is_robust


def test_the_smallest_change_turns_the_ranking_around() -> None:
    outcome = weigh(weighing([{"a": 0.0, "b": -4.0}, {"a": 0.0, "b": -1.0}], half=3.0))
    turn = outcome.reversals[0]
    assert turn.change == pytest.approx(5.0)
    assert turn.room == pytest.approx(6.0)
    assert turn.pieces_needed == 1
    firm = weigh(weighing([{"a": 0.0, "b": -4.0}], half=1.0))
    assert firm.reversals[0].pieces_needed is None
    assert firm.odds[0].is_robust


def test_the_weights_on_karabakh_are_sourced_conditioned_and_cover_every_rival() -> None:
    weights = bundled_weighing("nagorno-karabakh")
    assert weights is not None
    of_karabakh = {name for name in bundled_explanations() if "nagorno-karabakh" in load_explanation(name).disputes}
    assert {h.explanation for h in weights.hypothesis} == of_karabakh
    known = load_case("nagorno-karabakh").sources_by_id
    for group in weights.group:
        for position, piece in enumerate(group.piece):
            assert all(name in known for name in piece.source)
            assert (piece.given is None) == (position == 0)
            assert max(best for _, best, _ in piece.weight["first"].values()) == 0


def test_no_lead_on_karabakh_is_called_robust_that_the_ranges_can_undo() -> None:
    weights = bundled_weighing("nagorno-karabakh")
    assert weights is not None
    outcome = weigh(weights)
    for one, turn in zip(outcome.odds, outcome.reversals, strict=True):
        assert one.is_robust == (turn.pieces_needed is None)


def test_evidence_that_does_not_say_what_it_is_given_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "weights.toml"
    from importlib.resources import files

    text = (files("statusquo.explanations") / "bundled" / "weighing" / "nagorno-karabakh.toml").read_text()
    path.write_text(text.replace('given = "the answers of 1997"\n', "", 1))
    with pytest.raises(ExplanationError, match="given"):
        read_weighing(path)
