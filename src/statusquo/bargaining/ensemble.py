"""Runs solved games forward: many paths for each of many solutions, as counts in bounded memory.

Random numbers are counter-based (Philox 4x32-10: Salmon, Moraes, Dror and Shaw 2011), keyed by the seed and counted by
path and month, so that a path is the same whatever the number of threads, workers or chunks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from statusquo.bargaining.model import State
from statusquo.bargaining.solution import Solution

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class EnsembleResult:
    """Counts over paths, one row for each solution, from which every quantile follows exactly.

    Attributes:
        months: length of the paths (months).
        n_control: cells of control of the grid.
        n_paths: paths run, ``[solution]``.
        first_war: paths whose first war fell in a month, ``[solution, months + 1]``; the last column counts paths
            without one.
        settlement: paths whose settlement fell in a month, ``[solution, months + 1]``; the last column without one.
        wars_by_revisionist: wars that the revisionist started, by year of the run, ``[solution, years]``.
        wars_by_holder: the same of the holder.
        at_risk: months that began with the dispute open, by year of the run, ``[solution, years]``.
        transfers: transfers that went through without ending the dispute, by year, ``[solution, years]``.
        transferred_cells: cells of control that passed by them, by year, ``[solution, years]``.
        control: paths by cell of the holder's share at the start and at each year's end,
            ``[solution, years + 1, n_control]``.
        decided: disputes ended by a decisive war, by year, ``[solution, years]``.
    """

    months: int
    n_control: int
    n_paths: Counts
    first_war: Counts
    settlement: Counts
    wars_by_revisionist: Counts
    wars_by_holder: Counts
    at_risk: Counts
    transfers: Counts
    transferred_cells: Counts
    control: Counts
    decided: Counts

    def merged(self, other: EnsembleResult) -> EnsembleResult:
        """Return the counts of both, for further paths of the same solutions (order does not matter)."""
        raise NotImplementedError

    def months_to_first_war(self, probabilities: Sequence[float]) -> list[float | None]:
        """Return quantiles of the months to the first war over all solutions; None beyond the run's end."""
        raise NotImplementedError

    def months_to_settlement(self, probabilities: Sequence[float]) -> list[float | None]:
        """Return quantiles of the months to a settlement over all solutions; None beyond the run's end."""
        raise NotImplementedError

    def control_quantiles(self, probabilities: Sequence[float]) -> npt.NDArray[np.float64]:
        """Return quantiles of the holder's share at the start and each year's end, ``[years + 1, probability]``."""
        raise NotImplementedError

    def yearly_war_risk(self) -> npt.NDArray[np.float64]:
        """Return each solution's wars per dispute-year at risk, ``[solution, years]``; NaN where none is at risk."""
        raise NotImplementedError

    def war_by(self) -> npt.NDArray[np.float64]:
        """Return each solution's share of paths with a war by each year's end, ``[solution, years]``."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """Return the counts as plain JSON values."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> EnsembleResult:
        """Return the result that `to_json` wrote."""
        raise NotImplementedError


def run_ensemble(
    solutions: Solution | Sequence[Solution],
    start: State | Sequence[State],
    *,
    months: int = 360,
    paths: int = 10_000,
    seed: int = 0,
    first_path: int = 0,
    first_solution: int = 0,
    threads: int | None = None,
) -> EnsembleResult:
    """Run solved games forward.

    Args:
        solutions: one solution, or several (draws of uncertain parameters) on grids with the same cells of control.
        start: the state at the start, one for all solutions or one for each.
        months: length of each path (months).
        paths: paths of each solution.
        seed: key of the random numbers, a whole number from 0 to 2**64 - 1.
        first_path: number of the first path of each solution, so that chunks of one ensemble can be run apart: paths
            0 to 99 are the same as paths 0 to 49 merged with paths 50 to 99.
        first_solution: number of the first solution, for the same purpose.
        threads: threads to use; all when None. The result does not depend on it.

    Returns:
        The counts. Path i of solution j draws from the counters of (seed, first_solution + j, i).

    Raises:
        ParameterError: when a number is out of range.
        MissingExtraError: when numba is not installed.
    """
    raise NotImplementedError
