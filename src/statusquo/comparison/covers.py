"""All covers of a prime implicant chart with the fewest primes.

The minimum is first proved by integer programming (HiGHS through scipy); then branch and bound lists every cover of
that size. No row and no prime is struck out for being dominated, because that would drop covers that fit as well. Where
there are more than is useful to list, the list is cut and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_COVERS = 1_000
"""Covers listed before the list is called truncated."""

MOST_STEPS = 200_000
"""Steps of the search before it is called truncated; about a second."""


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

    n = len(core)
    solved = milp(
        np.ones(n),
        integrality=np.ones(n),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.unique(core.T, axis=0).astype(float), lb=1),
    )
    if solved.x is None or not solved.success:
        raise ArithmeticError(f"the smallest cover was not found: {solved.message}")
    return tuple(np.flatnonzero(solved.x > 0.5).tolist())


def _covers_of_size(
    core: NDArray[np.bool_], size: int, most: int, most_steps: int
) -> tuple[list[tuple[int, ...]], bool]:
    """Return the covers of a size, and whether these are all of them."""
    covered_by = [int("".join("1" if x else "0" for x in row), 2) for row in core]
    everything = (1 << core.shape[1]) - 1
    n_columns = core.shape[1]
    # Bit 0 of a mask is the last column.
    candidates = [[i for i, mask in enumerate(covered_by) if mask >> column & 1] for column in range(n_columns)]
    found: list[tuple[int, ...]] = []
    steps = 0
    is_complete = True

    def search(chosen: tuple[int, ...], is_out: int, missing: int) -> None:
        nonlocal steps, is_complete
        steps += 1
        if steps > most_steps or len(found) > most:
            is_complete = False
            return
        if not missing:
            found.append(chosen)
            return
        left = size - len(chosen)
        if left <= 0 or _needs_more(covered_by, is_out, missing, left):
            return
        column = min(
            (c for c in range(n_columns) if missing >> c & 1),
            key=lambda c: sum(not is_out >> i & 1 for i in candidates[c]),
        )
        for i in candidates[column]:
            if not is_out >> i & 1:
                search((*chosen, i), is_out, missing & ~covered_by[i])
                # Covers with this prime are all listed now, so that the branches to come do without it.
                is_out |= 1 << i

    search((), 0, everything)
    return found[:most], is_complete


def _needs_more(covered_by: Sequence[int], is_out: int, missing: int, left: int) -> bool:
    """Whether even the `left` primes that cover most of what is missing would not cover it."""
    gains = sorted(
        ((mask & missing).bit_count() for i, mask in enumerate(covered_by) if not is_out >> i & 1), reverse=True
    )
    return sum(gains[:left]) < missing.bit_count()
