"""What the reference game does when one of its parameters is changed (`bargaining_findings`).

These are findings about the model, and no theorems. Each row is a solved game on one coarse grid and an ensemble of
paths from one state. A game for which no answer is found keeps its row, without figures.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.model import Grid, Parameters, State
from statusquo.bargaining.solve import solve
from statusquo.core.columns import schema_of
from statusquo.core.errors import ConvergenceError
from statusquo.fits.registry import FitInputs, Fitted

GRID = Grid(n_control=21, n_balance=25, n_quiet=36)
START = State(control=1.0, balance=0.0, quiet_months=24)
MONTHS, PATHS, SEED = 120, 20_000, 1

CHANGES: tuple[dict[str, float], ...] = (
    {},
    {"veto_strength": 0.0},
    {"veto_strength": 0.9},
    {"balance_drift": 0.0},
    {"balance_drift": 0.03},
    {"habituation": 0.0},
    {"habituation": 0.3},
    {"enforcement": 0.0},
    {"enforcement": 0.0, "balance_drift": 0.03},
)
"""The changes to the reference game, one row for each."""


def fit_findings(inputs: FitInputs) -> Fitted:
    """Return artefact ``bargaining_findings``, in the order of `CHANGES`."""
    rows = []
    for done, changes in enumerate(CHANGES):
        inputs.progress(done, len(CHANGES), words_of(changes))
        rows.append({"change": words_of(changes), **finding(changes)})
    inputs.progress(len(CHANGES), len(CHANGES), "run")
    return Fitted(pl.DataFrame(rows, schema_of("fit.bargaining_findings")))


def words_of(changes: dict[str, float]) -> str:
    """Return changes in words: ``enforcement 0, balance_drift 0.03``, or ``none``."""
    return ", ".join(f"{name} {value:g}" for name, value in changes.items()) or "none"


def finding(changes: dict[str, float]) -> dict[str, Any]:
    """Return what one game does within `MONTHS` from `START`; no figures where it has no answer.

    Args:
        changes: what differs from the reference game, by the parameter's name.
    """
    try:
        solution = solve(Parameters().changed(**changes), GRID)
    except ConvergenceError:
        return dict.fromkeys(("war", "settled", "transfers", "transfer_share"))
    result = run_ensemble(solution, START, months=MONTHS, paths=PATHS, seed=SEED)
    transfers = int(result.transfers.sum())
    cells = int(result.transferred_cells.sum())
    return {
        "war": 1.0 - float(result.first_war[0, -1]) / PATHS,
        "settled": 1.0 - float(result.settlement[0, -1]) / PATHS,
        "transfers": transfers / PATHS,
        "transfer_share": cells / transfers / (GRID.n_control - 1) if transfers else None,
    }
