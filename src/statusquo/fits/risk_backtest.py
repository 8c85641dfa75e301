"""The back-test of the risk models: predictions out of sample, then their scores.

Two artefacts: `risk_predictions`, every prediction with its origin and horizon, and `risk_backtest`, the scores made
from them. Boosted trees need scikit-learn (the extra `build`); without it they are left out and the diagnostics say so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from multiprocessing import get_context
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted, Progress
from statusquo.risk.backtest import HORIZON_YEARS, known, n_folds, penalties_by_row, run_family
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import Event, RiskSet
from statusquo.risk.links import Floats
from statusquo.risk.models import MEAN_OF_MODELS, MODELS, SCHEMES, Model, Penalty, Scheme, fit_trees
from statusquo.risk.rows import model_rows
from statusquo.risk.score_table import score_rows
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

_KEYS = ("risk_set", "event", "scheme")
_DIGITS = 6

WORKERS = 2

TESTED: tuple[tuple[RiskSet, Event], ...] = (
    ("secession", "recurrence"),
    ("internal", "recurrence"),
    ("broad", "recurrence"),
    ("secession", "war"),
    ("broad", "war"),
)
"""What is back-tested; `internal` stands beside `secession` for recurrence, to compare with the floors set on it."""

_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")

VERSIONED = ("ucdp-prio-acd", "tjet-spells", "sipri-milex", "sipri-tiv")
"""Sources whose releases move the scores most; their versions stand with the scores."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Rows at risk to be predicted in one scheme."""

    risk_set: RiskSet
    event: Event
    scheme: Scheme
    rows: RiskRows


def fit_predictions(inputs: FitInputs) -> Fitted:
    """Back-test every model in both schemes."""
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


def predict_all(
    snapshot: Snapshot, progress: Progress, models: tuple[Model, ...], *, workers: int = WORKERS
) -> pl.DataFrame:
    """Return table ``fit.risk_predictions``.

    Args:
        snapshot: the open snapshot.
        progress: called as fits are done.
        models: to test.
        workers: processes to share the work.
    """
    covariates = risk_covariates(snapshot)
    jobs = [
        _Job(risk_set, event, scheme, known(model_rows(covariates.frame, covariates.names, risk_set, event)))
        for (risk_set, event), scheme in product(TESTED, SCHEMES)
    ]
    tasks = [(job, family) for job in jobs for family in _families(job, models)]
    total, done = sum(n_folds(job.rows, family[0], job.scheme) * len(family) for job, family in tasks), 0
    made: dict[int, dict[str, Floats]] = {id(job): {} for job in jobs}
    with one_blas_thread(), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        progress(0, total, "choosing penalties")
        chosen = {id(job): pool.submit(penalties_by_row, job.rows, job.scheme) for job in jobs}
        # The longest first, so that no process is left alone with one at the end.
        tasks.sort(
            key=lambda task: -len(task[0].rows) * n_folds(task[0].rows, task[1][0], task[0].scheme) * len(task[1])
        )
        running = {
            pool.submit(_probabilities, job.rows, family, job.scheme, chosen[id(job)].result()): (job, family)
            for job, family in tasks
        }
        for future in as_completed(running):
            job, family = running[future]
            made[id(job)] |= {model.name: told for model, told in zip(family, future.result(), strict=True)}
            done += n_folds(job.rows, family[0], job.scheme) * len(family)
            progress(done, total, f"{family[0].name}, {job.risk_set}, {job.event}, {job.scheme}")
    return pl.concat([_frame(job, _with_mean(made[id(job)], models)) for job in jobs])


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


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Have the processes begun inside use one thread each for linear algebra: they share the cores already."""
    before = {name: os.environ.get(name) for name in _THREAD_SETTINGS}
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _families(job: _Job, models: tuple[Model, ...]) -> list[tuple[Model, ...]]:
    """Return the models to be run on a job, those that share their fits together."""
    found: dict[str, list[Model]] = {}
    for model in models:
        if job.event in model.events and job.scheme in model.schemes:
            found.setdefault(model.family or model.name, []).append(model)
    return [tuple(family) for family in found.values()]


def _probabilities(
    rows: RiskRows, family: tuple[Model, ...], scheme: Scheme, penalties: list[Penalty | None]
) -> list[Floats]:
    return [made.probability for made in run_family(rows, family, scheme, penalties)]


def _with_mean(made: Mapping[str, Floats], models: tuple[Model, ...]) -> dict[str, Floats]:
    chosen = [made[model.name] for model in models if model.role == "model" and model.name in made]
    in_order = {model.name: made[model.name] for model in models if model.name in made}
    return {**in_order, MEAN_OF_MODELS: np.mean(chosen, axis=0)}


def _frame(job: _Job, made: Mapping[str, Floats]) -> pl.DataFrame:
    rows = job.rows
    frames = []
    for model, probability in made.items():
        scored = np.isfinite(probability)
        n = int(scored.sum())
        frames.append(
            pl.DataFrame(
                {
                    "risk_set": [job.risk_set] * n,
                    "event": [job.event] * n,
                    "scheme": [job.scheme] * n,
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
