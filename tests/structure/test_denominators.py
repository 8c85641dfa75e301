"""A share of area says of what it is a share, with the territory and without it."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.cases.load import bundled_ids, load_case
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import open_snapshot
from statusquo.structure.denominators import denominators, left_out, over_the_rest, taken_in
from statusquo.structure.factors import structure


@pytest.mark.parametrize("name", [*bundled_ids(), "ucdp-205", "ucdp-271", "ucdp-364"])
def test_no_share_of_area_stands_without_its_denominators(name: str) -> None:
    share = structure(load_case(name), open_snapshot())["area_share"]
    if share.estimate.value is None:
        return
    rest = [rival for rival in share.rivals if rival.basis == "another denominator"]
    assert len(rest) == 1
    assert share.text is not None
    assert "with the territory" in share.text or "territory included" in share.text or "together" in share.text
    low, high = share.estimate.low, share.estimate.high
    assert low is None or high is None or high - low > 0.001 * share.estimate.value, "an interval of no width"


def test_western_sahara_is_two_fifths_of_both_lands_and_two_thirds_of_morocco_proper() -> None:
    share = structure(load_case("western-sahara"), open_snapshot())["area_share"]
    assert share.estimate.value == pytest.approx(0.40, abs=0.005)
    rest = next(r for r in share.rivals if r.basis == "another denominator")
    assert rest.estimate.value == pytest.approx(0.667, abs=0.001), "67 % of Morocco proper, as the case file has it"
    assert "takes in 66 % of the territory" in (share.text or "")


def test_natural_earths_ukraine_leaves_out_crimea_and_the_text_says_so() -> None:
    wholes = denominators(load_case("donbas"), open_snapshot())
    assert wholes is not None
    assert wholes.left_out == ("Crimea",)
    # The state statistics service of Ukraine: 603,549 km2, Crimea and Sevastopol included.
    assert wholes.with_left_out == pytest.approx(603_549, rel=0.01)
    assert "Crimea" in taken_in(365, open_snapshot()), "which Natural Earth draws in Russia"


def test_land_left_out_lies_outside_the_outline_and_is_known_to_the_snapshot() -> None:
    snapshot = open_snapshot()
    known = {f"{layer}:{code}" for layer in ("areas", "countries") for code in snapshot.table(layer)["ne_id"].to_list()}
    states = snapshot.table("countries")["gwno"].drop_nulls().unique().to_list()
    rows = [part for gwno in states for part in left_out(gwno)]
    assert rows
    assert all(part.shape in known and part.source for part in rows)
    inside = {name for gwno in {part.gwno for part in rows} for name in taken_in(gwno, snapshot)}
    names = snapshot.table("areas").filter(pl.col("ne_id").is_in([part.shape.split(":")[1] for part in rows]))["name"]
    own = {part.gwno: set(taken_in(part.gwno, snapshot)) for part in rows}
    assert not any(part.name in own[part.gwno] for part in rows)
    assert "Crimea" in set(names)
    assert "Crimea" not in inside


def test_a_territory_that_is_all_of_its_state_leaves_nothing_to_divide_by() -> None:
    assert over_the_rest(Estimate(1.0, "share"), "the state").estimate.value is None
    assert over_the_rest(Estimate(0.5, "share"), "the state").estimate.value == 1
