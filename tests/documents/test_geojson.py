"""GeoJSON that people bring: areas by RFC 7946, and whatever else a file may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from statusquo.core.errors import CaseError, Problem
from statusquo.documents.geojson import MAX_BYTES, MAX_POSITIONS, area_in

BOX = [[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]
HOLE = [[0.5, 0.2], [0.5, 0.4], [1, 0.4], [1, 0.2], [0.5, 0.2]]
NEXT = [[[x + 2, y] for x, y in BOX]]
OVER_THE_MERIDIAN = [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]
MOST_OF_THE_EARTH = [[-170, -80], [0, -80], [170, -80], [170, 80], [0, 80], [-170, 80], [-170, -80]]


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


POLYGON = polygon(BOX)


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "box"}, "geometry": geometry}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def written(folder: Path, data: Any) -> Path:
    path = folder / "shape.geojson"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def problem_of(folder: Path, data: Any) -> Problem:
    path = written(folder, data)
    with pytest.raises(CaseError) as caught:
        area_in(path, error=CaseError)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert caught.value.exit_code == 2
    return problem


@pytest.mark.parametrize(
    ("data", "area"),
    [
        (POLYGON, 2.0),
        ({"type": "Polygon", "coordinates": [BOX, HOLE]}, 1.9),
        ({"type": "Polygon", "coordinates": [BOX[::-1]]}, 2.0),
        ({"type": "Polygon", "coordinates": [[[x, y, 250.0] for x, y in BOX]]}, 2.0),
        ({"type": "MultiPolygon", "coordinates": [[BOX], NEXT]}, 4.0),
        (feature(POLYGON), 2.0),
        (collection(feature(POLYGON), feature({"type": "Polygon", "coordinates": NEXT})), 4.0),
        (collection(feature(POLYGON), feature(POLYGON)), 2.0),
        (collection(POLYGON), 2.0),
        ({**POLYGON, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, 2.0),
        ("\ufeff" + json.dumps(POLYGON), 2.0),
    ],
)
def test_the_polygons_of_a_file_are_one_area(tmp_path: Path, data: Any, area: float) -> None:
    assert area_in(written(tmp_path, data), error=CaseError).area == pytest.approx(area)


def test_what_lies_on_both_sides_of_the_180th_meridian_is_cut_there(tmp_path: Path) -> None:
    west, east = ([[x + shift, y] for x, y in BOX] for shift in (178, -180))
    data = {"type": "MultiPolygon", "coordinates": [[west], [east]]}
    assert area_in(written(tmp_path, data), error=CaseError).area == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("data", "field", "what"),
    [
        ([], None, "this is no object of GeoJSON"),
        ("3", None, "this is no object of GeoJSON"),
        ({}, "type", "this kind of object is no area"),
        ({"type": "Point", "coordinates": [0, 0]}, "type", "this kind of object is no area"),
        (feature({"type": "LineString", "coordinates": BOX}), "geometry.type", "this kind of object is no area"),
        (feature(None), "geometry", "this is no object of GeoJSON"),
        (feature(feature(POLYGON)), "geometry.type", "this kind of object is no area"),
        (collection(), "features", "there is nothing here"),
        (collection(collection(feature(POLYGON))), "features[0].type", "this kind of object is no area"),
        ({"type": "Polygon"}, "coordinates", "a polygon has no ring"),
        (polygon(BOX[:3]), "coordinates[0]", "a ring is too short"),
        (polygon(BOX[:4]), "coordinates[0]", "a ring is not closed"),
        (polygon(["x"] * 5), "coordinates[0][0]", "this is no position"),
        (polygon([[True, 0], *BOX[1:]]), "coordinates[0][0]", "this is no position"),
        (polygon([*BOX[:2], [2, 91], *BOX[3:]]), "coordinates[0][2]", "this position is not on the Earth"),
        (json.dumps(POLYGON).replace("[2, 0]", "[1e999, 0]"), "coordinates[0][1]", "this position is not on the Earth"),
        (polygon(OVER_THE_MERIDIAN), "coordinates[0][1]", "a ring crosses the 180th meridian"),
        (polygon([[0, 0], [2, 1], [2, 0], [0, 1], [0, 0]]), "coordinates", "the polygon is not valid"),
        (polygon([[0, 0], [1, 0], [2, 0], [0, 0]]), "coordinates", "the polygon is not valid"),
        (polygon(MOST_OF_THE_EARTH), None, "the area is larger than any state"),
        ({**POLYGON, "crs": {"name": "EPSG:3857"}}, "crs", "the coordinates are in another system"),
    ],
)
def test_what_is_no_area_on_the_earth_is_refused_with_its_field(
    tmp_path: Path, data: Any, field: str | None, what: str
) -> None:
    problem = problem_of(tmp_path, data)
    assert (problem.field, problem.what) == (field, what)
    assert problem.allowed


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, '{"type": "Polygon",\n "coordinates": [[[0, 0],, [2, 0]]]}')
    assert (problem.line, problem.what) == (2, "the file is not valid JSON: Expecting value")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is not valid JSON: Expecting value"),
        ("[" * 100_000, "the file is nested too deeply"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 0]]]}', "a number is none"),
        (f'{{"type": "Polygon", "coordinates": [[[{"1" * 5000}, 0]]]}}', "a number has too many digits"),
        (" " * (MAX_BYTES + 1), "the file is too large"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert problem_of(tmp_path, text).what == what


def test_an_outline_of_more_positions_than_a_page_can_draw_is_refused(tmp_path: Path) -> None:
    steps = [[x / MAX_POSITIONS, 0] for x in range(MAX_POSITIONS)]
    data = {"type": "Polygon", "coordinates": [[*steps, [1, 1], [0, 0]]]}
    problem = problem_of(tmp_path, data)
    assert (problem.what, problem.field) == ("the outline has too many positions", None)


def test_no_more_faults_are_told_than_one_reads(tmp_path: Path) -> None:
    path = written(tmp_path, collection(*[feature(None)] * 1000))
    with pytest.raises(CaseError) as caught:
        area_in(path, error=CaseError)
    assert len(caught.value.problems) == 20


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        area_in(tmp_path / "none.geojson", error=CaseError)
