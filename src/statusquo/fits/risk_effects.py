"""The effect of each exposure on the hazard, by a model of its own (`risk_effects`).

    event ~ Bernoulli(logit^-1(constant + effect x exposure + X beta + dispute))

The exposure has no penalty. What it is adjusted for (`risk.effects`) has a ridge of `PENALTY`, a normal prior of
standard deviation 3.2 on the log odds of one standard deviation: enough to keep a rare covariate that separates a few
events finite, too little to matter otherwise. A row without the exposure is left out; a missing covariate is the
median, with an indicator. The dispute's effect is normal, integrated by adaptive quadrature, and the interval that of
the profile likelihood; beside it stands the logit without the effect, whose interval is the sandwich over disputes.

Explanations were made from some cases. For each of these every effect is also fitted without the case's disputes, so
that what an explanation was read off is no evidence for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from statusquo.cases.load import bundled_ids, load_case
from statusquo.core.columns import schema_of
from statusquo.core.errors import FitError
from statusquo.core.intervals import Z_95
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.backtest import known
from statusquo.risk.effects import Exposure, covariate_names, declared_exposures, effect_sources, exposure_frame
from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.events import EVENTS, RISK_SETS
from statusquo.risk.hazard import CONSTANT, fit_hazard
from statusquo.risk.links import Floats
from statusquo.risk.models import RANDOM_EFFECT
from statusquo.risk.random_effect import RandomInterceptFit, fit_random_intercept, profile_interval
from statusquo.risk.rows import model_rows

PENALTY = 0.1
FEWEST_EVENTS, FEWEST_DISPUTES = 10, 5
"""With fewer events, or fewer disputes with one, no effect is told."""

CLUSTERED = "clustered logit"
_NOTHING: Mapping[str, Any] = dict.fromkeys(
    ("sd", "coefficient", "low", "high", "interval", "p", "effect_sd", "missing_reason")
)


def fit_effects(inputs: FitInputs) -> Fitted:
    """Fit the effect of every exposure on both events in every risk set, with and without the cases' disputes."""
    exposures = declared_exposures()
    names = covariate_names(exposures)
    frame = exposure_frame(inputs.snapshot)
    left_out = {case: load_case(case).ids.ucdp_conflict for case in cases_read_from()}
    jobs = list(product(EVENTS, RISK_SETS, exposures))
    lines: list[dict[str, Any]] = []
    rows: dict[tuple[str, str], RiskRows] = {}
    for done, (event, risk_set, exposure) in enumerate(jobs):
        inputs.progress(done, len(jobs), f"{exposure.name}, {risk_set}, {event}")
        if (event, risk_set) not in rows:
            rows[event, risk_set] = known(model_rows(frame, names, risk_set, event))
        for line in effect_lines(rows[event, risk_set], exposure, left_out):
            lines.append({"event": event, "risk_set": risk_set, **line})
    inputs.progress(len(jobs), len(jobs), "fitted")
    return Fitted(pl.DataFrame(lines, schema=schema_of("fit.risk_effects")))


def cases_read_from() -> tuple[str, ...]:
    """Return the ids of the bundled cases that some bundled explanation that asks for an effect was made from."""
    asking = [
        explanation
        for explanation in map(load_explanation, bundled_explanations())
        if any(binding.name == "effect" for claim in explanation.claim for binding in claim.test)
    ]
    named = {case for explanation in asking for case in explanation.made_from_case}
    return tuple(sorted(named & set(bundled_ids())))


def effect_lines(
    rows: RiskRows, exposure: Exposure, left_out: Mapping[str, tuple[int, ...] | list[int]]
) -> Iterator[dict[str, Any]]:
    """Yield the effect of one exposure in each model, of all disputes and without those of each case.

    Args:
        rows: with known outcomes and the exposure's columns.
        exposure: what the effect is asked of.
        left_out: by case, the numbers of its disputes.
    """
    told = rows.where(np.isfinite(rows.values[:, rows.names.index(exposure.name)]))
    for case in (None, *left_out):
        used = told if case is None else told.where(~np.isin(told.disputes, left_out[case]))
        shared = {"exposure": exposure.name, "without_case": case, **_size(used), **_declared(exposure)}
        reason = _too_few(used) or _one_sided(used, exposure)
        if reason is None:
            matrix, names, sd = design(used, exposure)
            if np.ptp(matrix[:, 1]) == 0:
                reason = "the exposure does not vary over the rows"
        if reason is not None:
            for model in (RANDOM_EFFECT, CLUSTERED):
                yield {**shared, **_NOTHING, "model": model, "missing_reason": reason}
            continue
        ridge = np.array([0.0, 0.0, *[PENALTY] * (len(names) - 2)])
        try:
            fit = fit_random_intercept(matrix, used.event, used.disputes, names=names, penalty=ridge)
            found = _with_profile(matrix, used, fit, exposure.name) if case is None else _normal(fit, exposure.name)
            yield {**shared, **_NOTHING, "model": RANDOM_EFFECT, "sd": sd, "effect_sd": fit.sd, **found}
        except FitError as failure:
            yield {**shared, **_NOTHING, "model": RANDOM_EFFECT, "missing_reason": str(failure)}
        try:
            plain = fit_hazard(matrix, used.event, names=names, penalty=ridge, disputes=used.disputes)
            found = _interval(float(plain.coefficients[1]), _error(plain.covariance, 1), "clustered")
            yield {**shared, **_NOTHING, "model": CLUSTERED, "sd": sd, **found}
        except FitError as failure:
            yield {**shared, **_NOTHING, "model": CLUSTERED, "missing_reason": str(failure)}


