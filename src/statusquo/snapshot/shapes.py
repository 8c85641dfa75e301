"""Outlines for maps, from Natural Earth: simplified far away, detailed around the bundled cases.

Coordinates are longitude and latitude (WGS84), rounded to a grid, as well-known binary. Three grades:

* The world's countries are simplified together, so that a border shared by two countries stays shared and no
  gap opens. The smallest are taken from the 1:10 million layer as they are: simplified, they lose up to nine tenths
  of their land (Maldives), and the 1:50 million layer lacks many of their islands.
* Countries around a case are cut to a window (`scope.toml`) and keep every vertex of the 1:10 million layer.
* Areas and provinces inside a window, and all provinces of the countries listed there, keep every vertex; elsewhere
  they are simplified one by one.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely
from pyproj import Geod

from statusquo.core.columns import checked
from statusquo.core.errors import UnknownNameError
from statusquo.core.states import StateCodes
from statusquo.snapshot.scope import CASE_PROVINCES, DETAILED_PROVINCES_OF, WINDOWS

FINE_GRID_DEGREES = 1e-4
"""About 10 metres: rounding far below the accuracy of a 1:10 million map."""

COARSE_GRID_DEGREES = 1e-2
"""About 1 km: for maps of a whole continent."""

WORLD_TOLERANCE_DEGREES = 0.05

SMALL_STATE_KM2 = 12_000
"""Below this a state keeps every vertex and island of the 1:10 million layer."""

OUTSIDE_TOLERANCE_DEGREES = 0.005

GW_WITHOUT_ISO = {"KOS": 347}
"""Natural Earth codes of Gleditsch-Ward states that ISO does not list."""

_DETAILED = shapely.union_all([shapely.box(*window) for window in WINDOWS])

CAPITALS = ("Admin-0 capital",)

Shapes = npt.NDArray[np.object_]
"""Geometries, one per row of a frame."""


def countries(outlines: pl.DataFrame, states: StateCodes) -> pl.DataFrame:
    """Return table ``countries``: all of them simplified, and those in a window in detail.

    Args:
        outlines: from `sources.natural_earth.read_countries`.
        states: the conversions of state codes.
    """
    world = outlines.filter(pl.col("scale") == "50m")
    simple = shapely.coverage_simplify(_shapes(world), WORLD_TOLERANCE_DEGREES)
    near = outlines.filter(pl.col("scale") == "10m")
    cut = shapely.intersection(_shapes(near), _DETAILED)
    coarse = _with_small_states(world, _snapped(simple, COARSE_GRID_DEGREES, keep=_shapes(world)), near)
    frame = pl.concat(
        [
            _with_shapes(world, coarse, scale="world"),
            _with_shapes(near, _snapped(cut, FINE_GRID_DEGREES), scale="region"),
        ]
    )
    numbers = [_gwno(iso3, code, states) for iso3, code in frame.select("iso3", "ne_id").iter_rows()]
    frame = frame.with_columns(gwno=pl.Series(numbers, dtype=pl.Int32)).drop("iso3")
    return checked(frame.sort("ne_id", "scale"), "countries")


def _with_small_states(world: pl.DataFrame, coarse: Shapes, detailed: pl.DataFrame) -> Shapes:
    """Return the world's shapes with those of the smallest states in detail."""
    fine = dict(zip(detailed["ne_id"], _snapped(_shapes(detailed), FINE_GRID_DEGREES), strict=True))
    ellipsoid = Geod(ellps="WGS84")
    drawn = coarse.copy()
    for place, (code, whole) in enumerate(zip(world["ne_id"], _shapes(world), strict=True)):
        area = abs(ellipsoid.geometry_area_perimeter(shapely.orient_polygons(whole))[0]) / 1e6
        if area < SMALL_STATE_KM2 and code in fine:
            drawn[place] = fine[code]
    return drawn


def areas(outlines: pl.DataFrame) -> pl.DataFrame:
    """Return table ``areas``, simplified outside the windows."""
    shapes = _shapes(outlines)
    inside = shapely.intersects(shapes, _DETAILED)
    return checked(_with_shapes(outlines, _thinned(shapes, inside)).drop("note").sort("ne_id"), "areas")


def provinces(outlines: pl.DataFrame, linked: Collection[str]) -> pl.DataFrame:
    """Return table ``provinces``: some countries' in detail, and those that a dispute or a case names, simplified.

    Args:
        outlines: from `sources.natural_earth.read_provinces`.
        linked: codes of the provinces that `dispute_places` names.
    """
    detailed = pl.col("country_ne").is_in(DETAILED_PROVINCES_OF)
    chosen = outlines.filter(detailed | pl.col("ne_id").is_in(sorted({*linked, *CASE_PROVINCES})))
    shapes = _thinned(_shapes(chosen), chosen.select(detailed).to_series().to_numpy())
    return checked(_with_shapes(chosen, shapes).drop("kind", "region").sort("ne_id"), "provinces")


def places(points: pl.DataFrame) -> pl.DataFrame:
    """Return table ``places``: every place in a window, and the national capitals everywhere."""
    near = pl.any_horizontal(
        pl.col("longitude").is_between(west, east) & pl.col("latitude").is_between(south, north)
        for west, south, east, north in WINDOWS
    )
    capital = pl.col("kind").is_in(CAPITALS)
    chosen = points.filter(near | capital).with_columns(is_capital=capital).drop("kind")
    return checked(chosen.sort("country_ne", "name", "longitude", "latitude"), "places")


def _shapes(frame: pl.DataFrame) -> Shapes:
    """Return the outlines, mended where the file's own cross themselves (Russia's provinces do)."""
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    mended: Shapes = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    return mended


def _thinned(shapes: Shapes, keep_detail: npt.NDArray[np.bool_]) -> Shapes:
    simple = shapely.simplify(shapes, OUTSIDE_TOLERANCE_DEGREES, preserve_topology=True)
    return _snapped(np.where(keep_detail, shapes, simple), FINE_GRID_DEGREES, keep=shapes)


def _snapped(shapes: Shapes, grid: float, *, keep: Shapes | None = None) -> Shapes:
    """Round to the grid, keeping polygons only; a shape that the grid would swallow gets a finer one."""
    snapped = _polygons(shapely.normalize(shapely.set_precision(shapes, grid)))
    if keep is not None:
        lost = shapely.is_empty(snapped)
        snapped[lost] = _polygons(shapely.normalize(shapely.set_precision(keep[lost], FINE_GRID_DEGREES / 10)))
    return snapped


def _polygons(shapes: Shapes) -> Shapes:
    """Drop the points and lines that cutting and rounding leave beside polygons."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    kept = np.full(len(shapes), None, dtype=object)
    for owner in range(len(shapes)):
        own = parts[(owners == owner) & is_polygon]
        kept[owner] = own[0] if len(own) == 1 else shapely.MultiPolygon(list(own))
    return kept


def _with_shapes(frame: pl.DataFrame, shapes: Shapes, **columns: str) -> pl.DataFrame:
    content = pl.Series("geometry", shapely.to_wkb(shapes, byte_order=1).tolist(), dtype=pl.Binary)
    there = pl.Series(~shapely.is_empty(shapes))
    return frame.with_columns(content, **{name: pl.lit(value) for name, value in columns.items()}).filter(there)


def _gwno(iso3: str | None, code: str, states: StateCodes) -> int | None:
    if code in GW_WITHOUT_ISO:
        return GW_WITHOUT_ISO[code]
    try:
        return states.gw_of_iso3(iso3 or code)
    except UnknownNameError:
        return None
