"""The section on the balances says d*, its break, who could be counted on, and changes when they do."""

from __future__ import annotations

import math
from dataclasses import replace

from statusquo.balances.inertia import inertia
from statusquo.balances.military import MilitaryBalance, military_balance
from statusquo.balances.regional import regional_balance
from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.estimates import Point, Series
from statusquo.dossier.balance_charts import ratio_rows
from statusquo.dossier.parts import Dossier
from statusquo.dossier.sections.balance_findings import inertia_finding, military_finding, most_needed, regional_finding
from statusquo.dossier.sections.balances import break_of
from statusquo.dossier.timecharts import TimeFrame
from statusquo.snapshot.store import Snapshot

WARS = [1992, 1993, 1994, 2020]


def scaled(balance: MilitaryBalance, factor: float) -> MilitaryBalance:
    points = tuple(
        replace(p, value=factor * p.value, low=factor * p.low, high=factor * p.high)
        for p in balance.break_even.points
        if p.value is not None and p.low is not None and p.high is not None
    )
    return replace(balance, break_even=replace(balance.break_even, points=points))


def test_the_sentence_says_the_multiplier_its_break_and_the_other_measures(karabakh: Case, snapshot: Snapshot) -> None:
    balance = military_balance(karabakh, snapshot)
    turn, of_stock = break_of(balance, balance.main), break_of(balance, balance.alternatives[0])
    text = military_finding(balance, turn, WARS, of_stock)
    assert "In 2020 it was 3.4 (3.3 to 3.5) times" in text
    assert "Over 1992–2022 no break in the level of that ratio can be told from none (p = " in text
    assert "They were 14 (6.0 to 230) times in 2015" in text
    assert "Over 1992–2021 no break in the level of that balance can be told from none (p = " in text
    sure = military_finding(balance, replace(turn, p_value=0.04), WARS)
    assert "Over 1992–2021 the level of that balance breaks after 2007 (2005–2010), p = 0.04 against none" in sure
    assert "2.0 to 2.4 by CINC" in text
    assert "most uneven in 2012, at 5.5 to one. War came in 2020, five years after the last of its five most" in text
    assert "At 8.8 (4.1 to 140) in 2020 d* lies above the rule of 3:1" in text


def test_the_sentence_changes_with_the_balance(karabakh: Case, snapshot: Snapshot) -> None:
    balance = military_balance(karabakh, snapshot)
    turn = break_of(balance, balance.main)
    assert "They were 29 (" in military_finding(scaled(balance, 2), turn, WARS)
    assert "breaks" not in military_finding(balance, None, WARS)
    assert "War came" not in military_finding(balance, None, [])
    early = military_finding(balance, turn, [1992, 1993, 1994, 2017])
    assert "War came in 2017, two years after" in early
    assert "on both sides of the rule of 3:1" in military_finding(scaled(balance, 0.5), turn, WARS)


def test_the_regional_sentence_says_with_and_without_each_state(karabakh: Case, snapshot: Snapshot) -> None:
    balance = regional_balance(karabakh, snapshot)
    text = regional_finding(balance, WARS)
    assert "0.88 (0.54 to 1.4) times the outside capability that the holder could in 2018" in text
    assert "0.64 (0.35 to 1.1) without Türkiye" in text
    assert "in 2020, and 0.20" in text
    assert "was Russia in 1992–2022" in text
    assert "55 % of Azerbaijan’s and 88 % of Armenia’s arms" in text
    assert most_needed(balance) == "Türkiye"


def test_the_regional_sentence_changes_with_the_balance(karabakh: Case, snapshot: Snapshot) -> None:
    balance = regional_balance(karabakh, snapshot)
    halved = replace(balance, main=shifted(balance.main, -math.log(2)), veto_power=balance.veto_power[5:10])
    text = regional_finding(halved, WARS)
    assert "0.44 (0.27 to 0.71) times" in text
    assert "was Russia in 1997–2001" in text
    alone = regional_finding(replace(balance, without={}, by_case=None, veto_power=()), WARS)
    assert "without" not in alone
    assert "veto" not in alone


def test_one_chart_stands_open_with_names_in_its_title_and_the_others_are_folded(karabakh_dossier: Dossier) -> None:
    section = next(section for section in karabakh_dossier.sections if section.id == "balances")
    assert [figure.id for figure in section.figures if not figure.is_folded] == ["military-balance"]
    assert section.figures[0].headline.startswith(
        "Azerbaijan had 8.5 (4.1 to 140) times the means of the Karabakh Armenians"
    )
    assert "Holder and revisionist: Azerbaijan and the Karabakh Armenians to 8 May 1992; " in section.figures[0].finding
    assert {"spending", "ties-by-state"} <= {figure.id for figure in section.figures}
    assert "Without Türkiye it would have been 0.64 times" in section.finding
    assert "three years since the line of control moved" in section.finding


def shifted(series: Series, by: float) -> Series:
    points = (Point(p.year, p.value + by, p.low + by, p.high + by) for p in series.points if p.value is not None)
    return replace(series, points=tuple(points))


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


def test_a_dispute_without_a_balance_says_why(any_dossier: Dossier) -> None:
    section = next(section for section in any_dossier.sections if section.id == "balances")
    drawn = {block.id for block in section.blocks}
    for name in ("military", "regional"):
        is_explained = any(text.startswith(f"There is no {name} balance: ") for text in section.caveats)
        assert is_explained != (f"{name}-balance" in drawn)


def test_a_war_of_several_years_is_not_told_as_begun_in_its_last(snapshot: Snapshot) -> None:
    """Bosnia's war was fought from 1992 to 1995: 1994 is not the year before it."""
    told = inertia_finding(inertia(load_case("republika-srpska"), snapshot), [1992, 1993, 1994, 1995])
    assert "1994" not in told
    assert "was no years" not in told
