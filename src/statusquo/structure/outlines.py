"""The outlines a territory is measured against: the parent, the other states, the coast, at the finest scale at hand.

The snapshot draws the world simplified (from 1:50 million) and windows around some cases in detail (1:10 million,
cut at the window's edge). A territory inside a window is compared with the detailed outlines, every other
with the world's. Outlines are today's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from statusquo.cases.territory import Shape
from statusquo.snapshot.scope import WINDOWS
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import area_km2, compose, equal_area, middle_of, project
from statusquo.structure.sphere import Pieces, Points, cut, degrees, gap_km, joined

_SEAM_DEGREES = 0.01
"""Width of the seams that parts simplified one by one may leave between them; twice the snapshot's tolerance."""

_REACH_DEGREES = 1.0
"""How far around a territory its coast is drawn: beyond any tolerance, at any latitude below 75 degrees."""

KM_PER_DEGREE = 111.2
"""Of latitude, on the sphere of mean radius."""

_LEAST_HELD = 0.05
"""Share of the territory from which on another state's drawing holds part of it; drawings of one border differ less."""

_WHOLE = 0.97
"""Least share of a state's area that its detailed outline must have to count as uncut by the window."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A grade of outlines.

    Attributes:
        name: as in table ``countries``.
        spacing_km: longest piece into which outlines are cut.
        tolerances_km: how far two drawings of one border may lie apart: least, main, most.
        published_over_drawn: published lengths of borders over drawn ones, 5 % and 95 % quantiles over the world's.
    """

    name: str
    spacing_km: float
    tolerances_km: tuple[float, float, float]
    published_over_drawn: tuple[float, float]


DETAILED = Scale("region", 0.5, (0.5, 1.0, 2.0), (0.98, 1.54))
WORLD = Scale("world", 3.0, (3.0, 5.0, 10.0), (0.96, 1.67))
"""Of a state's detailed outline 95 % lies within 5 km of the world's, and nearly all within 10 (tested). A small map
loses a river's bends: against the World Factbook's lengths of 304 (world) and 257 (detailed) borders, drawn ones are
0.80 and 0.86 of the published in the median."""


@dataclass(frozen=True)
class States:
    """The states at one scale, in the order of table ``countries``; each outline is cut when first asked for.

    Attributes:
        scale: the scale.
        gwno: Gleditsch-Ward numbers; 0 where the outline is no such state's.
        shapes: outlines in degrees.
    """

    scale: Scale
    gwno: tuple[int, ...]
    shapes: tuple[BaseGeometry, ...]

    @cached_property
    def land(self) -> BaseGeometry:
        """All states together, without the seams that neighbours simplified one by one leave between them."""
        return _without_seams(shapely.union_all(self.shapes), self.scale)

    @cached_property
    def coast(self) -> Points:
        """Points on the outline of the land."""
        return _uncut(cut(self.land, self.scale.spacing_km), self.scale).middle

    @cached_property
    def _outlines(self) -> dict[int, Pieces]:
        return {}

    def outlines_of(self, numbers: Collection[int]) -> Pieces:
        """Return the outlines of the states at these places of the list, cut."""
        for number in numbers:
            if number not in self._outlines:
                self._outlines[number] = _uncut(cut(self.shapes[number], self.scale.spacing_km), self.scale)
        return joined([self._outlines[number] for number in numbers])

    def outlines_but(self, numbers: Collection[int]) -> Pieces:
        """Return the outlines of all states but those at these places of the list, cut."""
        return self.outlines_of([number for number in range(len(self.shapes)) if number not in numbers])


@lru_cache(maxsize=4)
def states_at(snapshot: Snapshot, scale: Scale) -> States:
    """Return the states at one scale."""
    rows = snapshot.table("countries").filter(pl.col("scale") == scale.name)
    return States(scale, tuple(rows["gwno"].fill_null(0)), tuple(shapely.from_wkb(rows["geometry"].to_numpy())))


def _uncut(pieces: Pieces, scale: Scale) -> Pieces:
    """Drop what a window's edge adds to outlines."""
    if scale is WORLD:
        return pieces
    longitude, latitude = degrees(pieces.middle).T
    seam = 2 * _SEAM_DEGREES
    inner = np.any(
        [
            (longitude > west + seam)
            & (longitude < east - seam)
            & (latitude > south + seam)
            & (latitude < north - seam)
            for west, south, east, north in WINDOWS
        ],
        axis=0,
    )
    return Pieces(pieces.middle[inner], pieces.length_km[inner])


