"""Elevation of the earth's surface on a grid of 20 arc-minutes (about 37 km), land and sea floor.

Coarse: enough to say that a mountain range lies between two places, not where a line of fortifications runs. A
cell is a mean over its 37 km, so summits are lower and valleys higher than they are.

Quirks: longitudes run from 20.17 to 380.17 degrees east, and the last column repeats the first; the files do not say
from which release of ETOPO the grid was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from statusquo.core.errors import SourceError
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("etopo20")

SHAPE = (540, 1081)
"""Rows (latitudes, from the south) and columns (longitudes, from 20.17 degrees east)."""

SPACING_DEGREES = 1 / 3


@dataclass(frozen=True, slots=True)
class ElevationGrid:
    """Elevations on a regular grid.

    Attributes:
        longitudes: of the columns, in degrees east, ascending over 360 degrees.
        latitudes: of the rows, in degrees north, ascending.
        metres: elevation above sea level, negative below, one row per latitude.
    """

    longitudes: NDArray[np.float64]
    latitudes: NDArray[np.float64]
    metres: NDArray[np.float64]

    def elevation_m(self, longitude: ArrayLike, latitude: ArrayLike) -> NDArray[np.float64]:
        """Return the elevation at points, by bilinear interpolation between the four cells around each.

        Args:
            longitude: in degrees, in any turn of the circle.
            latitude: in degrees north.

        Returns:
            Metres above sea level; beyond the outermost rows, at the poles, the value of that row.

        Raises:
            ValueError: when a latitude lies outside -90 to 90, or a number is not finite.
        """
        lon, lat = np.asarray(longitude, float), np.asarray(latitude, float)
        if not (np.isfinite(lon).all() and np.isfinite(lat).all() and (np.abs(lat) <= 90).all()):
            raise ValueError("a point has a finite longitude and a latitude from -90 to 90")
        column = (lon - self.longitudes[0]) % 360 / SPACING_DEGREES
        row = (lat - self.latitudes[0]) / SPACING_DEGREES
        row = np.clip(row, 0, len(self.latitudes) - 1)
        west = np.minimum(column.astype(int), len(self.longitudes) - 2)
        south = np.minimum(row.astype(int), len(self.latitudes) - 2)
        x, y = column - west, row - south
        below = self.metres[south, west] * (1 - x) + self.metres[south, west + 1] * x
        above = self.metres[south + 1, west] * (1 - x) + self.metres[south + 1, west + 1] * x
        return np.asarray(below * (1 - y) + above * y)


def read_elevation(raw: Path) -> ElevationGrid:
    """Return the grid.

    Raises:
        SourceError: when a file is absent, is not the pinned one, or the grid is not as regular as it should be.
    """
    longitudes = np.loadtxt(raw_path(raw, ORIGIN, "lons.gz"))
    latitudes = np.loadtxt(raw_path(raw, ORIGIN, "lats.gz"))
    metres = np.loadtxt(raw_path(raw, ORIGIN, "data.gz"))
    for axis in (longitudes, latitudes):
        if np.abs(np.diff(axis) - SPACING_DEGREES).max() > 1e-5:
            raise SourceError(f"{ORIGIN.id}: the grid is not evenly spaced by {SPACING_DEGREES:.4f} degrees")
    if metres.shape != SHAPE or (len(latitudes), len(longitudes)) != SHAPE:
        raise SourceError(f"{ORIGIN.id}: the grid has shape {metres.shape}, expected {SHAPE}")
    return ElevationGrid(longitudes, latitudes, metres)
