"""The map of the world's disputes: one symbol each, whose shape says how it stands, none over another.

An open dispute's symbol is larger and fuller with the risk of war; a war, a dispute without a chance to tell and one
that ended have symbols of their own, told apart without colour. Symbols stand at the centroid of their territory, or
at that of the state where no outline is at hand, and are pushed apart where they would meet (`world_frame`): once
without the provinces of the Islamic State and once with them, and the page says which of the two is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.core.successions import state_in
from statusquo.core.wording import chance_with_bounds
from statusquo.dossier.maps import AT, PHONE_PX, MapDrawing, Name
from statusquo.dossier.marks import dots, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.world_disputes import Kind, WorldDispute
from statusquo.dossier.world_frame import Spot, WorldFrame, frame_of, spread
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import compose, middle_of, shape_of

PROVINCES = "provinces"
"""The parameter of the map that says whether the provinces of the Islamic State are drawn."""

CLASSES: tuple[tuple[float, str, float, float], ...] = (
    (0.0, "under 0.1 %", 3.2, 0.0),
    (0.001, "0.1 to 0.3 %", 4.2, 0.22),
    (0.003, "0.3 to 1 %", 5.4, 0.45),
    (0.01, "1 to 3 %", 7.2, 0.7),
    (0.03, "3 % and more", 9.6, 1.0),
)
"""Classes of the risk of war: from, in words, radius in pixels on a wide page, how full."""

_STAR = "M0,-1L.26,-.38L.9,-.52L.5,0L.9,.52L.26,.38L0,1L-.26,.38L-.9,.52L-.5,0L-.9,-.52L-.26,-.38Z"

MARKS: Mapping[Kind, tuple[str, str]] = {
    "war": (_STAR, "at war"),
    "fighting": ("M-.88,-.88H.88V.88H-.88Z", "fighting"),
    "quiet": ("M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z", "quiet"),
    "untold": ("M0,-1L1,0L0,1L-1,0Z", "open, no chance of war told"),
    "ended": ("M-.8,-.8L.8,.8M-.8,.8L.8,-.8", "ended or settled"),
}
"""The symbol of each kind, as a path in a square of two by two, and what it says."""

_RADII: Mapping[Kind, float] = {"war": 11.0, "untold": 4.8, "ended": 3.6}
"""Radius of the symbols that tell no risk, pixels."""

N_NAMED = 28
"""So many of the likeliest wars get a name on the map, where there is room, before those without a risk."""

_WIDE_PX = 820
"""From this width on, which the page's column has on a desk, symbols are large and more of them are named."""

_IS_NARROW = f"width < {_WIDE_PX}"
_PHONE_SCALE = 0.56
_SIMPLER_KM = 18.0


def spots(rows: Sequence[WorldDispute], snapshot: Snapshot) -> dict[str, Spot]:
    """Return where disputes stand, by the case's id; those without any outline are left out."""
    shapes: dict[int, list[str]] = {}
    places = snapshot.table("dispute_places").select("conflict_id_ucdp", "layer", "ne_id")
    for number, layer, code in places.iter_rows():
        shapes.setdefault(number, []).append(f"{layer}:{code}")
    countries = dict(snapshot.table("countries").drop_nulls("gwno").select("gwno", "ne_id").iter_rows())
    found = {}
    for row in rows:
        names = shapes.get(row.conflict or 0)
        states = [state_in(actor.gwno, snapshot.last_year) for actor in (*row.case.parents(), *row.case.claimants())]
        codes = [countries[state] for state in states if state in countries]
        if row.case.origin != "derived" and row.case.territory.shape is not None:
            found[row.case.id] = Spot(*middle_of(compose(snapshot, row.case.territory.shape)), "territory")
        elif names or codes:
            outlines = [_outline(snapshot, name) for name in names or [f"countries:{codes[0]}"]]
            found[row.case.id] = Spot(*middle_of(shapely.union_all(outlines)), "territory" if names else "state")
    return found


def _outline(snapshot: Snapshot, name: str) -> BaseGeometry:
    layer, _, code = name.partition(":")
    if layer != "countries":
        return shape_of(snapshot, name)
    # The larger scale, which other maps prefer, holds some states cut to a region.
    rows = snapshot.table("countries").filter(ne_id=code, scale="world")
    whole: BaseGeometry = shapely.from_wkb(rows["geometry"][0])
    return whole


def class_of(risk: float) -> int:
    """Return the number of a risk's class, from 0."""
    return sum(risk >= least for least, *_ in CLASSES) - 1


