"""What lies on the other side of a territory's boundary: the parent state, another state, or the sea.

A piece of the boundary belongs to another state when that state's outline runs within the tolerance; it lies inside the
parent when land does, but not the coast; and else it is coast: an inlet that a coarser map of the land fills is water.
The tolerance is there because outlines of one border differ between maps of different scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from statusquo.structure.sphere import Pieces, Points, distances_km

LONGEST_INLET_KM = 50.0
"""How far from the coast of a coarser map an inlet is looked for, where the territory lies on the sea at all."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Lengths of a boundary by what lies beyond it, km.

    Attributes:
        inside_km: inside the parent state.
        foreign_km: along another state.
        sea_km: along the sea.
    """

    inside_km: float
    foreign_km: float
    sea_km: float

    @property
    def total_km(self) -> float:
        """Length of the whole boundary, km."""
        return self.inside_km + self.foreign_km + self.sea_km

    @property
    def enclave_index(self) -> float:
        """Share of the boundary that lies inside the parent state: 1 for an enclave, 0 for an island."""
        return self.inside_km / self.total_km


def sides_of(
    territory: Pieces,
    foreign: Points,
    coast: Points,
    tolerances_km: Sequence[float],
    *,
    is_beside_land: NDArray[np.bool_] | None = None,
) -> tuple[Sides, ...]:
    """Sort the boundary by what lies beyond it, once per tolerance.

    Args:
        territory: the territory's outline.
        foreign: points on the outlines of all states but the parent.
        coast: points on the coast.
        tolerances_km: how far two drawings of one border may lie apart, km.
        is_beside_land: of each piece, whether other land lies beside it that is no mere strip; without it all are.
    """
    to_foreign, to_coast = (distances_km(territory.middle, others) for others in (foreign, coast))

    def sides(tolerance: float) -> Sides:
        is_foreign = to_foreign <= tolerance
        is_sea = ~is_foreign & (to_coast <= tolerance)
        if is_beside_land is not None and is_sea.any():
            is_sea |= ~is_foreign & ~is_beside_land & (to_coast <= LONGEST_INLET_KM)
        kinds = (~is_foreign & ~is_sea, is_foreign, is_sea)
        return Sides(*(float(territory.length_km[kind].sum()) for kind in kinds))

    return tuple(sides(tolerance) for tolerance in tolerances_km)


def shared_km(one: Pieces, other: Pieces, tolerances_km: Sequence[float]) -> tuple[float, ...]:
    """Return the length of the boundary that two areas share, km, once per tolerance.

    Each outline gives the length of its pieces that the other runs beside; the mean of the two treats both alike.
    """
    apart = [(a.length_km, distances_km(a.middle, b.middle)) for a, b in ((one, other), (other, one))]
    return tuple(
        float(np.mean([length[distance <= tolerance].sum() for length, distance in apart]))
        for tolerance in tolerances_km
    )
