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

from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="etopo20",
    title="ETOPO global relief on a grid of 20 arc-minutes",
    producer="National Geophysical Data Center, NOAA; grid distributed with Matplotlib Basemap",
    version="Basemap commit 9e22bf4",
    terms="public domain (NOAA); the package that holds the copy is under the MIT licence",
    citation=(
        "National Geophysical Data Center, NOAA. ETOPO global relief, grid of 20 arc-minutes as distributed with "
        "Matplotlib Basemap. https://github.com/matplotlib/basemap.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "ngdc_etopo20",
            "author": "{National Geophysical Data Center, NOAA}",
            "title": "{ETOPO} global relief, grid of 20 arc-minutes as distributed with {Matplotlib Basemap}",
            "url": "https://github.com/matplotlib/basemap",
        },
    ),
    domain=Domain(first_year=None, last_year=None, system="natural-earth", unit="grid cell of 20 arc-minutes"),
    files=(
        RawFile(
            "etopo20/etopo20data.gz",
            "matplotlib/basemap",
            "9e22bf4460525d6b4950d5baaa17e151b851528f",
            "doc/examples/etopo20data.gz",
            1_838_027,
            "bd6549bb0a675d2978d1dee1609fc4cec7e4d74b98d4fe49c0e8a2e8c8f3b8ce",
        ),
        RawFile(
            "etopo20/etopo20lats.gz",
            "matplotlib/basemap",
            "9e22bf4460525d6b4950d5baaa17e151b851528f",
            "doc/examples/etopo20lats.gz",
            3_718,
            "3201109f72a8371d1fee6396292618c9b05cae0a55abf8b2117bb2ef1f7e97ce",
        ),
        RawFile(
            "etopo20/etopo20lons.gz",
            "matplotlib/basemap",
            "9e22bf4460525d6b4950d5baaa17e151b851528f",
            "doc/examples/etopo20lons.gz",
            6_781,
            "95109988351bed186a886c6dd2a607455939013dfc49f7b7c61997d3389802b7",
        ),
    ),
    link="https://www.ncei.noaa.gov/products/etopo-global-relief-model",
    quirks=(
        "A cell is 37 km wide; summits are cut off and valleys filled.",
        "The last column repeats the first, 360 degrees on.",
        "Which release of ETOPO the grid was made from is not stated.",
    ),
)

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
