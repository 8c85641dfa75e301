"""History and law are coded from words that stand beside the code, with each side's reading."""

from __future__ import annotations

import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.history_and_law import FACTORS, STATUSES, Coded, history_and_law


@pytest.fixture(scope="module")
def karabakhs(karabakh: Case, snapshot: Snapshot) -> dict[str, Coded]:
    return history_and_law(karabakh, snapshot)


def test_the_oblast_was_an_autonomous_region_and_so_below_the_first_order(karabakhs: dict[str, Coded]) -> None:
    status = karabakhs["highest_earlier_status"]
    assert status.estimate.value == STATUSES.index("autonomous region")
    assert status.estimate.sources == ("adamczewski", "wp-nkao")
    assert karabakhs["first_order_status"].estimate.value == 0


def test_both_sides_readings_stand_beside_a_contested_code(karabakhs: dict[str, Coded]) -> None:
    for name in ("earlier_statehood", "first_order_status"):
        text = karabakhs[name].text or ""
        assert "Azerbaijan:" in text
        assert "Armenia:" in text or "Karabakh Armenians:" in text


def test_karabakhs_autonomy_was_lost_after_the_claim_was_made(karabakhs: dict[str, Coded]) -> None:
    """Claimed in February 1988, abolished in November 1991; the data begin in 1991 and cannot see the order."""
    assert karabakhs["autonomy_lost"].estimate.value == 1
    assert karabakhs["autonomy_lost_year"].estimate.value == 1991
    years = karabakhs["claim_after_autonomy_lost"]
    assert (years.estimate.value, years.estimate.low, years.estimate.high) == (-3, -3, 0)
    assert "may be older" in (years.text or "")


def test_resolutions_recognitions_and_constitution_are_those_of_the_case_file(karabakhs: dict[str, Coded]) -> None:
    assert karabakhs["security_council_resolutions"].estimate.value == 4
    assert karabakhs["recognitions"].estimate.value == 0
    constitution = karabakhs["parent_constitution"]
    assert (constitution.estimate.value, constitution.text) == (0, "Unitary and presidential.")


def test_a_fact_that_rests_on_general_knowledge_codes_nothing(karabakh: Case, snapshot: Snapshot) -> None:
    facts = tuple(
        fact.model_copy(update={"source": ("general-knowledge",)}) if fact.key == "law.unsc.resolutions_n" else fact
        for fact in karabakh.fact
    )
    unsourced = history_and_law(karabakh.model_copy(update={"fact": facts}), snapshot)
    assert unsourced["security_council_resolutions"].estimate.value is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Federal.", 1), ("A confederal union", 2), ("Unitary and presidential.", 0), ("A monarchy.", None)],
)
def test_the_form_of_the_state_is_read_as_a_whole_word(
    text: str, code: int | None, karabakh: Case, snapshot: Snapshot
) -> None:
    facts = tuple(
        fact.model_copy(update={"value": text}) if fact.key == "law.constitution.azerbaijan_form" else fact
        for fact in karabakh.fact
    )
    found = history_and_law(karabakh.model_copy(update={"fact": facts}), snapshot)
    assert found["parent_constitution"].estimate.value == code


def test_a_dispute_known_from_data_alone_has_what_the_group_data_say(snapshot: Snapshot) -> None:
    """The data list Karabakh's Armenians from 1991, the year of the loss and of the first claim that they can see."""
    factors = history_and_law(load_case("ucdp-388"), snapshot)
    assert factors.keys() == FACTORS.keys()
    assert factors["stranded_from_kin"].estimate.value == 1
    assert factors["claim_after_autonomy_lost"].estimate.value == 0
    assert "case file" in str(factors["parent_constitution"].estimate.missing_reason)
