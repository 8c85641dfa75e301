"""What lies beyond a boundary does not depend on where on the sphere, how large or how turned the territory is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from statusquo.structure.boundary import shared_km, sides_of
from statusquo.structure.shapes import WGS84
from statusquo.structure.sphere import Pieces, Points, cut, gap_km, unit_vectors

NOWHERE: Points = np.empty((0, 3))

angles = st.floats(-180, 180, allow_nan=False)


def corner_province(size: float = 1.0) -> tuple[Pieces, Points, Points]:
    """A square province of a square state: its south side is the coast, its west side another state's border."""
    province = shapely.box(0, 0, size, size)
    coast = shapely.LineString([(0, 0), (3 * size, 0)])
    foreign = shapely.LineString([(0, 0), (0, 3 * size)])
    return cut(province, size), cut(foreign, size).middle, cut(coast, size).middle


@given(st.floats(-179, 179), st.floats(-70, 70), st.floats(0.02, 0.5))
def test_an_enclave_scores_one(longitude: float, latitude: float, radius: float) -> None:
    centre = shapely.Point(longitude, latitude)
    territory, parent = cut(centre.buffer(radius), 1.0), cut(centre.buffer(radius + 0.5), 1.0)
    assert sides_of(territory, NOWHERE, parent.middle, (1.0,))[0].enclave_index == 1
    assert sides_of(territory, parent.middle, NOWHERE, (1.0,))[0].enclave_index == 1


@given(st.floats(-179, 179), st.floats(-70, 70), st.floats(0.02, 0.5))
def test_an_island_scores_zero(longitude: float, latitude: float, radius: float) -> None:
    island = cut(shapely.Point(longitude, latitude).buffer(radius), 1.0)
    sides = sides_of(island, NOWHERE, island.middle, (1.0,))[0]
    assert sides.enclave_index == 0
    assert sides.sea_km == pytest.approx(island.total_km)


def test_the_index_of_a_square_province_is_that_worked_by_hand() -> None:
    """One degree square at the equator, on WGS84 (a = 6378.137 km, e2 = 0.00669438).

    South side (coast) a pi/180 = 111.320 km; west (foreign) and east a (1 - e2) pi/180 = 110.574; north, the south side
    times cos 1 degree and a little for the flattening, 111.303. Inside the parent lie the east and north sides, less
    the kilometre of each that is within the tolerance of a corner: (110.574 - 1 + 111.303 - 1) / 443.771 = 0.4955.
    """
    province, foreign, coast = corner_province()
    sides = sides_of(province, foreign, coast, (1.0,))[0]
    assert sides.total_km == pytest.approx(443.771, abs=0.01)
    assert sides.enclave_index == pytest.approx(0.4955, abs=0.002)
    assert sides.sea_km == pytest.approx(111.32, abs=2.1)
    assert sides.foreign_km == pytest.approx(110.574, abs=2.1)


@given(angles, angles, angles)
def test_turning_the_sphere_changes_no_index(yaw: float, pitch: float, roll: float) -> None:
    """Lengths are kept: a turned piece is up to 0.7 % longer on the ellipsoid, a share of lengths hardly changes."""
    province, foreign, coast = corner_province()
    turn = Rotation.from_euler("zyx", [yaw, pitch, roll], degrees=True)
    turned = Pieces(turn.apply(province.middle), province.length_km)
    before, after = (
        sides_of(piece, border, shore, (1.0,))[0].enclave_index
        for piece, border, shore in (
            (province, foreign, coast),
            (turned, turn.apply(foreign), turn.apply(coast)),
        )
    )
    # A piece exactly at the tolerance may fall on the other side by rounding.
    assert after == pytest.approx(before, abs=2 * province.length_km.max() / province.total_km)


@given(st.floats(-180, 180))
def test_moving_along_the_parallel_changes_no_index(longitude: float) -> None:
    """Across the date line too."""
    square = shapely.box(longitude, 40, longitude + 1, 41)
    coast = shapely.LineString([(longitude, 40), (longitude + 1, 40)])
    index = sides_of(cut(square, 0.5), NOWHERE, cut(coast, 0.5).middle, (1.0,))[0].enclave_index
    still = sides_of(
        cut(shapely.box(0, 40, 1, 41), 0.5), NOWHERE, cut(shapely.LineString([(0, 40), (1, 40)]), 0.5).middle, (1.0,)
    )[0].enclave_index
    assert index == pytest.approx(still, abs=0.005)


@given(st.floats(0.05, 1.0))
def test_scale_changes_no_index(size: float) -> None:
    """With the tolerance scaled along; for squares up to a degree, where the sphere is flat to a thousandth."""
    province, foreign, coast = corner_province(size)
    index = sides_of(province, foreign, coast, (size,))[0].enclave_index
    assert index == pytest.approx(0.4955, abs=0.005)


@given(st.floats(0.1, 2.0), st.floats(-60, 60), st.floats(0.5, 5.0))
def test_two_areas_share_the_same_boundary_whoever_is_asked(width: float, latitude: float, tolerance: float) -> None:
    west = cut(shapely.box(0, latitude, 1, latitude + 1), 0.5)
    east = cut(shapely.box(1, latitude, 1 + width, latitude + 0.7), 0.5)
    assert shared_km(west, east, (tolerance,)) == pytest.approx(shared_km(east, west, (tolerance,)), rel=1e-12)
    assert shared_km(west, east, (tolerance,))[0] == pytest.approx(0.7 * 111, abs=4 * tolerance + 2)


def test_neighbours_that_do_not_touch_share_nothing_and_stand_their_geodesic_distance_apart() -> None:
    one, other = cut(shapely.box(0, 0, 1, 1), 0.5), cut(shapely.box(1.5, 0, 2, 1), 0.5)
    assert shared_km(one, other, (10.0,)) == (0.0,)
    # At the north side, where the meridians stand closest.
    expected = WGS84.inv(1, 1, 1.5, 1)[2] / 1000
    assert gap_km(one.middle, other.middle) == pytest.approx(expected, abs=0.05)


@given(st.floats(-179, 179), st.floats(-80, 80))
def test_the_nearest_pair_is_the_one_an_exhaustive_search_finds(longitude: float, latitude: float) -> None:
    here = cut(shapely.Point(longitude, latitude).buffer(0.5), 20.0)
    far = unit_vectors(
        np.array([[lon, lat] for lon in range(-180, 180, 30) for lat in range(-75, 90, 15)], dtype=float)
    )
    chord = np.linalg.norm(here.middle[:, None, :] - far[None, :, :], axis=2).min()
    assert gap_km(here.middle, far) == pytest.approx(2 * 6371.0088 * np.arcsin(chord / 2), rel=0.006, abs=0.1)


def test_a_ring_is_as_long_as_its_geodesic_perimeter() -> None:
    shape = shapely.box(44, 39, 47, 41).difference(shapely.box(45, 39.5, 46, 40.5))
    _, perimeter = WGS84.geometry_area_perimeter(shape.exterior)
    _, hole = WGS84.geometry_area_perimeter(shape.interiors[0])
    assert cut(shape, 0.5).total_km == pytest.approx((perimeter + hole) / 1000, rel=1e-4)
