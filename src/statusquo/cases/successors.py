"""Conflicts of UCDP over the same ground: where the fighting over a dispute goes on under another number.

UCDP gives a conflict a number by its sides and what they contest, so that one war can pass from one number to another:
the fighting in the Donbas stands under 13306 to 2022 and from then on under 13243, between the two states. Under the
old number the dispute would look quiet. `successors.csv` names, for each of the territorial conflicts, the others over
the same ground, each with its years, confidence and source:

* ``successor``: the same ground is fought over under the other number. While that one is active the dispute is not
  quiet, and there is no renewal to wait for; once it has been, the risk is told of that one, as long as it stands for
  the dispute and until the dispute is active under its own number again.
* ``linked``: overlapping ground, or another pair of sides. It is said, and changes no clock and no risk.
* ``none``: looked at, and no other was found.

Whether the other conflict is active in a year comes from the data (table ``conflict_runs``), not from the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

import polars as pl

from statusquo.core.shipped_tables import shipped_rows
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

Kind = Literal["successor", "linked"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_KEY = ["conflict_id_ucdp", "year"]
_LAST = 9999
"""Stands for a link whose end is not known; the data end before it."""


@dataclass(frozen=True, slots=True)
class Link:
    """That another conflict is over the ground of a dispute.

    Attributes:
        conflict_id_ucdp: the dispute.
        other_id: the other conflict's UCDP number.
        kind: ``successor`` or ``linked``.
        first_year: from which year the other stands for the same fighting.
        last_year: to which year; None where that goes on.
        confidence: ``high``, ``medium`` or ``low``.
        source: what says so.
        note: how the two hang together.
    """

    conflict_id_ucdp: int
    other_id: int
    kind: Kind
    first_year: int
    last_year: int | None
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Fighting:
    """Fighting in one year over the ground of a dispute under another number.

    Attributes:
        conflict_id: that number.
        parties: the sides of that conflict, as of its last active year.
        year: the year.
        at_war: whether it reached 1,000 battle deaths.
        kind: ``successor`` or ``linked``.
        note: how the two hang together.
        source: what says so.
    """

    conflict_id: int
    parties: str
    year: int
    at_war: bool
    kind: Kind
    note: str
    source: str

    @property
    def text(self) -> str:
        """The fact as a clause."""
        where = f"conflict {self.conflict_id} ({self.parties})"
        level = f"at war intensity in {self.year}" if self.at_war else f"below war intensity in {self.year}"
        if self.kind == "linked":
            return f"over overlapping ground there was fighting under {where}, {level}"
        return f"fighting goes on under {where}, {level}"

    def to_json(self) -> dict[str, Any]:
        """Return the fact as plain JSON values."""
        return {
            "conflict_id_ucdp": self.conflict_id,
            "parties": self.parties,
            "year": self.year,
            "at_war": self.at_war,
            "kind": self.kind,
            "note": self.note,
            "source": self.source,
        }


@cache
def links() -> tuple[Link, ...]:
    """Return every successor and linked conflict, in the order of the file."""
    return tuple(_link(row) for row in shipped_rows("statusquo.cases", "successors.csv") if row["kind"] != "none")


@cache
def examined() -> frozenset[int]:
    """Return the numbers of the disputes that the file speaks of, those without any other conflict included."""
    return frozenset(int(row["conflict_id_ucdp"]) for row in shipped_rows("statusquo.cases", "successors.csv"))


def successor_years(snapshot: Snapshot) -> pl.DataFrame:
    """Return the years in which the ground of a dispute was fought over under a successor's number.

    Args:
        snapshot: the open snapshot.

    Returns:
        One row per dispute and such year: the key, `active_successor_id`, `successor_intensity` and `successor_until`
        (the last year for which that conflict stands for the dispute); of several in one year the one at war, then that
        with the higher number.
    """
    return snapshot.once(_successor_years)


def _successor_years(snapshot: Snapshot) -> pl.DataFrame:
    succeeded = pl.DataFrame(
        [
            (link.conflict_id_ucdp, link.other_id, link.first_year, link.last_year or _LAST)
            for link in links()
            if link.kind == "successor"
        ],
        schema=dict.fromkeys(("conflict_id_ucdp", "active_successor_id", "since", "successor_until"), pl.Int32),
        orient="row",
    )
    active = spread_years(snapshot.table("conflict_runs")).select(
        "year", active_successor_id="conflict_id_ucdp", successor_intensity="intensity"
    )
    return (
        succeeded.join(active, on="active_successor_id")
        .filter(pl.col("year").is_between("since", "successor_until"))
        .sort([*_KEY, "successor_intensity", "active_successor_id"], descending=[False, False, True, True])
        .group_by(_KEY, maintain_order=True)
        .first()
        .select(*_KEY, "active_successor_id", "successor_intensity", "successor_until")
    )


def ground_years(snapshot: Snapshot, *numbers: int) -> pl.DataFrame:
    """Return the years of fighting on the ground of a dispute, under its own numbers or a successor's.

    Args:
        snapshot: the open snapshot.
        numbers: the UCDP conflicts of the dispute.

    Returns:
        Columns `year`, `intensity` (minor or war) and `is_own` (whether a number of the dispute's own was active), by
        year.
    """
    own = snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp").is_in(numbers))
    first = min(own["year"].to_list(), default=_LAST)
    other = successor_years(snapshot).filter(pl.col("conflict_id_ucdp").is_in(numbers), pl.col("year") >= first)
    both = pl.concat(
        [
            own.select("year", "intensity", is_own=pl.lit(True)),
            other.select("year", intensity="successor_intensity", is_own=pl.lit(False)),
        ]
    )
    # "war" sorts after "minor".
    return both.group_by("year").agg(pl.col("intensity").max(), pl.col("is_own").any()).sort("year")


def fought_over(snapshot: Snapshot, number: int, year: int, kind: Kind = "successor") -> Fighting | None:
    """Return under which other number the ground of a dispute is fought over in a year, None where it is not.

    Args:
        snapshot: the open snapshot.
        number: the UCDP conflict.
        year: the year.
        kind: ``successor`` or ``linked``.
    """
    others = {
        link.other_id: link
        for link in links()
        if link.conflict_id_ucdp == number and link.kind == kind and link.first_year <= year <= (link.last_year or year)
    }
    if not others:
        return None
    active = snapshot.once(_active_in, year)
    if not others.keys() & active.keys():
        return None
    # "war" sorts after "minor".
    other = max(others.keys() & active.keys(), key=lambda each: (active[each][0], each))
    intensity, parties = active[other]
    return Fighting(other, parties, year, intensity == "war", kind, others[other].note, others[other].source)


def _active_in(snapshot: Snapshot, year: int) -> dict[int, tuple[str, str]]:
    """Return how intense each conflict was that was active in a year, and between whom, by its number."""
    runs = snapshot.table("conflict_runs").filter(pl.lit(year).is_between("first_year", "last_year"))
    rows = runs.sort("intensity").select("conflict_id_ucdp", "intensity", "parties").iter_rows()
    return {number: (intensity, parties) for number, intensity, parties in rows}


def _link(row: dict[str, str]) -> Link:
    (kind,) = (name for name in KINDS if name == row["kind"])
    return Link(
        int(row["conflict_id_ucdp"]),
        int(row["other_id"]),
        kind,
        int(row["first_year"]),
        int(row["last_year"]) if row["last_year"] else None,
        row["confidence"],
        row["source"],
        row["note"],
    )
