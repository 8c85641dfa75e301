"""The two sides as states, and the ratio of what they spend.

A chart of budgets or deliveries needs states on both sides: the parent, and the state that stands behind the
separatist side; or the two claimants, where there are no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.cases.model import Actor, Case
from statusquo.dossier.theme import Role
from statusquo.panels.patrons import state_behind
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Side:
    """One side in a chart: a state, the colour role it keeps through the page, and how sentences call it."""

    actor: Actor
    colour: Role

    @property
    def is_claimant(self) -> bool:
        """Whether it stands for itself in a dispute that has neither a parent nor a separatist side."""
        return any(role.role == "claimant" for role in self.actor.role)

    @property
    def gwno(self) -> int:
        """The Gleditsch-Ward number; sides are states here, since no source gives budgets of others."""
        assert self.actor.gwno is not None
        return self.actor.gwno


def sides_of(case: Case, snapshot: Snapshot) -> tuple[Side, Side] | None:
    """Return the parent and the state that stands behind the separatist side, or two claimants, in the case's order.

    None if either is not a state, or where more than two claimants stand against each other: one stands for no other.
    """
    if claimants := case.claimants():
        if len(claimants) > 2 or any(actor.gwno is None for actor in claimants):
            return None
        return Side(claimants[0], "parent_side"), Side(claimants[1], "separatist_side")
    parent = next((actor for actor in case.parents() if actor.gwno), None)
    behind = state_behind(case, snapshot)
    if parent is None or behind is None:
        return None
    return Side(parent, "parent_side"), Side(behind, "separatist_side")


def spending_ratio(spending: pl.DataFrame, over: int, under: int) -> pl.DataFrame:
    """Return the ratio of two states' constant-price spending by year.

    Args:
        spending: rows of the table `spending`.
        over: Gleditsch-Ward number of the numerator.
        under: of the denominator.

    Returns:
        Columns `year`, `ratio`, for the years in which both have a figure.
    """

    def of(gwno: int, name: str) -> pl.DataFrame:
        return (
            spending.filter(pl.col("gwno") == gwno)
            .select("year", pl.col("spending_constant_usdm").alias(name))
            .drop_nulls()
        )

    joined = of(over, "over").join(of(under, "under"), on="year").sort("year")
    return joined.filter(pl.col("under") > 0).select("year", ratio=pl.col("over") / pl.col("under"))


def turning_points(ratio: pl.DataFrame) -> list[tuple[int, float, str]]:
    """Return the years that tell a ratio's course: first, lowest, highest after the lowest, last.

    Args:
        ratio: columns `year` and `ratio`, in order.

    Returns:
        Year, ratio and a remark for each, in order of time, no year twice; empty for an empty frame.
    """
    rows = list(ratio.select("year", "ratio").iter_rows())
    if not rows:
        return []
    lowest = min(rows, key=lambda row: row[1])
    highest = max((row for row in rows if row[0] >= lowest[0]), key=lambda row: row[1])
    remarks = {
        rows[0]: "",
        rows[-1]: "",
        lowest: " (its lowest)",
        highest: " (its highest since)" if highest != lowest else "",
    }
    if lowest == highest:
        remarks[lowest] = " (its lowest)"
    return [(year, value, remarks[year, value]) for year, value in sorted(remarks)]