def world_figure(
    rows: Sequence[WorldDispute], snapshot: Snapshot, *, with_islamic_state: bool, beside: Collection[str] = ()
) -> Figure:
    """Return the map.

    Args:
        rows: the disputes, in the order of the page.
        snapshot: the open snapshot; the risks are those of the year after its data.
        with_islamic_state: whether the provinces of the Islamic State are drawn at first.
        beside: the pages that stand in the same folder, to which symbols lead.
    """
    year = snapshot.coming_year
    found = spots(rows, snapshot)
    shown = [row for row in rows if row.case.id in found]
    frame = frame_of(list(found.values()))
    drawing = MapDrawing(frame)
    drawing.area(_land(frame, snapshot), fill="land", stroke="muted", width=0.35)
    for has_provinces in (False, True):
        drawn = [row for row in shown if has_provinces or not row.is_province]
        for is_wide in (True, False):
            condition = f"{'' if has_provinces else '!'}{PROVINCES} && {'!' if is_wide else ''}({_IS_NARROW})"
            _symbols(drawing, drawn, found, year, beside, is_wide=is_wide, condition=condition)
    lacking = [row.title for row in rows if row.case.id not in found]
    at_state = sum(spot.outline == "state" for spot in found.values())
    more = "A symbol leads to its page. " if beside else "Pointing at a symbol tells the command for its page. "
    figure = drawing.figure(
        "world-map",
        f"Disputes over secession by the risk of war in {year}",
        words=_in_words(rows, year),
        how=(
            "The larger and fuller a square or a circle, the likelier war, as the model has it. Each symbol stands at "
            f"the centre of its territory, or, for {at_state} disputes without an outline at hand, at that of the "
            "whole state, which may be far from the fighting; symbols that would meet are moved apart, with a thin "
            f"line back to their place. {more}Only that part of the world is drawn in which disputes lie. Borders are "
            "drawn as held and endorse no claim. IS: Islamic State."
            + (f" Not drawn, since no outline is at hand: {'; '.join(lacking)}." if lacking else "")
        ),
        sources=[*next(row.ranked for row in rows if row.ranked).risk["war"].sources, "natural-earth"],
        data=_data(rows, found),
    )
    figure.spec["params"].append({"name": PROVINCES, "value": with_islamic_state})
    return figure


