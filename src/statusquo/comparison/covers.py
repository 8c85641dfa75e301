"""All covers of a prime implicant chart with the fewest primes.

The minimum is first proved by integer programming (HiGHS through scipy); then branch and bound lists every cover of
that size. No row and no prime is struck out for being dominated, because that would drop covers that fit as well. Where
there are more than is useful to list, the list is cut and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_COVERS = 1_000
"""Covers listed before the list is called truncated."""

MOST_STEPS = 20_000
"""Steps of the search before it is called truncated; about a second."""

_SLACK = 1e-6
"""Rounding allowed in a bound, so that no cover is lost to it."""


@dataclass(frozen=True, slots=True)
class Covers:
    """Minimal covers, as sets of positions of primes.

    Attributes:
        covers: the covers found, each in rising order; all have the same, proved smallest size.
        truncated: whether there may be more of them than are listed.
    """

    covers: tuple[tuple[int, ...], ...]
    truncated: bool


def smallest_covers(chart: NDArray[np.bool_], *, most: int = MOST_COVERS, most_steps: int = MOST_STEPS) -> Covers:
    """Return every cover of all columns by the fewest rows.

    Args:
        chart: one row per prime, one column per positive row of the truth table, true where the prime covers it.
        most: covers to list at most.
        most_steps: steps of the search at most.

    Raises:
        ValueError: when a column is covered by no prime.
    """
    if not chart.any(axis=0).all():
        raise ValueError("a positive row is covered by no prime implicant")
    essential = sorted({int(np.flatnonzero(column)[0]) for column in chart.T if column.sum() == 1})
    open_columns = np.flatnonzero(~chart[essential].any(axis=0))
    if not len(open_columns):
        return Covers((tuple(essential),), truncated=False)
    useful = np.flatnonzero(chart[:, open_columns].any(axis=1))
    core = chart[np.ix_(useful, open_columns)]
    one = _one_smallest_cover(core)
    found, is_complete = _covers_of_size(core, len(one), most, most_steps)
    covers = {tuple(sorted([*essential, *(int(useful[i]) for i in cover)])) for cover in (found or [one])}
    return Covers(tuple(sorted(covers)), truncated=not is_complete)


def _one_smallest_cover(core: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return one cover whose size HiGHS has proved to be the smallest."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    kept = _undominated(core)
    n = len(kept)
    solved = milp(
        np.ones(n),
        integrality=np.ones(n),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(core[kept].T.astype(float), lb=1),
    )
    if solved.x is None or not solved.success:
        raise ArithmeticError(f"the smallest cover was not found: {solved.message}")
    return tuple(kept[np.flatnonzero(solved.x > 0.5)].tolist())


def _undominated(core: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the primes that no other one covers for; enough to find the smallest size, too few to list every tie."""
    weights = core.astype(np.float32)
    sizes = weights.sum(axis=1)
    is_inside = weights @ weights.T == sizes[:, None]
    is_larger = sizes[None, :] > sizes[:, None]
    is_earlier_twin = (sizes[None, :] == sizes[:, None]) & np.tri(len(core), k=-1, dtype=bool)
    return np.flatnonzero(~(is_inside & (is_larger | is_earlier_twin)).any(axis=1))


def _worth_of_columns(core: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a worth for each column such that no prime covers more than 1: the dual of the relaxed covering problem.

    What the columns still open are worth is then a lower bound on how many more primes they need.
    """
    from scipy.optimize import linprog

    n_columns = core.shape[1]
    kept = core[_undominated(core)].astype(float)
    solved = linprog(-np.ones(n_columns), A_ub=kept, b_ub=np.ones(len(kept)), bounds=(0, 1))
    if solved.x is None:
        raise ArithmeticError(f"no bound on the covers was found: {solved.message}")
    return np.asarray(solved.x, dtype=np.float64)


def _covers_of_size(
    core: NDArray[np.bool_], size: int, most: int, most_steps: int
) -> tuple[list[tuple[int, ...]], bool]:
    """Return the covers of a size, and whether these are all of them."""
    worth = _worth_of_columns(core)
    weights = core.astype(np.float64)
    found: list[tuple[int, ...]] = []
    steps = 0

    def search(chosen: tuple[int, ...], usable: NDArray[np.int64], is_open: NDArray[np.bool_]) -> bool:
        """Search on from the primes chosen; false when a bound is reached."""
        nonlocal steps
        steps += 1
        if steps > most_steps:
            return False
        if not is_open.any():
            if len(found) == most:
                return False
            found.append(chosen)
            return True
        open_worth = worth * is_open
        left_over = open_worth.sum() - weights[usable] @ open_worth
        usable = usable[left_over <= size - len(chosen) - 1 + _SLACK]
        choices = weights[usable].sum(axis=0)
        choices[~is_open] = np.inf
        column = int(np.argmin(choices))
        for i in usable[core[usable, column]].tolist():
            # Covers with the primes gone through before are all listed, so that this branch does without them.
            if not search((*chosen, i), usable[usable != i], is_open & ~core[i]):
                return False
            usable = usable[usable != i]
        return True

    is_complete = search((), np.arange(len(core)), np.ones(core.shape[1], dtype=bool))
    return found, is_complete
