"""What the reference game does when one of its parameters is changed: findings about the model, and no theorems.

Each row is a solved game on one coarse grid and an ensemble of paths from one state. A game for which no answer is
found keeps its row, without figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.model import Grid, Parameters, State
from statusquo.bargaining.solve import solve
from statusquo.core.errors import ConvergenceError

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


@dataclass(frozen=True, slots=True)
class Finding:
    """What one game does within `MONTHS` from `START`; no figures where it has no answer.

    Attributes:
        changes: what differs from the reference game.
        war: share of paths with a war.
        settled: share of paths settled.
        transfers: transfers of land that left the dispute open, a path.
        transfer_share: their mean size (share of the territory); None where there was none.
    """

    changes: dict[str, float]
    war: float | None = None
    settled: float | None = None
    transfers: float | None = None
    transfer_share: float | None = None


def findings() -> list[Finding]:
    """Return the findings in the order of `CHANGES`.

    Raises:
        MissingExtraError: when numba is not installed.
    """
    rows = []
    for changes in CHANGES:
        try:
            solution = solve(Parameters().changed(**changes), GRID)
        except ConvergenceError:
            rows.append(Finding(changes))
            continue
        result = run_ensemble(solution, START, months=MONTHS, paths=PATHS, seed=SEED)
        transfers = int(result.transfers.sum())
        cells = int(result.transferred_cells.sum())
        rows.append(
            Finding(
                changes,
                war=1.0 - float(result.first_war[0, -1]) / PATHS,
                settled=1.0 - float(result.settlement[0, -1]) / PATHS,
                transfers=transfers / PATHS,
                transfer_share=cells / transfers / (GRID.n_control - 1) if transfers else None,
            )
        )
    return rows
