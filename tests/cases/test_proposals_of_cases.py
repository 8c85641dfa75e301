"""The record of proposals in the bundled files: its size, who may withdraw, and names that fit a line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from statusquo.cases import Case, bundled_ids, load_case
from statusquo.cases.statements import Proposal

YES = ("accepted", "accepted as a basis")


def proposals() -> Iterator[tuple[Case, Proposal]]:
    for name in bundled_ids():
        case = load_case(name)
        yield from ((case, proposal) for proposal in case.proposal)


def test_the_record_holds_what_the_method_page_counts_on() -> None:
    usable = [
        (case.id, proposal.id, response.actor)
        for case, proposal in proposals()
        for response in proposal.response
        if response.answer in (*YES, "rejected", "withdrew") and case.is_sourced(response)
    ]
    assert len(set(usable)) >= 150
    assert len({one[:2] for one in usable}) >= 60
    assert len({one[0] for one in usable}) >= 12


def test_only_who_consented_takes_a_consent_back() -> None:
    for case, proposal in proposals():
        for place, response in enumerate(proposal.response):
            # One side may tell of a consent of the other that nobody else does.
            if response.answer == "withdrew" and response.claimant is None:
                earlier = [row.answer for row in proposal.response[:place] if row.actor == response.actor]
                assert set(earlier) & set(YES) or response.actor in proposal.proposed_by, (case.id, proposal.id)


def test_an_actors_later_answer_stands_after_its_earlier_one() -> None:
    for case, proposal in proposals():
        for actor in {row.actor for row in proposal.response}:
            dates = [row.date.first for row in proposal.response if row.actor == actor and row.date]
            assert dates == sorted(dates), (case.id, proposal.id, actor)


def test_a_name_of_a_proposal_fits_a_line() -> None:
    assert {proposal.name for _, proposal in proposals() if len(proposal.name) > 60} == set()


@pytest.mark.parametrize(
    ("dispute", "last"),
    [
        ("kosovo", ["First Brussels agreement", "Washington papers", "Ohrid annex"]),
        ("northern-cyprus", ["Guterres framework at Crans-Montana", "Joint statement of December 2025"]),
        ("western-sahara", ["Security Council resolution 2797", "Morocco’s expanded autonomy plan"]),
    ],
)
def test_the_steps_that_a_specialist_looks_for_are_there_in_order(dispute: str, last: list[str]) -> None:
    names = [row.name for row in sorted(load_case(dispute).proposal, key=lambda row: row.date)]
    assert [name for name in names if name in last] == last
