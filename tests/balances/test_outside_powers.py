"""Outside powers over all disputes: the figures are those of the balances at the middle of every range."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from statusquo.balances.commitment import MAIN, committed_share, ties_by_side, weight_ranges
from statusquo.balances.outside_powers import COLUMNS, LAST_YEAR, outside_powers
from statusquo.balances.projection import projected_capability, yearly_capability, yearly_distance
from statusquo.balances.ranges import MILES_A_DAY
from statusquo.balances.sides import oppositions
from statusquo.balances.veto import veto_powers
from statusquo.cases import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.panels.dispute_year import dispute_years
from statusquo.snapshot.store import Snapshot, open_snapshot

KARABAKH, RUSSIA, TURKEY = 388, 365, 640
KEY = ["conflict_id_ucdp", "year"]
MILES = np.array([MILES_A_DAY.middle])


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="module")
def disputes(snapshot: Snapshot) -> pl.DataFrame:
    return dispute_years(snapshot).frame


@pytest.fixture(scope="module")
def told(snapshot: Snapshot, disputes: pl.DataFrame) -> pl.DataFrame:
    return outside_powers(disputes, snapshot, load_artefact("arms_suppliers"))


def of_karabakh(told: pl.DataFrame, year: int) -> dict[str, float]:
    return told.filter(conflict_id_ucdp=KARABAKH, year=year).row(0, named=True)


def test_one_row_comes_back_for_each_in_the_same_order(disputes: pl.DataFrame, told: pl.DataFrame) -> None:
    assert told.select(KEY).equals(disputes.select(KEY))
    assert told.columns == [*KEY, "veto_power_gw", *COLUMNS]


@pytest.mark.parametrize("year", [1995, 2005, 2018])
def test_supports_are_those_of_the_regional_balance_at_the_middle_of_its_ranges(
    year: int, snapshot: Snapshot, told: pl.DataFrame
) -> None:
    """The same sums, reckoned state by state with the functions of the balance itself; arms shares are rounded."""
    case = load_case("nagorno-karabakh")
    opposed = oppositions(case, snapshot, [year])
    weights = {kind: np.array([given.middle]) for kind, given in weight_ranges().items()}
    parents = {actor.gwno for actor in case.parents() if actor.gwno is not None}
    distances = yearly_distance(snapshot, parents, [year], "capital_distance_km")
    for side, ties in ties_by_side(case, snapshot, opposed).items():
        capability = yearly_capability(snapshot, ties, [year])
        expected = 0.0
        for state, by_year in ties.items():
            share = committed_share(by_year, weights, MAIN, [year])
            projected = projected_capability(capability[state], distances[state], MILES)
            expected += float(np.nan_to_num(projected * share)[0, 0])
        name = "parent_outside_support" if side == "azerbaijan" else "separatist_outside_support"
        assert of_karabakh(told, year)[name] == pytest.approx(math.log(expected), abs=0.005)


def test_the_veto_power_is_the_one_that_the_balance_names(snapshot: Snapshot, told: pl.DataFrame) -> None:
    case = load_case("nagorno-karabakh")
    opposed = oppositions(case, snapshot, range(1994, 2019))
    found, _ = veto_powers(case, snapshot, opposed, ties_by_side(case, snapshot, opposed), MILES)
    assert {each.gwno for each in found} == {RUSSIA}
    for each in found:
        row = of_karabakh(told, each.year)
        assert row["veto_power_gw"] == each.gwno
        assert row["veto_power_strength"] > 0


def test_without_turkey_azerbaijan_can_count_on_less_and_armenia_on_as_much(
    snapshot: Snapshot, disputes: pl.DataFrame, told: pl.DataFrame
) -> None:
    own = disputes.filter(conflict_id_ucdp=KARABAKH)
    without = of_karabakh(outside_powers(own, snapshot, load_artefact("arms_suppliers"), [TURKEY]), 2012)
    whole = of_karabakh(told, 2012)
    assert without["parent_outside_support"] < whole["parent_outside_support"]
    assert without["separatist_outside_support"] == whole["separatist_outside_support"]


def test_nothing_is_told_after_the_last_treaties(told: pl.DataFrame) -> None:
    later = told.filter(pl.col("year") > LAST_YEAR).drop("patron_tie")
    assert later.select(pl.col(COLUMNS[:-1]).null_count()).row(0) == (later.height,) * (len(COLUMNS) - 1)


def test_a_patron_is_tied_and_where_there_is_none_the_tie_is_nothing(
    disputes: pl.DataFrame, told: pl.DataFrame
) -> None:
    tie = told["patron_tie"].to_numpy()
    has_patron = disputes["patron_gw"].is_not_null().to_numpy()
    assert (tie[~has_patron] == 0).all()
    assert ((tie >= 0) & (tie < 1)).all()


def test_an_ally_is_a_promise_of_help_by_a_major_power_from_outside(told: pl.DataFrame) -> None:
    """From 1993 the treaty of the Commonwealth of Independent States binds Russia to both sides (ATOP)."""
    assert of_karabakh(told, 1995)["parent_major_power_ally"] == 1
    assert of_karabakh(told, 1995)["separatist_major_power_ally"] == 1
    assert of_karabakh(told, 1991)["parent_major_power_ally"] == 0
