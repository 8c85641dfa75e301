"""Positions in the bundled case files: who said what, when, by which source, and which formula it speaks of."""

from __future__ import annotations

import datetime as dt

import pytest

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.statements import Position
from statusquo.documents.dates import PartialDate
from statusquo.settlement.load import load_vocabulary

STATED = [(case, row) for case in map(load_case, bundled_ids()) for row in case.position]
LIVE = ("northern-cyprus", "kosovo", "western-sahara", "transnistria", "abkhazia")


@pytest.mark.parametrize("name", LIVE)
def test_both_sides_of_a_live_dispute_have_positions_and_red_lines(name: str) -> None:
    case = load_case(name)
    for side in (case.parents(), case.separatists()):
        said = [row for row in case.position if row.actor in {actor.id for actor in side}]
        assert any(row.red_line for row in said)
        assert any(row.refuses for row in said)


@pytest.mark.parametrize(("case", "row"), STATED, ids=[f"{c.id}-{r.actor}-{r.date.text}-{r.issue}" for c, r in STATED])
def test_a_position_rests_on_a_source_from_when_it_was_stated_or_later(case: Case, row: Position) -> None:
    years = [case.sources_by_id[name].year for name in row.source]
    assert any(year is None or year >= row.date.year for year in years)


def test_what_a_position_asks_for_or_rules_out_is_a_formula_of_the_vocabulary() -> None:
    known = {formula.id for formula in load_vocabulary().formula}
    assert {name for _, row in STATED for name in (*row.asks, *row.refuses)} <= known
    assert not [row for _, row in STATED if set(row.asks) & set(row.refuses)]


def test_a_position_ends_after_it_was_stated() -> None:
    assert all(row.date.last < row.end.first for _, row in STATED if row.end is not None)


def test_a_position_holds_from_its_date_until_its_end_and_on_no_day_before() -> None:
    said = Position(
        actor="a", issue="status", date=PartialDate("1999-05"), end=PartialDate("2001"), text="x", source=("s",)
    )
    days = {
        dt.date(1999, 5, 30): False,
        dt.date(1999, 5, 31): True,
        dt.date(2000, 12, 31): True,
        dt.date(2001, 1, 1): False,
    }
    assert {day: said.holds_on(day) for day in days} == days
