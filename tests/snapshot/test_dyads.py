"""Ties and distances of pairs: known ones, runs that lose nothing, both directions alike, silence that is not a no."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from statusquo.snapshot.dyad_distances import capital_distances
from statusquo.snapshot.dyad_ties import obligation_years, shared_membership_years, year_runs
from statusquo.snapshot.scope import PATRONS_GW
from statusquo.snapshot.store import Snapshot, open_snapshot
from statusquo.sources.registry import origin

RUSSIA, ARMENIA, GEORGIA, AZERBAIJAN, TURKEY = 365, 371, 372, 373, 640


@pytest.fixture(scope="module")
def ties(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dyad_ties")


@pytest.fixture(scope="module")
def parents(snapshot: Snapshot) -> list[int]:
    return snapshot.table("disputes")["parent_gw"].drop_nulls().unique().to_list()


def runs(ties: pl.DataFrame, a: int, b: int, tie: str) -> list[tuple[int, int]]:
    rows = ties.filter((pl.col("gwno_a") == a) & (pl.col("gwno_b") == b) & (pl.col("tie") == tie))
    return rows.select("first_year", "last_year").rows()


# Known ties


def test_the_csto_tells_armenia_from_azerbaijan_where_the_alliance_does_not(ties: pl.DataFrame) -> None:
    assert runs(ties, RUSSIA, ARMENIA, "ATOP defence") == [(1992, 2018)]
    assert runs(ties, RUSSIA, AZERBAIJAN, "ATOP defence") == [(1993, 2018)]
    assert runs(ties, RUSSIA, ARMENIA, "CSTO") == [(2002, 2014)]
    assert runs(ties, RUSSIA, AZERBAIJAN, "CSTO") == []


def test_nato_is_a_tie_of_turkey_and_france_from_1952(ties: pl.DataFrame) -> None:
    assert runs(ties, 220, TURKEY, "NATO") == [(1952, 2014)]


def test_a_run_that_ends_with_its_source_is_marked(ties: pl.DataFrame) -> None:
    last = {source: origin(source).domain.last_year for source in ties["source"].unique()}
    marked = ties.with_columns(end=pl.col("source").replace_strict(last, return_dtype=pl.Int32))
    assert marked.filter(pl.col("is_censored") != (pl.col("last_year") == pl.col("end"))).is_empty()
    assert marked.filter(pl.col("last_year") > pl.col("end")).is_empty()
    assert 0 < ties["is_censored"].sum() < ties.height


def test_one_state_of_every_pair_is_the_parent_of_a_dispute(
    ties: pl.DataFrame, parents: list[int], snapshot: Snapshot
) -> None:
    for table in (ties, snapshot.table("dyad_distances")):
        known = [*parents, *(PATRONS_GW if table is ties else ())]
        assert table.filter(~pl.any_horizontal(pl.col("gwno_a", "gwno_b").is_in(known))).is_empty()
        assert table.filter(pl.col("gwno_a") >= pl.col("gwno_b")).is_empty()


def test_both_states_of_a_tie_are_listed_throughout_its_run(ties: pl.DataFrame, snapshot: Snapshot) -> None:
    listed = set(snapshot.table("state_years").select("gwno", "year").iter_rows())
    for a, b, first, last in ties.select("gwno_a", "gwno_b", "first_year", "last_year").iter_rows():
        assert {(state, year) for state in (a, b) for year in (first, last)} <= listed


# Silence


# Distances


def test_yerevan_and_baku_are_453_km_apart(snapshot: Snapshot) -> None:
    rows = snapshot.table("dyad_distances").filter((pl.col("gwno_a") == ARMENIA) & (pl.col("gwno_b") == AZERBAIJAN))
    assert set(rows["capital_distance_km"]) == {453}


@pytest.mark.parametrize(
    ("a", "b", "cities"),
    [
        (200, 220, ("London", "Paris")),
        (2, RUSSIA, ("Washington, D.C.", "Moscow")),
        (140, 160, ("Brasília", "Buenos Aires")),
        (616, 620, ("Tunis", "Tripoli")),
        (651, 670, ("Cairo", "Riyadh")),
    ],
)
def test_distances_between_capitals_against_natural_earth(
    snapshot: Snapshot, a: int, b: int, cities: tuple[str, str]
) -> None:
    """Another source's coordinates for the same cities give the same distance to 25 km, once mended."""
    places = snapshot.table("places").filter(pl.col("is_capital"))
    ends = [places.filter(pl.col("name") == city).sort("population").row(-1, named=True) for city in cities]
    metres = Geod(ellps="WGS84").inv(*(end[axis] for end in ends for axis in ("longitude", "latitude")))[2]
    rows = snapshot.table("dyad_distances").filter((pl.col("gwno_a") == a) & (pl.col("gwno_b") == b))
    assert rows.sort("first_year")["capital_distance_km"].to_list()[-1] == pytest.approx(metres / 1000, abs=25)


