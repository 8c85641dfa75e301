"""The back-test of the risk models: predictions out of sample, then their scores.

Two artefacts: `risk_predictions`, every prediction with its origin and horizon, and `risk_backtest`, the scores made
from them. Boosted trees need scikit-learn (the extra `build`); without it they are left out and the diagnostics say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted, Progress
from statusquo.risk.backtest import HORIZON_YEARS, known, n_folds, penalties_by_row, run_backtest
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import EVENTS, RISK_SETS, Event, RiskSet
from statusquo.risk.models import MEAN_OF_MODELS, MODELS, SCHEMES, Model, Scheme, fit_trees
from statusquo.risk.rows import model_rows
from statusquo.risk.score_table import score_rows
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

_KEYS = ("risk_set", "event", "scheme")
_DIGITS = 6

VERSIONED = ("ucdp-prio-acd", "tjet-spells", "sipri-milex", "sipri-tiv")
"""Sources whose releases move the scores most; their versions stand with the scores."""


def fit_predictions(inputs: FitInputs) -> Fitted:
    """Back-test every model in every risk set, for both events, in both schemes."""
    skipped = skipped_models()
    table = predict_all(inputs.snapshot, inputs.progress, tuple(m for m in MODELS if m.name not in skipped))
    return Fitted(table, {"skipped": skipped, "data_versions": data_versions()})


def fit_scores(inputs: FitInputs) -> Fitted:
    """Score the predictions of the artefact."""
    predictions = load_artefact("risk_predictions")
    return Fitted(score_all(predictions, inputs.progress), {"data_versions": data_versions()})


def data_versions() -> dict[str, str]:
    """Return the versions of the sources that define events and move scores."""
    return {name: ORIGINS[name].version for name in VERSIONED}


def skipped_models() -> dict[str, str]:
    """Return the models that cannot run here, with the reason."""
    if find_spec("sklearn") is not None:
        return {}
    reason = "needs scikit-learn, which a plain installation leaves out"
    return {model.name: reason for model in MODELS if model.fit is fit_trees}


def predict_all(snapshot: Snapshot, progress: Progress, models: tuple[Model, ...]) -> pl.DataFrame:
    """Return table ``fit.risk_predictions``."""
    covariates = risk_covariates(snapshot)
    jobs = [
        (risk_set, event, scheme, known(model_rows(covariates.frame, covariates.names, risk_set, event)))
        for risk_set, event, scheme in product(RISK_SETS, EVENTS, SCHEMES)
    ]
    total = sum(n_folds(rows, m, scheme) for _, event, scheme, rows in jobs for m in _able(models, event, scheme))
    step = _counter(progress, total)
    frames = [
        _frame(risk_set, event, scheme, rows, probabilities)
        for risk_set, event, scheme, rows in jobs
        for probabilities in [_predictions(rows, _able(models, event, scheme), scheme, step)]
    ]
    return pl.concat(frames)


def score_all(predictions: pl.DataFrame, progress: Progress) -> pl.DataFrame:
    """Return table ``fit.risk_backtest`` from table ``fit.risk_predictions``."""
    roles = {model.name: model.role for model in MODELS} | {MEAN_OF_MODELS: "model"}
    groups = predictions.partition_by(_KEYS, as_dict=True, maintain_order=True)
    lines: list[dict[str, Any]] = []
    for done, (key, group) in enumerate(groups.items()):
        progress(done, len(groups), ", ".join(key))
        models = group["model"].unique(maintain_order=True).to_list()
        own = {name: group.filter(pl.col("model") == name) for name in models}
        first = own[models[0]]
        scores = score_rows(
            first["is_event"].cast(pl.Float64).to_numpy(),
            first["conflict_id_ucdp"].to_numpy(),
            {name: frame["probability"].to_numpy() for name, frame in own.items()},
            roles,
        )
        lines += [dict(zip(_KEYS, key, strict=True)) | line for line in scores]
    progress(len(groups), len(groups), "scored")
    return pl.DataFrame(lines, schema=schema_of("fit.risk_backtest"))


def _able(models: tuple[Model, ...], event: Event, scheme: Scheme) -> tuple[Model, ...]:
    return tuple(model for model in models if event in model.events and scheme in model.schemes)


def _counter(progress: Progress, total: int) -> Callable[[str], None]:
    steps: Iterator[int] = iter(range(1, total + 1))
    return lambda what: progress(next(steps), total, what)


def _predictions(
    rows: RiskRows, models: tuple[Model, ...], scheme: Scheme, step: Callable[[str], None]
) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    penalties = penalties_by_row(rows, scheme)
    made = {model.name: run_backtest(rows, model, scheme, penalties, step).probability for model in models}
    chosen = [made[model.name] for model in models if model.role == "model"]
    return made | {MEAN_OF_MODELS: np.mean(chosen, axis=0)}


def _frame(
    risk_set: RiskSet, event: Event, scheme: Scheme, rows: RiskRows, made: Mapping[str, Any]
) -> pl.DataFrame:
    frames = []
    for model, probability in made.items():
        scored = np.isfinite(probability)
        n = int(scored.sum())
        frames.append(
            pl.DataFrame(
                {
                    "risk_set": [risk_set] * n,
                    "event": [event] * n,
                    "scheme": [scheme] * n,
                    "model": [model] * n,
                    "conflict_id_ucdp": rows.disputes[scored].astype(np.int32),
                    "year": rows.years[scored].astype(np.int32),
                    "origin_year": (rows.years[scored] - HORIZON_YEARS).astype(np.int32),
                    "horizon_years": np.full(n, HORIZON_YEARS, dtype=np.int32),
                    "is_event": rows.event[scored] > 0,
                    "probability": np.round(probability[scored], _DIGITS),
                },
                schema=schema_of("fit.risk_predictions"),
            )
        )
    return pl.concat(frames)
