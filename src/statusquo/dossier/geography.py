"""From shapes on the earth to shapes on paper: projecting, hatching, cutting to a window.

Maps are drawn in a Lambert azimuthal equal-area projection centred on what they show (Snyder 1987, USGS Professional
Paper 1395, ch. 24), in kilometres from the centre, so that areas compare and a scale bar is true to about one per cent
over a few hundred kilometres. Areas themselves are geodesic (`structure.shapes`), never measured on the map.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from statusquo.structure.shapes import equal_area, middle_of


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangular window on the earth in its own equal-area projection.

    Attributes:
        longitude: of the centre, degrees.
        latitude: of the centre, degrees.
        half_width_km: from the centre to the left and right edge.
        half_height_km: from the centre to the upper and lower edge.
    """

    longitude: float
    latitude: float
    half_width_km: float
    half_height_km: float

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.half_width_km / self.half_height_km

    @property
    def window(self) -> BaseGeometry:
        """The window in projected kilometres."""
        return shapely.box(-self.half_width_km, -self.half_height_km, self.half_width_km, self.half_height_km)

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in projected kilometres, cut to the window."""
        near = shapely.intersection(geometry, self._reach())
        if near.is_empty:
            return near
        projected = shapely.transform(near, self._to_km())
        if not projected.is_valid:
            projected = shapely.make_valid(projected)
        cut: BaseGeometry = projected.intersection(self.window)
        return cut

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return a position in projected kilometres, x to the east and y to the north."""
        x, y = self._to_km()(np.array([[longitude, latitude]]))[0]
        return float(x), float(y)

    def _reach(self) -> BaseGeometry:
        # What lies near the antipode would be smeared over the whole window, so it goes before projecting.
        degrees = 1.3 * np.hypot(self.half_width_km, self.half_height_km) / 111.0
        south, north = max(self.latitude - degrees, -90.0), min(self.latitude + degrees, 90.0)
        narrowest = np.cos(np.radians(min(max(abs(south), abs(north)), 89.0)))
        wide = min(degrees / narrowest, 175.0)
        # Longitudes end at 180 degrees: what reaches beyond lies on the other side of the world's map.
        return shapely.union_all(
            [
                shapely.box(self.longitude - wide + turn, south, self.longitude + wide + turn, north)
                for turn in (-360.0, 0.0, 360.0)
            ]
        )

    def _to_km(self) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        transformer = equal_area(self.longitude, self.latitude)

        def convert(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
            return np.column_stack([x, y]) / 1000.0

        return convert


def frame_around(geometry: BaseGeometry, *, margin: float, aspect: float, least_km: float = 0.0) -> Frame:
    """Return the window that shows a geometry whole, with a margin.

    Args:
        geometry: in degrees.
        margin: share of the larger half-extent added on each side.
        aspect: width over height of the window.
        least_km: smallest half-height, for small territories.
    """
    centre = middle_of(geometry)
    first = Frame(centre[0], centre[1], 8000.0, 8000.0)
    left, bottom, right, top = first.project(geometry).bounds
    shift = shapely.Point((left + right) / 2, (bottom + top) / 2)
    back = equal_area(*centre).transform(shift.x * 1000, shift.y * 1000, direction="INVERSE")
    half_height = max((top - bottom) / 2, (right - left) / 2 / aspect, least_km) * (1 + margin)
    return Frame(float(back[0]), float(back[1]), half_height * aspect, half_height)


def hatch(geometry: BaseGeometry, spacing: float) -> BaseGeometry:
    """Return parallel lines, rising at 45 degrees, that fill a projected geometry.

    Args:
        geometry: in projected kilometres.
        spacing: between lines, km.
    """
    left, bottom, right, top = geometry.bounds
    reach = (right - left) + (top - bottom)
    step = spacing * np.sqrt(2)
    # Lines start at multiples of the step, so that hatchings of neighbours continue each other.
    starts = np.arange(np.floor((left - (top - bottom)) / step) * step, right + (top - bottom), step)
    lines = [[(x, bottom), (x + reach, bottom + reach)] for x in starts]
    return shapely.intersection(shapely.MultiLineString(lines), geometry)


def features(rows: Iterable[tuple[BaseGeometry, dict[str, Any]]], finest_km: float) -> list[dict[str, Any]]:
    """Return GeoJSON features of projected geometries, no finer than `finest_km`, empty ones left out."""
    digits = max(0, math.ceil(-math.log10(finest_km)))
    found = []
    for geometry, properties in rows:
        if geometry.is_empty:
            continue
        drawn = shapely.set_precision(shapely.simplify(geometry, finest_km), 10.0**-digits)
        if not drawn.is_empty:
            found.append({"type": "Feature", "properties": properties, "geometry": _geojson(drawn, digits)})
    return found


def _geojson(geometry: BaseGeometry, digits: int) -> dict[str, Any]:
    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            # Whole numbers are written without a decimal point.
            return round(value, digits or None)
        return [rounded(item) for item in value]

    mapping = shapely.geometry.mapping(geometry)
    if mapping["type"] == "GeometryCollection":
        parts = [_geojson(part, digits) for part in shapely.get_parts(geometry)]
        return {"type": "GeometryCollection", "geometries": parts}
    return {"type": mapping["type"], "coordinates": rounded(mapping["coordinates"])}
