"""Every covariate of a year was known when the year began; what is stale is lagged or dropped."""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.panels.future import with_another_future

from statusquo.core.artefacts import load_artefact
from statusquo.risk import covariates
from statusquo.risk.covariates import (
    BLOCKS,
    CovariateFrame,
    declared_covariates,
    known_at_year_ends,
    risk_covariates,
    with_derived,
)
from statusquo.risk.effects import declared_exposures
from statusquo.risk.models import CANDIDATES, CLAIMED_CLOCK, HINDSIGHT, RECORD
from statusquo.risk.scenario_file import DERIVED, changeable
from statusquo.snapshot.store import Snapshot, open_snapshot
from statusquo.sources.registry import ORIGINS

KARABAKH = 388
KEY = ["conflict_id_ucdp", "year"]


@pytest.fixture(scope="module")
def made(snapshot: Snapshot) -> CovariateFrame:
    return risk_covariates(snapshot)


def of_karabakh(made: CovariateFrame, year: int) -> dict[str, object]:
    return made.frame.filter(conflict_id_ucdp=KARABAKH, year=year).row(0, named=True)


def another_future(present: int, seed: int) -> tuple[Snapshot, Callable[[str], pl.DataFrame]]:
    """A snapshot and artefacts in which everything after a year is another."""
    snapshot = with_another_future(open_snapshot(), present, seed)
    tables = {}
    for name in ("dyad_ties", "dyad_distances"):
        begun = snapshot.table(name).filter(pl.col("first_year") <= present)
        tables[name] = begun.with_columns(pl.min_horizontal("last_year", pl.lit(present, dtype=pl.Int32)))

    def load(name: str) -> pl.DataFrame:
        table = load_artefact(name)
        return table.filter(pl.col("year") <= present) if "year" in table.columns else table

    return snapshot.with_tables(tables), load


def as_it_is(name: str, table: pl.DataFrame) -> pl.DataFrame:
    return table


