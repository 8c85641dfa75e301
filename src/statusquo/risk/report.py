"""The back-test's scores as the command line and the documentation show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import plain

SHOWN = ("auroc", "auprc", "brier_skill", "log_score")
_GROUP = ["risk_set", "scheme", "event", "model", "role"]
_STRATUM = ["risk_set", "scheme", "event", "kind", "stratum"]


def scores_as_json(table: pl.DataFrame, sources: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return one object for each model of each comparison, each score an estimate and with it its difference.

    Args:
        table: ``fit.risk_backtest``.
        sources: ids of the origins behind the scores.
    """
    result = []
    for line, rows in _by(table, _GROUP, ("n_rows", "n_events", "n_disputes", "horizon_years")):
        told = {name: Estimate.from_row(row, "confidence95", sources) for name, row in rows.items()}
        none = {"missing_reason": "there is no score to compare"}
        differences = {
            name: Estimate.from_row(rows[name] | none, "confidence95", sources, of="difference")
            for name in SHOWN
            if name in rows
        }
        result.append(plain({**line, **told, "difference_to_duration_only": differences}))
    return result


def strata_as_json(table: pl.DataFrame, sources: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return one object for each stratum of each comparison: the headline's scores there, and the base rate.

    Args:
        table: ``fit.risk_strata``.
        sources: ids of the origins behind the scores.
    """
    return [
        plain(line | {name: Estimate.from_row(row, "confidence95", sources) for name, row in rows.items()})
        for line, rows in _by(table, _STRATUM, ("mean_told", "n_rows", "n_events", "n_disputes"))
    ]


def _by(
    table: pl.DataFrame, keys: list[str], shared: tuple[str, ...]
) -> Iterator[tuple[dict[str, Any], dict[str, dict[str, Any]]]]:
    """Yield what the rows of each group share, and its rows by score."""
    for _, group in table.group_by(keys, maintain_order=True):
        rows = {row["score"]: row for row in group.to_dicts()}
        first = group.row(0, named=True)
        yield {name: first[name] for name in (*keys, *shared)}, rows
