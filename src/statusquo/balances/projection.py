"""What a state's capability is worth far from home: the loss-of-strength gradient of Bueno de Mesquita (1981).

Boulding (1962) named the gradient; Bueno de Mesquita's form is C ^ log10(miles / miles a day + 10 - e), with `C` the
state's share of the world's capability (CINC), e the base of the natural logarithm and the logarithm to base ten, as
restated for EUGene (Bennett and Stam 2000). The exponent grows with the days of travel and is 1 after e days, so that
distance takes more, in proportion, from a weak state than from a strong one. Below e days it lifts a share a little.

The distance is to the parent state, in which the dispute lies: between the capitals or, as an alternative, between the
borders. Which side the capability would help makes no difference to the way there.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import numpy as np
import polars as pl

from statusquo.core.draws import Floats
from statusquo.snapshot.store import Snapshot

KM_PER_MILE = 1.609344

Distance = Literal["capital_distance_km", "minimum_distance_km"]
SOURCE_OF_DISTANCE: Mapping[Distance, str] = {
    "capital_distance_km": "capitals",
    "minimum_distance_km": "minimum-distance",
}


def projected_capability(capability: Floats, distance_km: Floats, miles_a_day: Floats) -> Floats:
    """Return capability at a distance, draws by years.

    Args:
        capability: share of the world's, one per year, in 0 to 1; missing where it is NaN.
        distance_km: one per year.
        miles_a_day: one per draw.
    """
    days = (distance_km / KM_PER_MILE) / miles_a_day[:, None]
    with np.errstate(divide="ignore"):
        projected: Floats = np.exp(np.log(capability) * np.log10(days + 10.0 - math.e))
    return projected


def yearly_capability(snapshot: Snapshot, states: Collection[int], years: Sequence[int]) -> Mapping[int, Floats]:
    """Return the share of the world's capability (CINC) of each state, one value per year, NaN where there is none."""
    rows = snapshot.table("state_years").select("gwno", "year", "cinc").drop_nulls()
    place = {year: i for i, year in enumerate(years)}
    found = {state: np.full(len(years), np.nan) for state in states}
    wanted = rows.filter(pl.col("gwno").is_in(sorted(states)) & pl.col("year").is_between(min(years), max(years)))
    for state, year, cinc in wanted.iter_rows():
        if year in place:
            found[state][place[year]] = cinc
    return found


def yearly_distance(
    snapshot: Snapshot, parents: Collection[int], years: Sequence[int], by: Distance
) -> Mapping[int, Floats]:
    """Return each other state's distance in km to the nearest parent, one per year, NaN where it is not known."""
    is_a, is_b = pl.col("gwno_a").is_in(sorted(parents)), pl.col("gwno_b").is_in(sorted(parents))
    runs = snapshot.table("dyad_distances").filter(is_a ^ is_b).drop_nulls(by)
    found: dict[int, Floats] = {}
    first = years[0]
    for a, b, start, end, distance in runs.select("gwno_a", "gwno_b", "first_year", "last_year", by).iter_rows():
        known = found.setdefault(b if a in parents else a, np.full(len(years), np.nan))
        low, high = max(start - first, 0), min(end + 1 - first, len(years))
        if low < high:
            known[low:high] = np.fmin(known[low:high], distance)
    return found
