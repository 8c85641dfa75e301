"""What lies on the other side of a territory's boundary: the parent state, another state, or the sea.

A piece of the boundary belongs to another state when that state's outline runs within the tolerance, to the sea when
the coast does and no state's outline, and else lies inside the parent. The tolerance is there because outlines of one
border differ between maps of different scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from statusquo.structure.sphere import Pieces, Points, within_km


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


def sides_of(territory: Pieces, foreign: Points, coast: Points, tolerance_km: float) -> Sides:
    """Sort the boundary by what lies beyond it.

    Args:
        territory: the territory's outline.
        foreign: points on the outlines of all states but the parent.
        coast: points on the coast.
        tolerance_km: how far two drawings of one border may lie apart, km.
    """
    is_foreign = within_km(territory.middle, foreign, tolerance_km)
    is_sea = ~is_foreign & within_km(territory.middle, coast, tolerance_km)
    lengths = [float(territory.length_km[chosen].sum()) for chosen in (~is_foreign & ~is_sea, is_foreign, is_sea)]
    return Sides(*lengths)


def shared_km(one: Pieces, other: Pieces, tolerance_km: float) -> float:
    """Return the length of the boundary that two areas share, km.

    Each outline gives the length of its pieces that the other runs beside; the mean of the two treats both alike.
    """
    lengths = [a.length_km[within_km(a.middle, b.middle, tolerance_km)].sum() for a, b in ((one, other), (other, one))]
    return float(np.mean(lengths))
