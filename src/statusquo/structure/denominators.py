"""Of what an area share is a share: the parent state with the territory, without it, and with what is drawn apart.

Natural Earth draws control on the ground. Its outline of a state may take in land that a dispute is about, as Morocco's
does with most of Western Sahara, and leave out land that the United Nations count to the state or hold to be disputed
with it, as Ukraine's does with Crimea. A share of such an outline, told without that, takes a side unawares. So a share
always says which whole it is of, and the same territory over the rest of the state stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.core.names import the
from statusquo.core.shipped_tables import shipped_records
from statusquo.core.wording import listed, percent
from statusquo.snapshot.store import Snapshot
from statusquo.structure.outlines import parent_outline
from statusquo.structure.parents import parent_on_the_map
from statusquo.structure.readings import Coded, Rival
from statusquo.structure.shapes import area_km2, compose, shape_of

_DISPUTED = ("Disputed", "Breakaway", "Indeterminate")
"""Kinds of Natural Earth's areas whose belonging is in question."""

MANY_BACKERS = 5
"""A longer list of states is of kin alone, and says so."""
LEAST_PART = 0.004
"""Smallest part of a state that is named: what is smaller changes no printed share."""

_ALL = 0.9
"""Share of a territory from which it lies in an outline: two drawings of one coast differ by as much."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Land that Natural Earth's outline of a state leaves out, though it is counted to it or disputed with it.

    Attributes:
        gwno: Gleditsch-Ward number of the state.
        shape: the land, as a shape of the snapshot.
        name: what it is called.
        source: who says so.
    """

    gwno: int
    shape: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Denominators:
    """The wholes that a territory's area can be a share of, in km2.

    Attributes:
        state: name of the parent state.
        territory: the territory as drawn.
        drawn: the parent state as Natural Earth draws it.
        with_territory: the same with all of the territory.
        with_left_out: the same with the land that the outline leaves out.
        without_territory: the parent's outline less the territory.
        inside: share of the territory that lies inside the parent's outline.
        left_out: names of the land that the outline leaves out, the territory itself left aside.
    """

    state: str
    territory: float
    drawn: float
    with_territory: float
    with_left_out: float
    without_territory: float
    inside: float
    left_out: tuple[str, ...]

    @property
    def text(self) -> str:
        """Which wholes there are, and what the outlines take in and leave out."""
        took = (
            "has the territory in it"
            if self.inside > _ALL
            else "leaves the territory out"
            if self.inside < 1 - _ALL
            else f"takes in {percent(self.inside)} of the territory"
        )
        state = the(self.state)
        text = (
            f"Of {state} with the territory, {self.with_territory:,.0f} km² as drawn; {state} without it has "
            f"{self.without_territory:,.0f} km². Natural Earth draws control on the ground: its outline of "
            f"{state} {took}"
        )
        if self.left_out:
            text += f" and leaves out {listed(self.left_out)} ({self.with_left_out:,.0f} km² with it)"
        return f"{text}."


def with_denominators(case: Case, share: Estimate, snapshot: Snapshot) -> Coded:
    """Return an area share with the whole it is of, and with the territory over the rest of the state beside it.

    Args:
        case: the dispute.
        share: as measured, of the parent with the territory.
        snapshot: the open snapshot.
    """
    wholes = denominators(case, snapshot)
    if wholes is None or share.value is None:
        return Coded(share)
    others = [end for end in (share.value, share.low, share.high) if end is not None]
    others.append(share.value * wholes.with_territory / wholes.with_left_out)
    low, high = min(others), max(others)
    told = Estimate(share.value, share.unit, sources=share.sources)
    # Bounds that would print as the share itself are left out.
    if high - low > LEAST_PART * share.value:
        told = replace(told, low=low, high=high, interval="range")
    return Coded(told, wholes.text, rivals=(over_the_rest(share, wholes.state),))


def over_the_rest(share: Estimate, state: str) -> Rival:
    """Return the territory over the parent without it, for which the territory is no part of the state."""
    value = share.value
    why = f"the territory over {state} without it: whether it is a part of the state is what the dispute is about"
    if value is None or value >= 1:
        return Rival(
            Estimate.missing("share", "nothing is left of the state", share.sources), "another denominator", why
        )
    return Rival(Estimate(value / (1 - value), "share", sources=share.sources), "another denominator", why)


