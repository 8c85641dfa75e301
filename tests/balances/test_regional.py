"""The regional balance: what holds for any, what Karabakh's is, and a year worked by hand."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.balances.altered import with_sides_swapped

from statusquo.balances import ranges, regional_readings
from statusquo.balances.commitment import arms_shares, ties_by_side
from statusquo.balances.ranges import InputRange
from statusquo.balances.regional import (
    RegionalBalance,
    outside_support,
    regional_balance,
    regional_log_ratio,
    states_called,
)
from statusquo.balances.sides import oppositions
from statusquo.cases import load_case
from statusquo.core.errors import UnknownNameError
from statusquo.snapshot.store import open_snapshot

ARMENIA, AZERBAIJAN, RUSSIA, TURKEY, CANADA = 371, 373, 365, 640, 20
ARMENIAN_SIDE, AZERBAIJANI_SIDE = "karabakh-armenians", "azerbaijan"
KARABAKH = load_case("nagorno-karabakh")


@cache
def karabakh() -> RegionalBalance:
    return regional_balance(KARABAKH, open_snapshot())


def test_swapping_the_sides_flips_the_sign_and_the_bounds() -> None:
    balance, swapped = karabakh(), regional_balance(with_sides_swapped(KARABAKH), open_snapshot())
    pairs = zip((balance.main, *balance.alternatives), (swapped.main, *swapped.alternatives), strict=True)
    for one, other in pairs:
        assert one.points
        for p, q in zip(one.points, other.points, strict=True):
            assert q.value == pytest.approx(-p.value, abs=1e-12)
            assert (q.low, q.high) == pytest.approx((-p.high, -p.low), abs=1e-12)
    assert swapped.support[0].points == balance.support[1].points


SUPPORTERS = st.sampled_from([2, 20, 200, 220, 255, 365, 630, 640, 666, 710])
SIDES = st.sampled_from([ARMENIA, AZERBAIJAN])


@given(SUPPORTERS, SIDES, st.sampled_from(["ATOP defence", "ATOP consultation"]), st.integers(1993, 2018))
@settings(max_examples=12, deadline=None)
def test_more_support_never_lowers_a_sides_balance(supporter: int, side: int, tie: str, first: int) -> None:
    table = open_snapshot().table("dyad_ties")
    low, high = sorted((supporter, side))
    row = pl.DataFrame([(low, high, tie, "mutual", first, 2018, True, "atop")], schema=table.schema, orient="row")
    more = regional_log_ratio(KARABAKH, open_snapshot().with_tables({"dyad_ties": pl.concat([table, row])}))
    sign = 1 if side == AZERBAIJAN else -1
    for was, now in zip(karabakh().main.points, more.points, strict=True):
        for p, q in ((was.value, now.value), (was.low, now.low), (was.high, now.high)):
            assert sign * (q - p) >= -1e-12, was.year


@given(st.integers(100, 8000))
@settings(max_examples=10, deadline=None)
def test_a_farther_supporter_never_counts_more(further_km: int) -> None:
    """Turkey is tied to one side only: moved away, that side can count on less."""
    is_turkey = (pl.col("gwno_a") == TURKEY) | (pl.col("gwno_b") == TURKEY)
    km = pl.col("capital_distance_km")
    table = open_snapshot().table("dyad_distances")
    moved = table.with_columns(pl.when(is_turkey).then(km + further_km).otherwise(km))
    far = regional_log_ratio(KARABAKH, open_snapshot().with_tables({"dyad_distances": moved}))
    for was, now in zip(karabakh().main.points, far.points, strict=True):
        assert now.value <= was.value + 1e-12
        # Turkey is no ally yet in 1992 and 1993.
        assert (now.value < was.value) == (was.year >= 1994)


@given(st.sampled_from(sorted(open_snapshot().table("states")["gwno"].drop_nulls().unique())))
@settings(max_examples=20, deadline=None)
def test_without_a_state_that_has_no_tie_nothing_changes(state: int) -> None:
    opposed = oppositions(KARABAKH, open_snapshot(), range(1992, 2019))
    tied = {s for ties in ties_by_side(KARABAKH, open_snapshot(), opposed).values() for s in ties}
    without = regional_balance(KARABAKH, open_snapshot(), range(1992, 2019), draws=100, without=(state,)).main
    whole = regional_balance(KARABAKH, open_snapshot(), range(1992, 2019), draws=100).main
    if state not in tied:
        assert without.points == whole.points


def test_a_state_tied_to_both_sides_counts_on_both() -> None:
    """The CIS treaty makes Russia the ally of both; the CSTO, arms and the named alliance are Armenia's."""
    ties = ties_by_side(KARABAKH, open_snapshot(), oppositions(KARABAKH, open_snapshot(), range(1994, 2015)))
    armenian, azerbaijani = ties[ARMENIAN_SIDE][RUSSIA], ties[AZERBAIJANI_SIDE][RUSSIA]
    assert armenian[2005]["pact"] == azerbaijani[2005]["pact"] == 1
    assert armenian[2005]["organisation"] == armenian[2005]["named alliance"] == 1
    assert not {"organisation", "named alliance"} & set(azerbaijani[2005])
    assert TURKEY not in ties[ARMENIAN_SIDE]
    assert ARMENIA not in ties[AZERBAIJANI_SIDE]


