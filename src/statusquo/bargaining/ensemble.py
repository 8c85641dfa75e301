"""Runs solved games forward: many paths for each of many solutions, as counts in bounded memory.

Random numbers are counter-based (Philox 4x32-10: Salmon, Moraes, Dror and Shaw 2011), keyed by the seed and counted by
path and month, so that a path is the same whatever the number of threads, workers or chunks. What is kept are counts in
fixed bins that are the game's own cells (months, cells of control), so that quantiles over the paths are exact and
memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from statusquo.bargaining.compiled import path_kernels
from statusquo.bargaining.counts import EnsembleResult
from statusquo.bargaining.model import State, outside
from statusquo.bargaining.solution import Solution
from statusquo.bargaining.tables import tables_of
from statusquo.core.errors import ParameterError

CHUNK_PATHS = 4_096
"""Paths run in one go by a thread."""

MOST_MONTHS = 12_000
"""Longest path (months)."""


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
        months: length of each path (months), a multiple of 12.
        paths: paths of each solution.
        seed: key of the random numbers, a whole number from 0 to 2**64 - 1.
        first_path: number of the first path of each solution, so that chunks of one ensemble can be run apart: paths
            0 to 99 are the same as paths 0 to 49 merged with paths 50 to 99.
        first_solution: number of the first solution, for the same purpose.
        threads: threads to use; all cores when None. The result does not depend on it.

    Returns:
        The counts. Path i of solution j draws from the counters of (seed, first_solution + j, i).

    Raises:
        ParameterError: when a number is out of range.
        MissingExtraError: when numba is not installed.
    """
    solved = [solutions] if isinstance(solutions, Solution) else list(solutions)
    starts = [start] * len(solved) if isinstance(start, State) else list(start)
    n_control = _check(solved, starts, months, paths, seed, first_path, first_solution, threads)
    kernels = path_kernels()
    key = np.array([seed & 0xFFFFFFFF, seed >> 32], dtype=np.uint32)
    result = EnsembleResult.empty(len(solved), months, n_control)
    result.n_paths[:] = paths

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for place, (solution, state) in enumerate(zip(solved, starts, strict=True)):
            fixed = (*_chances(solution), _game(solution), solution.cell(state), months)

            def chunk(first: int, fixed: tuple[object, ...] = fixed, place: int = place) -> tuple[np.ndarray, ...]:
                counts = tuple(np.zeros_like(array[place]) for array in result.arrays())
                n_chunk = min(CHUNK_PATHS, first_path + paths - first)
                kernels.run_paths(*fixed, first, n_chunk, first_solution + place, key, *counts)
                return counts

            for counts in pool.map(chunk, range(first_path, first_path + paths, CHUNK_PATHS)):
                for total, part in zip(result.arrays(), counts, strict=True):
                    total[place] += part
    return result


def _chances(solution: Solution) -> tuple[np.ndarray, ...]:
    happens = (
        solution.chance_war_by_revisionist
        + solution.chance_war_by_holder
        + solution.chance_transfer
        + solution.chance_settlement
    )
    # The innermost loop looks a month ahead: quiet time last, so that the next month's number is the next in memory.
    scaled = np.minimum(np.ceil(np.moveaxis(happens, (0, 1, 2, 3), (1, 2, 3, 0)) * 2.0**32), 2.0**32 - 1)
    return (
        np.ascontiguousarray(scaled.astype(np.uint32)),
        solution.chance_war_by_revisionist,
        solution.chance_war_by_holder,
        solution.chance_agreed,
        solution.offer_code,
    )


def _game(solution: Solution) -> tuple[object, ...]:
    tables = tables_of(solution.parameters, solution.grid)
    return (
        solution.chance_of_winning,
        tables.stopped,
        tables.lost_cell,
        tables.won_cell,
        tables.decisive,
        tables.moves,
        tables.shock_chances,
    )


def _check(
    solved: list[Solution],
    starts: list[State],
    months: int,
    paths: int,
    seed: int,
    first_path: int,
    first_solution: int,
    threads: int | None,
) -> int:
    cells = {solution.grid.n_control for solution in solved}
    wrong = [
        outside(name, found, allowed)
        for name, found, fits, allowed in (
            ("solutions", len(solved), len(solved) >= 1, "at least one"),
            ("solutions", sorted(cells), len(cells) <= 1, "grids with the same number of cells of control"),
            ("start", len(starts), len(starts) == len(solved), "one state, or one for each solution"),
            ("months", months, 12 <= months <= MOST_MONTHS and months % 12 == 0, f"12, 24, ... {MOST_MONTHS:,}"),
            ("paths", paths, paths >= 1, "at least 1"),
            ("seed", seed, 0 <= seed < 2**64, "a whole number, at least 0 and below 2**64"),
            ("first_path", first_path, 0 <= first_path < 2**62, "at least 0"),
            ("first_solution", first_solution, 0 <= first_solution < 2**31, "at least 0 and below 2**31"),
            ("threads", threads, threads is None or threads >= 1, "at least 1"),
        )
        if not fits
    ]
    if wrong:
        raise ParameterError(wrong)
    return cells.pop()
