"""The hierarchical Bayesian hazard, sampled with PyMC and nutpie, kept as thinned draws (`risk_posterior`).

    event ~ Bernoulli(logit^-1(constant + X beta + effect[dispute]))
    constant ~ Normal(-3, 1.5)          about one recurrence in twenty quiet years, within a factor of twenty
    beta ~ Normal(0, scale), scale ~ HalfNormal(0.5)
    effect ~ Normal(0, sd), sd ~ HalfNormal(1)

`X` holds the covariates of the headline, standardised over the rows (`risk.encoding`). Their scale is learned, where
the headline fixes it. Effects are sampled off-centre (Papaspiliopoulos, Roberts and Sköld 2007), since most disputes
say little of theirs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.events import Event, RiskSet
from statusquo.risk.fitted import DISPUTE, HAZARD, SPREAD
from statusquo.risk.links import Floats
from statusquo.risk.models import RECORD
from statusquo.risk.rows import model_rows

SAMPLED: tuple[tuple[RiskSet, Event], ...] = (
    ("secession", "recurrence"),
    ("secession", "war"),
)
CHAINS = 4
TUNE, DRAWS = 1000, 1500
"""Steps of each chain to find its way, and those kept after that."""

KEPT_DRAWS = 400
SEED = 20_250
SCALE = "scale of coefficients"
_DIGITS = 4


def fit_posterior(inputs: FitInputs) -> Fitted:
    """Sample the hazard of each event and risk set."""
    covariates = risk_covariates(inputs.snapshot)
    lines: list[dict[str, Any]] = []
    diagnostics: dict[str, Any] = {}
    for done, (risk_set, event) in enumerate(SAMPLED):
        inputs.progress(done, len(SAMPLED), f"sampling {event}, {risk_set}")
        rows = known(model_rows(covariates.frame, covariates.names, risk_set, event))
        draws, diagnostics[f"{risk_set}, {event}"] = sample(rows)
        for (equation, term), values in draws.items():
            line = {"risk_set": risk_set, "event": event, "equation": equation, "term": term}
            lines.append({**line, "draws": np.round(values, _DIGITS).tolist()})
    inputs.progress(len(SAMPLED), len(SAMPLED), "sampled")
    return Fitted(pl.DataFrame(lines, schema=schema_of("fit.risk_posterior")), diagnostics)


def sample(
    rows: RiskRows, *, chains: int = CHAINS, tune: int = TUNE, draws: int = DRAWS, cores: int = 2
) -> tuple[dict[tuple[str, str], Floats], dict[str, float]]:
    """Return thinned draws by equation and term, and the sampler's diagnostics.

    Args:
        rows: with known outcomes.
        chains: independent runs.
        tune: steps of each to find its way, thrown away.
        draws: steps of each after that.
        cores: processor cores to use.
    """
    import arviz
    import nutpie
    import pymc as pm
    from threadpoolctl import threadpool_limits

    used = rows.only(RECORD)
    encoding = learn_encoding(used)
    names, x = encoding.names[1:], encoding.matrix(used)[:, 1:]
    numbers, group = np.unique(rows.disputes, return_inverse=True)
    with pm.Model() as model:
        constant = pm.Normal("constant", -3, 1.5)
        scale = pm.HalfNormal("scale", 0.5)
        beta = pm.Deterministic("beta", scale * pm.Normal("raw", 0, 1, shape=len(names)))
        sd = pm.HalfNormal("sd", 1)
        effect = pm.Deterministic("effect", sd * pm.Normal("raw_effect", 0, 1, shape=len(numbers)))
        pm.Bernoulli("event", logit_p=constant + pm.math.dot(x, beta) + effect[group], observed=rows.event)
    with threadpool_limits(1):  # the chains are the threads: products of theirs that start more take each other's time
        trace = nutpie.sample(
            nutpie.compile_pymc_model(model),
            draws=draws,
            tune=tune,
            chains=chains,
            cores=cores,
            seed=SEED,
            progress_bar=False,
            target_accept=0.9,
        )
    az: Any = arviz  # its diagnostics carry no types
    watched = ["constant", "beta", "sd", "scale", "effect"]
    diagnostics = {
        "r_hat_max": _extreme(az.rhat(trace, var_names=watched), np.max),
        "ess_bulk_min": _extreme(az.ess(trace, var_names=watched), np.min),
        "ess_tail_min": _extreme(az.ess(trace, var_names=watched, method="tail"), np.min),
        "divergences": float(trace.sample_stats["diverging"].sum()),
        "chains": float(chains),
        "draws": float(draws),
        "tune": float(tune),
    }
    posterior = trace.posterior
    every = np.linspace(0, chains * draws - 1, min(KEPT_DRAWS, chains * draws)).round().astype(int)

    def thinned(name: str) -> Floats:
        values = np.asarray(posterior[name].values, dtype=float)
        result: Floats = values.reshape(chains * draws, -1)[every]
        return result

    kept = {(HAZARD, "constant"): thinned("constant")[:, 0], (SPREAD, "sd"): thinned("sd")[:, 0]}
    kept |= {(HAZARD, name): column for name, column in zip(names, thinned("beta").T, strict=True)}
    kept[SCALE, "scale"] = thinned("scale")[:, 0]
    effects = thinned("effect").T
    kept |= {(DISPUTE, str(number)): column for number, column in zip(numbers, effects, strict=True)}
    return kept, diagnostics


def _extreme(found: Any, pick: Any) -> float:
    return round(float(pick([pick(found[name].values) for name in found.data_vars])), 4)
