"""Outlines as points on the unit sphere: short pieces with geodesic lengths, and nearest distances between outlines.

Points on the sphere have no date line, no poles and no projection, so that a shape may lie anywhere. Lengths are
geodesic on WGS84 (Karney 2013, through PROJ). Which point is nearest is decided on the sphere of mean radius, where the
distance is at most 0.6 % off; the distance of a pair that is reported is geodesic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from statusquo.structure.shapes import WGS84

MEAN_RADIUS_KM = 6371.0088
"""Mean radius of the earth (Moritz 2000, Geodetic Reference System 1980)."""

_MERIDIAN_DEGREES = 1e-6

Points = NDArray[np.float64]
"""Positions as unit vectors, one per row."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """An outline cut into short pieces.

    Attributes:
        middle: the middle of each piece, as unit vectors, shape (n, 3).
        length_km: geodesic length of each piece, shape (n,).
    """

    middle: Points
    length_km: NDArray[np.float64]

    @property
    def total_km(self) -> float:
        """Length of the whole outline, km."""
        return float(self.length_km.sum())


def cut(geometry: BaseGeometry, spacing_km: float) -> Pieces:
    """Cut the outline of an area (or a line itself) into pieces no longer than the spacing.

    Where a map cuts a shape in two along the 180th meridian, the cut is no part of its outline.

    Args:
        geometry: in degrees; polygons give their outer and inner rings.
        spacing_km: longest piece, km.
    """
    line = geometry.boundary if geometry.area > 0 else geometry
    coordinates, owner = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    vectors = unit_vectors(coordinates)
    east, west = (np.abs(coordinates[:, 0] - end) < _MERIDIAN_DEGREES for end in (180.0, -180.0))
    joined = owner[1:] == owner[:-1]
    if east.any() and west.any():
        at_180 = east | west
        joined &= ~(at_180[1:] & at_180[:-1])
    start, end = vectors[:-1][joined], vectors[1:][joined]
    n_pieces = np.maximum(np.ceil(_arc_km(np.linalg.norm(end - start, axis=1)) / spacing_km), 1).astype(np.int64)
    segment = np.repeat(np.arange(len(n_pieces)), n_pieces)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    ends = [_between(start[segment], end[segment], (step + shift) / n_pieces[segment]) for shift in (0, 1)]
    return Pieces(_between(ends[0], ends[1], np.full(len(segment), 0.5)), _geodesic_km(*ends))


def unit_vectors(coordinates: NDArray[np.float64]) -> Points:
    """Return longitudes and latitudes (degrees, shape (n, 2)) as unit vectors."""
    longitude, latitude = np.radians(coordinates).T
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )


def degrees(vectors: Points) -> NDArray[np.float64]:
    """Return unit vectors as longitudes and latitudes in degrees, shape (n, 2)."""
    x, y, z = vectors.T
    angles: NDArray[np.float64] = np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))]))
    return angles


def gap_km(points: Points, others: Points) -> float:
    """Return the geodesic distance of the nearest pair of two outlines, km; infinite where there is none."""
    far, which = _nearest(points, others)
    if not np.isfinite(far).any():
        return float("inf")
    nearest = int(np.argmin(far))
    return float(_geodesic_km(points[[nearest]], others[which[[nearest]]])[0])


def joined(outlines: Sequence[Pieces]) -> Pieces:
    """Return several outlines as one."""
    return Pieces(
        np.concatenate([outline.middle for outline in outlines]),
        np.concatenate([outline.length_km for outline in outlines]),
    )


def distances_km(points: Points, others: Points) -> NDArray[np.float64]:
    """Return the distance of each point to the nearest of the others, km; infinite where there are none."""
    return _nearest(points, others)[0]


def _nearest(points: Points, others: Points) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    if not len(others):
        return np.full(len(points), np.inf), np.zeros(len(points), dtype=np.int64)
    # By the triangle inequality no point's nearest lies farther from the middle than `reach`: the world's rest need
    # not be searched. On the unit sphere the squared distance to the middle falls with the product with it.
    middle = points.mean(axis=0)
    product = others @ middle
    square = 1 + middle @ middle
    reach = np.sqrt(max(square - 2 * product.max(), 0.0)) + 2 * np.linalg.norm(points - middle, axis=1).max()
    near = np.flatnonzero(product >= (square - (reach + 1e-6) ** 2) / 2)
    chord, which = cKDTree(others[near], balanced_tree=False, compact_nodes=False).query(points)
    return _arc_km(chord), near[which]


def _arc_km(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    arc: NDArray[np.float64] = 2 * MEAN_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))
    return arc


def _between(start: Points, end: Points, share: NDArray[np.float64]) -> Points:
    # The chord's point, pushed out to the sphere: for pieces of a few kilometres the same as the great circle's.
    inside = start + (end - start) * share[:, None]
    points: Points = inside / np.linalg.norm(inside, axis=1, keepdims=True)
    return points


def _geodesic_km(start: Points, end: Points) -> NDArray[np.float64]:
    (lon_a, lat_a), (lon_b, lat_b) = degrees(start).T, degrees(end).T
    metres: NDArray[np.float64] = np.asarray(WGS84.inv(lon_a, lat_a, lon_b, lat_b)[2])
    return metres / 1000.0