def test_no_tie_is_carried_on_past_its_source() -> None:
    ties = ties_by_side(KARABAKH, open_snapshot(), oppositions(KARABAKH, open_snapshot(), range(1994, 2023)))
    kinds = {year: set(by) for year, by in ties[ARMENIAN_SIDE][RUSSIA].items()}
    assert kinds[2014] == {"pact", "organisation", "named alliance", "arms"}
    assert kinds[2018] == {"pact", "named alliance", "arms"}
    assert kinds[2021] == {"named alliance", "arms"}
    assert kinds[2022] == {"named alliance"}
    last = {s.key: (s.domain.last_year, s.points[-1].year) for s in karabakh().alternatives}
    assert last["regional.organisations"] == (2014, 2014)
    assert last["regional.named"] == (2021, 2021)
    assert (karabakh().main.domain.last_year, karabakh().main.points[-1].year) == (2018, 2018)


def test_shares_of_arms_do_not_look_ahead() -> None:
    snapshot = open_snapshot()
    armenia = arms_shares(snapshot, ARMENIA)
    later = snapshot.table("arms_deliveries").filter(pl.col("year") <= 2010)
    assert arms_shares(open_snapshot().with_tables({"arms_deliveries": later}), ARMENIA)[2010] == armenia[2010]
    india = arms_shares(snapshot, 750)
    earlier = snapshot.table("arms_shares").filter(pl.col("last_year") < 2005)
    assert arms_shares(open_snapshot().with_tables({"arms_shares": earlier}), 750)[2005] == india[2005]
    assert all(sum(by.values()) <= 1.01 for year, by in india.items())


def test_karabakh_with_and_without_turkey() -> None:
    """Without Turkey the revisionist could count on clearly less, by every reading."""
    balance = karabakh()
    ratios = {
        (name, year): math.exp(series.at(year).value)
        for name, series in (("with", balance.main), ("without", balance.without["Türkiye"]))
        for year in (2010, 2018)
    }
    expected = {("with", 2010): 0.96, ("with", 2018): 0.88, ("without", 2010): 0.67, ("without", 2018): 0.64}
    assert ratios == pytest.approx(expected, abs=0.01)
    by_case, without = balance.by_case, balance.by_case_without["Türkiye"]
    assert by_case is not None
    assert math.exp(by_case.at(2020).value) == pytest.approx(0.94, abs=0.03)
    assert math.exp(without.at(2020).value) == pytest.approx(0.20, abs=0.02)
    assert set(balance.without) == {"Türkiye", "Russia"}


def test_leaving_a_state_out_by_name_is_the_alternative_without_it() -> None:
    turkey = states_called(KARABAKH, open_snapshot(), ["Turkey"])
    assert turkey == states_called(KARABAKH, open_snapshot(), ["640"]) == (TURKEY,)
    left_out = regional_balance(KARABAKH, open_snapshot(), without=turkey)
    assert left_out.main.points == karabakh().without["Türkiye"].points
    assert "without Türkiye" in left_out.main.label
    with pytest.raises(UnknownNameError, match="Turkiey"):
        states_called(KARABAKH, open_snapshot(), ["Turkiey"])


