"""Factors of geography: how a territory lies in its parent state and toward its kin states and patrons.

Everything is measured on today's Natural Earth outlines with geodesic lengths and areas. Where two outlines of one
border may differ, the factor is computed at three tolerances and its interval spans the results (`range`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.cases.model import Case, Role, RoleName
from statusquo.cases.territory import Shape
from statusquo.core.estimates import Estimate
from statusquo.core.wording import span
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
from statusquo.structure.parents import Parent, parent_on_the_map
from statusquo.structure.shapes import WGS84, area_km2, middle_of
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


def geography(case: Case, snapshot: Snapshot) -> dict[str, Estimate]:
    """Return the factors of geography of one dispute, each missing with its reason where it cannot be measured.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    parent, shape = parent_on_the_map(case, snapshot), case.territory.shape
    if isinstance(parent, str) or shape is None:
        return _all_missing(FACTORS, str(parent))
    claimed = surroundings(shape, parent.members, snapshot)
    parent_area = parent_area_km2(claimed.territory, parent.members, snapshot)
    if parent_area is None:
        return _all_missing(FACTORS, f"no outline of the parent state (Gleditsch-Ward {parent.gwno}) is at hand")
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


_KIN = "EPR kin state"


def backers_of(case: Case, snapshot: Snapshot) -> tuple[int, ...]:
    """Return the kin states and patrons of the separatist side, as Gleditsch-Ward numbers in order.

    They are those the case file names with a source and those of `dispute_patrons` on side B, on any basis and in any
    year: a border with kin is an opportunity, whether they helped or not, so that this is not the rule of who stood
    behind the side by act (`panels.patrons`). What rests on general knowledge alone names no backer: it may not define
    a gap or a border.
    """
    named = {gwno for gwno, role in _roles_toward_separatists(case, "patron", "kin state") if case.is_sourced(role)}
    found = named | set(_beside_separatists(case, snapshot)["patron_gw"])
    return tuple(sorted(found - {actor.gwno for actor in case.parents()}))


def kin_without_help(case: Case, snapshot: Snapshot) -> dict[int, str]:
    """Return, of the backers, those that are kin states alone, with the years in which kin shared their government."""
    rows = _beside_separatists(case, snapshot)
    acted = set(rows.filter(pl.col("basis") != _KIN)["patron_gw"])
    acted |= {gwno for gwno, _ in _roles_toward_separatists(case, "patron")}
    kin = rows.filter(pl.col("basis") == _KIN, ~pl.col("patron_gw").is_in(sorted(acted)))
    years = kin.group_by("patron_gw").agg(pl.col("first_year").min(), pl.col("last_year").max())
    return {gwno: span(first, last) for gwno, first, last in years.sort("patron_gw").iter_rows()}


def _roles_toward_separatists(case: Case, *names: RoleName) -> Iterator[tuple[int, Role]]:
    separatists = {actor.id for actor in case.separatists()}
    for actor in case.actor:
        for role in actor.role:
            if role.role in names and role.toward in separatists and actor.gwno:
                yield actor.gwno, role


def _beside_separatists(case: Case, snapshot: Snapshot) -> pl.DataFrame:
    conflicts = pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict)
    return snapshot.table("dispute_patrons").filter(conflicts, pl.col("side") == "b")


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
        is_own = shape is not None and shape.file is not None
        return {
            "area_km2": Estimate(drawn, "km2", sources=() if is_own else _OUTLINES),
            "area_share": Estimate(drawn_share, "share", sources=_OUTLINES),
        }
    share = area[0] / (parent_area[0] if parent_area else parent_drawn)
    sources = tuple(dict.fromkeys((*area[1], *(parent_area[1] if parent_area else ()), *_OUTLINES)))
    return {
        "area_km2": Estimate.spanning(area[0], "km2", (drawn,), "range", sources),
        "area_share": Estimate.spanning(share, "share", (drawn_share,), "range", sources),
    }


def _published(case: Case, key: str | None) -> tuple[float, tuple[str, ...]] | None:
    facts = [fact for fact in case.facts(key) if case.is_sourced(fact)] if key else []
    return next(((fact.value, fact.source) for fact in facts if isinstance(fact.value, float)), None)


