"""Fits the yearly risk of every dispute from 1980 to the coming year, each year from what was known before it.

For each year the headline is fitted anew to the outcomes known when the year began, as in the back-test. The data are
of today's releases: the path is pseudo-out-of-sample. For the set of open secession disputes the log odds of both
events are taken apart into parts (`risk.accounting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.accounting import account
from statusquo.risk.backtest import FIRST_TARGET_YEAR, known_before
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import (
    EVENTS,
    HEADLINE,
    OUTCOMES,
    TWO_YEARS_AHEAD,
    WITHIN_THREE_YEARS,
    Outcome,
    RiskSet,
)
from statusquo.risk.fitted import FittedRisk
from statusquo.risk.models import HEADLINE_MODEL, MODEL, fit_model
from statusquo.risk.rows import model_rows

PATH_SETS: tuple[RiskSet, ...] = ("secession", "broad")

Row = dict[str, object]


def fit_paths(inputs: FitInputs) -> Fitted:
    """Return artefact ``risk_paths``: the risk of every dispute-year with its interval."""
    rows = [row for fitted, now in _fits(inputs, PATH_SETS, OUTCOMES) for row in _risks(fitted, now)]
    return Fitted(_no_less_likely_in_three_years(pl.DataFrame(rows, schema_of("fit.risk_paths"))))


def _no_less_likely_in_three_years(paths: pl.DataFrame) -> pl.DataFrame:
    """Return the paths with no event told as less likely within three years than in the first or the second of them.

    The three are fits of their own, the longer to fewer years, and may contradict each other where all are small.
    """
    key = ["risk_set", "event", "conflict_id_ucdp", "year"]
    numbers = ["risk", "low", "high"]
    longer = WITHIN_THREE_YEARS | {TWO_YEARS_AHEAD[event]: within for event, within in WITHIN_THREE_YEARS.items()}
    single = (
        paths.with_columns(pl.col("event").replace_strict(longer, default=None))
        .drop_nulls("event")
        .group_by(key)
        .agg(pl.col(numbers).max())
    )
    joined = paths.join(single, on=key, how="left", maintain_order="left", suffix="_single")
    return joined.with_columns(pl.max_horizontal(name, f"{name}_single") for name in numbers).select(paths.columns)


def fit_accounts(inputs: FitInputs) -> Fitted:
    """Return artefact ``risk_accounts``: the log odds of every dispute-year, part by part."""
    rows = [row for fitted, now in _fits(inputs, (HEADLINE,), EVENTS) for row in _accounts(fitted, now)]
    return Fitted(pl.DataFrame(rows, schema_of("fit.risk_accounts")))


def _fits(
    inputs: FitInputs, sets: tuple[RiskSet, ...], outcomes: tuple[Outcome, ...]
) -> Iterator[tuple[FittedRisk, RiskRows]]:
    """Yield the headline as fitted before each year, and the rows of that year."""
    covariates = risk_covariates(inputs.snapshot)
    jobs = list(product(sets, outcomes))
    for done, (risk_set, outcome) in enumerate(jobs):
        inputs.progress(done, len(jobs), f"{outcome}, {risk_set}")
        rows = model_rows(covariates.frame, covariates.names, risk_set, outcome)
        for year in range(FIRST_TARGET_YEAR, inputs.snapshot.coming_year + 1):
            train = rows.where(known_before(rows, year, outcome))
            yield fit_model(MODEL[HEADLINE_MODEL], train, risk_set, outcome), rows.where(rows.years == year)
    inputs.progress(len(jobs), len(jobs), "done")


def _key(fitted: FittedRisk, rows: RiskRows) -> Iterator[Row]:
    for dispute, year in zip(rows.disputes.tolist(), rows.years.tolist(), strict=True):
        yield {"risk_set": fitted.risk_set, "event": fitted.event, "conflict_id_ucdp": dispute, "year": year}


def _risks(fitted: FittedRisk, rows: RiskRows) -> Iterator[Row]:
    outcome = [None if np.isnan(event) else bool(event) for event in rows.event]
    columns = fitted.predict(rows).columns | {"is_event": outcome}
    for key, *row in zip(_key(fitted, rows), *columns.values(), strict=True):
        yield key | dict(zip(columns, row, strict=True))


def _accounts(fitted: FittedRisk, rows: RiskRows) -> Iterator[Row]:
    reference = round(float(fitted.fit.coefficients[0]), 3)
    for part, share in account(fitted, rows).items():
        numbers = (np.round(column, 3).tolist() for column in (share.value, share.low, share.high))
        for key, value, low, high in zip(_key(fitted, rows), *numbers, strict=True):
            yield key | {"block": part, "log_odds": value, "low": low, "high": high, "reference": reference}