def middle(given_range: InputRange) -> InputRange:
    point = (given_range.low + given_range.high) / 2
    return replace(given_range, low=point, high=point)


def test_a_regional_year_worked_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """1994 from raw figures, with every input at the middle of its range.

    The same arithmetic stands in the documentation (methods/regional-balance, "A year worked by hand").
    """
    for name in ("pact", "consultation", "named alliance", "arms"):
        monkeypatch.setitem(ranges.RANGES, name, middle(ranges.RANGES[name]))
    monkeypatch.setattr(regional_readings, "MILES_A_DAY", middle(ranges.MILES_A_DAY))
    # CINC of 1994 (COW, National Material Capabilities 7.0) and km from capital to Baku (geodesic).
    figures = {
        "France": (0.0228960, 3821),
        "Russia": (0.0670174, 1919),
        "Ukraine": (0.0164069, 1872),
        "Belarus": (0.0021843, 2244),
        "Georgia": (0.0005441, 448),
        "Turkey": (0.0153083, 1445),
        "Tajikistan": (0.0003641, 1640),
        "Kyrgyzstan": (0.0003838, 2075),
        "Uzbekistan": (0.0024763, 1640),
        "Kazakhstan": (0.0035536, 2265),
    }
    projected = {name: cinc ** math.log10(km / 1.609344 / 437.5 + 10 - math.e) for name, (cinc, km) in figures.items()}
    assert projected["Russia"] == pytest.approx(0.06696, abs=0.00001)
    assert projected["Turkey"] == pytest.approx(0.01735, abs=0.00001)
    pact, consultation, named, arms = 0.4825, 0.11, 0.3, 0.125
    cis = pact * sum(
        projected[n] for n in ("Belarus", "Georgia", "Tajikistan", "Kyrgyzstan", "Uzbekistan", "Kazakhstan")
    )
    france = consultation * projected["France"]
    # All of Armenia's deliveries to 1994 came from Russia, all of Azerbaijan's from Ukraine.
    armenia = (1 - (1 - pact) * (1 - named) * (1 - arms)) * projected["Russia"] + cis + france
    azerbaijan = pact * projected["Russia"] + (1 - (1 - pact) * (1 - named)) * projected["Turkey"]
    azerbaijan += arms * projected["Ukraine"] + cis + france
    assert (armenia, azerbaijan) == pytest.approx((0.05215, 0.05186), abs=0.00001)
    by_hand = math.log(azerbaijan / armenia)
    assert by_hand == pytest.approx(-0.006, abs=0.0005)
    assert regional_log_ratio(KARABAKH, open_snapshot(), [1994]).at(1994).value == pytest.approx(by_hand, abs=1e-6)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("ucdp-201", "no parent"),
        ("ucdp-210", "are no state, and no source read shows that a state supported them by act"),
        ("ucdp-264", "no source read shows that a state supported them by act"),
    ],
)
def test_a_balance_without_outside_support_is_missing_with_its_reason(case: str, reason: str) -> None:
    balance = regional_balance(load_case(case), open_snapshot(), draws=50)
    assert balance.main.points == ()
    assert reason in balance.missing[balance.main.key]


def test_the_parents_support_is_known_where_the_rebels_is_not() -> None:
    holder, revisionist = outside_support(load_case("ucdp-264"), open_snapshot(), draws=50)
    assert holder.points
    assert not revisionist.points


def test_draws_reproduce_and_differ_by_the_name_of_the_run() -> None:
    assert regional_balance(KARABAKH, open_snapshot()).main == karabakh().main
    assert regional_log_ratio(KARABAKH, open_snapshot()) == karabakh().main
    renamed = KARABAKH.model_copy(update={"id": "another-run"})
    assert regional_log_ratio(renamed, open_snapshot()) != karabakh().main


def test_a_thousand_draws_of_thirty_years_take_less_than_a_second() -> None:
    started = time.process_time()
    regional_log_ratio(KARABAKH, open_snapshot(), range(1992, 2022), draws=1_000)
    assert time.process_time() - started < 1


def test_a_balance_needs_a_draw() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        regional_balance(KARABAKH, open_snapshot(), draws=0)
