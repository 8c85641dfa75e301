"""The back-test of the risk models: predictions out of sample, then their scores.

Three artefacts: `risk_predictions`, every prediction with its origin and horizon; `risk_backtest`, the scores made from
them; and `risk_strata`, how the headline fared by quiet time, by region and by what it had told.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted, Progress
from statusquo.risk.backtest import known, run_backtest
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import CONTINUATION, HORIZON_YEARS, TWO_YEARS_AHEAD, WITHIN_THREE_YEARS, Outcome, RiskSet
from statusquo.risk.links import Floats
from statusquo.risk.models import HEADLINE_MODEL, MODEL, MODELS, SCHEMES, Scheme
from statusquo.risk.rows import model_rows
from statusquo.risk.score_table import score_rows
from statusquo.risk.strata import stratum_lines, with_strata
from statusquo.snapshot.store import Snapshot

_KEYS = ("risk_set", "event", "scheme")
_DIGITS = 6

_BESIDE = (*TWO_YEARS_AHEAD.values(), *WITHIN_THREE_YEARS.values(), CONTINUATION)

TESTED: tuple[tuple[RiskSet, Outcome], ...] = (
    ("secession", "recurrence"),
    ("internal", "recurrence"),
    ("broad", "recurrence"),
    ("secession", "war"),
    ("broad", "war"),
    *(("secession", outcome) for outcome in _BESIDE),
    *(("broad", outcome) for outcome in _BESIDE),
)
"""What is back-tested; `internal` stands beside `secession` for recurrence, to compare with the floors set on it."""

VERSIONED = ("ucdp-prio-acd", "tjet-spells", "ucdp-termination")
"""Sources whose releases move the scores; their versions stand with the scores."""


def fit_predictions(inputs: FitInputs) -> Fitted:
    """Back-test every model in every scheme."""
    return Fitted(predict_all(inputs.snapshot, inputs.progress), {"data_versions": data_versions(inputs.snapshot)})


def fit_scores(inputs: FitInputs) -> Fitted:
    """Score the predictions of the artefact."""
    predictions = load_artefact("risk_predictions")
    return Fitted(score_all(predictions, inputs.progress), {"data_versions": data_versions(inputs.snapshot)})


def fit_strata(inputs: FitInputs) -> Fitted:
    """Score the headline's predictions within each stratum."""
    table = strata_of(load_artefact("risk_predictions"), inputs.snapshot)
    return Fitted(table, {"data_versions": data_versions(inputs.snapshot)})


def data_versions(snapshot: Snapshot) -> dict[str, str]:
    """Return the versions of the sources that define events and move scores."""
    return {name: str(snapshot.releases[name]["version"]) for name in VERSIONED}


def predict_all(snapshot: Snapshot, progress: Progress) -> pl.DataFrame:
    """Return table ``fit.risk_predictions``.

    Args:
        snapshot: the open snapshot.
        progress: called as back-tests are done.
    """
    covariates = risk_covariates(snapshot)
    jobs = [
        (risk_set, outcome, scheme, model)
        for risk_set, outcome in TESTED
        for scheme in SCHEMES
        for model in MODELS
        if outcome in model.outcomes and scheme in model.schemes
    ]
    frames = []
    for done, (risk_set, outcome, scheme, model) in enumerate(jobs):
        progress(done, len(jobs), f"{model.name}, {risk_set}, {outcome}, {scheme}")
        rows = known(model_rows(covariates.frame, covariates.names, risk_set, outcome))
        told = run_backtest(rows, model, scheme, risk_set, outcome)
        frames.append(_frame(rows, told, risk_set, outcome, scheme, model.name))
    progress(len(jobs), len(jobs), "predicted")
    return pl.concat(frames)


def score_all(predictions: pl.DataFrame, progress: Progress) -> pl.DataFrame:
    """Return table ``fit.risk_backtest`` from table ``fit.risk_predictions``."""
    roles = {name: model.role for name, model in MODEL.items()}
    groups = predictions.partition_by(_KEYS, as_dict=True, maintain_order=True)
    lines: list[dict[str, Any]] = []
    for done, (key, group) in enumerate(groups.items()):
        progress(done, len(groups), ", ".join(key))
        own = {str(name): frame for (name,), frame in group.group_by("model", maintain_order=True)}
        first = next(iter(own.values()))
        scores = score_rows(
            first["is_event"].cast(pl.Float64).to_numpy(),
            first["conflict_id_ucdp"].to_numpy(),
            {name: frame["probability"].to_numpy() for name, frame in own.items()},
            roles,
        )
        horizon = {"horizon_years": first["horizon_years"][0]}
        lines += [dict(zip(_KEYS, key, strict=True)) | line | horizon for line in scores]
    progress(len(groups), len(groups), "scored")
    return pl.DataFrame(lines, schema=schema_of("fit.risk_backtest"))


def strata_of(predictions: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return table ``fit.risk_strata`` from table ``fit.risk_predictions``."""
    told = with_strata(predictions.filter(model=HEADLINE_MODEL), snapshot)
    lines = [
        dict(zip(_KEYS, key, strict=True)) | line
        for key, group in told.group_by(_KEYS, maintain_order=True)
        for line in stratum_lines(group)
    ]
    return pl.DataFrame(lines, schema=schema_of("fit.risk_strata"))


def _frame(
    rows: RiskRows, probability: Floats, risk_set: RiskSet, outcome: Outcome, scheme: Scheme, model: str
) -> pl.DataFrame:
    told, horizon = np.isfinite(probability), HORIZON_YEARS[outcome]
    labels = {"risk_set": risk_set, "event": outcome, "scheme": scheme, "model": model}
    columns = {
        "conflict_id_ucdp": rows.disputes[told],
        "year": rows.years[told],
        "origin_year": rows.years[told] - 1,
        "horizon_years": np.full(int(told.sum()), horizon),
        "is_event": rows.event[told] > 0,
        "probability": np.round(probability[told], _DIGITS),
    }
    frame = pl.DataFrame(columns).with_columns(pl.lit(text).alias(name) for name, text in labels.items())
    schema = schema_of("fit.risk_predictions")
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())
