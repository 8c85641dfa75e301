"""The map of the territory with its districts, neighbours and places, and the locator in its corner."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.cases.model import Case
from statusquo.cases.territory import Place
from statusquo.core.names import called, the
from statusquo.core.wording import listed, sentence, whole
from statusquo.dossier.extent import Extent, Ground
from statusquo.dossier.geography import Frame, frame_around, hatch
from statusquo.dossier.labels import Box
from statusquo.dossier.maps import WIDE_PX, MapDrawing, Name
from statusquo.dossier.parts import Figure
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import area_km2, shape_of

_ASPECT = 1.36

_LOCATOR_PX = 216

Land: TypeAlias = tuple[str, str, BaseGeometry]
"""A state on the map: Natural Earth's code, its name, its projected shape."""


def territory_figure(case: Case, snapshot: Snapshot, ground: Ground, extent: Extent, finding: str) -> Figure:
    """Return the map of the territory; `finding` opens its description in words."""
    widest = next(shape for shape in (ground.held, ground.claimed, ground.parent) if shape is not None)
    frame = frame_around(widest, margin=0.42 if ground.claimed is not None else 0.12, aspect=_ASPECT, least_km=45)
    drawing = MapDrawing(frame)
    lands = _countries(snapshot, frame)
    neighbours, parent = _apart(lands, ground)
    drawing.area(neighbours, fill="neighbour", stroke="muted", width=0.8)
    drawing.area(parent, fill="land", stroke="muted", width=0.8)
    claimed = frame.project(ground.claimed) if ground.claimed is not None else None
    held = frame.project(ground.held) if ground.held is not None else None
    if claimed is not None:
        drawing.area([(claimed, case.title)], fill="separatist_side", opacity=0.55)
    if held is not None:
        beyond = held if claimed is None else shapely.difference(held, claimed)
        drawing.area([(beyond, "held beyond the claim")], fill="separatist_side", opacity=0.12)
        drawing.line([hatch(beyond, frame.half_width_km / 55)], stroke="separatist_side", width=0.9)
    districts = [(d, frame.project(shape_of(snapshot, d.shape))) for d in case.territory.district if d.shape]
    drawing.area([(shape, district.name) for district, shape in districts], fill=None, stroke="muted", width=0.6)
    if claimed is not None:
        drawing.area([(claimed, case.title)], fill=None, stroke="ink", width=1.5)
    for line in case.territory.line:
        edge = shapely.union_all([shape_of(snapshot, name) for name in line.edge_of]).boundary
        inside = shape_of(snapshot, line.inside).buffer(-0.02)
        drawing.line([frame.project(shapely.intersection(edge, inside))], stroke="ink", width=1.8, dash=(5, 3))
    covered = [shape for shape in (claimed, held) if shape is not None]
    insets: list[Box] = []
    if ground.claimed is not None:
        insets = [(WIDE_PX - _LOCATOR_PX - 8, 0.0, WIDE_PX, 34 + _LOCATOR_PX / 1.15)]
        covered.append(_on_paper(insets[0], frame))
    names = [
        *_place_names(case, snapshot, frame),
        *_area_names(case, lands, shapely.union_all(covered), ground, frame),
    ]
    drawing.names(names, least_wide_px=WIDE_PX, keep_free=insets)
    drawing.scale_bar()
    areas = [
        ("claimed territory", extent.claimed),
        ("held at the widest", extent.held),
        ("parent state", extent.parent),
        *((d.name, area_km2(shape_of(snapshot, d.shape))) for d, _ in districts if d.shape),
    ]
    return drawing.figure(
        "territory-map",
        _title(case, ground),
        words=_words(case, finding, [d.name for d, _ in districts]),
        how=_help(case, ground),
        data=pl.DataFrame([{"area": name, "km2": round(km2, 1)} for name, km2 in areas if km2 is not None]),
        headline=_extent_in_words(case, extent),
    )


