"""Fits the two links across cases: every model of `comparison.models`, and how far each left-out case moves it."""

from __future__ import annotations

from typing import Any

import polars as pl

from statusquo.cases.codings import coded_cases
from statusquo.comparison.estimates import firth_rows, leave_one_out
from statusquo.comparison.firth import firth_logit
from statusquo.comparison.logit import EstimationError, clustered_logit, logit_coefficients
from statusquo.comparison.models import MODELS, Model, coded_rows, movement_rows, rows_of
from statusquo.core.columns import schema_of
from statusquo.core.errors import InputError
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.panels.movement_year import movement_years
from statusquo.snapshot.store import Snapshot

LEAST_CASES = 12
"""A model of the coded cases is fitted from this many complete ones on."""


def fit_estimates(inputs: FitInputs) -> Fitted:
    """Return table ``fit.comparison_estimates``: one row per model and term."""
    rows: list[dict[str, Any]] = []
    sizes = {}
    for i, (model, frame) in enumerate(_model_rows(inputs.snapshot)):
        inputs.progress(i, len(MODELS), model.id)
        sizes[model.id] = frame.height
        rows += _fitted_rows(model, frame)
    table = pl.DataFrame(rows, schema=schema_of("fit.comparison_estimates"))
    return Fitted(table, {"rows": sizes, "coded_cases": coded_cases().height})


def fit_influence(inputs: FitInputs) -> Fitted:
    """Return table ``fit.comparison_influence``: each coefficient without each state, movement or case."""
    rows: list[dict[str, Any]] = []
    names = _names(inputs.snapshot)
    for i, (model, frame) in enumerate(_model_rows(inputs.snapshot)):
        inputs.progress(i, len(MODELS), model.id)
        rows += _coded_influence(model, frame) if model.data == "coded cases" else _influence(model, frame, names)
    return Fitted(pl.DataFrame(rows, schema=schema_of("fit.comparison_influence")))


def _model_rows(snapshot: Snapshot) -> list[tuple[Model, pl.DataFrame]]:
    """Return the models that have rows enough, with their complete rows."""
    movements = movement_rows(movement_years(snapshot).frame)
    cases = coded_rows(coded_cases())
    found = [(model, rows_of(model, movements, cases)) for model in MODELS]
    return [(model, frame) for model, frame in found if _can_be_fitted(model, frame)]


def _can_be_fitted(model: Model, frame: pl.DataFrame) -> bool:
    n_events = frame[model.event].sum()
    varies = 0 < n_events < frame.height and all(frame[name].n_unique() > 1 for name in model.terms)
    return varies and frame.height >= LEAST_CASES


def _fitted_rows(model: Model, frame: pl.DataFrame) -> list[dict[str, Any]]:
    values, event = frame.select(list(model.terms)).to_numpy(), frame[model.event].to_numpy()
    if model.data == "coded cases":
        return firth_rows(model, firth_logit(values, event, list(model.terms)), frame["cluster"].n_unique())
    fit = clustered_logit(values, event, list(model.terms), frame["cluster"].to_list())
    by_movement = clustered_logit(values, event, list(model.terms), frame["unit"].to_list())
    rows = []
    for name in model.terms:
        value, low, high = fit.bounds(name)
        _, low_unit, high_unit = by_movement.bounds(name)
        rows.append(
            {
                "model": model.id,
                "term": name,
                "coefficient": value,
                "low": low,
                "high": high,
                "low_by_movement": low_unit,
                "high_by_movement": high_unit,
                "n": fit.n,
                "n_events": fit.n_events,
                "n_clusters": fit.n_clusters,
                "is_separated": False,
            }
        )
    return rows


def _coded_influence(model: Model, frame: pl.DataFrame) -> list[dict[str, Any]]:
    values, event = frame.select(list(model.terms)).to_numpy(), frame[model.event].to_numpy()
    moved = leave_one_out(frame["unit"].to_list(), values, event, list(model.terms))
    return [
        {"model": model.id, "term": term, "kind": "case", "left_out": case, "coefficient": value}
        for case, coefficients in moved.items()
        for term, value in coefficients.items()
    ]


def _names(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """Return how each state and movement is called; a movement by its people, its state and its number."""
    found = {}
    for number, group, parent in snapshot.table("movements").select("gwgroupid", "group", "parent_gw").iter_rows():
        state = snapshot.states.name_of_gw(parent) or str(parent)
        found["state", str(parent)] = state
        found["movement", str(number)] = f"{group} in {state} ({number})"
    return found


def _influence(model: Model, frame: pl.DataFrame, names: dict[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Return the coefficients without each parent state and without each movement; none where no estimate is left."""
    rows = []
    for kind, column in (("state", "cluster"), ("movement", "unit")):
        for name in frame[column].unique(maintain_order=True):
            rest = frame.filter(pl.col(column) != name)
            try:
                found = logit_coefficients(rest.select(list(model.terms)).to_numpy(), rest[model.event].to_numpy())
            except (EstimationError, InputError):
                continue
            rows += [
                {"model": model.id, "term": term, "kind": kind, "left_out": names[kind, name], "coefficient": value}
                for term, value in zip(model.terms, found[1:].tolist(), strict=True)
            ]
    return rows
