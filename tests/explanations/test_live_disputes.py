"""The five live disputes have explanations of their own, from both sides and alike, with each author's side named."""

from __future__ import annotations

import pytest

from statusquo.cases.load import load_case
from statusquo.explanations.ledger import judge
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import Explanation
from statusquo.snapshot.store import open_snapshot

LIVE = ("northern-cyprus", "kosovo", "western-sahara", "transnistria", "abkhazia")


def of(dispute: str) -> list[Explanation]:
    return [one for one in map(load_explanation, bundled_explanations()) if dispute in one.disputes]


@pytest.mark.parametrize("dispute", LIVE)
def test_both_sides_tell_their_own_account_at_the_same_length(dispute: str) -> None:
    case, told = load_case(dispute), of(dispute)
    separatists = {actor.id for actor in case.separatists()}
    sides = [source.side for one in told for source in one.source]
    assert len(told) >= 2
    assert sum(side in separatists for side in sides) == sum(side not in separatists for side in sides)
    assert len({len(one.claim) for one in told}) == 1
    assert all("side" in one.stance for one in told)


@pytest.mark.parametrize("dispute", LIVE)
def test_each_account_says_what_would_change_its_verdict_and_how_far_its_work_was_read(dispute: str) -> None:
    for one in of(dispute):
        assert all(claim.would_change for claim in one.claim)
        assert all(source.note and "was not at hand" in source.note for source in one.source)
        assert one.made_from_case == (dispute,)


@pytest.mark.parametrize("dispute", LIVE)
def test_no_explanation_stands_in_the_ledger_of_a_dispute_that_it_says_nothing_of(dispute: str) -> None:
    names = {one.id for one in judge(load_case(dispute), open_snapshot()).explanations}
    assert {one.id for one in of(dispute)} <= names
    others = {one.id for other in LIVE if other != dispute for one in of(other)}
    assert not names & (others - {one.id for one in of(dispute)})
