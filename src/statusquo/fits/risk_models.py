"""The headline and the wide logit fitted to all known years: coefficients, covariances, encodings (`risk_models`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import MISSING_PREFIX
from statusquo.risk.events import EVENTS, RISK_SETS
from statusquo.risk.fitted import FittedRisk
from statusquo.risk.hazard import CONSTANT, HazardFit
from statusquo.risk.models import HEADLINE_MODEL, MODEL, WIDE, fit_model
from statusquo.risk.rows import model_rows

KEPT_MODELS = (HEADLINE_MODEL, WIDE)
_DIGITS = 8


def fit_models(inputs: FitInputs) -> Fitted:
    """Fit every kept model in every risk set, for both events."""
    covariates = risk_covariates(inputs.snapshot)
    jobs = list(product(RISK_SETS, EVENTS, KEPT_MODELS))
    lines: list[dict[str, Any]] = []
    for done, (risk_set, event, name) in enumerate(jobs):
        inputs.progress(done, len(jobs), f"{name}, {risk_set}, {event}")
        rows = known(model_rows(covariates.frame, covariates.names, risk_set, event))
        for line in _lines(fit_model(MODEL[name], rows, risk_set, event)):
            lines.append({"risk_set": risk_set, "event": event, "model": name, **line})
    inputs.progress(len(jobs), len(jobs), "fitted")
    return Fitted(pl.DataFrame(lines, schema=schema_of("fit.risk_models")))


def _lines(fitted: FittedRisk) -> Iterator[dict[str, Any]]:
    fit, encoding = fitted.fit, fitted.encoding
    assert isinstance(fit, HazardFit)
    covariance = np.round(fit.covariance, _DIGITS).tolist()
    for place, term in enumerate(fit.names):
        has_scale, is_flag = term != CONSTANT, term.startswith(MISSING_PREFIX)
        yield {
            "term": term,
            "coefficient": float(fit.coefficients[place]),
            "covariance": covariance[place],
            "penalty": float(fit.penalty[place]),
            "mean": float(encoding.means[place - 1]) if has_scale else None,
            "sd": float(encoding.sds[place - 1]) if has_scale else None,
            "median": float(encoding.medians[place - 1]) if has_scale and not is_flag else None,
            "link": fit.link,
            "log_likelihood": fit.log_likelihood,
            "n_rows": fit.n_rows,
            "n_events": fit.n_events,
        }