def _land(frame: WorldFrame, snapshot: Snapshot) -> list[tuple[BaseGeometry, str]]:
    countries = snapshot.table("countries").filter(scale="world").sort("ne_id")
    # Neighbours are simplified together, so that their shared border stays one line.
    projected = [frame.project(shape) for shape in shapely.from_wkb(countries["geometry"].to_numpy())]
    polygons = [shapely.union_all([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"]) for s in projected]
    simpler = [shape.simplify(_SIMPLER_KM) for shape in polygons]
    return [(shape, name) for shape, name in zip(simpler, countries["name"], strict=True) if not shape.is_empty]


def _symbols(
    drawing: MapDrawing,
    rows: Sequence[WorldDispute],
    found: Mapping[str, Spot],
    year: int,
    beside: Collection[str],
    *,
    is_wide: bool,
    condition: str,
) -> None:
    frame = drawing.frame
    width, shrink = (_WIDE_PX, 1.0) if is_wide else (PHONE_PX, _PHONE_SCALE)
    scale, height = width / (2 * frame.half_width_km), width / frame.aspect
    home = np.array([frame.point(found[row.case.id].longitude, found[row.case.id].latitude) for row in rows])
    pixels = np.column_stack([(home[:, 0] + frame.half_width_km), (frame.half_height_km - home[:, 1])]) * scale
    radii = np.array([_radius(row) * shrink for row in rows])
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
            "size": round((2 * radius) ** 2, 1),
            "shape": MARKS[row.kind][0],
            "full": CLASSES[class_of(_war(row))][3] if row.ranked else float(row.kind == "war"),
            **_told(row, year, beside),
        }
        for row, (x, y), radius in zip(rows, at, radii, strict=True)
    ]
    tip = tips(
        name=("", "dispute"), now=("", "now"), chances=("", f"in {year}"), more=("", "page" if beside else "command")
    )
    place = {
        **AT,
        "size": alt.Size("size:Q", scale=None, legend=None),
        "shape": alt.Shape("shape:N", scale=None, legend=None),
    }
    full = {**place, "fillOpacity": alt.FillOpacity("full:Q", scale=None, legend=None)}
    if beside:
        full["href"] = alt.Href("page:N")
    edge: dict[str, Any] = {"fill": "ink", "stroke": "ink", "strokeWidth": 1 if is_wide else 0.8}
    drawing.layers += [
        dots(marks, only=condition, also=place, filled=True, color="paper"),
        dots(marks, only=condition, also=full, tip=tip, **edge),
    ]
    # Wars are named first, then the likeliest; what tells no risk is named where room is left.
    first: Mapping[Kind, int] = {"untold": len(rows), "ended": 2 * len(rows)}
    names = [
        Name(_short(row), x, y, first.get(row.kind, 0) + order, "place", size=11.0, reach_px=float(radius))
        for order, (row, (x, y), radius) in enumerate(zip(rows, at.tolist(), radii, strict=True))
        if row.ranked is None or order < N_NAMED
    ]
    taken = [
        (float(x - r - 1), float(y - r - 1), float(x + r + 1), float(y + r + 1))
        for (x, y), r in zip(moved, radii, strict=True)
    ]
    drawing.names_at(names, width, taken, condition)


def _told(row: WorldDispute, year: int, beside: Collection[str]) -> dict[str, str]:
    """Return what a symbol tells on hovering; nothing is missing, which a tooltip would write as null."""
    chances = "no chance of war told" + (": it is at war" if row.kind == "war" else "")
    if row.ranked is not None:
        war, renewed = (chance_with_bounds(row.ranked.risk[event], "") for event in ("war", "recurrence"))
        chances = f"war {war}" + (f"; renewed fighting {renewed}" if renewed else "")
    more = f"{row.now}; {row.more}" if row.more else row.now
    told = {"name": row.title, "now": more, "chances": chances, "more": f"statusquo dossier {row.case.id}"}
    if row.page in beside:
        told |= {"page": row.page, "more": "press to open"}
    return told


def _short(row: WorldDispute) -> str:
    """Return a name for the map: without where it lies; a movement that fights in many states goes by the state."""
    state = row.location.split(" (")[0].split(",")[0]
    return f"IS, {state}" if row.is_province else row.title.removesuffix(f", {row.location}").split(" (")[0]


def _radius(row: WorldDispute) -> float:
    return _RADII[row.kind] if row.ranked is None else CLASSES[class_of(_war(row))][2]


def _war(row: WorldDispute) -> float:
    return 0.0 if row.ranked is None else row.ranked.risk["war"].value or 0.0


def _data(rows: Sequence[WorldDispute], found: Mapping[str, Spot]) -> pl.DataFrame:
    numbers = []
    for row in rows:
        spot = found.get(row.case.id)
        best, low, high = row.deaths or (None, None, None)
        line: dict[str, Any] = {
            "id": row.case.id,
            "conflict_id_ucdp": row.conflict,
            "dispute": row.title,
            "location": row.location,
            "status": row.kind,
            "stands": f"{row.now}; {row.more}" if row.more else row.now,
            "reason": row.why,
            "is_islamic_state_province": row.is_province,
            "war_conflict_id_ucdp": row.war,
            "deaths": best,
            "deaths_low": low,
            "deaths_high": high,
        }
        for event, estimate in row.ranked.risk.items() if row.ranked else ():
            line |= {event: estimate.value, f"{event}_low": estimate.low, f"{event}_high": estimate.high}
            line[f"{event}_change"] = row.ranked.change[event] if row.ranked else None
        place = (
            (None, None, None) if spot is None else (round(spot.longitude, 3), round(spot.latitude, 3), spot.outline)
        )
        numbers.append(line | dict(zip(("longitude", "latitude", "outline"), place, strict=True)))
    return pl.DataFrame(numbers, infer_schema_length=None)


def _in_words(rows: Sequence[WorldDispute], year: int) -> str:
    own = [row for row in rows if not row.is_province]
    ranked = [row for row in own if row.ranked is not None]
    counts = [sum(class_of(_war(row)) == index for row in ranked) for index in range(len(CLASSES))]
    told = ", ".join(f"{count} at {words}" for count, (_, words, *_) in zip(counts, CLASSES, strict=True) if count)
    others = ", ".join(f"{sum(row.kind == kind for row in own)} {MARKS[kind][1]}" for kind in _RADII)
    first = "; ".join(row.title for row in ranked[:5])
    return (
        f"World map of disputes over secession. {len(ranked)} by the risk of war in {year}: {told}; besides {others}. "
        f"Likeliest first: {first}. Those of the Islamic State’s provinces can be shown as well."
    )
