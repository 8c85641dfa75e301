"""The map of all open disputes: one symbol each, larger and fuller with the risk of war, none over another.

The projection is Equal Earth (Šavrič, Patterson and Jenny 2019, International Journal of Geographical Information
Science 33(3)), whose areas compare over the whole world, centred on what is shown. Symbols stand at the centroid of
their territory, or at that of the state where no outline is at hand, and are pushed apart where they would meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from statusquo.core.successions import state_in
from statusquo.core.wording import significant
from statusquo.dossier.geography import Frame
from statusquo.dossier.maps import AT, PHONE_PX, MapDrawing, Name
from statusquo.dossier.marks import dots, tips
from statusquo.dossier.parts import Figure
from statusquo.risk.ranking import Ranked
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import middle_of, shape_of

CLASSES: tuple[tuple[float, str, float, float], ...] = (
    (0.0, "under 0.1 %", 3.2, 0.0),
    (0.001, "0.1 to 0.3 %", 4.2, 0.22),
    (0.003, "0.3 to 1 %", 5.4, 0.45),
    (0.01, "1 to 3 %", 7.2, 0.7),
    (0.03, "3 % and more", 9.6, 1.0),
)
"""Classes of the risk of war: from, in words, radius in pixels on a wide page, how full."""

N_NAMED = 28
"""So many of the likeliest wars get a name on the map, where there is room."""

_WIDE_PX = 820
"""From this width on, which the page's column has on a desk, symbols are large and more of them are named."""

_IS_NARROW = f"width < {_WIDE_PX}"
_PHONE_SCALE = 0.56
_SIDE = 0.88
"""Side of a square as a share of the diameter of the circle of about the same area."""

_GAP_PX = 1.2
_SIMPLER_KM = 18.0
_MARGIN = 0.05
_ROUNDS = 250
_SEAM = 0.01


@dataclass(frozen=True, slots=True)
class WorldFrame(Frame):
    """A window on the earth in the Equal Earth projection, in kilometres from its centre."""

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in projected kilometres, cut to the window."""
        projected = shapely.make_valid(shapely.transform(self._unrolled(geometry), self._to_km()))
        cut: BaseGeometry = projected.intersection(self.window)
        return cut

    def _unrolled(self, geometry: BaseGeometry) -> BaseGeometry:
        # What lies across the meridian opposite the centre is brought to the other side before it is projected; a
        # vertex on that meridian itself could land on either side, so a sliver along it goes.
        seam = self.longitude - 180.0
        parts = []
        for turn in (-360.0, 0.0, 360.0):
            west, east = max(seam - turn + _SEAM, -180.0), min(seam + 360.0 - turn - _SEAM, 180.0)
            if west < east:
                part = shapely.intersection(geometry, shapely.box(west, -90, east, 90))
                parts.append(affinity.translate(part, xoff=turn))
        return shapely.union_all(parts)

    def _to_km(self) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        transformer = _equal_earth(self.longitude)
        centre = np.array(transformer.transform(self.longitude, self.latitude))

        def convert(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
            return np.asarray((np.column_stack([x, y]) - centre) / 1000.0)

        return convert


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a dispute stands on the earth, degrees, and by which outline."""

    longitude: float
    latitude: float
    outline: Literal["territory", "state"]


def spots(rows: Sequence[Ranked], snapshot: Snapshot) -> dict[int, Spot]:
    """Return where disputes stand, by UCDP's number; those without any outline are left out."""
    shapes: dict[int, list[str]] = {}
    places = snapshot.table("dispute_places").select("conflict_id_ucdp", "layer", "ne_id")
    for number, layer, code in places.iter_rows():
        shapes.setdefault(number, []).append(f"{layer}:{code}")
    countries = dict(snapshot.table("countries").drop_nulls("gwno").select("gwno", "ne_id").iter_rows())
    parents = dict(snapshot.table("disputes").select("conflict_id_ucdp", "parent_gw").iter_rows())
    found = {}
    for number in (row.conflict_id_ucdp for row in rows):
        state = countries.get(state_in(parents[number], snapshot.last_year))
        names = shapes.get(number) or ([f"countries:{state}"] if state else [])
        if names:
            middle = middle_of(shapely.union_all([_outline(snapshot, name) for name in names]))
            found[number] = Spot(*middle, "territory" if number in shapes else "state")
    return found