def _boundary(near: Surroundings) -> dict[str, Estimate]:
    is_beside_land = near.near_land.is_near(near.outline.middle, near.scale.tolerances_km[1])
    sides = sides_of(
        near.outline, near.foreign, near.near_coast, near.scale.tolerances_km, is_beside_land=is_beside_land
    )

    def over_tolerances(measure: Callable[[Sides], float], unit: str) -> Estimate:
        low, main, high = map(measure, sides)
        return Estimate.spanning(main, unit, (low, high), "range", _OUTLINES)

    def length(measure: Callable[[Sides], float]) -> Estimate:
        return _length([measure(side) for side in sides], near.scale, _OUTLINES)

    return {
        "enclave_index": over_tolerances(lambda side: side.enclave_index, "share"),
        "front_length_km": length(lambda side: side.inside_km),
        "sea_access": over_tolerances(lambda side: float(side.sea_km > 0), FACTORS["sea_access"]),
        "coast_km": length(lambda side: side.sea_km),
    }


def _length(drawn: Sequence[float], scale: Scale, sources: tuple[str, ...]) -> Estimate:
    """Return a length as drawn at the main tolerance, ranged over tolerances and how much longer published ones are."""
    ends = [length * factor for length in drawn for factor in (1.0, *scale.published_over_drawn)]
    return Estimate.spanning(drawn[1], "km", ends, "range", sources)


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
        "backer_border_km": _length(borders, near.scale, _BACKERS),
        "backer_gap_km": Estimate.spanning(
            gap if gap > blur else 0.0, "km", (max(gap - blur, 0.0), gap + blur), "range", _BACKERS
        ),
    }


def _held(shape: Shape | None, parent: Parent, backers: Iterable[int], snapshot: Snapshot) -> dict[str, Estimate]:
    names = {"front_length_km": "front_length_held_km"} | {
        f"backer_{what}_km": f"backer_{what}_held_km" for what in ("border", "gap")
    }
    if shape is None:
        return _all_missing(names.values(), "no outline of land held beyond the claim is at hand")
    near = surroundings(shape, parent.members, snapshot)
    measured = _boundary(near) | _backing(near, _outlines_of(backers, near, snapshot))
    return {new: measured[old] for old, new in names.items()}


def _heartland(near: Surroundings, parent: Parent, parent_area: float, snapshot: Snapshot) -> dict[str, Estimate]:
    """Depth in units of the parent's equal-area radius, so that the middle of a round state has depth 1."""
    border = outer_border(near, snapshot)
    radius = float(np.sqrt(parent_area / np.pi))
    blur = near.scale.tolerances_km[1]
    gap = gap_km(near.outline.middle, border)
    centre = middle_of(near.territory)
    depth = gap_km(unit_vectors(np.array([centre])), border)

    def relative(distance: float, value: float) -> Estimate:
        ends = (max(distance - blur, 0.0) / radius, (distance + blur) / radius)
        return Estimate.spanning(value / radius, "ratio", ends, "range", _OUTLINES)

    return {
        "heartland_index": relative(gap, gap if gap > blur else 0.0),
        "heartland_depth": relative(depth, depth),
        "capital_distance_km": _capital_distance(centre, parent.capital_in, snapshot),
    }


def _capital_distance(centre: tuple[float, float], state: int, snapshot: Snapshot) -> Estimate:
    codes = snapshot.table("countries").filter(pl.col("gwno") == state)["ne_id"]
    capitals = snapshot.table("places").filter(pl.col("country_ne").is_in(codes.to_list()) & pl.col("is_capital"))
    if capitals.is_empty():
        return Estimate.missing("km", "no capital of the parent state is at hand", _OUTLINES)
    far = [
        WGS84.inv(*centre, longitude, latitude)[2] / 1000.0
        for longitude, latitude in capitals.select("longitude", "latitude").iter_rows()
    ]
    # A state with several capitals gets the nearest, and the others as the range.
    return Estimate.spanning(min(far), "km", far if len(far) > 1 else (), "range", _OUTLINES)
