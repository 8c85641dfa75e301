"""Conflicts over the same ground under other numbers, parents that ended, and what becomes of clocks and risk sets."""

from __future__ import annotations

import polars as pl
import pytest
from tests.panels.future import Rewritten

from statusquo.cases.open_disputes import is_islamic_state_province, places
from statusquo.cases.successors import examined, fought_over, ground_years, links
from statusquo.core.successions import state_in, successions
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.standing import standings
from statusquo.snapshot.store import Snapshot

DONBAS, DONETSK, RUSSIA_UKRAINE, ABKHAZIA, KOSOVO, CHECHNYA, KASHMIR = 13306, 13246, 13243, 392, 412, 401, 218


def one(rows: pl.DataFrame, number: int, year: int) -> dict[str, object]:
    return rows.filter(conflict_id_ucdp=number, year=year).row(0, named=True)


def test_every_territorial_conflict_was_looked_at(snapshot: Snapshot) -> None:
    assert examined() == set(snapshot.table("disputes")["conflict_id_ucdp"])


def test_every_link_names_a_conflict_of_the_data_and_says_what_it_rests_on(snapshot: Snapshot) -> None:
    known = set(snapshot.table("conflict_runs")["conflict_id_ucdp"])
    for link in links():
        assert link.other_id in known
        assert link.other_id != link.conflict_id_ucdp
        assert link.last_year is None or link.first_year <= link.last_year
        assert link.source
        assert link.note.endswith(".")
        assert link.confidence in ("high", "medium", "low")


def test_the_runs_of_all_conflicts_are_those_of_the_disputes_where_they_are_the_same(snapshot: Snapshot) -> None:
    own = snapshot.table("dispute_years").select("conflict_id_ucdp", "year", "intensity")
    runs = snapshot.table("conflict_runs").with_columns(year=pl.int_ranges("first_year", pl.col("last_year") + 1))
    spread = runs.explode("year").select("conflict_id_ucdp", pl.col("year").cast(pl.Int32), "intensity")
    assert own.join(spread, on=own.columns, how="anti").is_empty()


def test_a_dispute_at_war_under_a_successor_is_not_quiet_and_not_at_risk(rows: pl.DataFrame) -> None:
    for number in (DONBAS, DONETSK):
        for year in (2023, 2024):
            row = one(rows, number, year)
            assert (row["is_successor_active"], row["active_successor_id"]) == (True, RUSSIA_UKRAINE)
            assert (row["ground_intensity"], row["quiet_years"]) == ("war", 0)
            assert not any(row[name] for name in ("is_at_risk_broad", "is_at_risk_of_war", "is_at_risk_secession"))
            assert row["is_recurrence"] is None


def test_no_dispute_is_at_risk_in_the_year_after_its_ground_was_fought_over(rows: pl.DataFrame) -> None:
    before = (pl.col("ground_intensity") != "none").shift(1).over("conflict_id_ucdp")
    assert rows.filter("is_at_risk_broad").height == rows.filter("is_at_risk_broad", ~before).height


def test_fighting_that_resumes_under_a_successors_number_is_the_recurrence(rows: pl.DataFrame) -> None:
    """The war of August 2008, in which the Kodori valley changed hands, stands under South Ossetia in UCDP."""
    assert one(rows, ABKHAZIA, 2008)["is_recurrence"] is True
    after = one(rows, ABKHAZIA, 2010)
    assert (after["quiet_years"], after["is_at_risk_broad"]) == (1, True)


def test_a_dispute_that_was_passed_on_is_told_of_the_successor_even_when_that_falls_quiet(rows: pl.DataFrame) -> None:
    """Rojava: the PYD's conflict was taken over by that of the SDF, which was quiet in 2019 to 2022."""
    row = one(rows, 13042, 2021)
    assert (row["ground_intensity"], row["is_passed_on"], row["is_at_risk_broad"]) == ("none", True, False)


def test_a_dispute_comes_back_when_the_successor_no_longer_stands_for_it(rows: pl.DataFrame) -> None:
    assert one(rows, CHECHNYA, 2014)["is_passed_on"]
    assert one(rows, CHECHNYA, 2017)["is_at_risk_secession"]


