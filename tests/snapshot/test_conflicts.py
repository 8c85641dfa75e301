"""Disputes, episodes and active years: the rule, known figures, and differences from the sources."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.snapshot.conflicts import number_episodes
from statusquo.snapshot.store import Snapshot
from statusquo.sources import tjet_spells, ucdp_prio_acd

CONFLICT_YEARS = st.sets(st.tuples(st.integers(1, 4), st.integers(1946, 2024)), max_size=60)


def episodes_of(conflict_years: set[tuple[int, int]]) -> pl.DataFrame:
    frame = pl.DataFrame(list(conflict_years), schema={"conflict_id_ucdp": pl.Int32, "year": pl.Int32}, orient="row")
    return number_episodes(frame)


@given(CONFLICT_YEARS)
def test_an_episode_is_an_unbroken_run_of_active_years(conflict_years: set[tuple[int, int]]) -> None:
    frame = episodes_of(conflict_years)
    assert set(frame.select("conflict_id_ucdp", "year").iter_rows()) == conflict_years
    runs = frame.group_by("conflict_id_ucdp", "episode").agg(
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
        pl.len().cast(pl.Int32).alias("n"),
    )
    assert (runs["last"] - runs["first"] + 1 == runs["n"]).all()
    for conflict, first, last in runs.select("conflict_id_ucdp", "first", "last").iter_rows():
        assert (conflict, first - 1) not in conflict_years
        assert (conflict, last + 1) not in conflict_years


@given(CONFLICT_YEARS)
def test_episodes_are_numbered_from_one_in_the_order_of_years(conflict_years: set[tuple[int, int]]) -> None:
    for (_,), rows in episodes_of(conflict_years).group_by("conflict_id_ucdp"):
        numbers = rows.sort("year")["episode"].to_list()
        assert numbers == sorted(numbers)
        assert set(numbers) == set(range(1, max(numbers) + 1))


def test_there_are_two_hundred_disputes(snapshot: Snapshot) -> None:
    disputes = snapshot.table("disputes")
    assert disputes.height == 200
    assert disputes["conflict_id_ucdp"].is_unique().all()


def test_karabakh_has_seven_episodes(snapshot: Snapshot) -> None:
    rows = snapshot.table("episodes").filter(pl.col("conflict_id_ucdp") == 388)
    assert rows.select("first_year", "last_year").rows() == [
        (1991, 1994),
        (1997, 1998),
        (2005, 2005),
        (2008, 2008),
        (2012, 2012),
        (2014, 2017),
        (2020, 2023),
    ]
    assert rows["outcome"].to_list() == [
        "ceasefire agreement",
        *["low activity"] * 5,
        "victory for government side",
    ]
    # UCDP/PRIO's date; UCDP's Conflict Termination data have 2023-09-28.
    assert str(rows["end_date"][-1]) == "2023-12-04"


def test_battle_deaths_in_karabakh_in_2020(snapshot: Snapshot) -> None:
    rows = snapshot.table("dispute_years")
    row = rows.filter((pl.col("conflict_id_ucdp") == 388) & (pl.col("year") == 2020))
    assert row.select("deaths_best", "deaths_low", "deaths_high", "intensity").row(0) == (
        7646,
        7547,
        9076,
        "war",
    )


def test_karabakh_is_parted_from_the_soviet_conflict_of_the_same_land(snapshot: Snapshot) -> None:
    rows = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp").is_in([376, 388]))
    assert rows.select("parent_gw", "first_active_year", "n_episodes").rows() == [
        (365, 1990, 1),
        (373, 1991, 7),
    ]


def test_a_conflict_between_states_has_no_deaths_and_not_zero(snapshot: Snapshot) -> None:
    cyprus = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp") == 323)
    assert cyprus.select("types", "n_years_with_deaths", "deaths_best", "deaths_low", "deaths_high").row(0) == (
        ["interstate"],
        0,
        None,
        None,
        None,
    )


def test_deaths_between_states_are_counted_where_a_newer_release_tells_them_and_nowhere_else(
    snapshot: Snapshot,
) -> None:
    rows = snapshot.table("dispute_years").filter(~pl.col("type").is_in(tjet_spells.COVERED_TYPES))
    told = pl.col("deaths_source") == "ucdp-brd"
    assert rows.filter(told)["release"].unique().to_list() == ["ucdp-brd 26.1"]
    untold = rows.filter(pl.col("deaths_source").is_null())
    assert untold.height + rows.filter(told).height == rows.height > 150
    assert untold.select(pl.col("^deaths_.*$").count()).row(0) == (0,) * 6
    assert dict(rows.filter(told).select("conflict_id_ucdp", "deaths_best").iter_rows()) == {
        218: 67,
        294: 252,
        302: 35,
        11639: 178,
        13243: 94741,
        16099: 781,
    }


def test_a_year_with_a_figure_of_deaths_says_who_gives_it(snapshot: Snapshot) -> None:
    years = snapshot.table("dispute_years")
    has_figure = pl.any_horizontal(pl.col("deaths_best", "deaths_range_low").is_not_null())
    assert years.filter(has_figure != pl.col("deaths_source").is_not_null()).is_empty()
    assert years.filter(deaths_source="ucdp-brd")["year"].unique().to_list() == [2025]


def test_best_low_and_high_are_there_together_and_in_order(snapshot: Snapshot) -> None:
    for name in ("disputes", "episodes", "dispute_years"):
        table = snapshot.table(name)
        there = table.select(pl.col("deaths_best", "deaths_low", "deaths_high").is_not_null())
        assert there.select(pl.all_horizontal("*") == pl.any_horizontal("*")).to_series().all(), name
        known = table.filter(pl.col("deaths_best").is_not_null())
        assert known.filter(~pl.col("deaths_best").is_between("deaths_low", "deaths_high")).height == 0, name


def test_a_range_without_an_estimate_stands_only_where_there_is_none(snapshot: Snapshot) -> None:
    rows = snapshot.table("dispute_years").filter(pl.col("deaths_range_low").is_not_null())
    assert rows.height == 345
    assert rows["deaths_best"].null_count() == rows.height
    assert (rows["deaths_range_low"] <= rows["deaths_range_high"]).all()


def test_sums_agree_from_years_to_episodes_to_disputes(snapshot: Snapshot) -> None:
    def summed(table: str) -> pl.DataFrame:
        return (
            snapshot.table(table).group_by("conflict_id_ucdp").agg(pl.col("deaths_best").sum()).sort("conflict_id_ucdp")
        )

    assert summed("dispute_years").equals(summed("episodes"))
    assert summed("episodes")["deaths_best"].to_list() == (
        snapshot.table("disputes").sort("conflict_id_ucdp")["deaths_best"].fill_null(0).to_list()
    )


def test_counts_of_years_and_episodes_agree_between_the_tables(snapshot: Snapshot) -> None:
    years = (
        snapshot.table("dispute_years")
        .group_by("conflict_id_ucdp")
        .agg(
            pl.len().cast(pl.Int32).alias("n_active_years"),
            pl.col("episode").n_unique().cast(pl.Int32).alias("n_episodes"),
            (pl.col("intensity") == "war").sum().cast(pl.Int32).alias("n_war_years"),
            pl.col("year").min().alias("first_active_year"),
            pl.col("year").max().alias("last_active_year"),
        )
        .sort("conflict_id_ucdp")
    )
    assert snapshot.table("disputes").select(years.columns).sort("conflict_id_ucdp").equals(years)


def test_an_ongoing_episode_has_no_end_and_no_outcome(snapshot: Snapshot) -> None:
    ongoing = snapshot.table("episodes").filter("is_ongoing")
    assert set(ongoing["last_year"]) == {snapshot.last_year}
    assert ongoing.select(pl.col("end_date", "outcome").count()).row(0) == (0, 0)


def test_every_episode_that_ended_before_ucdps_last_record_of_ends_has_a_date_of_end(snapshot: Snapshot) -> None:
    ended = snapshot.table("episodes").filter(~pl.col("is_ongoing"))
    undated = ended.filter(pl.col("end_date").is_null())
    assert undated.select("conflict_id_ucdp", "last_year").rows() == [(n, 2024) for n in (439, 13588, 14275, 16379)]
    dated = ended.drop_nulls("end_date")
    assert (dated["end_date"].dt.year() == dated["last_year"]).all()


def test_episodes_without_an_outcome_are_those_known(snapshot: Snapshot) -> None:
    """The source has none for 17 ended episodes of the types it covers, and four have ended since it was made."""
    types = snapshot.table("dispute_years").select("conflict_id_ucdp", "year", "type")
    ended = snapshot.table("episodes").filter(~pl.col("is_ongoing") & pl.col("outcome").is_null())
    covered = ended.join(
        types, left_on=["conflict_id_ucdp", "last_year"], right_on=["conflict_id_ucdp", "year"]
    ).filter(pl.col("type").is_in(tjet_spells.COVERED_TYPES))
    assert covered.filter(pl.col("last_year") < 2024).height == 17
    assert covered.filter(pl.col("last_year") == 2024).height == 4
    assert {389, 398} <= set(covered["conflict_id_ucdp"])  # Republika Srpska and Herceg-Bosna


def test_only_two_disputes_have_several_states_on_side_a(snapshot: Snapshot) -> None:
    several = snapshot.table("disputes").filter(pl.col("parent_gw").is_null())
    assert several["conflict_id_ucdp"].to_list() == [228, 16099]
    assert several["parent_name"][0] == "Egypt, Iraq, Jordan, Lebanon, Syria"


def test_every_parent_is_a_state_but_for_hyderabad(snapshot: Snapshot) -> None:
    known = set(snapshot.table("states")["gwno"].drop_nulls())
    strange = snapshot.table("disputes").filter(~pl.col("parent_gw").is_in(known))
    assert strange.select("parent_name", "parent_gw").rows() == [("Hyderabad", 751)]


@pytest.mark.raw
def test_episodes_against_the_ends_that_ucdp_marks(raw_dir: Path) -> None:
    """In every conflict, not only over territory, a run of years begins and ends where UCDP says so."""
    years = number_episodes(ucdp_prio_acd.read_conflict_years(raw_dir))
    runs = years.group_by("conflict_id_ucdp", "episode").agg(
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
        pl.col("episode_start_date").unique().alias("starts"),
        pl.col("year").filter("is_episode_end").alias("ends"),
    )
    assert runs.filter(pl.col("starts").list.len() != 1).height == 0
    assert (runs["starts"].list.first().dt.year() == runs["first_year"]).all()
    ended = runs.filter(pl.col("last_year") < 2024)
    assert ended.filter(pl.col("ends") != pl.concat_list("last_year")).height == 0
    assert runs.filter((pl.col("last_year") == 2024) & (pl.col("ends").list.len() > 0)).height == 0


@pytest.mark.raw
def test_episodes_against_tjets_numbers(raw_dir: Path) -> None:
    """The numbers agree but in six conflicts, where TJET's does not advance although its first year does."""
    years = number_episodes(ucdp_prio_acd.read_conflict_years(raw_dir))
    theirs = tjet_spells.read_spells(raw_dir).filter("is_active").select("conflict_id_ucdp", "year", tjet="episode")
    both = years.join(theirs, on=["conflict_id_ucdp", "year"])
    differing = both.filter(pl.col("episode") != pl.col("tjet"))
    assert set(differing["conflict_id_ucdp"]) == {209, 230, 234, 386, 419, 15283}
    assert set((differing["episode"] - differing["tjet"]).to_list()) == {1}
    # Two of them are over territory: Palestine from 2021 on, and Logone in 2023.
    assert set(differing.filter(pl.col("incompatibility") != "government")["conflict_id_ucdp"]) == {
        234,
        15283,
    }