def parent_of_the_share(case: Case) -> str:
    """Return the state whose area a share is of: the parent at the start where it is coded, else all that were."""
    coded = case.coded("parent_state")
    return str(coded.value) if coded is not None else listed(actor.name for actor in case.parents())


def denominators(case: Case, snapshot: Snapshot) -> Denominators | None:
    """Return what a territory's area can be a share of, None where territory or parent has no outline."""
    parent, shape = parent_on_the_map(case, snapshot), case.territory.shape
    if isinstance(parent, str) or shape is None:
        return None
    territory = shapely.make_valid(compose(snapshot, shape))
    found = parent_outline(territory, parent.members, snapshot)
    if found is None:
        return None
    outline = shapely.make_valid(found)
    whole = shapely.union(outline, territory)
    apart = [(part, land) for part in left_out(parent.gwno) if (land := _beyond(part, whole, snapshot)) is not None]
    wider = shapely.union_all([whole, *(land for _, land in apart)])
    area = area_km2(territory)
    return Denominators(
        state=_name_of(case, parent.gwno),
        territory=area,
        drawn=area_km2(outline),
        with_territory=area_km2(whole),
        with_left_out=area_km2(wider),
        without_territory=area_km2(shapely.difference(outline, territory)),
        inside=area_km2(shapely.intersection(outline, territory)) / area,
        left_out=tuple(part.name for part, _ in apart),
    )


def _beyond(part: LeftOut, whole: BaseGeometry, snapshot: Snapshot) -> BaseGeometry | None:
    """Return the land that lies beyond a state and its territory, None where it is too small to change a share."""
    land = shapely.make_valid(shape_of(snapshot, part.shape))
    beyond = shapely.difference(land, whole)
    return land if area_km2(beyond) > LEAST_PART * area_km2(whole) else None


def taken_in(gwno: int, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the disputed areas, by name, that lie mostly inside Natural Earth's outline of a state."""
    states = snapshot.table("countries").filter((pl.col("gwno") == gwno) & (pl.col("scale") == "world"))
    areas = snapshot.table("areas").filter(pl.col("kind").is_in(_DISPUTED))
    if states.is_empty():
        return ()
    outline = shapely.make_valid(shapely.union_all(shapely.from_wkb(states["geometry"].to_numpy())))
    return tuple(_names_inside(areas, outline))


def outlines_measured_to(backers: Iterable[int], kin_only: Mapping[int, str], snapshot: Snapshot) -> str | None:
    """Return which states a gap or a border was measured to, and the disputed land that their outlines take in.

    Args:
        backers: the states.
        kin_only: of those that nothing shows to have helped, the years in which kin shared their government.
        snapshot: the open snapshot.
    """
    world = snapshot.table("countries").filter(pl.col("scale") == "world")
    names = dict(world.select("gwno", "name").drop_nulls().iter_rows())
    inside = {gwno: taken_in(gwno, snapshot) for gwno in backers if gwno in names}
    told = [
        names[gwno]
        + (f" (as Natural Earth draws it, with {listed(areas)})" if areas else "")
        + (f" (no helper: kin had a share in its government in {kin_only[gwno]}, by EPR)" if gwno in kin_only else "")
        for gwno, areas in inside.items()
    ]
    if len(told) > MANY_BACKERS:
        return (
            f"measured to the nearest of {len(told)} states in which EPR-TEK finds kin, or that are patrons; kinship "
            f"is no sign of support: {listed(told)}"
        )
    return f"measured to {listed(told)}" if told else None


def _names_inside(areas: pl.DataFrame, outline: BaseGeometry) -> Iterator[str]:
    for name, wkb in areas.select("name", "geometry").iter_rows():
        land = shapely.make_valid(shapely.from_wkb(wkb))
        if not land.intersects(outline) or area_km2(land) < LEAST_PART * min(area_km2(outline), 1e6):
            continue
        if shapely.intersection(land, outline).area > land.area / 2:
            yield name


def _name_of(case: Case, gwno: int) -> str:
    return next(actor.name for actor in case.parents() if actor.gwno == gwno)


@cache
def left_out(gwno: int) -> tuple[LeftOut, ...]:
    """Return what Natural Earth's outline of a state leaves out, as far as the table has it."""
    return tuple(part for part in shipped_records(LeftOut, "statusquo.structure", "left_out.csv") if part.gwno == gwno)
