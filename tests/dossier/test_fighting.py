"""The fighting over a dispute that UCDP records as several conflicts, or not at all."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from statusquo.cases import load_case
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.extent import extent_of, ground_of
from statusquo.dossier.fighting import fighting_elsewhere, fighting_over
from statusquo.snapshot.store import open_snapshot


def test_conflicts_of_one_dispute_are_added_up_by_year() -> None:
    """Donetsk, Luhansk and Novorossiya in 2014: 2,276, 1,072 and the third conflict's own deaths."""
    case, snapshot = load_case("donbas"), open_snapshot()
    episodes, years = fighting_over(case, snapshot)
    raw = snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp").is_in(list(case.ids.ucdp_conflict)))
    assert years["year"].is_unique().all()
    assert years["deaths_best"].sum() == raw["deaths_best"].sum()
    assert episodes["episode"].to_list() == list(range(1, episodes.height + 1))


def test_one_conflict_is_left_as_it_is() -> None:
    snapshot = open_snapshot()
    _, years = fighting_over(load_case("kosovo"), snapshot)
    assert years.equals(snapshot.table("dispute_years").filter(conflict_id_ucdp=412).sort("year"))


@pytest.mark.parametrize("name", ["south-tyrol", "donbas"])
def test_a_dossier_is_made_without_a_conflict_and_with_several(name: str) -> None:
    page = assemble_dossier(load_case(name), open_snapshot(), built_on=dt.date(2026, 1, 1))
    happened = next(section for section in page.sections if section.id == "what-happened")
    assert ("no armed conflict" in happened.finding) == (name == "south-tyrol")


def test_the_parents_area_holds_the_territory_even_where_it_is_drawn_apart() -> None:
    """Natural Earth draws Cyprus without its north, the British bases and the zone between; the codebook has 36.4 %."""
    case, snapshot = load_case("northern-cyprus"), open_snapshot()
    extent = extent_of(case, ground_of(case, snapshot))
    assert extent.claimed is not None
    assert extent.parent is not None
    assert 100 * extent.claimed / extent.parent == pytest.approx(36.4, abs=2)


def test_a_war_that_changed_its_number_does_not_look_ended() -> None:
    """UCDP counts the fighting in Donetsk and Luhansk since 2022 under 13243, between Russia and Ukraine."""
    case, snapshot = load_case("donbas"), open_snapshot()
    (elsewhere,) = fighting_elsewhere(case, snapshot)
    years = tuple(range(2022, snapshot.coming_year))
    assert (elsewhere.conflict_id, elsewhere.years, elsewhere.wars) == (13243, years, years)
    page = assemble_dossier(case, snapshot, built_on=dt.date(2026, 1, 1))
    happened = next(section for section in page.sections if section.id == "what-happened")
    assert (
        f"in 2022–{snapshot.last_year} under conflict 13243 (Russia - Ukraine), at the level of war" in happened.finding
    )
    assert "deaths of that conflict are not told by place" in happened.finding
    assert "though the fighting went on under another number" in happened.finding
    held = next(section for section in page.sections if section.id == "balances")
    assert f"In {snapshot.last_year} there was fighting and the line moved" in held.finding
    assert "no years" not in held.finding


def test_a_conflict_without_a_successor_has_no_fighting_elsewhere() -> None:
    assert fighting_elsewhere(load_case("western-sahara"), open_snapshot()) == ()
    assert fighting_elsewhere(load_case("south-tyrol"), open_snapshot()) == ()
