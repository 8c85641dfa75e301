"""The territory as its case composes it: shapes of the snapshot joined and cut, and their geodesic areas.

Outlines are Natural Earth's, in degrees on WGS84; areas are geodesic on that ellipsoid (Karney 2013, through PROJ).
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from pyproj.enums import TransformDirection
from shapely.geometry.base import BaseGeometry

from statusquo.cases.territory import Shape
from statusquo.snapshot.store import Snapshot

WGS84 = Geod(ellps="WGS84")

LAYERS = ("areas", "provinces", "countries")
"""The tables of the snapshot that hold outlines."""

_SLIVER_DEGREES = 0.002
_LEAST_PART = 0.001
"""Smallest part of a composed territory that is kept, as a share of the whole."""


def shape_of(snapshot: Snapshot, reference: str) -> BaseGeometry:
    """Return one shape of the snapshot, in degrees.

    Args:
        snapshot: the open snapshot.
        reference: table and Natural Earth code, such as ``areas:B38``.

    Raises:
        LookupError: when the snapshot holds no such shape.
    """
    layer, _, code = reference.partition(":")
    rows = snapshot.table(layer).filter(pl.col("ne_id") == code) if layer in LAYERS else None
    if rows is None or not rows.height:
        raise LookupError(f"the snapshot holds no shape {reference}")
    if layer == "countries" and rows.height > 1:
        rows = rows.sort(pl.col("scale") == "region", descending=True)
    shape: BaseGeometry = shapely.from_wkb(rows["geometry"][0])
    return shape


def compose(snapshot: Snapshot, shape: Shape) -> BaseGeometry:
    """Return a shape in degrees: the area of its file, or the union of its included parts less its excluded parts.

    Raises:
        LookupError: when the snapshot lacks a part, or nobody read the file.
    """
    if shape.file is not None:
        if shape.area is None:
            raise LookupError(f"the area in {shape.file} was not read")
        return shapely.from_wkb(shape.area)
    whole = shapely.union_all([shape_of(snapshot, name) for name in shape.include])
    if not shape.exclude:
        return whole
    rest = shapely.difference(whole, shapely.union_all([shape_of(snapshot, name) for name in shape.exclude]))
    # Outlines drawn at different times leave slivers along shared borders, a few hundred metres wide: they go.
    opened = shapely.make_valid(rest.buffer(-_SLIVER_DEGREES).buffer(_SLIVER_DEGREES)).intersection(whole)
    parts = [part for part in shapely.get_parts(opened) if part.area > _LEAST_PART * opened.area]
    return shapely.union_all(parts)


def middle_of(geometry: BaseGeometry) -> tuple[float, float]:
    """Return longitude and latitude of the centroid, taken in an equal-area projection centred on the shape.

    A centroid in degrees is wrong for shapes on both sides of the 180th meridian, and too near the pole for wide ones.

    Args:
        geometry: an area, in degrees.
    """
    longitude, latitude = np.radians(shapely.get_coordinates(geometry)).T
    east, north = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    mean = east.mean(), north.mean(), np.sin(latitude).mean()
    middle = (
        float(np.degrees(np.arctan2(mean[1], mean[0]))),
        float(np.degrees(np.arctan2(mean[2], np.hypot(mean[0], mean[1])))),
    )
    # The mean of the vertices starts it; the centroid found around that is taken as the next projection's centre.
    for _ in range(2):
        plane = equal_area(*middle)
        centre = shapely.transform(geometry, partial(project, plane)).centroid
        x, y = plane.transform(centre.x, centre.y, direction=TransformDirection.INVERSE)
        middle = (float(x), float(y))
    return middle


def project(plane: Transformer, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitudes and latitudes, shape (n, 2), on a plane."""
    return np.column_stack(plane.transform(points[:, 0], points[:, 1]))


@cache
def equal_area(longitude: float, latitude: float) -> Transformer:
    """Return Lambert's azimuthal equal-area projection around a point, from degrees to metres (Snyder 1987, ch. 24)."""
    target = f"+proj=laea +lon_0={longitude} +lat_0={latitude} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", target, always_xy=True)


def area_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area on WGS84, in square kilometres."""
    return abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]) / 1e6
