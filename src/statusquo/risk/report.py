"""The back-test's scores as the command line and the documentation show them."""

from __future__ import annotations

from typing import Any

import polars as pl

from statusquo.core.estimates import Estimate

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
    for key, group in table.group_by(_GROUP, maintain_order=True):
        line: dict[str, Any] = dict(zip(_GROUP, key, strict=True))
        rows = {row["score"]: row for row in group.to_dicts()}
        line |= {name: Estimate.from_row(row, "confidence95", sources).to_json() for name, row in rows.items()}
        line["difference_to_duration_only"] = {
            name: Estimate.from_row(
                rows[name] | {"missing_reason": "there is no score to compare"},
                "confidence95",
                sources,
                of="difference",
            ).to_json()
            for name in SHOWN
            if name in rows
        }
        line |= {name: group[name][0] for name in ("n_rows", "n_events", "n_disputes", "horizon_years")}
        result.append(line)
    return result


def strata_as_json(table: pl.DataFrame, sources: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return one object for each stratum of each comparison: the headline's scores there, and the base rate.

    Args:
        table: ``fit.risk_strata``.
        sources: ids of the origins behind the scores.
    """
    result = []
    for key, group in table.group_by(_STRATUM, maintain_order=True):
        line: dict[str, Any] = dict(zip(_STRATUM, key, strict=True))
        line |= {row["score"]: Estimate.from_row(row, "confidence95", sources).to_json() for row in group.to_dicts()}
        result.append(line | {name: group[name][0] for name in ("mean_told", "n_rows", "n_events", "n_disputes")})
    return result
