"""What two records of armed conflict say differently is found whole; where one of them is silent nothing is made up."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.snapshot.fighting_differences import ACTIVE_YEARS, FightingRecord, fighting_differences

NAMES = {1: "Aland: Isle", 2: "Beland: government", 3: "Celand: Coast"}


def active(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Rows of id, year, intensity, type and deaths (best; low and high are the same)."""
    filled = [(*row, *(None,) * (5 - len(row))) for row in rows]
    return pl.DataFrame([(*row, row[4], row[4]) for row in filled], schema=ACTIVE_YEARS, orient="row")


def record(*rows: tuple[Any, ...], label: str = "made up", **more: Any) -> FightingRecord:
    return FightingRecord(label, active(*rows), NAMES, **more)


def rows_of(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(columns).rows()


def test_a_year_that_one_record_alone_has_active_is_told_with_the_conflicts_name() -> None:
    a = record((1, 2000, "minor"), (2, 2000, "war"), (2, 2001, "minor"))
    b = record((1, 2000, "minor"), (1, 2001, "minor"), (2, 2000, "war"))
    found = fighting_differences(a, b)
    assert rows_of(found.activity, "id", "name", "year", "change") == [
        (1, "Aland: Isle", 2001, "now active"),
        (2, "Beland: government", 2001, "no longer active"),
    ]
    assert found.n_active == {"conflict": 2}


def test_intensity_that_moved_is_told_and_intensity_that_one_does_not_know_is_not() -> None:
    a = record((1, 2000, "minor"), (2, 2000, "war"), (3, 2000, None))
    b = record((1, 2000, "war"), (2, 2000, "minor"), (3, 2000, "war"))
    changes = rows_of(fighting_differences(a, b).activity, "id", "change")
    assert changes == [(1, "now a war"), (2, "no longer a war")]


def test_deaths_are_held_against_each_other_only_where_both_know_them() -> None:
    same = (1, 2000, "minor", None, 100)
    a = record(same, (1, 2001, "minor", None, 40), (2, 2001, "minor", None, 60), (3, 2001))
    b = record(same, (1, 2001, "minor", None, 90), (2, 2001, "minor"), (3, 2001, None, None, 7))
    found = fighting_differences(a, b)
    assert rows_of(found.deaths, "id", "year", "deaths_best_a", "deaths_best_b") == [(1, 2001, 40, 90)]
    assert found.deaths_by_year.rows() == [(2000, 1, 0, 100, 100), (2001, 1, 1, 40, 90)]


def test_the_largest_revision_of_deaths_comes_first() -> None:
    a = record((1, 2000, None, None, 100), (2, 2000, None, None, 500), (3, 2000, None, None, 30))
    b = record((1, 2000, None, None, 110), (2, 2000, None, None, 200), (3, 2000, None, None, 90))
    assert fighting_differences(a, b).deaths["id"].to_list() == [2, 3, 1]


def test_a_revised_bound_counts_as_revised_though_the_best_estimate_stands() -> None:
    a = record((1, 2000, None, None, 100))
    b = FightingRecord("b", a.conflicts.with_columns(deaths_high=pl.lit(150, pl.Int32)), NAMES)
    found = fighting_differences(a, b)
    assert rows_of(found.deaths, "deaths_high_a", "deaths_high_b") == [(100, 150)]
    assert found.deaths_by_year["n_revised"].to_list() == [0]


def test_what_became_of_each_conflict_in_a_year_added() -> None:
    a = record((1, 2022, "minor"), (2, 2023, "minor"), (3, 2023, "war"), (4, 2023, "minor"), (6, 2023, "war"))
    b = record(
        *((1, 2022, "minor"), (2, 2023, "minor"), (3, 2023, "war"), (4, 2023, "minor"), (6, 2023, "war")),
        *((1, 2024, "minor"), (2, 2024, "war"), (3, 2024, "minor"), (5, 2024, "minor"), (6, 2024, "war")),
    )
    found = fighting_differences(a, b)
    assert found.years_added == (2024,)
    assert dict(rows_of(found.course, "id", "course")) == {
        1: "resumed",
        2: "grew to war",
        3: "fell below war",
        4: "ended",
        5: "new",
        6: "goes on",
    }
    assert dict(rows_of(found.course, "id", "last_active_year"))[1] == 2022
    assert found.activity.is_empty()


def test_the_past_of_a_record_of_one_year_alone_is_taken_from_the_other() -> None:
    found = fighting_differences(record((1, 2020, "minor"), (2, 2023, "minor")), record((1, 2024, "minor")))
    assert rows_of(found.course, "id", "course", "last_active_year") == [
        (1, "resumed", 2020),
        (2, "ended", 2023),
    ]


def test_years_that_one_alone_covers_are_no_difference_in_activity() -> None:
    found = fighting_differences(record((1, 1990, "minor"), (1, 2024, "minor")), record((1, 2024, "minor")))
    assert found.years_gone == tuple(range(1990, 2024))
    assert found.years_shared == (2024,)
    assert found.activity.is_empty()


def test_a_conflict_is_called_unknown_only_by_a_record_that_reaches_back_as_far() -> None:
    long = record((1, 2000, "minor"), (2, 2000, "minor"), (1, 2001, "minor"), (2, 2001, "minor"))
    whole, late = record((1, 2000, "minor"), (1, 2001, "minor")), record((1, 2001, "minor"))
    assert rows_of(fighting_differences(long, whole).conflicts_gone, "id", "first_year") == [(2, 2000)]
    assert rows_of(fighting_differences(whole, long).conflicts_added, "id", "first_year") == [(2, 2000)]
    found = fighting_differences(long, late)
    assert found.conflicts_gone.is_empty()
    assert rows_of(found.activity, "id", "change") == [(2, "no longer active")]


def test_dyads_are_compared_where_both_tell_them_apart() -> None:
    conflicts = ((1, 2000, "minor", "internal"),)
    a = record(*conflicts, dyads=active((10, 2000, "minor", "internal"), (11, 2000, "minor")), dyad_names={11: "A - X"})
    b = record(*conflicts, dyads=active((10, 2000, "minor", "internationalised internal")), dyad_names={})
    found = fighting_differences(a, b)
    assert rows_of(found.activity, "unit", "id", "name") == [("dyad", 11, "A - X")]
    assert rows_of(found.types, "unit", "id", "type_b") == [("dyad", 10, "internationalised internal")]
    assert found.n_active == {"conflict": 1, "dyad": 1}
    assert fighting_differences(a, record(*conflicts)).n_active == {"conflict": 1}


def test_a_record_in_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="a record has the columns"):
        FightingRecord("made up", pl.DataFrame({"id": [1]}), {})


