"""The veto power: who it is by year, how strong, and what pulls it, each in its own unit."""

from __future__ import annotations

from functools import cache

import pytest

from statusquo.balances.regional import RegionalBalance, regional_balance
from statusquo.cases import load_case
from statusquo.core.estimates import Series
from statusquo.snapshot.store import open_snapshot


@cache
def balance_of(case: str) -> RegionalBalance:
    return regional_balance(load_case(case), open_snapshot(), draws=200)


def series(case: str, name: str) -> Series:
    return next(item for item in balance_of(case).veto if item.label == name)


def test_russia_is_the_veto_power_over_karabakh_in_every_year_the_data_cover() -> None:
    holders = balance_of("nagorno-karabakh").veto_power
    assert {each.name for each in holders} == {"Russia"}
    assert (holders[0].year, holders[-1].year) == (1992, 2022)
    strength = series("nagorno-karabakh", "strength of Russia as veto power")
    assert strength.at(1994).value == pytest.approx(22.2, abs=0.3)
    assert strength.at(2018).value == pytest.approx(10.6, abs=0.3)


def test_a_veto_power_is_stronger_than_both_sides() -> None:
    for case in ("nagorno-karabakh", "ucdp-218"):
        for each in balance_of(case).veto_power:
            assert series(case, f"strength of {each.name} as veto power").at(each.year).value > 1


def test_russia_arms_both_sides_from_2007() -> None:
    armenia = series("nagorno-karabakh", "arms from Russia, of all that Armenia received")
    azerbaijan = series("nagorno-karabakh", "arms from Russia, of all that Azerbaijan received")
    assert azerbaijan.at(2005).value == 0
    # 2011-2020, as the case file has it: 59.7 percent.
    assert azerbaijan.at(2020).value == pytest.approx(59.7, abs=0.5)
    assert armenia.at(2020).value == pytest.approx(93.7, abs=0.5)


def test_each_series_of_cross_pressure_ends_with_its_own_source() -> None:
    last = {item.label: item.points[-1].year for item in balance_of("nagorno-karabakh").veto}
    assert last["arms from Russia, of all that Armenia received"] == 2021
    assert last["distance of Russia from Armenia in the votes of the General Assembly"] == 2022
    assert last["obligations of treaties between Russia and Armenia"] == 2018
    assert last["organisations of both Russia and Armenia"] == 2014


def test_ties_are_unknown_before_there_were_two_states() -> None:
    for name in (
        "obligations of treaties between Russia and Azerbaijan",
        "organisations of both Russia and Azerbaijan",
    ):
        assert series("nagorno-karabakh", name).points[0].year == 1991


def test_trade_is_said_to_be_missing() -> None:
    assert "trade" in balance_of("nagorno-karabakh").missing["trade with the veto power"]
