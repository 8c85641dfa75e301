"""Shapes on paper keep what the map promises: areas, distances over a few hundred kilometres, hatching inside."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from statusquo.cases.model import Case
from statusquo.dossier.geography import Frame, features, frame_around, hatch
from statusquo.dossier.territory_map import both_names
from statusquo.snapshot.store import open_snapshot
from statusquo.structure.shapes import area_km2, shape_of


@given(st.floats(-170, 170), st.floats(-75, 75))
def test_the_projection_keeps_areas(longitude: float, latitude: float) -> None:
    """Lambert's azimuthal projection is equal-area (Snyder 1987, p. 182); WGS84's ellipsoid is kept by PROJ."""
    square = shapely.segmentize(shapely.box(longitude - 0.5, latitude - 0.5, longitude + 0.5, latitude + 0.5), 0.02)
    frame = frame_around(square, margin=0.3, aspect=1.3)
    assert frame.project(square).area == pytest.approx(area_km2(square), rel=2e-3)


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(0.8, 2.0))
def test_a_frame_shows_its_territory_whole(longitude: float, latitude: float, aspect: float) -> None:
    shape = shapely.box(longitude - 1, latitude - 1, longitude + 1, latitude + 1)
    frame = frame_around(shape, margin=0.2, aspect=aspect)
    left, bottom, right, top = frame.project(shape).bounds
    assert max(-left, right) < frame.half_width_km
    assert max(-bottom, top) < frame.half_height_km
    assert frame.aspect == pytest.approx(aspect)


def test_a_point_at_the_centre_projects_to_the_origin() -> None:
    assert Frame(46.7, 39.8, 100, 80).point(46.7, 39.8) == pytest.approx((0, 0), abs=1e-9)


def test_hatching_stays_inside_and_covers_the_shape() -> None:
    disc = shapely.Point(3, -7).buffer(40)
    lines = hatch(disc, 4.0)
    assert disc.buffer(1e-6).contains(lines)
    # Lines 4 km apart have about one kilometre of line to every 4 square kilometres.
    assert lines.length == pytest.approx(disc.area / 4, rel=0.05)


def test_features_leave_empty_shapes_out() -> None:
    assert features([(shapely.Polygon(), {})], finest_km=1.0) == []


def test_an_outline_is_told_no_finer_than_asked() -> None:
    wavy = shapely.LineString([(x, 0.04 * (x % 2)) for x in range(100)])
    (told,) = features([(wavy, {})], finest_km=0.1)
    assert told["geometry"]["coordinates"] == [[0.0, 0.0], [99.0, 0.0]]
    found = features([(shapely.box(0.04, 0, 1.26, 1), {"name": "a"})], finest_km=0.1)
    assert found[0]["geometry"]["type"] == "Polygon"
    assert found[0]["properties"] == {"name": "a"}


def test_both_sides_names_of_a_town_stand_in_alphabetical_order(karabakh: Case) -> None:
    names = {place.id: both_names(karabakh, place) for place in karabakh.territory.place}
    assert names["stepanakert"] == "Khankendi / Stepanakert"
    assert names["shusha"] == "Shusha / Shushi"


def test_a_map_shows_both_sides_of_the_180th_meridian() -> None:
    """Fiji's islands lie on both: drawn, they cover what they cover on the earth."""
    fiji = shape_of(open_snapshot(), "countries:FJI")
    west, _, east, _ = fiji.bounds
    assert (west, east) == (-180, 180)
    frame = frame_around(fiji, margin=0.1, aspect=1.5)
    assert frame.half_width_km < 1000
    assert frame.project(fiji).area == pytest.approx(area_km2(fiji), rel=0.01)
