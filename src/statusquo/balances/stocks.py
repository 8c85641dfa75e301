"""Stocks of yearly inputs by the perpetual inventory, one row per draw of the uncertain inputs.

A stock at the end of a year is what is left of the year before plus the year's input: K(t) = (1 - d) K(t-1) + I(t)
(Goldsmith 1951). Money and volumes are never added: a stock has the unit of its input.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from statusquo.balances.ranges import LONGEST_GAP_YEARS
from statusquo.core.draws import Floats

SURGE_YEARS, BASE_YEARS, FEWEST_BASE_YEARS = 3, 10, 5
SMALL_DELIVERY_TIV_M = 10.0
"""Added to both means of yearly deliveries, so that a state that buys next to nothing has no surge."""


def perpetual_inventory(inputs: Floats, depreciation: Floats, inherited: Floats) -> Floats:
    """Return the stock at the end of each year.

    Args:
        inputs: what is added, draws by years (or one row for all draws); no value is missing.
        depreciation: share of the stock lost in a year, one per draw, in 0 to 1.
        inherited: stock at the end of the year before the first, one per draw, in the unit of the inputs.

    Returns:
        Draws by years, in the unit of the inputs.
    """
    n_years = inputs.shape[1]
    stock = np.empty((len(depreciation), n_years))
    held = inherited
    kept = 1 - depreciation
    for year in range(n_years):
        held = kept * held + inputs[:, year]
        stock[:, year] = held
    return stock


def run_without_long_gap(known: Mapping[int, float]) -> range:
    """Return the years of the last run of figures whose gaps are no longer than `LONGEST_GAP_YEARS`.

    Args:
        known: figures by year, at least one.
    """
    years = sorted(known)
    first = years[0]
    for earlier, later in itertools.pairwise(years):
        if later - earlier - 1 > LONGEST_GAP_YEARS:
            first = later
    return range(first, years[-1] + 1)


def inputs_with_gaps_drawn(known: Mapping[int, float], years: range, rng: np.random.Generator, n: int) -> Floats:
    """Return yearly inputs, draws by years, with each year without a figure drawn between its neighbours'.

    A year without a figure is not a year without spending: it lies somewhere between the last figure before and the
    first after, by the same share of the way in every year of one gap.

    Args:
        known: figures by year.
        years: the years, the first and the last with a figure.
        rng: the generator of the run.
        n: draws.
    """
    inputs = np.empty((n, len(years)))
    share: Floats | None = None
    for column, year in enumerate(years):
        if year in known:
            inputs[:, column] = known[year]
            share = None
            continue
        if share is None:
            share = rng.uniform(0.0, 1.0, n)
        before = known[max(y for y in known if y < year)]
        after = known[min(y for y in known if y > year)]
        inputs[:, column] = (1 - share) * before + share * after
    return inputs


def delivery_surge(delivered: Mapping[int, float], first_year: int, year: int) -> float | None:
    """Return the log of a state's mean deliveries of the last years over those of the years before them.

    `SURGE_YEARS` and `BASE_YEARS` say how many of each, and `SMALL_DELIVERY_TIV_M` is added to both means.

    Args:
        delivered: million TIV by year; a year that is absent had none.
        first_year: first year of the state's record; without `FEWEST_BASE_YEARS` to compare with there is no surge.
        year: the year at whose end it is told.
    """
    recent = [delivered.get(y, 0) for y in range(year - SURGE_YEARS + 1, year + 1) if y >= first_year]
    first_of_base = max(year - SURGE_YEARS - BASE_YEARS + 1, first_year)
    base = [delivered.get(y, 0) for y in range(first_of_base, year - SURGE_YEARS + 1)]
    if len(base) < FEWEST_BASE_YEARS:
        return None
    return float(np.log((np.mean(recent) + SMALL_DELIVERY_TIV_M) / (np.mean(base) + SMALL_DELIVERY_TIV_M)))
