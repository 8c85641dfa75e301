"""State-years: every state Gleditsch and Ward list, each covariate to its own last year and no further."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.columns import Column, columns_of
from statusquo.core.states import StateCodes
from statusquo.snapshot.state_years import (
    FIRST_YEAR,
    covariate_domain,
    irregular_leader_changes,
    land_neighbours,
    last_year,
    leader_changes,
    listed_state_years,
)
from statusquo.snapshot.store import Snapshot
from statusquo.sources import archigos, reign
from statusquo.sources.registry import ORIGINS

COVARIATES = [column for column in columns_of("state_years") if column.name not in ("gwno", "year")]


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("state_years")


def value(table: pl.DataFrame, gwno: int, year: int, name: str) -> object:
    return table.filter((pl.col("gwno") == gwno) & (pl.col("year") == year))[name].item()


def test_there_is_one_row_for_every_year_in_which_a_state_is_listed(table: pl.DataFrame, snapshot: Snapshot) -> None:
    states = snapshot.table("states").filter(pl.col("gwno").is_not_null())
    expected = {
        (gwno, year)
        for gwno, first, last in states.select("gwno", "first_year", "last_year").iter_rows()
        for year in range(max(first, FIRST_YEAR), min(last, last_year()) + 1)
    }
    assert table.height == len(expected) == 12507
    assert set(table.select("gwno", "year").iter_rows()) == expected


@pytest.mark.parametrize("column", COVARIATES, ids=lambda column: column.name)
def test_a_covariate_states_its_last_year_and_that_is_the_last_in_the_data(table: pl.DataFrame, column: Column) -> None:
    first, last = column.years
    held = table.drop_nulls(column.name)["year"]
    assert held.max() == min(last, last_year())
    assert held.min() >= first


@pytest.mark.parametrize("column", COVARIATES, ids=lambda column: column.name)
def test_a_covariate_is_given_in_years_that_its_source_covers(column: Column) -> None:
    domain, origin = covariate_domain(column.name), ORIGINS[column.sources[0]]
    assert (domain.first_year, domain.last_year) == column.years
    assert origin.domain.covers(domain.first_year)
    assert origin.domain.covers(domain.last_year)


def test_the_table_ends_with_the_last_of_its_sources(table: pl.DataFrame) -> None:
    assert table["year"].max() == last_year() == 2024


def test_the_sources_end_in_eight_different_years() -> None:
    ends = {column.years[1] for column in COVARIATES}
    assert ends == {2015, 2016, 2018, 2019, 2020, 2022, 2023, 2024}


def test_no_covariate_is_zero_where_its_source_is_silent(table: pl.DataFrame) -> None:
    for column in COVARIATES:
        after = table.filter(pl.col("year") > column.years[1])
        assert after[column.name].null_count() == after.height, column.name


def test_known_figures(table: pl.DataFrame) -> None:
    """COW NMC 7.0; Polity5; the leaders' lists: as the sources give them, under Gleditsch-Ward numbers."""
    assert value(table, 2, 1946, "cinc") == pytest.approx(0.3639, abs=0.0001)
    assert value(table, 371, 2018, "n_leader_changes") == 2
    assert value(table, 373, 2003, "n_leader_changes") == 1
    assert value(table, 373, 1993, "is_irregular_leader_change") is True
    assert value(table, 371, 2008, "is_irregular_leader_change") is False
    assert value(table, 373, 2010, "polity2") == -7
    assert value(table, 2, 2010, "polity2") == 10
    assert value(table, 371, 2015, "n_land_neighbours") == 4
    assert value(table, 900, 2015, "n_land_neighbours") == 0


def test_states_that_the_two_systems_number_differently_keep_their_figures(table: pl.DataFrame) -> None:
    """Germany is 260 here and 255 in COW from 1990, Yemen 678 and 679, Serbia 340 and 345 from 2006."""
    for gwno, years in ((260, range(1955, 2023)), (678, range(1950, 2023)), (340, range(2006, 2023))):
        rows = table.filter((pl.col("gwno") == gwno) & pl.col("year").is_between(years[0], years[-1]))
        assert rows["cinc"].null_count() == 0, gwno
        assert rows.height == len(years)