def test_every_pair_of_listed_states_has_a_capital_distance_in_every_year(
    snapshot: Snapshot, parents: list[int]
) -> None:
    listed = snapshot.table("state_years").group_by("year").agg(pl.col("gwno"))
    expected = sum(
        len(states) * (len(states) - 1) // 2 - (n := len(set(states) - set(parents))) * (n - 1) // 2
        for states in listed["gwno"].to_list()
    )
    distances = snapshot.table("dyad_distances")
    assert distances.select((pl.col("last_year") - pl.col("first_year") + 1).sum()).item() == expected


def test_the_minimum_distance_is_missing_after_2019(snapshot: Snapshot) -> None:
    distances = snapshot.table("dyad_distances")
    late = distances.filter(pl.col("last_year") > 2019)
    assert late["minimum_distance_km"].null_count() == late.height


def test_no_two_borders_are_farther_apart_than_the_capitals_behind_them(snapshot: Snapshot) -> None:
    rows = snapshot.table("dyad_distances").drop_nulls()
    assert rows.filter(pl.col("minimum_distance_km") > pl.col("capital_distance_km") + 30).is_empty()


COORDINATES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(COORDINATES, COORDINATES)
def test_a_capital_is_as_far_from_another_as_that_from_it(one: tuple[float, float], other: tuple[float, float]) -> None:
    seats = pl.DataFrame(
        {"gwno": [1, 2], "year": [2000, 2000], "longitude": [one[0], other[0]], "latitude": [one[1], other[1]]}
    )
    there = capital_distances(pl.DataFrame({"gwno_a": [1], "gwno_b": [2], "year": [2000]}), seats)
    back = capital_distances(pl.DataFrame({"gwno_a": [2], "gwno_b": [1], "year": [2000]}), seats)
    assert there["capital_distance_km"].item() == back["capital_distance_km"].item() <= 20_004


# What holds whatever the data

STATES = st.sampled_from([2, 200, 220, 365, 371])
DIRECTED = st.lists(
    st.tuples(STATES, STATES, st.integers(2000, 2004)).filter(lambda row: row[0] != row[1]), unique=True
)


@given(DIRECTED)
def test_an_obligation_keeps_its_direction(rows: list[tuple[int, int, int]]) -> None:
    owed = pl.DataFrame(
        rows, schema={"ccode_a": pl.Int32, "ccode_b": pl.Int32, "year": pl.Int32}, orient="row"
    ).with_columns(obligation=pl.lit("defence"))
    found = obligation_years(owed, open_snapshot().states)
    back = set()
    for a, b, year, direction in found.select("gwno_a", "gwno_b", "year", "direction").iter_rows():
        assert a < b
        if direction in ("mutual", "a to b"):
            back.add((a, b, year))
        if direction in ("mutual", "b to a"):
            back.add((b, a, year))
    assert back == set(rows)


@given(st.lists(st.tuples(STATES, st.integers(2000, 2004)), unique=True), st.sets(STATES))
def test_members_of_one_organisation_are_tied_two_by_two(rows: list[tuple[int, int]], parents: set[int]) -> None:
    members = pl.DataFrame(rows, schema={"gwno": pl.Int32, "year": pl.Int32}, orient="row").with_columns(
        organisation=pl.lit("X"), status=pl.lit("full")
    )
    expected = {
        (a, b, year)
        for year in {year for _, year in rows}
        for a, b in itertools.combinations(sorted(gwno for gwno, when in rows if when == year), 2)
        if parents & {a, b}
    }
    found = shared_membership_years(members, parents)
    assert set(found.select("gwno_a", "gwno_b", "year").iter_rows()) == expected
    assert found.height == len(expected)


@given(st.sets(st.tuples(st.integers(1, 3), st.integers(1990, 2010))))
def test_runs_hold_the_years_they_were_made_of_and_never_touch(rows: set[tuple[int, int]]) -> None:
    years = pl.DataFrame(sorted(rows), schema={"state": pl.Int32, "year": pl.Int32}, orient="row")
    found = year_runs(years, ["state"])
    spans = found.select("state", "first_year", "last_year").rows()
    assert {(state, year) for state, first, last in spans for year in range(first, last + 1)} == rows
    assert not {(state, last + 1) for state, _, last in spans} & {(state, first) for state, first, _ in spans}