def locator_figure(case: Case, snapshot: Snapshot, ground: Ground, beside: str) -> Figure:
    """Return the locator, to sit in the corner of the figure `beside`."""
    assert ground.claimed is not None
    near = frame_around(ground.claimed, margin=0.2, aspect=1.15, least_km=40)
    half_width, half_height = max(1450 * 1.15, near.half_width_km * 4), max(1450, near.half_height_km * 4)
    frame = Frame(near.longitude, near.latitude, half_width, half_height)
    drawing = MapDrawing(frame, _LOCATOR_PX)
    lands = _countries(snapshot, frame, scale="world")
    neighbours, parent = _apart(lands, ground)
    drawing.area(neighbours, fill="neighbour", stroke="hairline", width=0.5)
    drawing.area(parent, fill="parent_side", opacity=0.35, stroke="parent_side", width=0.7)
    drawing.area([(frame.project(ground.claimed), case.title)], fill="ink", stroke="ink", width=1)
    window = frame_around(ground.held or ground.claimed, margin=0.42, aspect=_ASPECT, least_km=45)
    box = window.window
    x, y = frame.point(window.longitude, window.latitude)
    drawing.area([(shapely.affinity.translate(box, x, y), "the map beside")], fill=None, stroke="ink", width=1)
    involved = {actor.gwno for actor in case.actor if actor.gwno}
    codes = set(snapshot.table("countries").filter(pl.col("gwno").is_in(list(involved)))["ne_id"])
    names = []
    for code, name, shape in lands:
        if shape.area < 2000:
            continue
        at = shape.representative_point()
        rank = 1 if code == ground.parent_code else 2 if code in codes else 4
        names.append(Name(name, at.x, at.y, rank, "country" if rank > 1 else "territory", True, 9.5))
    scale = _LOCATOR_PX / (2 * frame.half_width_km)
    left, bottom, right, top = shapely.affinity.translate(box, x + frame.half_width_km, y - frame.half_height_km).bounds
    drawing.names(
        names,
        least_wide_px=_LOCATOR_PX,
        keep_free=[(left * scale, -top * scale, right * scale, -bottom * scale)],
        has_phone=False,
    )
    within = f" within {listed([a.name for a in case.parents()])} and" if case.parents() else " in"
    window_row = (round(near.longitude, 3), round(near.latitude, 3), round(frame.half_width_km))
    return drawing.figure(
        "locator",
        "In its region",
        words=f"Locator: {case.title}{within} its wider region.",
        how=f"{'The tinted state is the parent; the' if case.parents() else 'The'} box is the map above.",
        data=pl.DataFrame([window_row], ["longitude", "latitude", "half_width_km"], orient="row"),
        inset=beside,
    )


def _apart(lands: Sequence[Land], ground: Ground) -> tuple[list[tuple[BaseGeometry, str]], ...]:
    """Return the shapes and names of the neighbours, and those of the parent state."""
    kinds = (False, True)
    return tuple([(shape, name) for code, name, shape in lands if (code == ground.parent_code) is of] for of in kinds)


def _on_paper(box: Box, frame: Frame) -> BaseGeometry:
    """Return a box of pixels of the wide layout in projected kilometres."""
    scale = 2 * frame.half_width_km / WIDE_PX
    left, top, right, bottom = (side * scale for side in box)
    wide, high = frame.half_width_km, frame.half_height_km
    return shapely.box(left - wide, high - bottom, right - wide, high - top)


def _countries(snapshot: Snapshot, frame: Frame, scale: str = "region") -> list[Land]:
    """Return code, name and projected shape of the countries in a window.

    They are the detailed ones where the snapshot has these for the whole window.
    """
    table = snapshot.table("countries")
    chosen = table.filter(pl.col("scale") == scale)
    if scale == "region" and not _covers(chosen, frame):
        chosen = table.filter(pl.col("scale") == "world")
    found = []
    for row in chosen.sort("ne_id").to_dicts():
        projected = frame.project(shapely.from_wkb(row["geometry"]))
        if not projected.is_empty:
            found.append((row["ne_id"], called(row["name"]), projected))
    return found


def _covers(detailed: pl.DataFrame, frame: Frame) -> bool:
    if not detailed.height:
        return False
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(detailed["geometry"].to_list()))
    reach = (frame.half_height_km / 111.0, frame.half_width_km / 80.0)
    return bool(
        south <= frame.latitude - reach[0]
        and frame.latitude + reach[0] <= north
        and west <= frame.longitude - reach[1]
        and frame.longitude + reach[1] <= east
    )