def test_a_successor_that_is_not_active_changes_nothing(snapshot: Snapshot) -> None:
    runs = snapshot.table("conflict_runs").filter(pl.col("conflict_id_ucdp") != RUSSIA_UKRAINE)
    quiet = dispute_years(Rewritten(snapshot, {"conflict_runs": runs})).frame
    assert one(quiet, DONBAS, 2024)["is_at_risk_secession"]


def test_a_linked_conflict_is_said_and_changes_no_clock(snapshot: Snapshot, rows: pl.DataFrame) -> None:
    told = fought_over(snapshot, KASHMIR, 2024, "linked")
    assert told is not None
    assert told.conflict_id == 364
    assert one(rows, KASHMIR, 2024)["quiet_years"] == 3


def test_the_ground_of_a_case_of_several_numbers_has_each_year_once(snapshot: Snapshot) -> None:
    years = ground_years(snapshot, DONETSK, 13247, DONBAS)
    assert years["year"].to_list() == list(range(2014, snapshot.coming_year))
    assert years.filter(~pl.col("is_own"))["year"].to_list() == list(range(2023, snapshot.coming_year))
    assert set(years.filter(pl.col("year") >= 2022)["intensity"]) == {"war"}


def test_a_parent_is_a_state_of_its_year(rows: pl.DataFrame, snapshot: Snapshot) -> None:
    spells = snapshot.states.spells
    listed = {(spell.gwno, year) for spell in spells for year in range(spell.first_year, spell.last_year + 1)}
    for gwno, year in rows.select("parent_gw", "year").unique().drop_nulls().iter_rows():
        assert (gwno, year) in listed or gwno in successions(), (gwno, year)


def test_kosovos_parent_is_serbia_from_2006_with_its_own_covariates(rows: pl.DataFrame) -> None:
    assert [one(rows, KOSOVO, year)["parent_gw"] for year in (2005, 2006, 2008)] == [345, 340, 340]
    assert one(rows, KOSOVO, 2007)["parent_polyarchy"] == pytest.approx(0.628, abs=5e-4)
    assert one(rows, KOSOVO, 2007)["group_size_pct"] == pytest.approx(21.0)


@pytest.mark.parametrize(("gwno", "year", "now"), [(345, 2005, 345), (345, 2006, 340), (817, 1976, None), (2, 2020, 2)])
def test_a_state_that_ended_is_followed_or_has_no_heir(gwno: int, year: int, now: int | None) -> None:
    assert state_in(gwno, year) == now


def test_every_succession_ends_with_the_spells_of_the_state_and_has_a_source(snapshot: Snapshot) -> None:
    for state in successions().values():
        last = [spell.last_year for spell in snapshot.states.spells if spell.gwno == state.gwno]
        assert not last or max(last) - state.last_year in (0, 1)
        assert state.source


def test_every_open_internal_dispute_has_its_place_and_a_reason(snapshot: Snapshot) -> None:
    for number, standing in standings(snapshot).items():
        if standing.is_internal and standing.is_open:
            assert places()[number].is_open
            assert standing.reason
            assert standing.source


def test_a_place_in_the_list_is_open_without_an_exit_or_closed_with_one() -> None:
    for place in places().values():
        assert place.is_open == (place.exit_year is None) == (not place.exit)
        assert place.reason.endswith(".")


def test_an_organisation_that_wants_an_islamic_state_of_its_own_is_no_province_of_the_islamic_state(
    snapshot: Snapshot,
) -> None:
    named = snapshot.table("disputes").filter(territory_name="Islamic State")
    provinces = named.filter(is_islamic_state_province())
    assert set(named["conflict_id_ucdp"]) - set(provinces["conflict_id_ucdp"]) == {434}
    assert provinces.height == 27


def test_no_province_of_the_islamic_state_is_a_secession_dispute(rows: pl.DataFrame) -> None:
    assert rows.filter("is_islamic_state", "is_at_risk_secession").is_empty()
    assert rows.filter("is_islamic_state", "is_at_risk_broad").height > 50
