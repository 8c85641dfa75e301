"""Reads the area in a GeoJSON file that nobody vouches for (RFC 7946), within limits of size and number.

Taken are Polygon, MultiPolygon, Feature and FeatureCollection, in degrees on WGS84, longitude first; heights, names and
other properties are passed over. What an area cannot be is refused, not mended: rings that cross, and polygons over the
180th meridian, which the standard has cut in two there (section 3.1.9).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text
from statusquo.documents.faults import Fault, FieldPath, cut, field_text, show

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAX_BYTES = 5_000_000
MAX_POSITIONS = 20_000
_LARGEST_KM2 = 20e6
"""More than any state has."""

_MOST_TOLD = 20
_ALLOWED = "Polygon, MultiPolygon, Feature, FeatureCollection"
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
"""What older programs call the one system that GeoJSON has."""

_LEAST_RING = 4

_Ring = list[tuple[float, float]]


def area_in(path: Path, *, error: type[InputError]) -> BaseGeometry:
    """Return the union of all polygons in a GeoJSON file, in degrees.

    Args:
        path: the file.
        error: the class of the error to raise.

    Raises:
        InputError: of the class given, when the file cannot be read, is too large, no JSON, or no area on the Earth;
            each fault by its field.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from statusquo.core.errors import CaseError
        >>> ring = "[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]"
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "box.geojson")
        ...     _ = path.write_text(f'{{"type": "Polygon", "coordinates": [{ring}]}}')
        ...     area_in(path, error=CaseError).bounds
        (0.0, 0.0, 2.0, 1.0)
    """
    data = _parsed(read_text(path, limit_bytes=MAX_BYTES, error=error), str(path), error)
    reading = _Reading()
    reading.take((), data)
    if not reading.faults:
        area, faults = _joined(reading.polygons)
        if area is not None and not faults:
            return area
        reading.faults.extend(faults)
    problems = [
        Problem(fault.what, str(path), None, field_text(fault.path) or None, fault.found, fault.allowed)
        for fault in reading.faults[:_MOST_TOLD]
    ]
    raise error(problems)


def _parsed(text: str, file: str, error: type[InputError]) -> Any:
    def refuse(constant: str) -> NoReturn:
        raise error(Problem("a number is none", file, None, None, constant, "finite numbers"))

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as cause:
        raise error(
            Problem(f"the file is not valid JSON: {cause.msg}", file, cause.lineno, allowed="GeoJSON")
        ) from None
    except RecursionError:
        raise error(Problem("the file is nested too deeply", file, allowed="GeoJSON")) from None
    except ValueError:  # Python's one other: a whole number of thousands of digits
        raise error(Problem("a number has too many digits", file, allowed="degrees")) from None


class _Reading:
    """The polygons found in a document, each as its rings with its place, and what is wrong with it."""

    def __init__(self) -> None:
        self.polygons: list[tuple[FieldPath, list[_Ring]]] = []
        self.faults: list[Fault] = []
        self._n_positions = 0
        self._is_full = False

    def take(self, path: FieldPath, node: Any, *, inner: tuple[str, ...] = ("FeatureCollection", "Feature")) -> None:
        """Take an object of GeoJSON: a geometry, or one of the kinds that may stand here."""
        if not isinstance(node, dict):
            self._refuse(path, "this is no object of GeoJSON", show(node), _ALLOWED)
            return
        crs = json.dumps(node.get("crs"))
        if crs != "null" and not any(name in crs for name in _WGS84):
            allowed = "longitude and latitude on WGS84 (RFC 7946); transform the file first"
            self._refuse((*path, "crs"), "the coordinates are in another system", cut(crs), allowed)
        kind = node.get("type")
        if kind == "FeatureCollection" and kind in inner:
            for place, feature in self._list(path, node, "features"):
                self.take(place, feature, inner=("Feature",))
        elif kind == "Feature" and kind in inner:
            self.take((*path, "geometry"), node.get("geometry"), inner=())
        elif kind == "Polygon":
            self._take_polygon((*path, "coordinates"), node.get("coordinates"))
        elif kind == "MultiPolygon":
            for place, polygon in self._list(path, node, "coordinates"):
                self._take_polygon(place, polygon)
        else:
            allowed = _ALLOWED if inner else "Polygon, MultiPolygon"
            self._refuse((*path, "type"), "this kind of object is no area", show(kind), allowed)

    def _list(self, path: FieldPath, node: dict[str, Any], key: str) -> Iterator[tuple[FieldPath, Any]]:
        values = node.get(key)
        if not isinstance(values, list) or not values:
            self._refuse((*path, key), "there is nothing here", show(values), "an array of one or more")
            return
        for position, value in enumerate(values):
            yield (*path, key, position), value

    def _take_polygon(self, path: FieldPath, node: Any) -> None:
        if not isinstance(node, list) or not node:
            self._refuse(path, "a polygon has no ring", show(node), "an array of rings")
            return
        found = [fault for position, ring in enumerate(node) if (fault := _fault_of_ring((*path, position), ring))]
        self.faults.extend(found)
        if found or self._is_full:
            return
        self._n_positions += sum(map(len, node))
        if self._n_positions > MAX_POSITIONS:
            self._is_full = True
            found_in, allowed = f"over {MAX_POSITIONS:,}", f"at most {MAX_POSITIONS:,}; simplify it"
            self._refuse((), "the outline has too many positions", found_in, allowed)
            return
        self.polygons.append((path, [[(float(point[0]), float(point[1])) for point in ring] for ring in node]))

    def _refuse(self, path: FieldPath, what: str, found: str | None, allowed: str) -> None:
        self.faults.append(Fault(path, what, found, allowed))


def _fault_of_ring(path: FieldPath, node: Any) -> Fault | None:
    """Return the first thing that is wrong with a ring, None where nothing is."""
    if not isinstance(node, list) or len(node) < _LEAST_RING:
        return Fault(path, "a ring is too short", show(node), "four positions or more, the last the first")
    for position, point in enumerate(node):
        place = (*path, position)
        if not isinstance(point, list) or len(point) < 2 or not all(map(_is_number, point[:2])):
            return Fault(place, "this is no position", show(point), "[longitude, latitude]")
        longitude, latitude = point[:2]
        if not -180 <= longitude <= 180 or not -90 <= latitude <= 90:
            allowed = "longitude from -180 to 180, then latitude from -90 to 90, in degrees"
            return Fault(place, "this position is not on the Earth", cut(f"[{longitude}, {latitude}]"), allowed)
        if position and abs(longitude - node[position - 1][0]) > 180:
            allowed = "two polygons cut along it (RFC 7946, section 3.1.9)"
            return Fault(place, "a ring crosses the 180th meridian", cut(f"[{longitude}, {latitude}]"), allowed)
    if node[0][:2] != node[-1][:2]:
        return Fault(path, "a ring is not closed", f"{node[-1][:2]} at its end", f"{node[0][:2]}, where it begins")
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _joined(polygons: list[tuple[FieldPath, list[_Ring]]]) -> tuple[BaseGeometry | None, list[Fault]]:
    """Return the union of polygons, and what is wrong with them as areas."""
    # Only who brings a shape waits for these.
    import shapely
    from pyproj import Geod

    faults, parts = [], []
    for path, (shell, *holes) in polygons:
        part = shapely.Polygon(shell, holes)
        if not part.is_valid or part.area == 0:
            found = shapely.is_valid_reason(part) if not part.is_valid else "no area"
            faults.append(
                Fault(path, "the polygon is not valid", found, "rings that cross neither one another nor themselves")
            )
        parts.append(part)
    if faults:
        return None, faults
    area = shapely.union_all(parts)
    extent = abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(area))[0]) / 1e6
    if extent > _LARGEST_KM2:
        found, allowed = f"{extent:,.0f} km2", f"at most {_LARGEST_KM2:,.0f} km2"
        faults.append(Fault((), "the area is larger than any state", found, allowed))
    return area, faults
