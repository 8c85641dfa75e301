"""No row knows what comes after its year: whatever the future holds, the rows up to the present stay as they are."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.panels.future import with_another_future

from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.movement_year import movement_years
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import open_snapshot

presents = st.integers(1947, 2023)
seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("make", [dispute_years, status_quo_years, movement_years])
def test_another_future_changes_no_row_up_to_the_present(make) -> None:  # type: ignore[no-untyped-def]
    real = make(open_snapshot()).frame

    @settings(max_examples=12)
    @given(presents, seeds)
    @example(1955, 0)
    @example(1979, 1)
    @example(2017, 2)
    def check(present: int, seed: int) -> None:
        imagined = make(with_another_future(open_snapshot(), present, seed)).frame
        up_to_now = pl.col("year") <= present
        assert_frame_equal(imagined.filter(up_to_now), real.filter(up_to_now))

    check()


@given(presents, seeds)
@settings(max_examples=5)
def test_the_imagined_futures_do_differ_from_the_real_one(present: int, seed: int) -> None:
    real = dispute_years(open_snapshot()).frame
    imagined = dispute_years(with_another_future(open_snapshot(), present, seed)).frame
    after = pl.col("year") > present
    key = ["conflict_id_ucdp", "year", "is_active"]
    both = imagined.filter(after).select(key).join(real.select(key), on=key[:2], suffix="_real")
    assert both.filter(pl.col("is_active") != pl.col("is_active_real")).height > 0


@given(presents.filter(lambda year: year < 2016), seeds)
@settings(max_examples=5)
def test_the_imagined_futures_of_movements_differ_too(present: int, seed: int) -> None:
    real = movement_years(open_snapshot()).frame
    imagined = movement_years(with_another_future(open_snapshot(), present, seed)).frame
    after = pl.col("year") > present
    key = ["gwgroupid", "year"]
    both = imagined.filter(after).join(real.select(*key, "outcome"), on=key, suffix="_real")
    assert both.filter(pl.col("outcome") != pl.col("outcome_real")).height > 0
