"""The log odds of a year are the sum of its parts, and a part that the model cannot move is not shown."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from statusquo.core.artefacts import load_artefact
from statusquo.risk.accounting import PARTS, account
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import RiskSet
from statusquo.risk.models import HEADLINE_MODEL, MODEL, RECORD, fit_model
from statusquo.risk.rows import model_rows
from statusquo.snapshot.store import Snapshot


def rows_of(snapshot: Snapshot, risk_set: RiskSet) -> RiskRows:
    covariates = risk_covariates(snapshot)
    return known(model_rows(covariates.frame, covariates.names, risk_set, "recurrence"))


def test_every_covariate_of_the_headline_has_one_part() -> None:
    assert sorted(name for part in PARTS.values() for name in part) == sorted(RECORD)


def test_the_shares_of_the_parts_sum_to_the_linear_predictor(snapshot: Snapshot) -> None:
    rows = rows_of(snapshot, "internal")
    fitted = fit_model(MODEL[HEADLINE_MODEL], rows, "internal", "recurrence")
    shares = account(fitted, rows)
    assert set(shares) == set(PARTS)
    total = fitted.fit.coefficients[0] + sum(share.value for share in shares.values())
    assert np.allclose(total, fitted.matrix(rows) @ fitted.fit.coefficients)
    for share in shares.values():
        assert np.all(share.low <= share.value)
        assert np.all(share.value <= share.high)


def test_among_open_claims_a_closed_one_is_no_part(snapshot: Snapshot) -> None:
    rows = rows_of(snapshot, "secession")
    assert "closed claim" not in account(fit_model(MODEL[HEADLINE_MODEL], rows, "secession", "recurrence"), rows)


@pytest.mark.parametrize("event", ["recurrence", "war"])
def test_the_fitted_accounts_sum_to_the_fitted_risk(event: str) -> None:
    accounts = load_artefact("risk_accounts").filter(event=event, risk_set="secession")
    totals = accounts.group_by("conflict_id_ucdp", "year").agg(
        log_odds=pl.col("log_odds").sum() + pl.col("reference").first()
    )
    risks = load_artefact("risk_paths").filter(event=event, risk_set="secession")
    both = totals.join(risks, on=["conflict_id_ucdp", "year"])
    assert both.height == totals.height == risks.height
    told = 1 / (1 + (-pl.col("log_odds")).exp())
    assert both.select((told - pl.col("risk")).abs().max()).item() < 0.002
