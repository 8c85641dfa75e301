"""The window on the earth in which disputes are shown, and their symbols pushed apart until none covers another.

The projection is Equal Earth (Šavrič, Patterson and Jenny 2019, International Journal of Geographical Information
Science 33(3)), whose areas compare over the whole world, centred on what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from statusquo.dossier.geography import Frame

_GAP_PX = 1.2
_MARGIN = 0.05
_ROUNDS = 250
_SEAM = 0.01


@dataclass(frozen=True, slots=True)
class WorldFrame(Frame):
    """A window on the earth in the Equal Earth projection, in kilometres from its centre."""

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in projected kilometres, cut to the window."""
        projected = shapely.make_valid(shapely.transform(self._unrolled(geometry), self._to_km()))
        cut: BaseGeometry = projected.intersection(self.window)
        return cut

    def _unrolled(self, geometry: BaseGeometry) -> BaseGeometry:
        # What lies across the meridian opposite the centre is brought to the other side before it is projected; a
        # vertex on that meridian itself could land on either side, so a sliver along it goes.
        seam = self.longitude - 180.0
        parts = []
        for turn in (-360.0, 0.0, 360.0):
            west, east = max(seam - turn + _SEAM, -180.0), min(seam + 360.0 - turn - _SEAM, 180.0)
            if west < east:
                part = shapely.intersection(geometry, shapely.box(west, -90, east, 90))
                parts.append(affinity.translate(part, xoff=turn))
        return shapely.union_all(parts)

    def _to_km(self) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        transformer = _equal_earth(self.longitude)
        centre = np.array(transformer.transform(self.longitude, self.latitude))

        def convert(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
            return np.asarray((np.column_stack([x, y]) - centre) / 1000.0)

        return convert


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a dispute stands on the earth, degrees, and by which outline."""

    longitude: float
    latitude: float
    outline: Literal["territory", "state"]


def frame_of(found: Sequence[Spot]) -> WorldFrame:
    """Return the window that shows all spots: the earth's part opposite to the widest gap between them."""
    longitudes = sorted(spot.longitude for spot in found)
    gaps = [after - before for before, after in zip(longitudes, [*longitudes[1:], longitudes[0] + 360], strict=True)]
    widest = int(np.argmax(gaps))
    first = longitudes[(widest + 1) % len(longitudes)]
    middle = (first + (360 - gaps[widest]) / 2 + 180) % 360 - 180
    transformer = _equal_earth(middle)
    x, y = transformer.transform([spot.longitude for spot in found], [spot.latitude for spot in found])
    half_width = (max(x) - min(x)) / 2 * (1 + 2 * _MARGIN)
    half_height = max((max(y) - min(y)) / 2 * (1 + 3 * _MARGIN), half_width / 2)
    _, latitude = transformer.transform(0.0, (max(y) + min(y)) / 2, direction="INVERSE")
    # The projection stays centred on the meridian in the middle, whose curvature is least.
    half_width += abs((max(x) + min(x)) / 2)
    return WorldFrame(middle, float(latitude), half_width / 1000, half_height / 1000)


def spread(points: NDArray[np.float64], radii: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
    """Return the points pushed apart until no two circles meet, each as near to its own place as that allows.

    Args:
        points: x and y in pixels, a row for each.
        radii: of the circles, pixels.
        width: of the plot; circles stay inside.
        height: of the plot.
    """
    # Circles with one centre would have no direction to part in, so each starts a little off, around a spiral.
    angles = np.arange(len(points)) * np.pi * (3 - np.sqrt(5))
    at = points + 0.05 * np.column_stack([np.cos(angles), np.sin(angles)])
    least = radii[:, None] + radii[None, :] + _GAP_PX
    np.fill_diagonal(least, 0.0)
    overlap = least
    for turn in range(_ROUNDS):
        # The pull home fades, so that the last rounds only part what still meets.
        at += (points - at) * 0.05 * max(0.0, 1 - turn / (_ROUNDS * 0.6))
        for _ in range(3):
            away = at[:, None, :] - at[None, :, :]
            distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-9)
            overlap = np.maximum(least - distance, 0.0)
            at += (away / distance[..., None] * overlap[..., None] * 0.26).sum(axis=1)
        at = np.clip(at, radii[:, None], np.array([width, height]) - radii[:, None])
        if turn > _ROUNDS * 0.6 and overlap.max() < _GAP_PX / 4:
            break
    return at


@cache
def _equal_earth(longitude: float) -> Transformer:
    return Transformer.from_crs("EPSG:4326", f"+proj=eqearth +lon_0={longitude} +datum=WGS84 +units=m", always_xy=True)
