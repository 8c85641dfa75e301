"""A revision of spending is told apart from a change of base year, and turns around with the comparison."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.snapshot.spending_differences import (
    FEWEST_YEARS_TO_REBASE,
    FIGURES,
    Measure,
    SpendingRecord,
    spending_differences,
)


def record(
    figures: dict[tuple[str, int, Measure], float], base_year: int | None = 2023, *, is_selection: bool = False
) -> SpendingRecord:
    rows = [(*key, value) for key, value in figures.items()]
    return SpendingRecord("made up", pl.DataFrame(rows, schema=FIGURES, orient="row"), base_year, is_selection)


def constant(state: str, values: list[float], *, first_year: int = 2010) -> dict[tuple[str, int, Measure], float]:
    return {(state, first_year + place, "constant"): value for place, value in enumerate(values)}


def test_another_base_year_alone_is_no_revision() -> None:
    values = [100.0, 120.0, 90.0, 150.0, 160.0, 170.0]
    found = spending_differences(
        record(constant("Aland", values)), record(constant("Aland", [1.07 * v for v in values]), 2024)
    )
    assert found.base_years == (2023, 2024)
    assert found.n_compared == {"constant": 6}
    assert found.revised.is_empty()


def test_what_is_left_after_rebasing_is_the_revision_in_per_cent() -> None:
    values = [100.0, 120.0, 90.0, 150.0, 160.0, 170.0]
    newer = [1.07 * value for value in values]
    newer[2] *= 1.25
    found = spending_differences(record(constant("Aland", values)), record(constant("Aland", newer), 2024))
    row = found.revised.row(0, named=True)
    assert found.revised.height == 1
    assert (row["year"], row["value_a"]) == (2012, 90.0)
    assert row["rebased_a"] == pytest.approx(96.3)
    assert row["change_pct"] == pytest.approx(25.0)


def test_figures_of_one_base_year_are_compared_as_they_stand() -> None:
    found = spending_differences(record(constant("Aland", [100.0, 200.0])), record(constant("Aland", [100.0, 210.0])))
    assert found.revised.select("year", "change_pct").rows() == [(2011, pytest.approx(5.0))]
    assert found.not_rebased == ()


def test_an_old_part_restated_by_one_factor_is_what_is_called_revised_and_not_the_recent_years() -> None:
    """Iraq before 1990 in the release of 2026: the dinar of another conversion, 4,600 times as much."""
    values = [100.0] * 15 + [200.0] * 10
    newer = [4_600 * value for value in values[:15]] + [0.92 * value for value in values[15:]]
    found = spending_differences(
        record(constant("Iraq", values, first_year=1976)), record(constant("Iraq", newer, first_year=1976), 2024)
    )
    assert found.revised["year"].to_list() == list(range(1976, 1991))


def test_with_too_few_years_in_common_a_constant_series_is_not_compared() -> None:
    few = [100.0] * (FEWEST_YEARS_TO_REBASE - 1)
    found = spending_differences(record(constant("Aland", few)), record(constant("Aland", [150.0] * len(few)), 2024))
    assert found.not_rebased == ("Aland",)
    assert found.revised.is_empty()
    assert found.n_compared == {}


def test_less_than_a_tenth_of_a_per_cent_is_no_revision() -> None:
    a = record({("Aland", 2020, "current"): 1_000.0, ("Aland", 2021, "share of GDP"): 2.0})
    b = record({("Aland", 2020, "current"): 1_000.9, ("Aland", 2021, "share of GDP"): 2.0021})
    assert spending_differences(a, b).revised["measure"].to_list() == ["share of GDP"]


def test_a_figure_that_was_nothing_has_no_change_in_per_cent_and_counts_as_the_furthest() -> None:
    a = record({("Aland", 2020, "current"): 0.0, ("Beland", 2020, "current"): 10.0, ("Celand", 2020, "current"): 0.0})
    b = record({("Aland", 2020, "current"): 5.0, ("Beland", 2020, "current"): 90.0, ("Celand", 2020, "current"): 0.0})
    found = spending_differences(a, b)
    assert found.revised.select("state", "change_pct").rows() == [("Aland", None), ("Beland", pytest.approx(800.0))]
    assert found.by_state["state"].to_list() == ["Aland", "Beland"]


def test_states_and_years_of_one_alone_are_told_but_not_of_a_record_of_chosen_states() -> None:
    both = {("Aland", 2020, "current"): 1.0}
    larger = record({**both, ("Beland", 2020, "current"): 1.0, ("Aland", 2021, "current"): 1.0})
    found = spending_differences(record(both), larger)
    assert (found.states_added, found.years_added) == (("Beland",), (2021,))
    assert spending_differences(record(both, is_selection=True), larger).states_added == ()


def test_a_figure_of_one_alone_is_told_where_both_know_the_state_and_the_year() -> None:
    a = record({("Aland", 2020, "current"): 1.0, ("Aland", 2021, "current"): 1.0, ("Beland", 2021, "current"): 4.0})
    b = record({("Aland", 2020, "current"): 1.0, ("Beland", 2021, "current"): 4.0})
    found = spending_differences(a, b)
    assert found.figures.rows() == [("Aland", 2021, "current", 1.0, None)]
    assert not found.is_empty


keys = st.tuples(
    st.sampled_from(["Aland", "Beland"]),
    st.integers(2000, 2012),
    st.sampled_from(["constant", "current", "share of GDP"]),
)
figures = st.dictionaries(keys, st.floats(0, 1e6).map(lambda value: round(value, 3)), min_size=1)


@given(figures, st.sampled_from([2023, None]))
def test_a_record_does_not_differ_from_itself(found: dict[tuple[str, int, Measure], float], base: int | None) -> None:
    assert spending_differences(record(found, base), record(found, base)).is_empty


@given(figures, figures, st.sampled_from([2023, 2024]))
def test_turning_two_records_around_turns_every_revision_around(
    one: dict[tuple[str, int, Measure], float], other: dict[tuple[str, int, Measure], float], base: int
) -> None:
    a, b = record(one), record(other, base)
    there, back = spending_differences(a, b), spending_differences(b, a)
    assert (there.years_added, there.states_added) == (back.years_gone, back.states_gone)
    assert there.not_rebased == back.not_rebased
    assert there.n_compared == back.n_compared
    assert there.figures.select("state", "year", "measure", pl.col("value_b", "value_a")).equals(
        back.figures.rename({"value_a": "value_b", "value_b": "value_a"})
    )
    moved = _log_changes(there.revised), _log_changes(back.revised)
    # On the very edge of what counts as revised the two directions may fall apart by the rounding of a division.
    for key in moved[0].keys() | moved[1].keys():
        if key in moved[0] and key in moved[1]:
            assert moved[0][key] == pytest.approx(-moved[1][key], abs=1e-9)
        else:
            assert abs(moved[0].get(key, moved[1].get(key, 1.0))) == pytest.approx(0.001, abs=1e-6)


def _log_changes(revised: pl.DataFrame) -> dict[tuple[str, int, str], float]:
    return {
        (state, year, measure): math.log(b / rebased) if b and rebased else math.inf * (1 if b else -1)
        for state, year, measure, b, rebased in revised.select(
            "state", "year", "measure", "value_b", "rebased_a"
        ).iter_rows()
    }
