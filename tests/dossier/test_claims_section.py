"""The ledger on the page: chips are words with a shape, intervals drawn to scale, sentences that follow numbers."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.cases.load import load_case
from statusquo.core.estimates import Estimate
from statusquo.dossier.context import Context
from statusquo.dossier.page import SHAPES
from statusquo.dossier.parts import ClaimList, Section, Table
from statusquo.dossier.sections.claims import claims, finding, interval_mark
from statusquo.explanations.ledger import Ledger, judge
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.model import Expectation
from statusquo.explanations.verdicts import VERDICTS
from statusquo.snapshot.store import open_snapshot


@pytest.fixture(scope="module")
def section() -> Section:
    found = claims(Context(load_case("nagorno-karabakh"), open_snapshot()))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return judge(load_case("nagorno-karabakh"), open_snapshot())


def test_elsewhere_all_explanations_stand_alike_and_generic_claims_are_counted_not_shown() -> None:
    found = claims(Context(load_case("aceh"), open_snapshot()))
    assert found is not None
    lists = [block for block in found.blocks if isinstance(block, ClaimList)]
    assert all(block.is_folded for block in lists)
    assert "Babayev" not in found.finding
    shown = {line.id for block in lists for line in block.lines}
    assert not shown & {"A6", "A7a", "A7b", "LA5", "RS6", "CC3"}
    assert any("more claims say nothing of this dispute" in text for text in found.caveats)


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(VERDICTS)
    assert len(set(SHAPES.values())) == len(VERDICTS)


def test_the_table_of_all_comes_first_and_only_an_explanation_of_this_very_dispute_stands_open(
    section: Section,
) -> None:
    first, *rest = section.blocks
    assert isinstance(first, Table)
    assert (first.id, first.is_folded, len(first.rows)) == ("claims-explanations", False, 7)
    assert [block.id for block in rest if isinstance(block, ClaimList) and not block.is_folded] == ["claims-first"]


def test_every_claim_that_applies_stands_on_the_page_once(section: Section, ledger: Ledger) -> None:
    shown = [line.id for block in section.blocks if isinstance(block, ClaimList) for line in block.lines]
    assert sorted(shown) == sorted(claim.claim.id for claim in ledger.claims)


def test_the_sentence_changes_when_a_verdict_does(ledger: Ledger) -> None:
    facts = [claim for claim in ledger.claims if claim.claim.id.startswith("D")]
    changed = [dataclasses.replace(c, verdict="supported") if c.claim.id == "D6" else c for c in facts]
    assert "D6" in finding(ledger, facts)
    assert "D6" not in finding(ledger, changed)


@given(
    st.floats(-100, 100),
    st.floats(0, 10),
    st.floats(0, 10),
    st.sampled_from(["above", "below", "equal"]),
    st.floats(0, 5),
)
def test_an_interval_is_drawn_in_order_and_inside(
    value: float, down: float, up: float, direction: str, margin: float
) -> None:
    estimate = Estimate(value, "points", value - down, value + up, "confidence95")
    mark = interval_mark(estimate, Expectation(direction=direction, margin=margin))  # type: ignore[arg-type]
    assert mark is not None
    assert mark.low is not None
    assert mark.high is not None
    assert 0 <= mark.low <= mark.at <= mark.high <= 100
    assert 0 <= mark.first < mark.last <= 101


@pytest.mark.parametrize("name", ["kosovo", "northern-cyprus"])
def test_where_both_sides_have_an_explanation_neither_stands_open_and_both_are_told(name: str) -> None:
    section = claims(Context(load_case(name), open_snapshot()))
    assert section is not None
    lists = [block for block in section.blocks if isinstance(block, ClaimList)]
    assert all(block.is_folded for block in lists)
    own = [one for one in map(load_explanation, bundled_explanations()) if name in one.disputes]
    assert [block.id for block in lists][: len(own)] == [f"claims-{one.id}" for one in own]
    assert all(one.title.partition(":")[0] in section.finding for one in own)
    assert "decides nothing between them" in section.finding