@dataclass(frozen=True, slots=True)
class NearLand:
    """The land beside a territory on a plane of its own, opened: inlets that a coarser map fills are not land.

    Attributes:
        plane: the equal-area projection around the territory.
        shape: the land in metres.
    """

    plane: Transformer
    shape: BaseGeometry

    @classmethod
    def beside(cls, territory: BaseGeometry, land: BaseGeometry, scale: Scale) -> NearLand:
        """Return the land that is not the territory, without strips narrower than twice the main tolerance.

        Args:
            territory: in degrees.
            land: the land around it, in degrees.
            scale: the grade of the outlines.
        """
        plane = equal_area(*middle_of(territory))
        rest = shapely.make_valid(shapely.transform(shapely.difference(land, territory), partial(project, plane)))
        width = 1000.0 * scale.tolerances_km[1]
        opened = shapely.buffer(shapely.buffer(rest, -width), width)
        shapely.prepare(opened)
        return cls(plane, opened)

    def is_near(self, points: Points, within_km: float) -> NDArray[np.bool_]:
        """Say of each point whether it lies in that land or within a distance of it, km."""
        x, y = self.plane.transform(*degrees(points).T)
        near: NDArray[np.bool_] = shapely.dwithin(self.shape, shapely.points(x, y), 1000.0 * within_km)
        return near


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A territory among states.

    Attributes:
        territory: its shape in degrees, as its case composes it.
        outline: its outline, cut.
        scale: the grade of the outlines around it.
        foreign: points on the outlines of all states but the parent and the territory itself.
        near_coast: points on the coast near the territory, the territory's own drawing included.
        near_land: the land beside the territory, without what is narrower than the main tolerance on either side.
        own: places in the list of states of those that are the territory itself.
    """

    territory: BaseGeometry
    outline: Pieces
    scale: Scale
    foreign: Points
    near_coast: Points
    near_land: NearLand
    own: frozenset[int]


def surroundings(shape: Shape, parent: Collection[int], snapshot: Snapshot) -> Surroundings:
    """Return a territory among the states around it.

    Where another state's drawing holds part of the territory, as Morocco's holds part of Western Sahara, that part is
    taken out of it: the territory's coast is no border with the state that holds it.

    Args:
        shape: as the case composes it.
        parent: Gleditsch-Ward numbers of the states of today that make up the parent state.
        snapshot: the open snapshot.

    Raises:
        LookupError: when the snapshot lacks one of the shapes.
    """
    territory = _seamless(compose(snapshot, shape))
    scale = DETAILED if _is_inside_a_window(territory) else WORLD
    states = states_at(snapshot, scale)
    own = frozenset(number for number, state in enumerate(states.shapes) if _is_mostly_in(state, territory))
    ours = {number for number, gwno in enumerate(states.gwno) if gwno in parent}
    foreign = _foreign(states, own | ours, territory)
    west, south, east, north = territory.bounds
    reach = _REACH_DEGREES
    near = shapely.make_valid(
        shapely.clip_by_rect(states.land, west - reach, south - reach, east + reach, north + reach)
    )
    shore = cut(shapely.union(near, territory), scale.spacing_km).middle
    beside = NearLand.beside(territory, near, scale)
    return Surroundings(territory, cut(territory, scale.spacing_km), scale, foreign, shore, beside, own)


def outer_border(near: Surroundings, snapshot: Snapshot) -> Points:
    """Return what may bound the parent state: the outlines of other states and every coast."""
    return np.concatenate([near.foreign, states_at(snapshot, near.scale).coast])


def _foreign(states: States, ours: Collection[int], territory: BaseGeometry) -> Points:
    """Return points on the outlines of all states but ours, less what they hold of the territory."""
    holders = {number for number in range(len(states.shapes)) if number not in ours} & _holders(states, territory)
    rest = [_outline_without(states, number, territory).middle for number in sorted(holders)]
    return np.concatenate([states.outlines_but({*ours, *holders}).middle, *rest])


def _holders(states: States, territory: BaseGeometry) -> set[int]:
    """Return the places in the list of the states whose drawing holds part of the territory."""
    least = _LEAST_HELD * territory.area
    return {
        number
        for number, state in enumerate(states.shapes)
        if shapely.box(*state.bounds).intersects(territory) and shapely.intersection(state, territory).area > least
    }


def _outline_without(states: States, number: int, territory: BaseGeometry) -> Pieces:
    """Return a state's outline without the territory, and without the slivers that two drawings of it leave."""
    rest = shapely.make_valid(shapely.difference(states.shapes[number], territory))
    around = shapely.box(*shapely.total_bounds(territory)).buffer(_REACH_DEGREES)
    width = states.scale.tolerances_km[1] / KM_PER_DEGREE
    near = shapely.intersection(rest, around).buffer(-width).buffer(width)
    far = shapely.difference(rest, around.buffer(-2 * width))
    return _uncut(cut(shapely.union(near, far), states.scale.spacing_km), states.scale)


