"""Fits the yearly risk of every dispute from 1980 to the coming year, each year from what was known before it.

For each year the random-effect logit is fitted anew to all earlier years; the penalty is chosen on them every five
years, as in the back-test. The data are of today's releases: the path is pseudo-out-of-sample. For the set of open
secession disputes the log odds are taken apart into blocks (`risk.accounting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.accounting import DISPUTE_EFFECT, account, dispute_effects
from statusquo.risk.backtest import FIRST_TARGET_YEAR, PENALTY_EVERY_YEARS, known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import COMING_YEAR, EVENTS, HEADLINE, Event, RiskSet
from statusquo.risk.fitted import FittedRisk
from statusquo.risk.models import RANDOM_EFFECT, SD_SCALE, Penalty, choose_penalty, encoded
from statusquo.risk.random_effect import LAPLACE, RandomInterceptFit, fit_random_intercept
from statusquo.risk.rows import model_rows

PATH_SETS: tuple[RiskSet, ...] = ("secession", "broad")

Row = dict[str, object]


def fit_paths(inputs: FitInputs) -> Fitted:
    """Return artefact ``risk_paths``: the risk of every dispute-year with its interval."""
    return Fitted(pl.DataFrame(_rows(inputs, with_accounts=False), schema_of("fit.risk_paths")))


def fit_accounts(inputs: FitInputs) -> Fitted:
    """Return artefact ``risk_accounts``: the log odds of every dispute-year, block by block."""
    return Fitted(pl.DataFrame(_rows(inputs, with_accounts=True), schema_of("fit.risk_accounts")))


def _rows(inputs: FitInputs, *, with_accounts: bool) -> list[Row]:
    covariates = risk_covariates(inputs.snapshot)
    sets = (HEADLINE,) if with_accounts else PATH_SETS
    jobs = list(product(sets, EVENTS))
    years = range(FIRST_TARGET_YEAR, COMING_YEAR + 1)
    made: list[Row] = []
    for number, (risk_set, event) in enumerate(jobs):
        rows = model_rows(covariates.frame, covariates.names, risk_set, event)
        penalty = Penalty(0.0, 0.0)
        for year in years:
            inputs.progress(
                number * len(years) + year - years[0], len(jobs) * len(years), f"{event}, {risk_set}, {year}"
            )
            if (year - FIRST_TARGET_YEAR) % PENALTY_EVERY_YEARS == 0:
                penalty = choose_penalty(known(rows.where(rows.years < year)))
            fitted, fit, train = fitted_before(rows, year, risk_set, event, penalty)
            now = rows.where(rows.years == year)
            made += _accounts(fitted, fit, train, now) if with_accounts else _risks(fitted, now)
    inputs.progress(len(jobs) * len(years), len(jobs) * len(years), "done")
    return made


def fitted_before(
    rows: RiskRows, year: int, risk_set: RiskSet, event: Event, penalty: Penalty
) -> tuple[FittedRisk, RandomInterceptFit, RiskRows]:
    """Return the model fitted to the rows before a year, its estimates, and these rows."""
    train = known(rows.where(rows.years < year))
    encoding, matrix = encoded(train)
    fit = fit_random_intercept(
        matrix,
        train.event,
        train.disputes,
        names=encoding.names,
        nodes=LAPLACE,
        penalty=penalty.of(encoding.names),
        sd_scale=SD_SCALE,
    )
    return FittedRisk(risk_set, event, RANDOM_EFFECT, encoding, fit), fit, train


def _key(fitted: FittedRisk, rows: RiskRows) -> Iterator[Row]:
    for dispute, year in zip(rows.disputes.tolist(), rows.years.tolist(), strict=True):
        yield {"risk_set": fitted.risk_set, "event": fitted.event, "conflict_id_ucdp": dispute, "year": year}


def _risks(fitted: FittedRisk, rows: RiskRows) -> Iterator[Row]:
    risk = fitted.predict(rows)
    outcome = [None if np.isnan(event) else bool(event) for event in rows.event]
    numbers = (np.round(column, 5).tolist() for column in (risk.value, risk.low, risk.high))
    for key, value, low, high, is_event in zip(_key(fitted, rows), *numbers, outcome, strict=True):
        yield key | {"risk": value, "low": low, "high": high, "is_event": is_event}


def _accounts(fitted: FittedRisk, fit: RandomInterceptFit, train: RiskRows, rows: RiskRows) -> Iterator[Row]:
    matrix = fitted.matrix(rows)
    reference = round(float(fit.coefficients[0]), 3)
    parts = [
        (str(block), (share.value, share.low, share.high, share.lowest, share.highest))
        for block, share in account(fit, matrix, fitted.matrix(train)).items()
    ]
    effect, low, high = dispute_effects(fit, rows.disputes)
    for name, columns in [*parts, (DISPUTE_EFFECT, (effect, low, high, effect, effect))]:
        numbers = (np.round(column, 3).tolist() for column in columns)
        for key, value, least, most, lowest, highest in zip(_key(fitted, rows), *numbers, strict=True):
            yield key | {
                "block": name,
                "log_odds": value,
                "low": least,
                "high": most,
                "lowest": lowest,
                "highest": highest,
                "reference": reference,
            }
