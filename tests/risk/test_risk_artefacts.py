"""The fitted risk models: their scores, draws and slopes as shipped, and how they are told."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from docs import estimated
from statusquo.cli.app import app
from statusquo.core.artefacts import artefact_record, load_artefact
from statusquo.core.errors import FitError, InputError, UnknownNameError
from statusquo.fits.risk_duration import slopes
from statusquo.risk.backtest import folds, known, run_backtest
from statusquo.risk.covariates import CovariateFrame, risk_covariates
from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.events import EVENTS, HEADLINE, HORIZON_YEARS, Outcome
from statusquo.risk.fitted import load_risk_model
from statusquo.risk.models import (
    CLAIMED_CLOCK,
    DURATION_ONLY,
    HEADLINE_MODEL,
    HINDSIGHT,
    LEAVE_OUT,
    MODEL,
    MODELS,
    PARENTS_OUT,
    RECORD,
    ROLLING,
    SCHEMES,
    WIDE,
    Scheme,
)
from statusquo.risk.rows import BENDS, model_rows
from statusquo.risk.within import fit_within
from statusquo.snapshot.store import Snapshot


@pytest.fixture(scope="module")
def covariates(snapshot: Snapshot) -> CovariateFrame:
    return risk_covariates(snapshot)


@pytest.fixture(scope="module")
def rows(covariates: CovariateFrame) -> RiskRows:
    return known(model_rows(covariates.frame, covariates.names, "secession", "recurrence"))


def scores(risk_set: str, scheme: str, model: str) -> dict[str, float]:
    table = load_artefact("risk_backtest").filter(
        pl.col("risk_set") == risk_set,
        pl.col("scheme") == scheme,
        pl.col("model") == model,
        pl.col("event") == "recurrence",
    )
    return dict(table.select("score", "value").iter_rows())


def test_the_headline_is_the_one_that_was_written_down() -> None:
    """docs/methods/risk.md names its covariates and its ridge, dated before they were scored."""
    text = (Path(__file__).parents[2] / "docs" / "methods" / "risk.md").read_text(encoding="utf-8")
    chosen = text.split("## The choice of the headline")[1].split("*Why.*")[0]
    assert "one ridge of 3" in chosen
    assert MODEL[HEADLINE_MODEL].ridge == 3
    assert {name for name in RECORD if name not in BENDS} == set(re.findall(r"`([a-z_]+)`", chosen)) - {"internal"}


@pytest.mark.parametrize("risk_set", ["secession", "internal", "broad"])
@pytest.mark.parametrize("score", ["auprc", "brier_skill"])
def test_the_headline_tells_disputes_left_out_better_than_duration_alone(risk_set: str, score: str) -> None:
    own = load_artefact("risk_backtest").filter(
        risk_set=risk_set, scheme=LEAVE_OUT, event="recurrence", model=HEADLINE_MODEL, score=score
    )
    assert own["difference"].item() > 0


def test_the_headline_is_calibrated_on_disputes_left_out() -> None:
    for risk_set in ("secession", "internal", "broad"):
        found = scores(risk_set, LEAVE_OUT, HEADLINE_MODEL)
        assert found["calibration_slope"] == pytest.approx(1, abs=0.1)
        assert found["calibration_intercept"] == pytest.approx(0, abs=0.1)


def test_what_is_known_only_afterwards_is_worth_something_and_is_not_in_the_headline() -> None:
    found = [scores("internal", LEAVE_OUT, name)["auprc"] for name in (HEADLINE_MODEL, MODELS[4].name)]
    assert found[0] < found[1]
    assert not set(HINDSIGHT) & set(RECORD)
    assert not set(CLAIMED_CLOCK) & {*RECORD, *MODEL[WIDE].of(RECORD + CLAIMED_CLOCK)}


def test_every_prediction_has_its_origin_and_its_row_at_risk(covariates: CovariateFrame) -> None:
    predictions = load_artefact("risk_predictions")
    assert (predictions["year"] - predictions["origin_year"] == 1).all()
    told = dict(predictions.select("event", "horizon_years").unique().iter_rows())
    assert told == HORIZON_YEARS
    for (risk_set, event), own in predictions.group_by("risk_set", "event"):
        at_risk = known(model_rows(covariates.frame, covariates.names, risk_set, event))  # type: ignore[arg-type]
        keys = set(zip(at_risk.disputes.tolist(), at_risk.years.tolist(), strict=True))
        assert set(own.select("conflict_id_ucdp", "year").iter_rows()) <= keys
        left_out = own.filter(pl.col("scheme") == LEAVE_OUT, pl.col("model") == DURATION_ONLY)
        assert left_out.height == len(keys)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_fold_scores_what_it_was_fitted_to(rows: RiskRows, scheme: Scheme) -> None:
    for fold in folds(rows, scheme, "recurrence"):
        assert not (fold.train & fold.scored).any()
        if scheme == LEAVE_OUT:
            assert not np.isin(rows.disputes[fold.train], rows.disputes[fold.scored]).any()
        elif scheme == PARENTS_OUT:
            assert not np.isin(rows.parents[fold.train], rows.parents[fold.scored]).any()
        else:
            assert rows.years[fold.train].max() < rows.years[fold.scored].min()


@pytest.mark.parametrize(("outcome", "years"), [("war two years ahead", 2), ("recurrence within three years", 3)])
def test_an_origin_knows_no_outcome_that_was_still_open(rows: RiskRows, outcome: Outcome, years: int) -> None:
    """Within three years the last two years before the origin have no outcome yet, two years ahead the last."""
    for fold in folds(rows, ROLLING, outcome):
        assert rows.years[fold.train].max() + years <= rows.years[fold.scored].min()


def test_a_fold_s_predictions_do_not_depend_on_its_own_outcomes(rows: RiskRows) -> None:
    """Turning every outcome of the last year round changes no prediction of that year by rolling origin."""
    last = rows.years == rows.years.max()
    turned = replace(rows, event=np.where(last, 1 - rows.event, rows.event))
    for model in MODELS[:4]:
        made = [run_backtest(r, model, ROLLING, "secession", "recurrence")[last] for r in (rows, turned)]
        assert made[0] == pytest.approx(made[1], abs=1e-12)


def test_the_encoding_learns_nothing_from_other_rows(rows: RiskRows) -> None:
    train = np.unique(rows.disputes, return_inverse=True)[1] % 2 == 0
    changed = rows.values.copy()
    changed[~train] += 1000
    other = replace(rows, values=changed)
    first, second = learn_encoding(rows.where(train)), learn_encoding(other.where(train))
    assert first.matrix(rows.where(train)) == pytest.approx(second.matrix(other.where(train)))
    assert np.isfinite(first.matrix(other)).all()
    assert np.abs(first.matrix(other)).max() <= 5.0


@pytest.mark.parametrize("model", [HEADLINE_MODEL, WIDE])
def test_a_fitted_model_tells_a_risk_with_its_interval_in_a_second_of_computing(rows: RiskRows, model: str) -> None:
    own = rows.where(rows.disputes == 388)
    load_artefact("risk_models")
    # The time that this process computes: on a busy machine the clock on the wall tells of the others.
    began = time.process_time()
    risk = load_risk_model("secession", "recurrence", model).predict(own)
    assert time.process_time() - began < 1
    assert (risk.low <= risk.value).all()
    assert (risk.value <= risk.high).all()
    assert (risk.low > 0).all()
    assert (risk.high < 1).all()


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown risk model"):
        load_risk_model("secession", "recurrence", "oracle")


def test_the_posterior_has_mixed() -> None:
    diagnostics = artefact_record("risk_posterior").diagnostics
    assert set(diagnostics) == {f"{risk_set}, {event}" for risk_set in (HEADLINE,) for event in EVENTS}
    for name, found in diagnostics.items():
        assert found["r_hat_max"] < 1.02, name
        assert found["ess_bulk_min"] > 200, name
        assert found["ess_tail_min"] > 200, name
        assert found["divergences"] <= found["chains"] * found["draws"] / 1000, name


def duration(event: str, spells: str) -> pl.DataFrame:
    table = load_artefact("risk_duration_dependence")
    return table.filter(clock="last episode", event=event, spells=spells)


def test_over_spells_that_have_lasted_neither_fall_nor_rise_is_told_where_disputes_may_differ() -> None:
    """The fall over spells of any length is one of the first years; later it hangs on what is held beside the clock."""
    six, eight = (duration("recurrence", spells) for spells in ("six years or more", "eight years or more"))
    for told in (six.filter(condition="given the balances"), eight):
        told = told.filter(risk_set=HEADLINE, form="normal random effect")
        assert (told["low"] < 0).all()
        assert (told["high"] > 0).all()
    first = duration("recurrence", "up to five years").filter(risk_set=HEADLINE)
    every = duration("recurrence", "any length").filter(risk_set=HEADLINE)
    assert first["n_events"].max() > 0.75 * every["n_events"].max()


def test_war_out_of_spells_that_have_lasted_is_too_rare_for_a_slope() -> None:
    told = duration("war", "six years or more")
    assert told["slope"].null_count() == told.height
    assert told["missing_reason"].str.contains("10 are needed").all()


def test_within_disputes_a_spell_that_lasted_seems_to_end_by_its_age_whatever_the_hazard() -> None:
    """Made-up disputes with a constant hazard and one spell each: age separates the events, and so no slope is told."""
    rng = np.random.default_rng(3)
    quiet, event, dispute = [], [], []
    for number in range(200):
        years = int(rng.geometric(0.05))
        quiet += range(6, 6 + years)
        event += [0.0] * (years - 1) + [1.0]
        dispute += [number] * years
    clock = np.log(np.array(quiet, float))[:, None]
    with pytest.raises(FitError, match="separates"):
        fit_within(clock, np.array(event), np.array(dispute), names=["slope"])
    told = duration("recurrence", "six years or more").filter(form="within disputes")
    assert told["slope"].null_count() == told.height


def test_the_hazard_falls_with_quiet_time_under_every_assumption() -> None:
    told = duration("recurrence", "any length")
    untold = told.filter(pl.col("missing_reason").is_not_null())
    # Two balances are known together for too few of these disputes to be told apart within them.
    assert untold.select("risk_set", "condition", "form").rows() == [("broad", "given the balances", "within disputes")]
    assert (told["high"].drop_nulls() < 0).all()
    keys = ["risk_set", "condition"]
    steepest = told.filter(pl.col("form") == "no random effect").select(*keys, "slope")
    within = told.filter(pl.col("form") == "within disputes").join(steepest, on=keys, suffix="_steepest")
    assert (within["slope"] > within["slope_steepest"]).drop_nulls().all()


def test_a_clock_coded_for_one_dispute_has_no_slope(rows: RiskRows) -> None:
    lines = list(slopes(rows.where(rows.disputes == 388), "line_quiet_years_log", ()))
    assert all(line["slope"] is None and "10 are needed" in line["missing_reason"] for line in lines)


def test_the_command_prints_the_scores_of_the_contract() -> None:
    result = CliRunner().invoke(app, ["risk", "--backtest", "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    wanted = {"risk_set", "scheme", "event", "model", "role", "auroc", "auprc", "brier_skill", "log_score"}
    assert all(wanted <= set(score) for score in document["scores"])
    assert {score["role"] for score in document["scores"]} == {"model", "baseline"}
    assert document["data_versions"]["ucdp-prio-acd"]
    assert {row["kind"] for row in document["strata"]} == {"time", "region", "told"}
    assert all(row["base_rate"]["interval"] == "confidence95" for row in document["strata"])
    assert all(score["auroc"]["interval"] == "confidence95" for score in document["scores"])


def test_asking_for_nothing_is_an_error_in_words() -> None:
    result = CliRunner().invoke(app, ["risk"])
    assert isinstance(result.exception, InputError)
    assert "--backtest" in str(result.exception)


def test_the_page_on_risk_shows_the_artefacts() -> None:
    for name in ("risk_scores", "risk_duration", "risk_posterior", "risk_adjustments", "risk_effects"):
        table = getattr(estimated, name)()
        assert table.count("|") > 20
    assert "leave one parent out" in estimated.risk_scores()
    for kind in ("time", "region", "told"):
        assert estimated.risk_strata(kind).count("|") > 20
