"""The section on the military balance says d*, its break and what other measures say, and changes when they do."""

from __future__ import annotations

import math
from dataclasses import replace

from statusquo.balances.military import MilitaryBalance, military_balance
from statusquo.cases.model import Case
from statusquo.core.estimates import Point
from statusquo.dossier.balance_charts import ratio_rows
from statusquo.dossier.parts import Dossier
from statusquo.dossier.sections.balances import break_of, finding
from statusquo.dossier.timecharts import TimeFrame
from statusquo.snapshot.store import Snapshot

WARS = [1992, 1993, 1994, 2020]


def doubled(balance: MilitaryBalance) -> MilitaryBalance:
    points = tuple(
        replace(p, value=2 * p.value, low=2 * p.low, high=2 * p.high)
        for p in balance.break_even.points
        if p.value is not None and p.low is not None and p.high is not None
    )
    return replace(balance, break_even=replace(balance.break_even, points=points))


def test_the_sentence_says_the_multiplier_its_break_and_the_other_measures(karabakh: Case, snapshot: Snapshot) -> None:
    balance = military_balance(karabakh, snapshot)
    text = finding(balance, break_of(balance), WARS)
    assert "9.2 times in 2015 (5.6–16)" in text
    assert "breaks after 2007 (2005–2010; p = " in text
    assert "1.9 to 2.4 by CINC" in text
    assert "most uneven in 2012, eight years before the war of 2020" in text


def test_the_sentence_changes_with_the_balance(karabakh: Case, snapshot: Snapshot) -> None:
    balance = military_balance(karabakh, snapshot)
    assert "18 times in 2015" in finding(doubled(balance), break_of(balance), WARS)
    assert "breaks" not in finding(balance, None, WARS)
    assert "war of" not in finding(balance, None, [])


def test_a_balance_is_drawn_as_a_ratio(karabakh: Case, snapshot: Snapshot) -> None:
    balance = military_balance(karabakh, snapshot)
    rows = {
        row["year"]: row
        for row in ratio_rows(balance.main, TimeFrame(1990, 2025, snapshot.table("dispute_years"))).to_dicts()
    }
    point = next(point for point in balance.main.points if point.year == 2015)
    assert isinstance(point, Point)
    assert point.value is not None
    assert math.isclose(rows[2015]["ratio"], math.exp(point.value))
    assert rows[2015]["low"] < rows[2015]["ratio"] < rows[2015]["high"]


def test_the_section_stands_where_both_sides_have_measured_means(any_dossier: Dossier, snapshot: Snapshot) -> None:
    ids = [section.id for section in any_dossier.sections]
    assert ("balances" in ids) == bool(military_balance(any_dossier.case, snapshot).main.points)
