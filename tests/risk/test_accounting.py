"""The log odds of a year are the sum of its parts, and orderings of the blocks change nothing but the division."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from statusquo.core.artefacts import load_artefact
from statusquo.risk.accounting import account
from statusquo.risk.covariates import BLOCKS
from statusquo.risk.hazard import CONSTANT
from statusquo.risk.links import Floats
from statusquo.risk.random_effect import LAPLACE, RandomInterceptFit

NAMES = (CONSTANT, "military_balance", "has_patron", "quiet_years_log", "parent_democracy", "decade")


def fit_of(coefficients: list[float]) -> RandomInterceptFit:
    return RandomInterceptFit(
        NAMES, np.array(coefficients, dtype=float), -1.0, np.eye(7) * 0.01, "logit", np.zeros(6), None, 0.0, LAPLACE,
        np.array([1]), np.array([0.5]), np.array([0.1]),
    )  # fmt: skip


def rows(correlation: float) -> Floats:
    draw = np.random.default_rng(1)
    common = draw.standard_normal((4000, 1))
    columns = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * draw.standard_normal((4000, 5))
    columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return np.column_stack([np.ones(4000), columns])


def test_the_shares_of_the_blocks_sum_to_the_linear_predictor() -> None:
    matrix, fit = rows(0.5), fit_of([-3, 0.4, -0.2, -1, 0.3, 0.1])
    shares = account(fit, matrix[:50], matrix)
    total = fit.coefficients[0] + sum(share.value for share in shares.values())
    assert np.allclose(total, matrix[:50] @ fit.coefficients)
    for share in shares.values():
        assert np.all(share.low <= share.value)
        assert np.all(share.value <= share.high)


def test_uncorrelated_blocks_add_the_same_in_every_ordering() -> None:
    matrix, fit = rows(0.0), fit_of([-3, 0.4, -0.2, -1, 0.3, 0.1])
    for share in account(fit, matrix[:20], matrix).values():
        assert np.allclose(share.lowest, share.value, atol=0.25)
        assert np.allclose(share.highest, share.value, atol=0.25)


def test_correlated_blocks_add_more_or_less_with_what_came_before() -> None:
    """Two correlated blocks of which one has no coefficient: alone it stands in for the other, last it adds nothing."""
    matrix, fit = rows(0.8), fit_of([-3, 0, 0, -1, 0, 0])
    shares = account(fit, matrix[:200], matrix)
    idle = shares["military"]
    assert np.allclose(idle.value, 0)
    assert np.mean(idle.highest - idle.lowest) > 0.3
    assert np.all(idle.lowest <= 1e-9)
    assert np.all(idle.highest >= -1e-9)


@pytest.mark.parametrize("event", ["recurrence", "war"])
def test_the_fitted_accounts_sum_to_the_fitted_risk_at_the_likeliest_effect(event: str) -> None:
    """The risk integrates over the dispute's effect, so that it lies near the log odds at the effect's mode."""
    accounts = load_artefact("risk_accounts").filter(event=event, risk_set="secession")
    assert set(accounts["block"]) == {*BLOCKS, "dispute"}
    totals = accounts.group_by("conflict_id_ucdp", "year").agg(
        log_odds=pl.col("log_odds").sum() + pl.col("reference").first()
    )
    risks = load_artefact("risk_paths").filter(event=event, risk_set="secession")
    both = totals.join(risks, on=["conflict_id_ucdp", "year"])
    assert both.height == totals.height == risks.height
    logit = (pl.col("risk") / (1 - pl.col("risk"))).log()
    off = both.filter(pl.col("risk") > 0.001).select((logit - pl.col("log_odds")).abs().median()).item()
    assert off < math.log(1.35)
