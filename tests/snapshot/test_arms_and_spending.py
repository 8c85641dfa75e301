"""Deliveries and spending: known figures, shares that add up, no more of SIPRI's data than its limit."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.snapshot.scope import ARMS_RECIPIENTS_GW, LIMIT_SHARE, SPENDING_STATES_GW
from statusquo.snapshot.spending import base_year, constant_dollars, spending_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sipri_milex, sipri_register, sipri_tiv


@pytest.mark.parametrize(("gwno", "tiv_m"), [(373, 4205), (371, 918)])
def test_deliveries_from_1992_to_2020(snapshot: Snapshot, gwno: int, tiv_m: int) -> None:
    rows = snapshot.table("arms_deliveries").filter(
        (pl.col("recipient_gw") == gwno) & pl.col("year").is_between(1992, 2020)
    )
    assert rows["tiv_m"].sum() == tiv_m


@pytest.mark.parametrize(("year", "ratio"), [(1995, 0.9), (2015, 4.8)])
def test_constant_price_spending_of_azerbaijan_over_armenia(snapshot: Snapshot, year: int, ratio: float) -> None:
    rows = snapshot.table("spending").filter(pl.col("year") == year)
    constant = dict(rows.select("gwno", "spending_constant_usdm").iter_rows())
    assert constant[373] / constant[371] == pytest.approx(ratio, abs=0.05)


def test_armenia_in_1992_has_no_figure_in_current_dollars(snapshot: Snapshot) -> None:
    row = snapshot.table("spending").filter((pl.col("gwno") == 371) & (pl.col("year") == 1992)).row(0, named=True)
    assert row["spending_usdm"] is None
    assert row["spending_constant_usdm"] == pytest.approx(208.18, abs=0.01)
    assert row["spending_gdp_pct"] == pytest.approx(2.2034, abs=0.0001)


def test_armenia_in_1994_stays_as_a_year_without_figures(snapshot: Snapshot) -> None:
    row = snapshot.table("spending").filter((pl.col("gwno") == 371) & (pl.col("year") == 1994))
    assert row.select(pl.col(sipri_milex.MEASURES).count()).row(0) == (0, 0, 0)


def test_the_soviet_union_and_russia_are_one_series_with_one_row_a_year(snapshot: Snapshot) -> None:
    rows = snapshot.table("spending").filter(pl.col("gwno") == 365)
    assert rows["year"].is_unique().all()
    by_year = dict(rows.select("year", "spending_usdm").iter_rows())
    assert by_year[1988] == pytest.approx(246_010.993)
    assert by_year[1992] is None  # the rouble's conversion gives 0 for a budget of 904 million
    assert by_year[1993] == pytest.approx(7766.72, abs=0.01)


def test_only_the_states_in_scope_have_yearly_series(snapshot: Snapshot) -> None:
    assert set(snapshot.table("spending")["gwno"]) == set(SPENDING_STATES_GW)
    for name in ("arms_deliveries", "arms_categories"):
        assert set(snapshot.table(name)["recipient_gw"]) == set(ARMS_RECIPIENTS_GW)


def test_shares_of_a_period_add_up(snapshot: Snapshot) -> None:
    totals = snapshot.table("arms_shares").group_by("recipient_gw", "first_year").agg(pl.col("share_pct").sum())
    assert totals["share_pct"].is_between(99.7, 100.3).all()


def test_a_recipient_has_five_named_suppliers_at_most(snapshot: Snapshot) -> None:
    named = snapshot.table("arms_shares").filter(pl.col("supplier") != "other")
    assert named.group_by("recipient_gw").agg(pl.col("supplier").n_unique())["supplier"].max() == 5


def test_azerbaijans_largest_supplier_in_the_2010s_is_russia(snapshot: Snapshot) -> None:
    rows = snapshot.table("arms_shares").filter((pl.col("recipient_gw") == 373) & (pl.col("first_year") == 2010))
    assert rows.sort("share_pct")["supplier"][-1] == "Russia"
    assert rows["last_year"].unique().to_list() == [2019]


def test_periods_end_with_the_data(snapshot: Snapshot) -> None:
    assert snapshot.table("arms_shares")["last_year"].max() == 2021
    assert snapshot.table("spending_burden")["last_year"].max() == spending_domain(snapshot).last_year == 2025


def test_the_unit_of_constant_dollars_tells_the_base_year_of_the_release(snapshot: Snapshot) -> None:
    assert base_year(snapshot) == sipri_milex.ORIGIN.facts["base_year"]
    table = snapshot.table("spending").with_columns(base_year=pl.lit(2031, pl.Int32))
    assert constant_dollars(snapshot.with_tables({"spending": table})) == "million US dollars at 2031 prices"


def test_a_mean_burden_lies_between_its_extremes(snapshot: Snapshot) -> None:
    burden = snapshot.table("spending_burden")
    assert burden.filter(~pl.col("spending_gdp_pct").is_between("lowest_gdp_pct", "highest_gdp_pct")).height == 0


def test_every_parent_with_a_burden_is_a_parent_of_a_dispute(snapshot: Snapshot) -> None:
    parents = set(snapshot.table("disputes")["parent_gw"].drop_nulls())
    assert set(snapshot.table("spending_burden")["gwno"]) <= parents
    assert set(snapshot.table("arms_shares")["recipient_gw"]) <= parents


def test_drones_and_loitering_munitions_reach_azerbaijan_before_2020(snapshot: Snapshot) -> None:
    rows = snapshot.table("arms_categories").filter((pl.col("recipient_gw") == 373) & (pl.col("year") < 2020))
    totals = dict(rows.group_by("category").agg(pl.col("tiv_m").sum()).iter_rows())
    assert totals["loitering munition"] > 0
    assert totals["UAV"] > 0
    assert max(totals, key=totals.__getitem__) == "aircraft"


@pytest.mark.raw
def test_what_ships_of_each_sipri_file_is_below_its_limit(snapshot: Snapshot, raw_dir: Path) -> None:
    """Cells of figures that ship, derived ones counted as if they were SIPRI's, against those of the file."""
    spending = snapshot.table("spending").select(sipri_milex.MEASURES)
    shipped_spending = sum(spending.select(pl.all().count()).row(0)) + snapshot.table("spending_burden").height
    cells = sipri_milex.read_spending(raw_dir)["value"].count()
    assert shipped_spending / cells < LIMIT_SHARE

    deliveries = sipri_tiv.read_deliveries(raw_dir).height
    shipped_deliveries = snapshot.table("arms_deliveries").height + snapshot.table("arms_shares").height
    assert shipped_deliveries / deliveries < LIMIT_SHARE

    register = sipri_register.read_register(raw_dir).height
    assert snapshot.table("arms_categories").height / register < LIMIT_SHARE


@pytest.mark.raw
def test_categories_add_up_to_the_register(snapshot: Snapshot, raw_dir: Path) -> None:
    register = sipri_register.read_register(raw_dir)
    for gwno, name in ((371, "Armenia"), (373, "Azerbaijan")):
        rows = snapshot.table("arms_categories").filter(pl.col("recipient_gw") == gwno)
        lines = register.filter(pl.col("recipient") == name)
        assert rows["n_transfers"].sum() == lines.height
        assert rows["n_weapons"].sum() == lines["n_weapons"].sum()
        assert rows["tiv_m"].sum() == pytest.approx(lines["tiv_m"].sum(), abs=0.5)