def test_united_germany_counts_in_1990(table: pl.DataFrame) -> None:
    personnel = dict(table.filter(pl.col("gwno") == 260).select("year", "milper_thousands").iter_rows())
    assert personnel[1990] > personnel[1989] * 0.9
    assert value(table, 260, 1990, "cinc") > value(table, 260, 1989, "cinc")


def test_microstates_without_a_list_of_leaders_have_no_count_rather_than_none(table: pl.DataFrame) -> None:
    monaco = table.filter((pl.col("gwno") == 221) & pl.col("year").is_between(1993, 2015))
    assert monaco["is_irregular_leader_change"].null_count() == monaco.height == 23


def test_the_size_of_the_whole_matches_its_parts(table: pl.DataFrame) -> None:
    cinc = table.group_by("year").agg(pl.col("cinc").sum()).filter(pl.col("year") <= 2022)
    assert cinc.filter(~pl.col("cinc").is_between(0.97, 1.08)).is_empty()


@pytest.mark.raw
def test_reign_and_archigos_agree_on_when_leaders_change(raw_dir: Path, snapshot: Snapshot) -> None:
    """In 1950-2015, REIGN, which grew out of Archigos, sees a change in a year when Archigos does, 99 in 100 times."""
    ours = leader_changes(reign.read_leaders(raw_dir), snapshot.states)
    leaders = archigos.read_leaders(raw_dir)
    listed = irregular_leader_changes(leaders).select("gwno", "year")
    changes = (
        leaders.sort("gwno", "start_date")
        .filter(pl.int_range(pl.len()).over("gwno") > 0)
        .select("gwno", year=pl.col("start_date").dt.year(), archigos=pl.lit(True))
        .unique()
    )
    both = (
        listed.join(changes, on=["gwno", "year"], how="left")
        .with_columns(pl.col("archigos").fill_null(False))
        .join(ours.filter(pl.col("year") >= 1950), on=["gwno", "year"])
    )
    assert both.height > 9000
    assert both.select((pl.col("archigos") == (pl.col("n_leader_changes") > 0)).mean()).item() > 0.99


# What holds whatever the data


@pytest.fixture(scope="module")
def codes(snapshot: Snapshot) -> StateCodes:
    return snapshot.states


def test_a_first_leader_succeeds_nobody(codes: StateCodes) -> None:
    leaders = pl.DataFrame(
        {
            "ccode": [371, 371, 371],
            "leader": ["A", "B", "C"],
            "start_date": ["1991-10-16", "1998-02-04", "1998-03-01"],
            "end_year": [1998, 1998, None],
            "end_month": [2, 2, None],
        },
        schema_overrides={"ccode": pl.Int32, "end_year": pl.Int32, "end_month": pl.Int32},
    ).with_columns(pl.col("start_date").str.to_date())
    found = leader_changes(leaders, codes).sort("year")
    counts = dict(found.select("year", "n_leader_changes").iter_rows())
    assert set(counts) == set(range(1991, 2022))
    assert {year: n for year, n in counts.items() if n} == {1998: 2}


@given(borders=st.lists(st.sampled_from([372, 373, 630, 640]), max_size=6))
def test_neighbours_are_counted_once_and_an_island_has_none(borders: list[int], codes: StateCodes) -> None:
    contiguity = pl.DataFrame(
        {
            "ccode_a": [371] * len(borders),
            "ccode_b": borders,
            "kind": ["land"] * len(borders),
            "start_date": ["1991-12-01"] * len(borders),
            "end_date": ["2016-12-01"] * len(borders),
        },
        schema={
            "ccode_a": pl.Int32,
            "ccode_b": pl.Int32,
            "kind": pl.String,
            "start_date": pl.String,
            "end_date": pl.String,
        },
    ).with_columns(pl.col("start_date", "end_date").str.to_date())
    counted = land_neighbours(contiguity, codes).filter(pl.col("year") == 2000)
    numbers = dict(counted.select("gwno", "n_land_neighbours").iter_rows())
    assert numbers[371] == len(set(borders))
    assert numbers[900] == 0


def test_a_state_is_listed_only_while_it_exists(codes: StateCodes) -> None:
    listed = listed_state_years(codes)
    years = listed.filter(pl.col("gwno") == 371)["year"]
    assert (years.min(), years.max()) == (1991, 2024)
    east_germany = listed.filter(pl.col("gwno") == 265)["year"]
    assert (east_germany.min(), east_germany.max()) == (1949, 1990)
