"""The fitted log ratios are those that the balance itself computes, and nothing that a year could not know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.balances.altered import with_sides_swapped

from statusquo.balances.arms_producers import arms_producers
from statusquo.balances.fitted_military import ANY_SHARE, ARMS, ARTEFACT, BALANCE
from statusquo.balances.garrisons import WHOLE
from statusquo.balances.military import log_commitment, means_of, military_balance
from statusquo.cases import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.fits.military import prices_are_apart, state_arming, with_raw_means
from statusquo.snapshot.store import Snapshot, open_snapshot

ARMENIA, AZERBAIJAN, GEORGIA = 371, 373, 372
KARABAKH = load_case("nagorno-karabakh")


def without_series(*gwnos: int) -> Snapshot:
    """The shipped snapshot without the yearly figures of some states."""
    snapshot = open_snapshot()
    spending = snapshot.table("spending").filter(~pl.col("gwno").is_in(gwnos))
    deliveries = snapshot.table("arms_deliveries").filter(~pl.col("recipient_gw").is_in(gwnos))
    return snapshot.with_tables({"spending": spending, "arms_deliveries": deliveries})


def test_the_artefact_of_karabakh_is_the_direct_computation() -> None:
    """With the draws of the artefact's own name; a patron's commitment among them."""
    means = means_of("371-373", (ARMENIA, AZERBAIJAN), open_snapshot())
    pair = load_artefact(ARTEFACT).filter(gwno_a=ARMENIA, gwno_b=AZERBAIJAN, measure=BALANCE)
    rows = pair.filter(committed=f"{ANY_SHARE} of {ARMENIA}").sort("year")
    assert rows["year"].to_list() == list(range(rows["year"][0], 2022))
    committed = log_commitment("371-373", ARMENIA, WHOLE, 1_000)
    for row in rows.to_dicts():
        year = row["year"]
        by_spending, by_arms = (
            np.log(stock[ARMENIA][year]) - np.log(stock[AZERBAIJAN][year]) for stock in (means.spending, means.arms)
        )
        expected = np.quantile(means.weighed(by_spending, by_arms) + committed, [0.025, 0.5, 0.975])
        assert (row["low"], row["log_ratio"], row["high"]) == pytest.approx(expected, abs=0.0006)


def test_karabakh_without_its_series_gets_nearly_the_same_balance_from_the_artefact() -> None:
    """The draws differ, so that the medians agree to their error."""
    direct = military_balance(KARABAKH, open_snapshot())
    fitted = military_balance(KARABAKH, without_series(ARMENIA, AZERBAIJAN))
    for one, other in zip((direct.main, *direct.alternatives), (fitted.main, *fitted.alternatives), strict=True):
        assert (one.key, one.unit, one.interval, one.sources) == (
            other.key,
            other.unit,
            other.interval,
            other.sources,
        )
        assert [p.year for p in one.points] == [p.year for p in other.points]
        for p, q in zip(one.points, other.points, strict=True):
            width = 0.0 if p.low is None else p.high - p.low
            assert q.value == pytest.approx(p.value, abs=0.001 + 0.08 * width)
            assert (q.low is None) == (p.low is None)
    assert fitted.main.key not in fitted.drawn


def test_fitted_ratios_follow_the_roles() -> None:
    empty = without_series(ARMENIA, AZERBAIJAN)
    balance, swapped = military_balance(KARABAKH, empty), military_balance(with_sides_swapped(KARABAKH), empty)
    for p, q in zip(balance.main.points, swapped.main.points, strict=True):
        assert (q.value, q.low, q.high) == (-p.value, -p.high, -p.low)


def test_no_arms_are_compared_with_a_state_that_makes_most_of_its_own() -> None:
    pairs = load_artefact(ARTEFACT).filter(
        pl.any_horizontal(pl.col("gwno_a", "gwno_b").is_in(sorted(arms_producers())))
    )
    assert pairs.filter(measure=BALANCE).height > 0
    assert pairs.filter(measure=ARMS).is_empty()
    arming = load_artefact("state_arming").filter(pl.col("gwno").is_in(sorted(arms_producers())))
    assert arming["spending_stock_log"].count() > 0
    assert arming["arms_stock_log"].count() == arming["delivery_surge"].count() == 0


def test_ratios_ship_rounded_so_that_no_yearly_figure_can_be_had_back() -> None:
    arming = load_artefact("state_arming")
    for name, dtype in arming.schema.items():
        if dtype == pl.Float64:
            assert arming.select((pl.col(name) == pl.col(name).round(2)).all()).item(), name


def made_up_spending(constant: float, current: float, years: int) -> pl.DataFrame:
    """Two states whose budgets are even at current prices, and at constant ones in all but the last `years` of five."""
    rows = [
        (gwno, 2000 + year, constant if gwno == 1 and year >= 5 - years else 1.0, current)
        for gwno in (1, 2)
        for year in range(5)
    ]
    return pl.DataFrame(rows, ["gwno", "year", "spending_constant_usdm", "spending_usdm"], orient="row")


@pytest.mark.parametrize(("constant", "years", "are_apart"), [(5.1, 3, True), (5.1, 2, False), (4.9, 5, False)])
def test_prices_are_apart_where_most_years_compare_otherwise(constant: float, years: int, are_apart: bool) -> None:
    for factor in (constant, 1 / constant):
        assert prices_are_apart((1, 2), made_up_spending(factor, 1.0, years)) is are_apart


def test_the_sudans_spending_is_not_compared_and_the_reason_is_told() -> None:
    """At prices of 2024 Sudan spent 180 times as much as South Sudan in 2009; at those of the year, five times."""
    sudans = load_artefact(ARTEFACT).filter(gwno_a=625, gwno_b=626)
    assert set(sudans["measure"]) <= {ARMS}
    balance = military_balance(load_case("ucdp-11348"), open_snapshot())
    assert balance.main.points == ()
    assert "differently at constant and at current prices" in balance.missing[balance.main.key]


@pytest.fixture(scope="module")
def full(raw_dir: Path) -> Snapshot:
    return with_raw_means(open_snapshot(), raw_dir)


def test_the_arming_of_a_year_rests_on_nothing_later(full: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every figure after 2004 taken away and another in its place, what was known in 2004 stays."""
    monkeypatch.setattr("statusquo.fits.military.N_STATE_DRAWS", 40)
    present = 2004
    tables = {
        "spending": full.table("spending").with_columns(
            pl.when(pl.col("year") > present)
            .then(7.0 * pl.col("year"))
            .otherwise("spending_constant_usdm")
            .alias("spending_constant_usdm")
        ),
        "arms_deliveries": full.table("arms_deliveries").with_columns(
            pl.when(pl.col("year") > present).then(999).otherwise("tiv_m").cast(pl.Int32).alias("tiv_m")
        ),
    }
    real, imagined = (state_arming(s, open_snapshot()) for s in (full, full.with_tables(tables)))
    assert not real.equals(imagined)
    up_to_now = pl.col("year") <= present
    assert real.filter(up_to_now).equals(imagined.filter(up_to_now))
