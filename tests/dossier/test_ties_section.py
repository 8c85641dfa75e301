"""Who stood with whom: spans end with their source, both sides are looked at, and the sentence follows the spans."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Dossier
from statusquo.dossier.sections.balances import balances
from statusquo.dossier.sections.ties import finding
from statusquo.dossier.sections.ties import ties as ties_section
from statusquo.dossier.sides import Side, sides_of
from statusquo.dossier.ties import ARMS, PACT, TROOPS, Tie, ties_of
from statusquo.dossier.ties_charts import vote_distances
from statusquo.snapshot.store import Snapshot

RUSSIA, TURKEY, ISRAEL, ARMENIA, AZERBAIJAN = 365, 640, 666, 371, 373
NAMES = {RUSSIA: "Russia", TURKEY: "Türkiye", ISRAEL: "Israel"}
YEARS = range(1987, 2025)


def ties_between(case: Case, snapshot: Snapshot, years: range) -> list[Tie]:
    sides = sides_of(case, snapshot)
    assert sides is not None
    return ties_of(case, sides, snapshot, years)


@pytest.fixture(scope="module")
def ties(karabakh: Case, snapshot: Snapshot) -> list[Tie]:
    return ties_between(karabakh, snapshot, YEARS)


@pytest.fixture(scope="module")
def sides(karabakh: Case, snapshot: Snapshot) -> tuple[Side, ...]:
    found = sides_of(karabakh, snapshot)
    assert found is not None
    return found


def test_russia_had_a_pact_with_both_sides_and_the_csto_with_one(ties: list[Tie]) -> None:
    """Through the treaty of the Commonwealth of Independent States; never to be read as Armenia's alone."""
    of_russia = [tie for tie in ties if tie.outside == RUSSIA]
    assert {tie.side for tie in of_russia if tie.kind == PACT} == {0, 1}
    assert {tie.side for tie in of_russia if tie.kind == "CSTO"} == {1}


def test_no_span_outlasts_its_source(ties: list[Tie]) -> None:
    for tie in ties:
        assert tie.source_ends is not None
        assert tie.last_year <= tie.source_ends
    assert {tie.source_ends for tie in ties if tie.kind == PACT} == {2018}
    assert {tie.source_ends for tie in ties if tie.kind == "CIS"} == {2014}


def test_arms_are_shares_of_each_sides_imports(ties: list[Tie]) -> None:
    share = {(tie.outside, tie.side, tie.first_year): tie.share_pct for tie in ties if tie.kind == ARMS}
    assert share[ISRAEL, 0, 2020] == pytest.approx(78.6)
    assert share[RUSSIA, 1, 2010] == pytest.approx(93.1)
    for side in (0, 1):
        for first in {key[2] for key in share}:
            assert sum(pct or 0 for key, pct in share.items() if key[1:] == (side, first)) <= 100.1


def test_the_two_names_of_one_supplier_are_one_share(snapshot: Snapshot) -> None:
    """India took 43 % from the Soviet Union and 25 % from Russia in the 1990s."""
    found = ties_between(load_case("ucdp-218"), snapshot, range(1946, 2025))
    (nineties,) = (t for t in found if (t.outside, t.kind, t.side, t.first_year) == (RUSSIA, ARMS, 0, 1990))
    assert nineties.share_pct == pytest.approx(43.2 + 25.4)


def test_neither_side_is_an_outside_state(ties: list[Tie]) -> None:
    assert not {tie.outside for tie in ties} & {ARMENIA, AZERBAIJAN}
    assert len({tie.outside for tie in ties}) <= 6


def test_the_sentence_says_the_pacts_the_troops_and_the_arms(ties: list[Tie], sides: tuple[Side, ...]) -> None:
    three = [tie for tie in ties if tie.outside in NAMES]
    text = finding(three, sides, NAMES)
    assert "Russia to Azerbaijan in 1993–2018. One bound Russia to Armenia in 1992–2018" in text
    assert "its common treaty counts as such a pact, even between opponents" in text
    assert "troops of Türkiye for the parent side in 2020" in text
    assert "Russia delivered 61 % of the major arms that Azerbaijan imported in 2010–2019" in text


def test_the_sentence_changes_with_the_spans(ties: list[Tie], sides: tuple[Side, ...]) -> None:
    three = [tie for tie in ties if tie.outside in NAMES]
    shorter = [replace(tie, last_year=2000) if tie.kind == PACT else tie for tie in three]
    assert "Russia to Azerbaijan in 1993–2000" in finding(shorter, sides, NAMES)
    assert "none of the outside states shown had a defence pact with Azerbaijan or Armenia" in finding(
        [tie for tie in three if tie.kind != PACT], sides, NAMES
    )
    assert "Commonwealth" not in finding([tie for tie in three if tie.kind != "CIS"], sides, NAMES)
    assert "troops" not in finding([tie for tie in three if tie.kind != TROOPS], sides, NAMES)


def test_voting_distances_are_those_of_the_ideal_points(snapshot: Snapshot, sides: tuple[Side, ...]) -> None:
    votes = snapshot.table("state_years")
    point = dict(votes.filter(pl.col("year") == 2015).select("gwno", "un_ideal_point").iter_rows())
    rows = vote_distances(votes, sides, [RUSSIA]).filter(pl.col("year") == 2015)
    assert dict(rows.select("side", "distance").iter_rows()) == pytest.approx(
        {0: abs(point[RUSSIA] - point[AZERBAIJAN]), 1: abs(point[RUSSIA] - point[ARMENIA])}
    )


def test_the_caveat_on_the_treaty_of_the_commonwealth_stands_where_it_is_drawn(any_dossier: Dossier) -> None:
    caveats = [caveat for section in any_dossier.sections for caveat in section.caveats]
    told = any("both ATOP and COW count members on opposite sides" in caveat for caveat in caveats)
    assert told == (any_dossier.case.id in ("nagorno-karabakh", "ucdp-388"))


def test_a_pact_that_ended_before_the_dispute_is_none_of_it(snapshot: Snapshot) -> None:
    """The Soviet Union's pacts with Finland, Romania and Poland say nothing of Russia behind Transnistria."""
    ties = ties_between(load_case("transnistria"), snapshot, range(1988, 2027))
    assert ties
    assert all(tie.last_year >= 1993 for tie in ties if tie.side == 1)
    assert {tie.kind for tie in ties if tie.side == 1}.isdisjoint({"defence pact", "Warsaw Pact"})


def test_where_a_side_has_no_state_behind_it_no_ties_are_shown_and_the_page_says_so(snapshot: Snapshot) -> None:
    """Syria and Yemen sent troops beside Palestinian groups in two and three years of 69: no state stands for them."""
    context = Context(load_case("ucdp-234"), snapshot)
    assert ties_section(context) is None
    made = balances(context)
    assert made is not None
    assert any(text.startswith("pacts, troops and votes") for text in made.left_out)
