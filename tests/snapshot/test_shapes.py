"""Outlines are valid, as large as the known figures say, and share their borders after being simplified."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from pyproj import Geod

from statusquo.snapshot.scope import WINDOWS
from statusquo.snapshot.store import Snapshot

GEOD = Geod(ellps="WGS84")


def area_km2(shape: shapely.Geometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def shapes_of(table: pl.DataFrame) -> np.ndarray:
    return shapely.from_wkb(table["geometry"].to_numpy())


def shape_of(snapshot: Snapshot, table: str, code: str) -> shapely.Geometry:
    (content,) = snapshot.table(table).filter(pl.col("ne_id") == code)["geometry"]
    return shapely.from_wkb(content)


@pytest.mark.parametrize("table", ["countries", "areas", "provinces"])
def test_every_outline_is_a_valid_polygon(snapshot: Snapshot, table: str) -> None:
    shapes = shapes_of(snapshot.table(table))
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert set(shapely.get_type_id(shapes)) <= {
        shapely.GeometryType.POLYGON,
        shapely.GeometryType.MULTIPOLYGON,
    }
    west, south, east, north = shapely.total_bounds(shapes)
    assert west >= -180
    assert south >= -90
    assert east <= 180.0001
    assert north <= 90


@pytest.mark.parametrize("table", ["areas", "provinces"])
def test_coordinates_are_rounded(snapshot: Snapshot, table: str) -> None:
    coordinates = shapely.get_coordinates(shapes_of(snapshot.table(table)))
    off_grid = ~np.isclose(coordinates, np.round(coordinates, 4), atol=1e-9).all(axis=1)
    # Reefs and rocks smaller than the grid keep a finer one.
    assert off_grid.mean() < 0.001


def test_karabakh_as_natural_earth_draws_it(snapshot: Snapshot) -> None:
    """The area held before 2020: 11,927 km2 by geodesic area."""
    assert area_km2(shape_of(snapshot, "areas", "B38")) == pytest.approx(11_927, rel=0.005)


@pytest.mark.parametrize(
    ("code", "name", "inside_km2"),
    [
        ("AZE-1682", "Kəlbəcər", 2571),
        ("AZE-1735", "Laçın", 1764),
        ("AZE-1691", "Ağdam", 927),
        ("AZE-1699", "Cəbrayıl", 850),
        ("AZE-1740", "Zəngilan", 747),
        ("AZE-1736", "Qubadli", 741),
        ("AZE-1702", "Füzuli", 581),
    ],
)
def test_the_parts_of_seven_districts_inside_it(snapshot: Snapshot, code: str, name: str, inside_km2: int) -> None:
    row = snapshot.table("provinces").filter(pl.col("ne_id") == code).row(0, named=True)
    assert row["name"] == name
    inside = shapely.from_wkb(row["geometry"]).intersection(shape_of(snapshot, "areas", "B38"))
    assert area_km2(inside) == pytest.approx(inside_km2, rel=0.005)


def test_what_the_seven_districts_leave_is_smaller_than_the_oblast(snapshot: Snapshot) -> None:
    """3,746 km2 against the oblast's 4,388, 15 % less: Kalbajar and Agdam took parts of it after 1992."""
    districts = ["AZE-1682", "AZE-1735", "AZE-1691", "AZE-1699", "AZE-1740", "AZE-1736", "AZE-1702"]
    seven = shapely.union_all([shape_of(snapshot, "provinces", code) for code in districts])
    rest = shape_of(snapshot, "areas", "B38").difference(seven)
    assert area_km2(rest) == pytest.approx(3746, rel=0.005)


def test_all_of_azerbaijans_units_are_there_and_named_apart(snapshot: Snapshot) -> None:
    units = snapshot.table("provinces").filter(pl.col("country_ne") == "AZE")
    assert units.height == 78
    assert units["name"].is_unique().all()


def test_the_world_has_every_country_and_the_region_twelve(snapshot: Snapshot) -> None:
    counts = dict(snapshot.table("countries").group_by("scale").len().iter_rows())
    assert counts == {"world": 241, "region": 12}


