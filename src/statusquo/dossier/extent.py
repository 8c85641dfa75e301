"""How far a territory extends: its shapes as the case file composes them, and their geodesic areas."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import area_km2, compose, shape_of


@dataclass(frozen=True, slots=True)
class Extent:
    """What is known of the territory's extent, in square kilometres.

    Attributes:
        claimed: area of the claimed territory as drawn; None where no outline is at hand.
        reference: its published area, if the case file has one.
        held: area held at the largest extent drawn, beyond the claim included; None where not drawn.
        parent: area of the parent state as drawn, the territory included.
    """

    claimed: float | None
    reference: float | None
    held: float | None
    parent: float | None

    @property
    def error_pct(self) -> float | None:
        """How far the drawn area lies above (below, if negative) the published one, in percent."""
        if self.claimed is None or not self.reference:
            return None
        return 100 * (self.claimed / self.reference - 1)


@dataclass(frozen=True, slots=True)
class Ground:
    """The shapes a map of the dispute is drawn from, in degrees; None where the snapshot has none.

    Attributes:
        claimed: the claimed territory.
        held: the land held at the widest, the claim included.
        parent: the parent state.
        parent_code: Natural Earth code of the parent state.
    """

    claimed: BaseGeometry | None
    held: BaseGeometry | None
    parent: BaseGeometry | None
    parent_code: str | None


def ground_of(case: Case, snapshot: Snapshot) -> Ground:
    """Return the shapes of a dispute, composed as its case says."""
    territory = case.territory
    gwno = next((actor.gwno for actor in case.parents() if actor.gwno), None)
    rows = snapshot.table("countries").filter(pl.col("gwno") == gwno) if gwno else pl.DataFrame()
    code = str(rows["ne_id"][0]) if rows.height else None
    return Ground(
        claimed=compose(snapshot, territory.shape) if territory.shape else None,
        held=compose(snapshot, territory.held) if territory.held else None,
        parent=shape_of(snapshot, f"countries:{code}") if code else None,
        parent_code=code,
    )


def extent_of(case: Case, ground: Ground) -> Extent:
    """Measure the territory."""
    shape = case.territory.shape
    facts = case.facts(shape.reference_area) if shape and shape.reference_area else ()
    numbers = [fact.value for fact in facts if isinstance(fact.value, float)]
    return Extent(
        claimed=area_km2(ground.claimed) if ground.claimed is not None else None,
        reference=numbers[0] if numbers else None,
        held=area_km2(ground.held) if ground.held is not None else None,
        parent=area_km2(_with_territory(ground.parent, ground.claimed)) if ground.parent is not None else None,
    )


def _with_territory(parent: BaseGeometry, claimed: BaseGeometry | None) -> BaseGeometry:
    """Return the parent with all of the territory, of which today's outline may hold a part, or nothing."""
    return parent if claimed is None else shapely.union(shapely.make_valid(parent), shapely.make_valid(claimed))