def changed_by_another_future(
    present: int, seed: int, distort: Callable[[str, pl.DataFrame], pl.DataFrame] = as_it_is
) -> pl.DataFrame:
    """The rows up to the year after the present, real and with another future, where any covariate differs.

    Artefacts go through `distort` first, the real ones and those without the future alike.
    """
    names = [covariate.name for covariate in declared_covariates()]
    snapshot, load = another_future(present, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("statusquo.risk.covariate_blocks.load_artefact", lambda name: distort(name, load_artefact(name)))
        real = risk_covariates(open_snapshot()).frame
        patch.setattr("statusquo.risk.covariate_blocks.load_artefact", lambda name: distort(name, load(name)))
        imagined = risk_covariates(snapshot).frame
    up_to_next = pl.col("year") <= present + 1
    both = imagined.filter(up_to_next).join(real, on=KEY, suffix="_real")
    assert both.height == imagined.filter(up_to_next).height > 0
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_real")) for name in names)
    return both.filter(differs)


@settings(max_examples=4, deadline=None)
@given(st.integers(1950, 2023), st.integers(0, 2**32 - 1))
@example(1950, 0)
@example(1979, 1)
@example(2017, 2)
@example(2022, 3)
def test_no_covariate_looks_ahead(present: int, seed: int) -> None:
    """Whatever comes after a year, the covariates of the next year's row, known at its end, stay as they are."""
    assert changed_by_another_future(present, seed).is_empty()


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(pl.col("is_active").cast(pl.Float64).shift(-1).over("conflict_id_ucdp"), id="fighting to come"),
        pytest.param(pl.col("year").max().over("conflict_id_ucdp", "intensity").cast(pl.Float64), id="last such year"),
    ],
)
def test_a_planted_covariate_that_looks_ahead_is_caught(planted: pl.Expr, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = covariates.blocks.with_record

    def dishonest(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
        return honest(frame, snapshot).with_columns(had_war=planted)

    monkeypatch.setattr(covariates.blocks, "with_record", dishonest)
    assert not changed_by_another_future(2005, 4).is_empty()


def test_a_planted_covariate_of_outside_powers_that_looks_ahead_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = covariates.blocks.with_outside_powers

    def dishonest(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
        told = honest(frame, snapshot)
        return told.with_columns(pl.col("parent_outside_support").shift(-1).over("conflict_id_ucdp"))

    monkeypatch.setattr(covariates.blocks, "with_outside_powers", dishonest)
    assert not changed_by_another_future(2005, 4).is_empty()


def test_shares_of_arms_from_years_to_come_are_caught() -> None:
    """A share over a period that reaches past the year, as fixed periods of ten years would have it."""

    def of_three_years_later(name: str, table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(pl.col("year") - 3) if name == "arms_suppliers" else table

    found = changed_by_another_future(2005, 4, of_three_years_later)
    assert found["parent_outside_support"].ne_missing(found["parent_outside_support_real"]).any()


def test_the_imagined_futures_change_the_rows_after_the_next(made: CovariateFrame) -> None:
    snapshot, load = another_future(1999, 5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("statusquo.risk.covariate_blocks.load_artefact", load)
        imagined = risk_covariates(snapshot).frame
    later = imagined.filter(pl.col("year") > 2001).join(made.frame, on=KEY, suffix="_real")
    assert later.filter(pl.col("deaths_decayed_log") != pl.col("deaths_decayed_log_real")).height > 500


def test_every_covariate_is_declared_with_block_unit_source_and_last_year(made: CovariateFrame) -> None:
    assert made.frame.columns[-len(made.names) :] == list(made.names)
    assert {covariate.block for covariate in made.covariates} == set(BLOCKS)
    for covariate in made.covariates:
        assert made.frame.schema[covariate.name] == pl.Float64
        assert covariate.unit
        assert covariate.description
        assert set(covariate.sources) <= set(ORIGINS)


def test_a_missing_covariate_is_null_and_never_nan(made: CovariateFrame) -> None:
    assert made.frame.select(pl.col(made.names).is_nan().any()).row(0) == (False,) * len(made.names)
    assert made.frame.select(pl.col(made.names).is_infinite().any()).row(0) == (False,) * len(made.names)


def test_nothing_stands_in_for_longer_than_its_rule_allows(snapshot: Snapshot) -> None:
    known = known_at_year_ends(snapshot)
    for covariate in declared_covariates():
        if covariate.last_year is not None:
            over = known.filter(pl.col("year") > covariate.last_year + covariate.max_lag_years)
            assert over[covariate.name].null_count() == over.height, covariate.name


def test_every_covariate_serves_the_forecast_a_claim_or_a_scenario() -> None:
    """The rest left with the wide list: what nobody reads is not made."""
    exposures = declared_exposures()
    claimed = {name for exposure in exposures for name in (exposure.name, *exposure.adjusted_for)}
    compared = {*CLAIMED_CLOCK, *HINDSIGHT, *CANDIDATES}
    read = {*RECORD, *compared, *claimed, *changeable(), *DERIVED}
    assert {covariate.name for covariate in declared_covariates()} <= read


def test_the_length_of_an_episode_stands_still_once_it_is_over(made: CovariateFrame) -> None:
    quiet = made.frame.filter(pl.col("conflict_id_ucdp") == KARABAKH, pl.col("year").is_in([2019, 2020]))
    assert quiet["episode_days_log"].n_unique() == 1


def test_the_clocks_of_karabakh_at_the_start_of_2020(made: CovariateFrame) -> None:
    """Active in 2017, quiet in 2018 and 2019; the line moved in 2016 by the case file."""
    row = of_karabakh(made, 2020)
    assert row["quiet_years_log"] == pytest.approx(math.log1p(2))
    assert row["line_quiet_years_log"] == pytest.approx(math.log1p(3))
    assert row["active_years_log"] == 0
    assert row["separatists_hold"] == 1


def test_past_fighting_halves_in_eight_years(made: CovariateFrame) -> None:
    quiet = made.frame.filter(conflict_id_ucdp=KARABAKH).filter(pl.col("year").is_in([2020, 2019]))
    earlier, later = (math.expm1(value) for value in quiet["deaths_decayed_log"])
    assert later / earlier == pytest.approx(0.5 ** (1 / 8))


def test_decayed_active_years_against_a_plain_sum(made: CovariateFrame, snapshot: Snapshot) -> None:
    active = snapshot.table("dispute_years").filter(conflict_id_ucdp=KARABAKH)["year"].to_list()
    for row in made.frame.filter(conflict_id_ucdp=KARABAKH).select("year", "active_years_decayed").to_dicts():
        expected = sum(0.5 ** ((row["year"] - 1 - year) / 8) for year in active if year < row["year"])
        assert row["active_years_decayed"] == pytest.approx(expected)


def test_the_balance_turns_round_with_the_holder(made: CovariateFrame) -> None:
    """The same stocks, the other way round: were the parent holder in Karabakh, every balance would change its sign."""
    known = known_at_year_ends(open_snapshot()).filter(conflict_id_ucdp=KARABAKH)
    turned = with_derived(known.with_columns(separatists_lead=1.0 - pl.col("separatists_lead")))
    for name in ("military_balance", "spending_balance", "capability_balance"):
        assert known[name].drop_nulls().len() > 20
        assert turned[name].to_list() == [None if value is None else -value for value in known[name]]


def test_there_is_no_balance_once_no_state_supports_the_side(made: CovariateFrame) -> None:
    """Armenia stood behind Karabakh to September 2023: the row of 2024 has nobody to weigh Azerbaijan against."""
    assert float(str(of_karabakh(made, 2023)["spending_balance"])) > 1
    after = of_karabakh(made, 2024)
    assert (after["spending_balance"], after["military_balance"], after["has_patron"]) == (None, None, 0)
    assert of_karabakh(made, 2024)["has_kin_state"] == 1


def test_balances_rise_for_azerbaijan_from_2005_to_2015(made: CovariateFrame) -> None:
    balance = dict(made.frame.filter(conflict_id_ucdp=KARABAKH).select("year", "military_balance").iter_rows())
    assert balance[2016] - balance[2006] == pytest.approx(1.825, abs=0.05)


def test_the_row_of_a_year_holds_the_state_at_the_end_of_the_year_before(snapshot: Snapshot) -> None:
    known = known_at_year_ends(snapshot).with_columns(pl.col("year") + 1)
    names = [covariate.name for covariate in declared_covariates() if covariate.block != "calendar"]
    rows = risk_covariates(snapshot).frame.select(*KEY, *names)
    assert_frame_equal(rows, rows.select(KEY).join(known.select(*KEY, *names), on=KEY, how="left"))
