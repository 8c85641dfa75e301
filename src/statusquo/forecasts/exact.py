"""Exact distributions for few events: of a count, of a sum of ranks, of a share.

* How many of several unequal chances come true is Poisson-binomial (Wang 1993); its probabilities are found by adding
  one chance after the other (a convolution, exact but for rounding; Hong 2013 compares the ways).
* The area under the ROC curve is a sum of ranks. If a forecast could not tell the events from the rest, every choice of
  as many rows would be as likely to be the events, which gives the exact distribution of that sum, ties included.
* The interval of a share is that of Clopper and Pearson (1934), which holds 95 % at least.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.risk.links import Floats

LEVEL = 0.95
_TAIL = (1 - LEVEL) / 2


def count_probabilities(chances: Floats) -> Floats:
    """Return the probability of each number of events, from none to all, if events are independent.

    Args:
        chances: the probability of each event.
    """
    probabilities = np.ones(1)
    for chance in chances:
        probabilities = np.convolve(probabilities, [1 - chance, chance])
    return probabilities


def central_range(probabilities: Floats) -> tuple[int, int]:
    """Return the least and the most count of the middle 95 %: either tail beyond them holds 2.5 % at most.

    Args:
        probabilities: of the counts 0, 1, 2 and so on.
    """
    up_to = np.cumsum(probabilities)
    return int(np.argmax(up_to > _TAIL)), int(np.argmax(up_to >= 1 - _TAIL))


def chance_of_so_far_off(probabilities: Floats, count: int) -> float:
    """Return twice the smaller tail that a count begins, at most 1: how likely a count so far off would be.

    Args:
        probabilities: of the counts 0, 1, 2 and so on.
        count: the one that came.
    """
    tails = probabilities[: count + 1].sum(), probabilities[count:].sum()
    return float(min(1.0, 2 * min(tails)))


@dataclass(frozen=True, slots=True)
class AreaByChance:
    """What the area under the ROC curve would be if the forecast could not tell the events from the rest.

    Attributes:
        low: lower end of its middle 95 %.
        high: upper end.
        p_value: chance of an area as large as the one found, or larger.
    """

    low: float
    high: float
    p_value: float


def area_by_chance(event: Floats, predicted: Floats) -> AreaByChance:
    """Return the exact distribution of the area under the ROC curve over all ways to choose the events.

    Args:
        event: 1 where the event came, else 0; at least one of each.
        predicted: the risk told of each row.
    """
    n, k = len(event), int(event.sum())
    doubled = np.round(2 * mean_ranks(predicted)).astype(np.int64)
    # Row by row: by[j] holds the probability that j of the rows so far were chosen with each sum of doubled ranks.
    largest = int(np.sort(doubled)[-k:].sum())
    by = np.zeros((k + 1, largest + 1))
    by[0, 0] = 1
    for done, rank in enumerate(doubled.tolist()):
        left = n - done
        for chosen in range(min(done + 1, k), 0, -1):
            take = (k - chosen + 1) / left
            moved = by[chosen - 1, : largest + 1 - rank] * take
            by[chosen] *= 1 - (k - chosen) / left
            by[chosen, rank:] += moved
        by[0] *= 1 - k / left
    sums = by[k]
    found = int(doubled[event > 0].sum())
    low, high = central_range(sums / sums.sum())
    area = [float((total / 2 - k * (k + 1) / 2) / (k * (n - k))) for total in (low, high)]
    return AreaByChance(area[0], area[1], float(min(1.0, sums[found:].sum())))


def mean_ranks(predicted: Floats) -> Floats:
    """Return the rank of each value from the smallest up; equal values share the mean of theirs."""
    result: Floats = pl.Series(predicted).rank("average").to_numpy()
    return result


def share_interval(events: int, rows: int) -> tuple[float, float]:
    """Return the 95 % interval of Clopper and Pearson for a share.

    Args:
        events: how many came.
        rows: of how many.
    """
    from scipy.special import betaincinv

    low = 0.0 if events == 0 else float(betaincinv(events, rows - events + 1, _TAIL))
    high = 1.0 if events == rows else float(betaincinv(events + 1, rows - events, 1 - _TAIL))
    return low, high