def design(rows: RiskRows, exposure: Exposure) -> tuple[Floats, tuple[str, ...], float]:
    """Return the matrix of the model, its columns' names, and the exposure's standard deviation (1 where it is 0 or 1).

    The columns are the constant, the exposure on the scale of its contrast, and the encoded adjustment.
    """
    values = rows.values[:, rows.names.index(exposure.name)]
    sd = float(values.std()) if exposure.contrast == "one standard deviation" else 1.0
    encoding = learn_encoding(rows.only([name for name in rows.names if name in exposure.adjusted_for]))
    beside = encoding.matrix(rows.only(encoding.covariates))[:, 1:]
    scaled = (values - values.mean()) / (sd or 1.0)
    return (
        np.column_stack([np.ones(len(rows)), scaled, beside]),
        (CONSTANT, exposure.name, *encoding.names[1:]),
        sd,
    )


def _with_profile(matrix: Floats, rows: RiskRows, fit: RandomInterceptFit, name: str) -> dict[str, Any]:
    found = profile_interval(matrix, rows.event, rows.disputes, fit, name)
    return {
        "coefficient": float(fit.coefficients[fit.names.index(name)]),
        "low": found.low,
        "high": found.high,
        "interval": "profile",
        "p": math.erfc(math.sqrt(found.ratio / 2)),
    }


def _normal(fit: RandomInterceptFit, name: str) -> dict[str, Any]:
    place = fit.names.index(name)
    return _interval(float(fit.coefficients[place]), _error(fit.covariance, place), "wald")


def _error(covariance: Floats, place: int) -> float:
    """Return a coefficient's standard error.

    Raises:
        FitError: when the rows do not bound it, as where the exposure separates the events.
    """
    variance = float(covariance[place, place])
    if not variance > 0:
        raise FitError("the rows do not bound the effect: it has no standard error")
    return math.sqrt(variance)


def _interval(value: float, error: float, kind: str) -> dict[str, Any]:
    return {
        "coefficient": value,
        "low": value - Z_95 * error,
        "high": value + Z_95 * error,
        "interval": kind,
        "p": math.erfc(abs(value) / error / math.sqrt(2)),
    }


def _size(rows: RiskRows) -> dict[str, int | None]:
    return {
        "n_rows": len(rows),
        "n_events": int(rows.event.sum()),
        "n_disputes": len(np.unique(rows.disputes)),
        "first_year": int(rows.years.min()) if len(rows) else None,
        "last_year": int(rows.years.max()) if len(rows) else None,
    }


def _declared(exposure: Exposure) -> dict[str, Any]:
    return {
        "adjustment": exposure.adjustment.id,
        "adjusted_for": list(exposure.adjusted_for),
        "contrast": exposure.contrast,
        "penalty": PENALTY,
        "link": "logit",
        "sources": list(effect_sources(exposure)),
    }


def _one_sided(rows: RiskRows, exposure: Exposure) -> str | None:
    """Return why an exposure that is there or not tells nothing: it never meets an event, or never without one."""
    if exposure.contrast == "one standard deviation":
        return None
    is_there = rows.values[:, rows.names.index(exposure.name)] > 0
    events, years = int(rows.event[is_there].sum()), int(is_there.sum())
    if 0 < events < years:
        return None
    return f"{events} of {years} years with the exposure have the event, so that nothing bounds the effect"


def _too_few(rows: RiskRows) -> str | None:
    """Return why no effect is told; None where there is enough."""
    with_event = len(np.unique(rows.disputes[rows.event > 0]))
    if rows.event.sum() < FEWEST_EVENTS or with_event < FEWEST_DISPUTES:
        found = f"{int(rows.event.sum())} events in {with_event} disputes with the exposure known"
        return f"{found}: too few, with {FEWEST_EVENTS} events in {FEWEST_DISPUTES} disputes the least"
    return None
