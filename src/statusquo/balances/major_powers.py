"""The major powers since 1946, as the Correlates of War project lists them."""

from __future__ import annotations

import polars as pl

MAJOR_POWERS: tuple[tuple[int, int, int], ...] = (
    (2, 1946, 9999),
    (200, 1946, 9999),
    (220, 1946, 9999),
    (365, 1946, 9999),
    (710, 1950, 9999),
    (260, 1991, 9999),
    (740, 1991, 9999),
)
"""Gleditsch-Ward number, first and last year of the major powers since 1946: the United States, the United Kingdom,
France, the Soviet Union and Russia, China, Germany and Japan (Correlates of War Project, State System Membership
List: Major Powers, 2017)."""


def is_major(state: int, year: int) -> bool:
    """Whether a state is a major power in a year.

    Args:
        state: Gleditsch-Ward number.
        year: the year.
    """
    return any(state == gwno and first <= year <= last for gwno, first, last in MAJOR_POWERS)


def is_major_power(state: pl.Expr, year: pl.Expr) -> pl.Expr:
    """Return whether a state is a major power in a year, for two columns."""
    return pl.any_horizontal((state == gwno) & year.is_between(first, last) for gwno, first, last in MAJOR_POWERS)
