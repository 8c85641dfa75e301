"""High ground between a territory and a kin state or patron, along one line, on a coarse grid.

The line starts at the territory's centroid, runs to the nearest point of the other state's outline and goes on by a
reach into that state. What counts is the rise: how much the highest point of the line stands above its higher end. Sea
counts as level ground at 0 m; water as an obstacle is told by the gap and by sea access, not here.

A rise of `BARRIER_M` or more is called a barrier. 300 m is the range of local elevation from which the mountain classes
of Kapos et al. (2000) and UNEP-WCMC (2002) call land below 1,500 m mountainous. The grid's cells are means over 37 km,
so that every rise is too low and a flag that is missing proves nothing; reach and threshold are varied beside it.

Elevations are measured by `statusquo.fits.structure` and ship as the artefact `structure_terrain`; the grid does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from statusquo.cases.territory import Shape
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.structure.shapes import WGS84, middle_of
from statusquo.structure.sphere import Points, degrees, unit_vectors

TERRAIN = "structure_terrain"
"""Name of the artefact."""

REACHES_KM = (50, 100, 200)
"""How far the line goes on into the other state: least, main, most."""

BARRIERS_M = (200.0, 300.0, 500.0)
"""Rises that count as a barrier: least, main, most."""

BARRIER_M = BARRIERS_M[1]

_YES_NO = "yes (1) or no (0)"

TERRAIN_FACTORS = {"terrain_rise_m": "m", "terrain_barrier": _YES_NO}
"""Names and units of the factors; see docs/methods/structure.md."""

SOURCES = ("etopo20", "natural-earth", "epr-tek", "ucdp-prio-acd", "ucdp-dyadic")

_STEP_KM = 5.0

Elevation = Callable[[ArrayLike, ArrayLike], NDArray[np.float64]]
"""Metres above sea level at longitudes and latitudes."""


def rise_m(elevation: Elevation, start: tuple[float, float], toward: tuple[float, float], reach_km: float) -> float:
    """Return how much the highest point of a line stands above its higher end, in metres.

    Args:
        elevation: of the ground; below the sea's level it counts as 0.
        start: longitude and latitude of the line's start.
        toward: a point on the line.
        reach_km: how far the line goes on beyond that point.
    """
    azimuth, _, metres = WGS84.inv(*start, *toward)
    length = metres / 1000 + reach_km
    along = np.linspace(0, length * 1000, int(np.ceil(length / _STEP_KM)) + 1)
    alike = np.ones_like(along)
    longitude, latitude, _ = WGS84.fwd(start[0] * alike, start[1] * alike, azimuth * alike, along)
    ground = np.maximum(elevation(longitude, latitude), 0.0)
    return float(ground.max() - max(ground[0], ground[-1]))


def rises_m(elevation: Elevation, territory: BaseGeometry, outline: Points) -> tuple[float, ...]:
    """Return the rise toward the nearest point of a state's outline, once for each of `REACHES_KM`."""
    centre = middle_of(territory)
    here = unit_vectors(np.array([centre]))[0]
    longitude, latitude = degrees(outline[[np.argmax(outline @ here)]])[0]
    return tuple(rise_m(elevation, centre, (longitude, latitude), reach) for reach in REACHES_KM)


def recipe(shape: Shape) -> str:
    """Return how a territory is composed, as the key under which its terrain is kept."""
    return " - ".join([" + ".join(sorted(shape.include)), *sorted(shape.exclude)])


def terrain(shape: Shape, backer: int | None) -> dict[str, Estimate]:
    """Return the rise toward one state and whether it is a barrier, each with its range over reaches and thresholds.

    Args:
        shape: of the territory.
        backer: Gleditsch-Ward number of the nearest kin state or patron, None where none is known.
    """
    if backer is None:
        return _missing("no kin state or patron with an outline is known")
    if shape.file is not None:
        return _missing("elevations are at hand for outlines put together from the package's shapes alone")
    kept = load_artefact(TERRAIN)
    rows = kept.filter((pl.col("territory") == recipe(shape)) & (pl.col("backer_gw") == backer))
    if rows.is_empty():
        return _missing(
            "no elevations were measured for this outline and this state; `statusquo data fit` measures them"
        )
    rises = [float(rows[f"rise_{reach}km_m"][0]) for reach in REACHES_KM]
    flags = [float(rise >= least) for rise in rises for least in BARRIERS_M]
    return {
        "terrain_rise_m": Estimate.spanning(rises[1], "m", rises, "range", SOURCES),
        "terrain_barrier": Estimate.spanning(float(rises[1] >= BARRIER_M), _YES_NO, flags, "range", SOURCES),
    }


def _missing(reason: str) -> dict[str, Estimate]:
    return {name: Estimate.missing(unit, reason, SOURCES) for name, unit in TERRAIN_FACTORS.items()}
