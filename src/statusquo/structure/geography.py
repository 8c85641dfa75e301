"""Factors of geography: how a territory lies in its parent state and toward its kin states and patrons.

Everything is measured on today's Natural Earth outlines with geodesic lengths and areas. Where two outlines of one
border may differ, the factor is computed at three tolerances and its interval spans the results (`input-range`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.cases.model import Case
from statusquo.cases.territory import Shape
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.boundary import Sides, shared_km, sides_of
from statusquo.structure.outlines import (
    Scale,
    Surroundings,
    outer_border,
    outline_of_state,
    parent_area_km2,
    surroundings,
)
from statusquo.structure.shapes import WGS84, area_km2
from statusquo.structure.sphere import Pieces, gap_km, unit_vectors
from statusquo.structure.terrain import TERRAIN_FACTORS, terrain

_OUTLINES = ("natural-earth",)
_BACKERS = ("natural-earth", "epr-tek", "ucdp-prio-acd", "ucdp-dyadic")

FACTORS = {
    "area_km2": "km2",
    "area_share": "share",
    "enclave_index": "share",
    "front_length_km": "km",
    "front_length_held_km": "km",
    "sea_access": "yes (1) or no (0)",
    "coast_km": "km",
    "backer_border_km": "km",
    "backer_border_held_km": "km",
    "backer_gap_km": "km",
    "backer_gap_held_km": "km",
    "heartland_index": "ratio",
    "heartland_depth": "ratio",
    "capital_distance_km": "km",
    **TERRAIN_FACTORS,
}
"""Names and units of the factors; see docs/methods.md."""

LAST_SOVIET_YEAR = 1991
_RUSSIA = 365


def geography(case: Case, snapshot: Snapshot) -> dict[str, Estimate]:
    """Return the factors of geography of one dispute, each missing with its reason where it cannot be measured.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    parent, shape = parent_on_the_map(case, snapshot), case.territory.shape
    if isinstance(parent, str) or shape is None:
        return _all_missing(FACTORS, str(parent))
    claimed = surroundings(shape, parent, snapshot)
    parent_area = parent_area_km2(claimed.territory, parent, snapshot)
    if parent_area is None:
        return _all_missing(FACTORS, f"no outline of the parent state (Gleditsch-Ward {parent}) is at hand")
    backers = backers_of(case, snapshot)
    found = _outlines_of(backers, claimed, snapshot)
    nearest = min(found, key=lambda backer: backer.gap_km, default=None)
    return (
        _extent(case, area_km2(claimed.territory), parent_area)
        | _boundary(claimed)
        | _backing(claimed, found)
        | _held(case.territory.held, parent, backers, snapshot)
        | _heartland(claimed, parent, parent_area, snapshot)
        | terrain(shape, nearest.gwno if nearest else None)
    )


def backers_of(case: Case, snapshot: Snapshot) -> tuple[int, ...]:
    """Return the kin states and patrons of the separatist side, as Gleditsch-Ward numbers in order.

    They are those the case file names and those of `dispute_patrons` on side B, on any basis.
    """
    separatists = {actor.id for actor in case.separatists()}
    named = {
        actor.gwno
        for actor in case.actor
        for role in actor.role
        if role.role in ("patron", "kin state") and role.toward in separatists and actor.gwno
    }
    rows = snapshot.table("dispute_patrons").filter(
        pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict) & (pl.col("side") == "b")
    )
    return tuple(sorted((named | set(rows["patron_gw"])) - {actor.gwno for actor in case.parents()}))


def parent_on_the_map(case: Case, snapshot: Snapshot) -> int | str:
    """Return the Gleditsch-Ward number of the parent state, or why the territory cannot be measured in it."""
    parent = next((actor.gwno for actor in case.parents() if actor.gwno), None)
    if case.territory.shape is None:
        return "no outline of the territory is at hand"
    if case.claimants():
        return "a dispute between claimants has no parent state"
    rows = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    if parent == _RUSSIA and rows.height and rows["first_active_year"].to_list()[0] <= LAST_SOVIET_YEAR:
        return "the parent was the Soviet Union, whose outline is not at hand"
    return "the case names no parent state by number" if parent is None else parent


def _all_missing(factors: Iterable[str], reason: str) -> dict[str, Estimate]:
    return {name: Estimate.missing(FACTORS[name], reason, _OUTLINES) for name in factors}


def _extent(case: Case, drawn: float, parent_drawn: float) -> dict[str, Estimate]:
    """Published areas where the case file has them, with the drawn ones as the other end of the range."""
    shape = case.territory.shape
    area = _published(case, shape.reference_area if shape else None)
    parents = (_published(case, f"territory.{actor.id}.area_km2") for actor in case.parents())
    parent_area = next((found for found in parents if found), None)
    drawn_share = drawn / parent_drawn
    if area is None:
        return {
            "area_km2": Estimate(drawn, "km2", sources=_OUTLINES),
            "area_share": Estimate(drawn_share, "share", sources=_OUTLINES),
        }
    share = area[0] / (parent_area[0] if parent_area else parent_drawn)
    sources = tuple(dict.fromkeys((*area[1], *(parent_area[1] if parent_area else ()), *_OUTLINES)))
    return {
        "area_km2": _ranged(area[0], (drawn,), "km2", sources),
        "area_share": _ranged(share, (drawn_share,), "share", sources),
    }


