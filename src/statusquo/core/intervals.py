"""Intervals that several rooms state: the normal quantile behind 95 %, and Wilson's interval of a share."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the bounds of the 95 % score interval of a share, which hold the share itself.

    Wilson (1927), Journal of the American Statistical Association 22: 209-212.

    Args:
        share: the share found, 0 to 1; of a count it is ``count / n``, and a percentile need not be one.
        n: how many it is of.
    """
    z2 = Z_95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n**2))
    return min(max(centre - half, 0.0), share), max(min(centre + half, 1.0), share)