level = st.sampled_from(["minor", "war", None])
deaths = st.one_of(st.none(), st.integers(25, 9_999))
years = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(2000, 2004)), st.tuples(level, st.sampled_from(["internal", None]), deaths)
)
records = years.map(lambda found: record(*((*key, *told) for key, told in found.items())))

OPPOSITE = {
    "now active": "no longer active",
    "no longer active": "now active",
    "now a war": "no longer a war",
    "no longer a war": "now a war",
}


@given(records)
def test_a_record_does_not_differ_from_itself(one: FightingRecord) -> None:
    assert fighting_differences(one, one).is_empty


@given(records, records)
def test_turning_two_records_around_turns_every_difference_around(a: FightingRecord, b: FightingRecord) -> None:
    there, back = fighting_differences(a, b), fighting_differences(b, a)
    assert there.years_added == back.years_gone
    assert there.n_active == back.n_active
    assert there.conflicts_added.equals(back.conflicts_gone)
    told = [(*row, OPPOSITE[change]) for *row, change in rows_of(there.activity, "unit", "id", "year", "change")]
    assert sorted(told) == sorted(rows_of(back.activity, "unit", "id", "year", "change"))
    revised = sorted(rows_of(there.deaths, "id", "year", "deaths_best_a", "deaths_best_b"))
    assert revised == sorted(rows_of(back.deaths, "id", "year", "deaths_best_b", "deaths_best_a"))
    assert rows_of(there.deaths_by_year, "year", "n_revised", "deaths_a", "deaths_b") == rows_of(
        back.deaths_by_year, "year", "n_revised", "deaths_b", "deaths_a"
    )
    assert len(there.types) == len(back.types)


@given(records, records)
def test_no_difference_is_told_of_a_year_that_either_does_not_cover(a: FightingRecord, b: FightingRecord) -> None:
    found = fighting_differences(a, b)
    shared = set(found.years_shared)
    for frame in (found.activity, found.types, found.deaths, found.deaths_by_year):
        assert shared.issuperset(frame["year"])
    assert set(found.years_added).issuperset(found.course["year"])
