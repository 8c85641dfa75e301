"""The parent state on today's map: one state, or the states of today that a former one was made of.

`former_states.csv` beside this module says which those are, by Gleditsch-Ward number and up to which year. A parent
that still stands is its own outline of today, with what the territory adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from statusquo.cases.model import Case
from statusquo.core.shipped_tables import shipped_rows
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent state as it is found on today's map.

    Attributes:
        gwno: its Gleditsch-Ward number.
        members: the states of today whose outlines make it up.
        capital_in: the state of today in which its capital lies.
    """

    gwno: int
    members: frozenset[int]
    capital_in: int


def parent_on_the_map(case: Case, snapshot: Snapshot) -> Parent | str:
    """Return the parent state on today's map, or why the territory cannot be measured in it.

    A former state is taken as it stood in the year in which the dispute was first fought over.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    if case.territory.shape is None:
        return "no outline of the territory is at hand"
    if case.claimants():
        return "a dispute between claimants has no parent state"
    rows = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    gwno = next((actor.gwno for actor in case.parents() if actor.gwno), None)
    if gwno is None:
        return "the case names no parent state by number"
    return _parent(gwno, min(rows["first_active_year"].to_list(), default=None))


def _parent(gwno: int, year: int | None) -> Parent:
    for number, until, members, capital_in in _former_states():
        if number == gwno and year is not None and year <= until:
            return Parent(gwno, members, capital_in)
    return Parent(gwno, frozenset({gwno}), gwno)


@cache
def _former_states() -> tuple[tuple[int, int, frozenset[int], int], ...]:
    """Return number, last year, members and seat of the capital, each state's earliest composition first."""
    rows = [
        (int(row["gwno"]), int(row["until"]), frozenset(map(int, row["members"].split())), int(row["capital_in"]))
        for row in shipped_rows("statusquo.structure", "former_states.csv")
    ]
    return tuple(sorted(rows, key=lambda row: row[:2]))
