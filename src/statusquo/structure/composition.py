"""Indices of a population's composition and of its segregation over districts, as functions of counts.

Counts come as shares or people per group, or as a table with one row per district and one column per group.

Sources: fractionalisation, Alesina et al. (2003, Journal of Economic Growth 8: 155-194); polarisation RQ, Reynal-Querol
(2002, Journal of Conflict Resolution 46: 29-54) and Montalvo and Reynal-Querol (2005, American Economic Review 95:
796-816); dissimilarity, Duncan and Duncan (1955, American Sociological Review 20: 210-217); exposure and isolation as
in Massey and Denton (1988, Social Forces 67: 281-315); information theory index, Theil (1972), as in Reardon and
Firebaugh (2002, Sociological Methodology 32: 33-67).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def fractionalisation(groups: ArrayLike) -> float:
    """Return the chance that two people drawn at random are of different groups, 1 - sum p^2 (Alesina et al. 2003)."""
    p = _shares(groups)
    return float(1 - (p**2).sum())


def polarisation(groups: ArrayLike) -> float:
    """Return the index RQ, 4 sum p^2 (1 - p): 1 for two equal halves (Reynal-Querol 2002)."""
    p = _shares(groups)
    return float(4 * (p**2 * (1 - p)).sum())


def dissimilarity(group: ArrayLike, others: ArrayLike) -> float:
    """Return the share of one group that would have to move for all districts to be alike (Duncan and Duncan 1955).

    Args:
        group: people of the group by district.
        others: all other people by district.

    Raises:
        ValueError: when either has nobody, or a count is negative.
    """
    a, b = _shares(group), _shares(others)
    return float(np.abs(a - b).sum() / 2)


def exposure(group: ArrayLike, others: ArrayLike) -> float:
    """Return the mean share of others in the districts in which the group's members live, xPy.

    Args:
        group: people of the group by district.
        others: all other people by district.

    Raises:
        ValueError: when the group has nobody, or a count is negative.
    """
    x, y = np.asarray(group, dtype=np.float64), np.asarray(others, dtype=np.float64)
    lived_in = x > 0
    return float((_shares(x)[lived_in] * y[lived_in] / (x + y)[lived_in]).sum())


def isolation(group: ArrayLike, others: ArrayLike) -> float:
    """Return the mean share of the group itself in the districts in which its members live, xPx = 1 - xPy."""
    return 1 - exposure(group, others)


def information_theory_index(table: ArrayLike) -> float:
    """Return Theil's H: how far the districts' entropy falls short of the whole's, weighted by people.

    Args:
        table: people, shape (districts, groups).

    Returns:
        0 where every district is composed as the whole, 1 where every district has one group only.

    Raises:
        ValueError: when the table has nobody, a count is negative, or all people are of one group.
    """
    people = np.asarray(table, dtype=np.float64)
    if people.ndim != 2:
        raise ValueError(f"the table needs districts as rows and groups as columns, found {people.ndim} dimensions")
    whole = _entropy(_shares(people.sum(axis=0)))
    if whole == 0:
        raise ValueError("all people are of one group, so that there is nothing to segregate")
    lived_in = people[people.sum(axis=1) > 0]
    size = lived_in.sum(axis=1)
    inside = np.array([_entropy(_shares(district)) for district in lived_in])
    return float(1 - (size * inside).sum() / (size.sum() * whole))


def _shares(groups: ArrayLike) -> NDArray[np.float64]:
    people = np.asarray(groups, dtype=np.float64)
    if (people < 0).any() or not people.sum() > 0:
        raise ValueError(f"counts must not be negative and not all zero, found {people.tolist()}")
    shares: NDArray[np.float64] = people / people.sum()
    return shares


def _entropy(p: NDArray[np.float64]) -> float:
    present = p[p > 0]
    return float(-(present * np.log(present)).sum())
