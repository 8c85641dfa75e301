"""Contributors to a peace operation are told from states that chose a side."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.snapshot.missions import mission_of, missions, with_missions
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

CENTRAL_AFRICA, MALI, KOSOVO, KUWAIT = 15283, 14113, 412, 371
BHUTAN, JORDAN, FRANCE, RWANDA, UNITED_STATES, RUSSIA = 760, 663, 220, 517, 2, 365


@pytest.fixture
def senders(snapshot: Snapshot) -> pl.DataFrame:
    runs = snapshot.table("dispute_patrons").filter(pl.col("basis") == "UCDP secondary supporter")
    return spread_years(runs.select("conflict_id_ucdp", "side", "patron_gw", "first_year", "last_year"))


@pytest.mark.parametrize("gwno", [BHUTAN, JORDAN])
def test_a_contributor_to_minusca_is_no_ally(gwno: int) -> None:
    mission = mission_of(CENTRAL_AFRICA, "a", 2015, gwno)
    assert mission is not None
    assert mission.name == "MINUSCA"


@pytest.mark.parametrize(("conflict", "year", "gwno"), [(CENTRAL_AFRICA, 2015, FRANCE), (CENTRAL_AFRICA, 2023, RWANDA)])
def test_a_state_that_fought_under_its_own_command_stays_an_ally(conflict: int, year: int, gwno: int) -> None:
    assert mission_of(conflict, "a", year, gwno) is None


def test_a_mission_ends_with_its_mandate() -> None:
    assert mission_of(MALI, "a", 2023, BHUTAN)
    assert mission_of(MALI, "a", 2024, RUSSIA) is None


@pytest.mark.parametrize(("conflict", "year"), [(KOSOVO, 1999), (KUWAIT, 1991)])
def test_a_coalition_that_makes_war_is_no_peace_operation(conflict: int, year: int) -> None:
    assert mission_of(conflict, "b", year, UNITED_STATES) is None


def test_every_row_speaks_of_states_that_ucdp_names(senders: pl.DataFrame) -> None:
    for mission in missions():
        there = senders.filter(
            pl.col("conflict_id_ucdp") == mission.conflict_id_ucdp,
            pl.col("side") == mission.side,
            pl.col("year").is_between(mission.first_year, mission.last_year),
        )
        named = set(there["patron_gw"])
        assert (mission.contributors or named) <= named, mission
        assert mission.own_command <= named, mission
        assert {mission.first_year, mission.last_year} <= set(there["year"]), mission
        assert mission.source, mission
        assert bool(mission.own_command) == bool(mission.own_command_source), mission


def test_no_side_with_five_states_or_more_is_left_unexplained(senders: pl.DataFrame) -> None:
    """Many states at once are a mission, or one of the coalitions that made war; a new release may bring another."""
    own = with_missions(senders).filter(pl.col("mission").is_null())
    many = own.group_by("conflict_id_ucdp", "side", "year").len().filter(pl.col("len") >= 5)
    korea, vietnam, red_sea = 235, 293, 16099
    assert set(many["conflict_id_ucdp"]) == {korea, vietnam, KUWAIT, KOSOVO, red_sea}