def _outline(snapshot: Snapshot, name: str) -> BaseGeometry:
    layer, _, code = name.partition(":")
    if layer != "countries":
        return shape_of(snapshot, name)
    # The larger scale, which other maps prefer, holds some states cut to a region.
    rows = snapshot.table("countries").filter(ne_id=code, scale="world")
    whole: BaseGeometry = shapely.from_wkb(rows["geometry"][0])
    return whole


def frame_of(found: Sequence[Spot]) -> WorldFrame:
    """Return the window that shows all spots: the earth's part opposite to the widest gap between them."""
    longitudes = sorted(spot.longitude for spot in found)
    gaps = [after - before for before, after in zip(longitudes, [*longitudes[1:], longitudes[0] + 360], strict=True)]
    widest = int(np.argmax(gaps))
    first = longitudes[(widest + 1) % len(longitudes)]
    middle = (first + (360 - gaps[widest]) / 2 + 180) % 360 - 180
    transformer = _equal_earth(middle)
    x, y = transformer.transform([spot.longitude for spot in found], [spot.latitude for spot in found])
    half_width = (max(x) - min(x)) / 2 * (1 + 2 * _MARGIN)
    half_height = max((max(y) - min(y)) / 2 * (1 + 3 * _MARGIN), half_width / 2)
    _, latitude = transformer.transform(0.0, (max(y) + min(y)) / 2, direction="INVERSE")
    # The projection stays centred on the meridian in the middle, whose curvature is least.
    half_width += abs((max(x) + min(x)) / 2)
    return WorldFrame(middle, float(latitude), half_width / 1000, half_height / 1000)


def class_of(risk: float) -> int:
    """Return the number of a risk's class, from 0."""
    return sum(risk >= least for least, *_ in CLASSES) - 1


def spread(points: NDArray[np.float64], radii: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
    """Return the points pushed apart until no two circles meet, each as near to its own place as that allows.

    Args:
        points: x and y in pixels, a row for each.
        radii: of the circles, pixels.
        width: of the plot; circles stay inside.
        height: of the plot.
    """
    # Circles with one centre would have no direction to part in, so each starts a little off, around a spiral.
    angles = np.arange(len(points)) * np.pi * (3 - np.sqrt(5))
    at = points + 0.05 * np.column_stack([np.cos(angles), np.sin(angles)])
    least = radii[:, None] + radii[None, :] + _GAP_PX
    np.fill_diagonal(least, 0.0)
    overlap = least
    for turn in range(_ROUNDS):
        # The pull home fades, so that the last rounds only part what still meets.
        at += (points - at) * 0.05 * max(0.0, 1 - turn / (_ROUNDS * 0.6))
        for _ in range(3):
            away = at[:, None, :] - at[None, :, :]
            distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-9)
            overlap = np.maximum(least - distance, 0.0)
            at += (away / distance[..., None] * overlap[..., None] * 0.26).sum(axis=1)
        at = np.clip(at, radii[:, None], np.array([width, height]) - radii[:, None])
        if turn > _ROUNDS * 0.6 and overlap.max() < _GAP_PX / 4:
            break
    return at


