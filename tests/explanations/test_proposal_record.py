"""The record of proposals: who carried, opposed or alone refused them, and how few there are for a verdict."""

from __future__ import annotations

import pytest

from statusquo.balances.measures import Measures
from statusquo.cases.load import load_case
from statusquo.explanations import proposal_tests
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.load import load_explanation
from statusquo.explanations.proposal_tests import (
    FEWEST,
    HolderRecordParameters,
    Put,
    VetoRecordParameters,
    difference_of_shares,
    holder_record_results,
    record_of,
    veto_record_results,
)
from statusquo.explanations.results import NotTestableError
from statusquo.snapshot.store import open_snapshot


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    case, snapshot = load_case("nagorno-karabakh"), open_snapshot()
    return Evidence(case, snapshot, load_explanation("babayev-2021"), measures=Measures(case, snapshot))


def test_who_carried_a_proposal_and_what_came_of_it_is_read_from_the_case_file() -> None:
    record = {put.name: put for put in record_of("nagorno-karabakh")}
    assert record["Trilateral statement"].stance == "carried"
    assert record["Trilateral statement"].agreed is True
    assert record["Kazan document"].stance == "carried"
    assert record["Kazan document"].agreed is False
    # Russia is a veto power of the dispute to September 2023 and no party to what came after.
    assert record["Peace agreement initialled in Washington"].stance is None
    assert record["Step-by-step plan"].refused_by == {"holder"}
    assert record["Step-by-step plan"].author == "third party"


def test_an_offer_of_one_side_is_no_third_partys() -> None:
    record = {put.name: put for put in record_of("northern-cyprus")}
    assert record["Thirteen points of Makarios"].author == "holder"  # the republic still held the whole island in 1963
    assert {put.author for put in record.values() if put.name.startswith("Annan")} == {"third party"}


def test_a_consent_taken_back_is_no_agreement() -> None:
    record = {put.name: put for put in record_of("aceh")}
    assert record["Cessation of hostilities agreement"].agreed is False
    assert record["Helsinki memorandum"].agreed is True


def test_too_few_proposals_decide_nothing_and_their_number_is_said(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal_tests, "bundled_ids", lambda: ("aceh", "nagorno-karabakh", "south-tyrol"))
    with pytest.raises(NotTestableError, match=f"proposals on record in 2 other disputes.*{FEWEST} are needed"):
        veto_record_results(VetoRecordParameters(stance="opposed"), evidence)
    with pytest.raises(NotTestableError, match="one side alone refused"):
        holder_record_results(HolderRecordParameters(), evidence)


def made_up(
    stance: str | None, *, agreed: bool, refused_by: set[str], n: int, author: str = "third party"
) -> list[Put]:
    return [Put(f"d{i}", "A plan", stance, agreed, frozenset(refused_by), author, ("a",)) for i in range(n)]  # type: ignore[arg-type]


def test_offers_of_the_sides_stand_beside_and_decide_nothing(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = made_up(None, agreed=False, refused_by={"holder"}, n=4)
    rows += made_up(None, agreed=False, refused_by={"revisionist"}, n=4)
    rows += made_up(None, agreed=False, refused_by={"holder"}, n=50, author="revisionist")
    monkeypatch.setattr(proposal_tests, "_others", lambda _: rows)
    found = holder_record_results(HolderRecordParameters(), evidence)[0]
    assert (found.estimate.value, found.n) == (50.0, 8)
    assert "the revisionist’s 50 of 50" in found.note


def test_with_proposals_enough_the_test_can_come_out_either_way(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    for opposed_fail in (True, False):
        rows = made_up("opposed", agreed=not opposed_fail, refused_by={"holder"}, n=12)
        rows += made_up("neither", agreed=opposed_fail, refused_by={"revisionist"}, n=20)
        monkeypatch.setattr(proposal_tests, "_others", lambda _, rows=rows: rows)
        found = veto_record_results(VetoRecordParameters(stance="opposed"), evidence)[0]
        assert found.estimate.value == pytest.approx(-100 if opposed_fail else 100)
        assert found.estimate.low is not None
        assert found.estimate.high is not None
        assert (found.estimate.high < 0) == opposed_fail
        assert found.p_value is not None
        assert found.p_value < 0.001
        holder = holder_record_results(HolderRecordParameters(), evidence)[0]
        assert holder.estimate.value == pytest.approx(100 * 12 / 32)


def test_the_interval_of_a_difference_of_shares_against_newcombes_worked_example() -> None:
    """Newcombe (1998), table II, example (a): 56 of 70 less 48 of 80, method 10: 0.0524 to 0.3339."""
    value, low, high = difference_of_shares(56, 70, 48, 80)
    assert value == pytest.approx(0.2)
    assert (low, high) == (pytest.approx(0.0524, abs=5e-4), pytest.approx(0.3339, abs=5e-4))