def _place_names(case: Case, snapshot: Snapshot, frame: Frame) -> list[Name]:
    names: list[Name] = []
    own: set[str] = set()
    for rank, place in enumerate(case.territory.place):
        x, y = frame.point(place.longitude, place.latitude)
        text = both_names(case, place)
        own |= {_plain(name.text) for name in place.names}
        names.append(
            Name(
                text.replace(" / ", " /\n") if len(text) > 12 else text,
                x,
                y,
                2 + rank // 4,
                "place",
                # A position that only stands for a district gets the district's name and no dot of a town.
                is_area=place.approximation is not None,
                has_dot=place.approximation is None,
            )
        )
    others = snapshot.table("places").sort("is_capital", "population", descending=True, nulls_last=True)
    shown = 0
    for row in others.to_dicts():
        x, y = frame.point(row["longitude"], row["latitude"])
        inside = abs(x) < frame.half_width_km * 0.97 and abs(y) < frame.half_height_km * 0.97
        if (
            not inside
            or _plain(row["name"]) in own
            or shown >= 7
            or any(abs(x - other.x) + abs(y - other.y) < frame.half_width_km / 12 for other in names)
        ):
            continue
        shown += 1
        names.append(Name(row["name"], x, y, 5 if row["is_capital"] else 8, "place", size=11, has_dot=True))
    return names


def both_names(case: Case, place: Place) -> str:
    """Return the names the two sides use, in Latin letters and alphabetical order: none comes first by preference."""
    ours = {actor.id for actor in case.parents()}
    theirs = {actor.id for actor in (*case.separatists(), *case.with_role("patron", "kin state"))}
    chosen: dict[str, str] = {}
    for side in (ours, theirs, *({actor.id} for actor in case.claimants())):
        own = sorted(
            (name for name in place.names if side & set(name.used_by) and _is_latin(name.text)),
            key=lambda name: name.language != "en",
        )
        if own:
            chosen.setdefault(_plain(own[0].text), own[0].text)
    if not chosen:
        chosen = {_plain(place.names[0].text): place.names[0].text}
    return " / ".join(chosen[key] for key in sorted(chosen))


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _area_names(case: Case, lands: Sequence[Land], covered: BaseGeometry, ground: Ground, frame: Frame) -> list[Name]:
    """Return the names of states, set outside the contested land, whoever it belongs to, and outside the inset."""
    names = []
    for code, text, shape in lands:
        free = shapely.difference(shape, covered)
        if not free.is_empty and free.area > 1:
            largest = max(shapely.get_parts(free), key=lambda part: part.area)
            at = shapely.Point(shapely.maximum_inscribed_circle(largest).coords[0])
            names.append(Name(text, at.x, at.y, 3 if code == ground.parent_code else 4, "country", True, 13))
    if ground.claimed is not None and not case.territory.place:
        at = frame.project(ground.claimed).representative_point()
        names.append(Name(case.territory.name[0].text, at.x, at.y, 1, "territory", True, 13))
    return names


def _title(case: Case, ground: Ground) -> str:
    if ground.claimed is None:
        return f"{listed([a.name for a in case.parents()])}, the parent state"
    text = f"{case.title} and its surroundings"
    lines = [
        f"{line.name.lower()} ({line.start.year}–{line.end.year if line.end else 'today'})"
        for line in case.territory.line
    ]
    return text + (f", with the {listed(lines)}" if lines else "")


def _extent_in_words(case: Case, extent: Extent) -> str:
    """Return how large the territory is as drawn, and what was held beyond it, by name."""
    name = case.territory.name[0].text
    if extent.claimed is None:
        return sentence(f"no outline of {name} is at hand, so that the map shows {listed(_parents(case))}")
    text = f"the outline drawn of {name} encloses {whole(extent.claimed)} km²"
    if extent.held and extent.held > 1.05 * extent.claimed:
        text += f", and {whole(extent.held)} km² with all that was held beside it"
    return sentence(text)


def _parents(case: Case) -> list[str]:
    return [the(actor.name) for actor in case.parents()]


def _help(case: Case, ground: Ground) -> str:
    shape = case.territory.shape
    own = ", the territory as its case file has it," if shape is not None and shape.file else ","
    drawn = (
        f"Equal-area projection; outlines as Natural Earth draws them{own} which says nothing about their legal "
        "standing."
    )
    if ground.claimed is None:
        return drawn
    parts = ["Solid tint: the claimed territory as drawn"]
    if ground.held is not None:
        parts.append("hatched: land held by the separatist side beyond it")
    if case.territory.line:
        parts.append("dashed: " + listed([line.name.lower() for line in case.territory.line]))
    if case.territory.district:
        parts.append("thin lines: districts")
    return f"{'; '.join(parts)}. Names stand in alphabetical order where they differ. {drawn}"


def _words(case: Case, finding: str, districts: list[str]) -> str:
    text = f"Map of {case.title}. " + finding
    if districts:
        text += f" Districts drawn: {listed(districts)}."
    if case.territory.place:
        text += f" Places: {listed([both_names(case, place) for place in case.territory.place])}."
    return text
