"""Suppliers' shares are of the ten years up to each year, ship rounded, and nothing later moves them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.balances.commitment import arms_shares
from statusquo.balances.ranges import ARMS_WINDOW_YEARS
from statusquo.core.artefacts import load_artefact
from statusquo.fits.military import with_raw_means
from statusquo.snapshot.store import Snapshot, open_snapshot

AZERBAIJAN, ISRAEL, INDIA = 373, 666, 750


@pytest.fixture(scope="module")
def shares() -> pl.DataFrame:
    return load_artefact("arms_suppliers")


@pytest.fixture(scope="module")
def full(raw_dir: Path) -> Snapshot:
    return with_raw_means(open_snapshot(), raw_dir)


def test_shares_of_a_year_are_at_most_the_whole(shares: pl.DataFrame) -> None:
    total = shares.group_by("gwno", "year").agg(pl.col("share").sum(), n=pl.len())
    assert total.filter(pl.col("share") > 1 + 0.005 * pl.col("n")).is_empty()
    assert shares.filter(pl.col("gwno") == pl.col("supplier_gw")).height < shares.height / 100


def test_shares_ship_in_hundredths_so_that_no_yearly_figure_can_be_had_back(shares: pl.DataFrame) -> None:
    assert shares.select((pl.col("share") == pl.col("share").round(2)).all()).item()
    assert shares["share"].min() == 0.01


def test_the_shares_of_azerbaijan_are_those_of_its_shipped_deliveries(shares: pl.DataFrame) -> None:
    deliveries = open_snapshot().table("arms_deliveries").filter(recipient_gw=AZERBAIJAN)
    window = deliveries.filter(pl.col("year").is_between(2019 - ARMS_WINDOW_YEARS + 1, 2019))
    from_israel = window.filter(supplier_gw=ISRAEL)["tiv_m"].sum() / window["tiv_m"].sum()
    (kept,) = shares.filter(gwno=AZERBAIJAN, year=2019, supplier_gw=ISRAEL)["share"]
    assert kept == pytest.approx(from_israel, abs=0.005)


@pytest.mark.parametrize("present", [1975, 2005])
def test_deliveries_to_come_move_no_share(present: int, full: Snapshot) -> None:
    deliveries = full.table("arms_deliveries").filter(recipient_gw=INDIA)
    known = deliveries.filter(pl.col("year") <= present)
    invented = deliveries.filter(pl.col("year") > present).with_columns(
        pl.col("supplier_gw").shuffle(seed=1), tiv_m=pl.col("tiv_m").shuffle(seed=2)
    )
    other = full.with_tables({"arms_deliveries": pl.concat([known, invented])})
    was, now = arms_shares(full, INDIA), arms_shares(other, INDIA)
    assert {year: share for year, share in was.items() if year <= present} == {
        year: share for year, share in now.items() if year <= present
    }
    assert was != now