def world_figure(rows: Sequence[Ranked], titles: Mapping[int, str], snapshot: Snapshot) -> Figure:
    """Return the map.

    Args:
        rows: the open disputes, the likeliest war first.
        titles: their names, by UCDP's number.
        snapshot: the open snapshot; the risks are those of the year after its data.
    """
    year = snapshot.coming_year
    found = spots(rows, snapshot)
    shown = [row for row in rows if row.conflict_id_ucdp in found]
    frame = frame_of([found[row.conflict_id_ucdp] for row in shown])
    drawing = MapDrawing(frame)
    drawing.area(_land(frame, snapshot), fill="land", stroke="muted", width=0.35)
    for wide in (True, False):
        _symbols(drawing, shown, found, titles, year, is_wide=wide)
    lacking = [f"{titles[row.conflict_id_ucdp]} ({row.location})" for row in rows if row.conflict_id_ucdp not in found]
    at_state = sum(spot.outline == "state" for spot in found.values())
    return drawing.figure(
        "world-map",
        f"Open secession disputes by the risk of war in {year}",
        words=_in_words(rows, titles, year),
        how=(
            "The larger and fuller a symbol, the likelier war, as the model has it; squares: fighting went on in "
            f"{year - 1}; circles: quiet. Each stands at the centre of its territory, or, for {at_state} disputes "
            "without an outline at hand, at the centre of the whole state, which may be far from the fighting; symbols "
            "that would meet are moved apart, with a thin line back to their place. Only that part of the world is "
            "drawn in which open disputes lie. Borders are drawn as held and endorse no claim."
            + (" IS: Islamic State." if any(row.risk_set == "broad" for row in rows) else "")
            + (f" Not drawn, since no outline is at hand: {'; '.join(lacking)}." if lacking else "")
        ),
        sources=[*rows[0].risk["war"].sources, "natural-earth"],
        data=_data(rows, found, titles),
    )