def test_the_region_lies_in_its_window_and_fills_its_neighbours(snapshot: Snapshot) -> None:
    region = snapshot.table("countries").filter(pl.col("scale") == "region")
    shapes = shapes_of(region)
    assert (
        shapely.union_all([shapely.box(*window) for window in WINDOWS]).buffer(1e-9).contains(shapely.union_all(shapes))
    )
    by_code = dict(zip(region["ne_id"], shapes, strict=True))
    assert area_km2(by_code["ARM"]) == pytest.approx(29_743, rel=0.03)  # CIA World Factbook, total area
    assert area_km2(by_code["AZE"]) == pytest.approx(86_600, rel=0.03)
    assert area_km2(by_code["GEO"]) == pytest.approx(69_700, rel=0.03)


def test_simplified_neighbours_share_their_border(snapshot: Snapshot) -> None:
    world = snapshot.table("countries").filter(pl.col("scale") == "world")
    by_code = dict(zip(world["ne_id"], shapes_of(world), strict=True))
    for one, other in (("ARM", "AZE"), ("FRA", "DEU"), ("IND", "CHN"), ("SDN", "SDS"), ("USA", "CAN")):
        overlap = by_code[one].intersection(by_code[other])
        assert overlap.area < 1e-6, (one, other)
        assert overlap.length > 1, (one, other)


def test_simplifying_keeps_the_size_of_countries(snapshot: Snapshot) -> None:
    world = snapshot.table("countries").filter(pl.col("scale") == "world")
    by_code = dict(zip(world["ne_id"], shapes_of(world), strict=True))
    for code, total_km2 in (("TUR", 783_562), ("IRN", 1_648_195), ("IND", 3_287_263), ("LKA", 65_610)):
        assert area_km2(by_code[code]) == pytest.approx(total_km2, rel=0.06), code  # CIA World Factbook, total area


def test_countries_carry_the_number_of_the_state_that_exists_now(snapshot: Snapshot) -> None:
    world = snapshot.table("countries").filter(pl.col("scale") == "world")
    numbers = dict(world.select("ne_id", "gwno").iter_rows())
    expected = {
        "AZE": 373,
        "FRA": 220,
        "NOR": 385,
        "DEU": 260,
        "YEM": 678,
        "SRB": 340,
        "KOS": 347,
        "SDS": 626,
        "VNM": 816,
    }
    assert {code: numbers[code] for code in expected} == expected
    assert [numbers[code] for code in ("SAH", "CYN", "SOL", "PSX", "GRL")] == [None] * 5
    known = [number for number in numbers.values() if number is not None]
    assert len(known) == len(set(known))


def test_provinces_that_cross_themselves_in_the_file_are_mended_whole(snapshot: Snapshot) -> None:
    for code, total_km2 in (("RU.CN", 15_647), ("RU.DA", 50_270)):  # Rosstat; the outlines are coarse
        assert area_km2(shape_of(snapshot, "provinces", code)) == pytest.approx(total_km2, rel=0.06)


def test_western_sahara_is_two_areas(snapshot: Snapshot) -> None:
    parts = snapshot.table("areas").filter(pl.col("ne_id").is_in(["B19", "B28"]))
    assert parts["holder_ne"].to_list() == ["MAR", "SAH"]


def test_places_hold_the_region_and_the_worlds_capitals(snapshot: Snapshot) -> None:
    places = snapshot.table("places")
    capitals = places.filter("is_capital")
    assert capitals.height == 202
    assert {"Baku", "Yerevan", "Tbilisi", "Ankara", "Moscow", "Tehran"} <= set(capitals["name"])
    assert "Stepanakert" in set(places.filter(~pl.col("is_capital"))["name"])
    others = places.filter(~pl.col("is_capital")).select("longitude", "latitude")
    windows = shapely.union_all([shapely.box(*window) for window in WINDOWS])
    assert shapely.intersects_xy(windows, *others.to_numpy().T).all()
