"""The risk models fitted to all known years, kept as coefficients, covariances and encodings (`risk_models`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.backtest import known
from statusquo.risk.competing import CompetingFit
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import MISSING_PREFIX, Encoding, RiskRows
from statusquo.risk.events import EVENTS, HEADLINE, RISK_SETS, Event, RiskSet
from statusquo.risk.fitted import CLASS, DISPUTE, HAZARD, SPREAD, AnyFit
from statusquo.risk.hazard import CONSTANT, HazardFit
from statusquo.risk.immune import ImmuneClassFit
from statusquo.risk.links import Floats
from statusquo.risk.models import MODELS, Model, Penalty, Warm, choose_penalty, encoded, fit_competing_risks
from statusquo.risk.random_effect import RandomInterceptFit
from statusquo.risk.rows import model_rows

KEPT_MODELS = (
    "duration only",
    "penalised logit",
    "penalised cloglog",
    "random-effect logit",
    "immune class",
    "competing risks",
)
_DIGITS = 8
_NO_SCALE: dict[str, float | None] = {"mean": None, "sd": None, "median": None}


def fit_models(inputs: FitInputs) -> Fitted:
    """Fit every kept model in every risk set, for both events."""
    covariates = risk_covariates(inputs.snapshot)
    models = [model for model in MODELS if model.name in KEPT_MODELS]
    jobs = [job for job in product(RISK_SETS, EVENTS, models) if _is_kept(*job)]
    lines: list[dict[str, Any]] = []
    chosen: dict[str, Penalty] = {}
    for done, (risk_set, event, model) in enumerate(jobs):
        inputs.progress(done, len(jobs), f"{model.name}, {risk_set}, {event}")
        rows = known(model_rows(covariates.frame, covariates.names, risk_set, event))
        key = f"{risk_set}, {event}"
        if key not in chosen:
            chosen[key] = choose_penalty(rows)
        for line in _lines(rows.only(model.columns(rows.names)), model, chosen[key]):
            lines.append({"risk_set": risk_set, "event": event, "model": model.name, **line})
    inputs.progress(len(jobs), len(jobs), "fitted")
    return Fitted(
        pl.DataFrame(lines, schema=schema_of("fit.risk_models")),
        {"penalties": {key: penalty._asdict() for key, penalty in chosen.items()}},
    )


def _is_kept(risk_set: RiskSet, event: Event, model: Model) -> bool:
    """Whether a model is kept: the exclusive events are those of open claims, so of the headline set alone."""
    return event in model.events and (model.fit is not fit_competing_risks or risk_set == HEADLINE)


def _lines(rows: RiskRows, model: Model, penalty: Penalty) -> Iterator[dict[str, Any]]:
    """Fit a model as the back-test does and yield its rows of the table."""
    warm = Warm()
    model.fit(rows, penalty, warm)
    encoding, _ = encoded(rows)
    fit: AnyFit = warm[encoding.names]
    scalars = {
        "link": getattr(fit, "link", "logit"),
        "log_likelihood": fit.log_likelihood,
        "n_rows": len(rows),
        "n_events": int(rows.event.sum()),
    }
    ridge = dict(zip(fit.names, fit.penalty, strict=True))
    covariance = np.round(fit.covariance, _DIGITS).tolist()
    for place, (equation, term, coefficient) in enumerate(_terms(fit)):
        scale = dict(_NO_SCALE) if equation in (CLASS, SPREAD) else _scale(encoding, term)
        yield {
            "equation": equation,
            "term": term,
            "coefficient": coefficient,
            "covariance": covariance[place],
            "penalty": 0.0 if equation in (CLASS, SPREAD) else float(ridge[term]),
            **scale,
            **scalars,
        }
    if isinstance(fit, RandomInterceptFit):
        for number, mode, sd in zip(fit.disputes, fit.modes, fit.mode_sds, strict=True):
            line = {
                "equation": DISPUTE,
                "term": str(number),
                "coefficient": float(mode),
                "covariance": None,
                "penalty": 0.0,
            }
            yield line | {"mean": None, "sd": float(sd), "median": None} | scalars


def _terms(fit: AnyFit) -> Iterator[tuple[str, str, float]]:
    if isinstance(fit, CompetingFit):
        for event, row in zip(fit.events, fit.coefficients, strict=True):
            yield from _named(event, fit.names, row)
        return
    yield from _named(HAZARD, fit.names, fit.coefficients)
    if isinstance(fit, ImmuneClassFit):
        yield from _named(CLASS, fit.class_names, fit.class_coefficients)
    elif isinstance(fit, RandomInterceptFit):
        yield SPREAD, SPREAD, fit.log_sd
    else:
        assert isinstance(fit, HazardFit)


def _named(equation: str, names: tuple[str, ...], values: Floats) -> Iterator[tuple[str, str, float]]:
    for name, value in zip(names, values, strict=True):
        yield equation, name, float(value)


def _scale(encoding: Encoding, term: str) -> dict[str, float | None]:
    if term == CONSTANT:
        return dict(_NO_SCALE)
    place = encoding.names.index(term) - 1
    median = None if term.startswith(MISSING_PREFIX) else float(encoding.medians[place])
    return {"mean": float(encoding.means[place]), "sd": float(encoding.sds[place]), "median": median}