def parent_outline(territory: BaseGeometry, parent: Collection[int], snapshot: Snapshot) -> BaseGeometry | None:
    """Return the parent state as drawn, in detail where the window cuts nothing off; None where it has no outline."""
    shapes = [
        [s for gwno, s in zip(states.gwno, states.shapes, strict=True) if gwno in parent]
        for states in (states_at(snapshot, DETAILED), states_at(snapshot, WORLD))
    ]
    areas = [area_km2(shapely.union_all([*found, territory])) if found else 0.0 for found in shapes]
    if not shapes[1]:
        return None
    return shapely.union_all(shapes[0] if areas[0] >= _WHOLE * areas[1] else shapes[1])


def parent_area_km2(territory: BaseGeometry, parent: Collection[int], snapshot: Snapshot) -> float | None:
    """Return the area of the parent state with the territory, km2; None where the state has no outline."""
    outline = parent_outline(territory, parent, snapshot)
    return None if outline is None else area_km2(shapely.union(outline, territory))


def outline_of_state(gwno: int, near: Surroundings, snapshot: Snapshot) -> tuple[Pieces, Scale] | None:
    """Return a state's outline with its scale, in detail if its detailed part is what lies nearest to the territory.

    A detailed outline is cut at the window's edge; nearer than that edge nothing of it can be missing.
    """
    for scale in (DETAILED, WORLD) if near.scale is DETAILED else (WORLD,):
        states = states_at(snapshot, scale)
        own = near.own if scale is near.scale else frozenset()
        numbers = {number for number, code in enumerate(states.gwno) if code == gwno} - own
        if not numbers:
            continue
        holders = numbers & _holders(states, near.territory)
        parts = [_outline_without(states, number, near.territory) for number in sorted(holders)]
        if numbers - holders:
            parts.append(states.outlines_of(sorted(numbers - holders)))
        outline = joined(parts)
        if not len(outline.middle):
            continue
        if scale is WORLD or _is_nearer_than_edge(near.outline.middle, outline.middle):
            return outline, scale
    return None


def _is_nearer_than_edge(territory: Points, outline: Points) -> bool:
    edges = (cut(shapely.segmentize(shapely.box(*window), 0.1), DETAILED.spacing_km).middle for window in WINDOWS)
    return gap_km(territory, outline) < min(gap_km(territory, edge) for edge in edges)


def _is_inside_a_window(territory: BaseGeometry) -> bool:
    return any(
        shapely.box(west + 0.5, south + 0.5, east - 0.5, north - 0.5).contains(territory)
        for west, south, east, north in WINDOWS
    )


def _is_mostly_in(state: BaseGeometry, territory: BaseGeometry) -> bool:
    if not shapely.box(*state.bounds).intersects(territory):
        return False
    return bool(shapely.intersection(state, territory).area > 0.5 * state.area)


def _without_seams(land: BaseGeometry, scale: Scale) -> BaseGeometry:
    """Fill the holes that lie within the main tolerance of land throughout: they are no water, and no coast.

    Of the world's holes only the Caspian Sea is wider than that.
    """
    width = scale.tolerances_km[1] / KM_PER_DEGREE
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    seams = [hole for hole in holes if hole.buffer(-width).is_empty]
    return shapely.union_all([land, *seams]) if seams else land


def _seamless(territory: BaseGeometry) -> BaseGeometry:
    closed: BaseGeometry = territory.buffer(_SEAM_DEGREES).buffer(-_SEAM_DEGREES)
    return shapely.make_valid(shapely.union(closed, territory))