def _published(case: Case, key: str | None) -> tuple[float, tuple[str, ...]] | None:
    facts = [fact for fact in case.facts(key) if case.is_sourced(fact)] if key else []
    return next(((fact.value, fact.source) for fact in facts if isinstance(fact.value, float)), None)


def _boundary(near: Surroundings) -> dict[str, Estimate]:
    sides = sides_of(near.outline, near.foreign, near.near_coast, near.scale.tolerances_km)

    def over_tolerances(measure: Callable[[Sides], float], unit: str) -> Estimate:
        low, main, high = map(measure, sides)
        return _ranged(main, (low, high), unit, _OUTLINES)

    return {
        "enclave_index": over_tolerances(lambda side: side.enclave_index, "share"),
        "front_length_km": over_tolerances(lambda side: side.inside_km, "km"),
        "sea_access": over_tolerances(lambda side: float(side.sea_km > 0), FACTORS["sea_access"]),
        "coast_km": over_tolerances(lambda side: side.sea_km, "km"),
    }


@dataclass(frozen=True, slots=True)
class _Backer:
    """A kin state or patron on the map, with its distance from the territory."""

    gwno: int
    outline: Pieces
    scale: Scale
    gap_km: float


def _outlines_of(backers: Iterable[int], near: Surroundings, snapshot: Snapshot) -> list[_Backer]:
    return [
        _Backer(gwno, *found, gap_km(near.outline.middle, found[0].middle))
        for gwno in backers
        if (found := outline_of_state(gwno, near, snapshot))
    ]


def _backing(near: Surroundings, found: Collection[_Backer]) -> dict[str, Estimate]:
    if not found:
        return _all_missing(("backer_border_km", "backer_gap_km"), "no kin state or patron with an outline is known")
    shared = [shared_km(near.outline, backer.outline, backer.scale.tolerances_km) for backer in found]
    borders = [sum(lengths) for lengths in zip(*shared, strict=True)]
    # Two outlines of one border lie up to a tolerance apart, so a gap is known to no better than that.
    gap, blur = min((backer.gap_km, backer.scale.tolerances_km[1]) for backer in found)
    return {
        "backer_border_km": _ranged(borders[1], borders, "km", _BACKERS),
        "backer_gap_km": _ranged(gap if gap > blur else 0.0, (max(gap - blur, 0.0), gap + blur), "km", _BACKERS),
    }


def _held(shape: Shape | None, parent: int, backers: Iterable[int], snapshot: Snapshot) -> dict[str, Estimate]:
    names = {"front_length_km": "front_length_held_km"} | {
        f"backer_{what}_km": f"backer_{what}_held_km" for what in ("border", "gap")
    }
    if shape is None:
        return _all_missing(names.values(), "no outline of land held beyond the claim is at hand")
    near = surroundings(shape, parent, snapshot)
    measured = _boundary(near) | _backing(near, _outlines_of(backers, near, snapshot))
    return {new: measured[old] for old, new in names.items()}


def _heartland(near: Surroundings, parent: int, parent_area: float, snapshot: Snapshot) -> dict[str, Estimate]:
    """Depth in units of the parent's equal-area radius, so that the middle of a round state has depth 1."""
    border = outer_border(near, snapshot)
    radius = float(np.sqrt(parent_area / np.pi))
    blur = near.scale.tolerances_km[1]
    gap = gap_km(near.outline.middle, border)
    centre = near.territory.centroid
    depth = gap_km(unit_vectors(np.array([[centre.x, centre.y]])), border)

    def relative(distance: float, value: float) -> Estimate:
        ends = (max(distance - blur, 0.0) / radius, (distance + blur) / radius)
        return _ranged(value / radius, ends, "ratio", _OUTLINES)

    return {
        "heartland_index": relative(gap, gap if gap > blur else 0.0),
        "heartland_depth": relative(depth, depth),
        "capital_distance_km": _capital_distance(centre, parent, snapshot),
    }


def _capital_distance(centre: BaseGeometry, parent: int, snapshot: Snapshot) -> Estimate:
    codes = snapshot.table("countries").filter(pl.col("gwno") == parent)["ne_id"]
    capitals = snapshot.table("places").filter(pl.col("country_ne").is_in(codes.to_list()) & pl.col("is_capital"))
    if capitals.is_empty():
        return Estimate.missing("km", "no capital of the parent state is at hand", _OUTLINES)
    here = shapely.get_coordinates(centre)[0]
    far = [
        WGS84.inv(here[0], here[1], longitude, latitude)[2] / 1000.0
        for longitude, latitude in capitals.select("longitude", "latitude").iter_rows()
    ]
    # A state with several capitals gets the nearest, and the others as the range.
    return _ranged(min(far), far if len(far) > 1 else (), "km", _OUTLINES)


def _ranged(value: float, others: Iterable[float], unit: str, sources: tuple[str, ...]) -> Estimate:
    ends = [*others]
    if not ends:
        return Estimate(value, unit, sources=sources)
    return Estimate(value, unit, min(value, *ends), max(value, *ends), "input-range", sources)