def _land(frame: WorldFrame, snapshot: Snapshot) -> list[tuple[BaseGeometry, str]]:
    countries = snapshot.table("countries").filter(scale="world").sort("ne_id")
    # Neighbours are simplified together, so that their shared border stays one line.
    projected = [frame.project(shape) for shape in shapely.from_wkb(countries["geometry"].to_numpy())]
    polygons = [shapely.union_all([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"]) for s in projected]
    simpler = [shape.simplify(_SIMPLER_KM) for shape in polygons]
    return [(shape, name) for shape, name in zip(simpler, countries["name"], strict=True) if not shape.is_empty]


def _symbols(
    drawing: MapDrawing,
    rows: Sequence[Ranked],
    found: dict[int, Spot],
    titles: Mapping[int, str],
    year: int,
    *,
    is_wide: bool,
) -> None:
    frame = drawing.frame
    width, shrink = (_WIDE_PX, 1.0) if is_wide else (PHONE_PX, _PHONE_SCALE)
    condition = f"!({_IS_NARROW})" if is_wide else _IS_NARROW
    scale, height = width / (2 * frame.half_width_km), width / frame.aspect
    home = np.array(
        [frame.point(found[r.conflict_id_ucdp].longitude, found[r.conflict_id_ucdp].latitude) for r in rows]
    )
    pixels = np.column_stack([(home[:, 0] + frame.half_width_km), (frame.half_height_km - home[:, 1])]) * scale
    radii = np.array([CLASSES[class_of(_war(row))][2] * shrink for row in rows])
    moved = spread(pixels, radii, width, height)
    at = np.column_stack([moved[:, 0] / scale - frame.half_width_km, frame.half_height_km - moved[:, 1] / scale])
    is_far = np.hypot(*(moved - pixels).T) > radii
    lines = shapely.MultiLineString([[tuple(a), tuple(b)] for a, b, far in zip(home, at, is_far, strict=True) if far])
    before = len(drawing.layers)
    drawing.line([lines], stroke="muted", width=0.7)
    drawing.layers[before:] = [layer.transform_filter(condition) for layer in drawing.layers[before:]]
    marks = [
        {
            "x": round(float(x), 1),
            "y": round(float(y), 1),
            "name": f"{titles[row.conflict_id_ucdp]}, {row.location}",
            "war": _war(row),
            "renewed": _renewed(row),
            "size": round((2 * radius * (_SIDE if row.status == "fighting" else 1)) ** 2, 1),
            "shape": "square" if row.status == "fighting" else "circle",
            "full": CLASSES[class_of(_war(row))][3],
        }
        for row, (x, y), radius in zip(rows, at, radii, strict=True)
    ]
    tip = tips(name=("", "dispute"), war=(".2%", f"war in {year}"), renewed=("", "renewed fighting"))
    place = {
        **AT,
        "size": alt.Size("size:Q", scale=None, legend=None),
        "shape": alt.Shape("shape:N", scale=None, legend=None),
    }
    full = {**place, "fillOpacity": alt.FillOpacity("full:Q", scale=None, legend=None)}
    edge: dict[str, Any] = {"fill": "ink", "stroke": "ink", "strokeWidth": 1 if is_wide else 0.8}
    drawing.layers += [
        dots(marks, only=condition, also=place, filled=True, color="paper"),
        dots(marks, only=condition, also=full, tip=tip, **edge),
    ]
    names = [
        Name(_short(titles[row.conflict_id_ucdp], row.location), float(x), float(y), rank, "place",
             size=11.0, reach_px=float(radius))
        for rank, (row, (x, y), radius) in enumerate(zip(rows[:N_NAMED], at, radii, strict=False), 1)
    ]  # fmt: skip
    taken = [
        (float(x - r - 1), float(y - r - 1), float(x + r + 1), float(y + r + 1))
        for (x, y), r in zip(moved, radii, strict=True)
    ]
    drawing.names_at(names, width, taken, condition)


def _short(title: str, location: str) -> str:
    """Return a name for the map: a movement that fights in many states goes by the state."""
    state = location.split(" (")[0].split(",")[0]
    return f"IS, {state}" if title == "Islamic State" else title.split(" (")[0]


def _war(row: Ranked) -> float:
    return row.risk["war"].value or 0.0


def _renewed(row: Ranked) -> str:
    """Return the risk of renewed fighting for the tooltip, which would write a missing number as null."""
    value = row.risk["recurrence"].value
    return "fighting goes on" if value is None else f"{significant(100 * value)} %"


def _data(rows: Sequence[Ranked], found: dict[int, Spot], titles: Mapping[int, str]) -> pl.DataFrame:
    numbers = []
    for row in rows:
        spot = found.get(row.conflict_id_ucdp)
        line: dict[str, Any] = {
            "conflict_id_ucdp": row.conflict_id_ucdp,
            "dispute": titles[row.conflict_id_ucdp],
            "location": row.location,
            "status": row.status,
            "reason": row.reason,
        }
        for event, estimate in row.risk.items():
            line |= {event: estimate.value, f"{event}_low": estimate.low, f"{event}_high": estimate.high}
            line[f"{event}_change"] = row.change[event]
        place = (
            (None, None, None) if spot is None else (round(spot.longitude, 3), round(spot.latitude, 3), spot.outline)
        )
        numbers.append(line | dict(zip(("longitude", "latitude", "outline"), place, strict=True)))
    return pl.DataFrame(numbers, infer_schema_length=None)


def _in_words(rows: Sequence[Ranked], titles: Mapping[int, str], year: int) -> str:
    counts = [sum(class_of(_war(row)) == index for row in rows) for index in range(len(CLASSES))]
    told = ", ".join(f"{count} at {words}" for count, (_, words, *_) in zip(counts, CLASSES, strict=True) if count)
    first = "; ".join(f"{titles[row.conflict_id_ucdp]}, {row.location}" for row in rows[:5])
    return f"World map of {len(rows)} open disputes by the risk of war in {year}: {told}. Likeliest first: {first}."


@cache
def _equal_earth(longitude: float) -> Transformer:
    return Transformer.from_crs("EPSG:4326", f"+proj=eqearth +lon_0={longitude} +datum=WGS84 +units=m", always_xy=True)
