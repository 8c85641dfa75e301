"""Runs of years: spreading a table over its years and gathering it again loses nothing."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from statusquo.snapshot.runs import runs_of_years, spread_years

VALUES = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(1990, 2005)), st.none() | st.sampled_from("ab"), max_size=40
)


def by_year(values: dict[tuple[int, int], str | None]) -> pl.DataFrame:
    schema = {"unit": pl.Int32, "year": pl.Int32, "value": pl.String}
    return pl.DataFrame([(*key, value) for key, value in values.items()], schema=schema, orient="row")


@given(VALUES)
def test_a_run_is_as_long_as_the_value_lasts_and_no_longer(values: dict[tuple[int, int], str | None]) -> None:
    runs = runs_of_years(by_year(values), unit=["unit"])
    for unit, value, first, last in runs.select("unit", "value", "first_year", "last_year").iter_rows():
        assert {values[unit, year] for year in range(first, last + 1)} == {value}
        for beyond in (first - 1, last + 1):
            assert (unit, beyond) not in values or values[unit, beyond] != value


@given(VALUES)
def test_spreading_the_runs_gives_back_every_year(values: dict[tuple[int, int], str | None]) -> None:
    spread = spread_years(runs_of_years(by_year(values), unit=["unit"]))
    assert {(unit, year): value for unit, value, year in spread.select("unit", "value", "year").iter_rows()} == values
    assert spread.height == len(values)
