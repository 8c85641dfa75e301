"""The time line of a page: every proposal has a letter of its own."""

from __future__ import annotations

from statusquo.cases import load_case
from statusquo.dossier.timeline_chart import lettered


def test_every_proposal_has_a_letter_of_its_own_past_z() -> None:
    case = load_case("northern-cyprus")
    letters = [letter for _, letter in lettered(case)]
    assert len(letters) == len(case.proposal) > 26
    assert letters[:2] + letters[25:28] == ["A", "B", "Z", "AA", "AB"]
    assert len(set(letters)) == len(letters)
