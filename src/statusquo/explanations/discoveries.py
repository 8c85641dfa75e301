"""Control of false discoveries among the cross-case claims (Benjamini and Hochberg 1995).

The tests of one run over all disputes are one family; each gives a p-value against no effect, adjusted so that among
the effects called found at level q no more than q are expected to be false. The tests share cases and so depend on each
other, in ways under which the procedure usually still holds (positive dependence: Benjamini and Yekutieli 2001).
"""

from __future__ import annotations

from collections.abc import Sequence

LEVEL = 0.05
"""Share of false discoveries allowed among the associations called supported or contradicted by a p-value."""


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the adjusted p-values, in the order given.

    Args:
        p_values: those of one family, each 0 to 1.
    """
    n = len(p_values)
    order = sorted(range(n), key=lambda i: p_values[i], reverse=True)
    found = [1.0] * n
    smallest = 1.0
    for rank, i in zip(range(n, 0, -1), order, strict=True):
        smallest = min(smallest, p_values[i] * n / rank)
        found[i] = smallest
    return found
