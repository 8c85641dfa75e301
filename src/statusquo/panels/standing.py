"""Where every dispute stands at the end of the data: fought over or quiet, its claim open or closed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from statusquo.panels.codings import by_year
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.open_disputes import places
from statusquo.panels.status_quo_year import LAST_YEAR, all_codings, status_quo_years
from statusquo.panels.successors import Fighting, Kind, fighting_elsewhere
from statusquo.snapshot.store import Snapshot

Intensity = Literal["none", "minor", "war"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One dispute at the end of the last year of the data.

    Attributes:
        conflict_id_ucdp: UCDP's number.
        intensity: of the year on the dispute's ground, under whichever number.
        is_active: whether its own number was active in the year.
        is_passed_on: whether its risk is told of a successor (see `panels.dispute_year`).
        successor: the fighting under a successor's number in the year, None where there was none.
        linked: the same of a linked conflict.
        is_internal: whether UCDP ever classes it as internal.
        is_islamic_state: whether it is over a province of the Islamic State.
        is_open: whether the claim is open.
        exit: how it ended; ``none`` while it is open.
        reason: why it is open or closed, in a sentence; empty where it was not looked at.
        source: what says so.
    """

    conflict_id_ucdp: int
    intensity: Intensity
    is_active: bool
    is_passed_on: bool
    successor: Fighting | None
    linked: Fighting | None
    is_internal: bool
    is_islamic_state: bool
    is_open: bool
    exit: str
    reason: str
    source: str

    @property
    def place(self) -> str:
        """The dispute's place in the list of open ones, in two or three words."""
        if self.is_islamic_state:
            return "Islamic State"
        if not self.is_internal:
            return "between states or colonial"
        return "open" if self.is_open else self.exit

    @property
    def why_no_risk(self) -> str | None:
        """Why neither renewal nor a step to war can be told of the coming year; None where one of them can."""
        if self.successor is not None and not self.is_active:
            return f"{self.successor.text}; there is no risk of renewal to tell"
        if self.is_passed_on:
            return "what is fought over here passed to another conflict, of which the risk is told"
        if self.is_internal and not self.is_open:
            return f"the claim was closed at the end of {LAST_YEAR} ({self.exit})" + (
                f": {self.reason.rstrip('.')}" if self.reason else ""
            )
        return None


def standings(snapshot: Snapshot) -> dict[int, Standing]:
    """Return where every territorial dispute stands, by UCDP's number.

    Args:
        snapshot: the open snapshot.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    panel = dispute_years(snapshot).frame.filter(year=LAST_YEAR)
    status = status_quo_years(snapshot).frame.filter(year=LAST_YEAR).select("conflict_id_ucdp", "claim", "exit")
    exits = by_year(all_codings(snapshot).filter(variable="exit")).filter(rank=0, year=LAST_YEAR)
    notes = {
        row["conflict_id_ucdp"]: (row["note"], row["source"]) for row in exits.to_dicts() if row["value"] != "none"
    }
    now = fighting_elsewhere(snapshot).filter(year=LAST_YEAR)
    found = {}
    for row in panel.join(status, on="conflict_id_ucdp").to_dicts():
        number = row["conflict_id_ucdp"]
        looked_at = places().get(number)
        said = (looked_at.reason, looked_at.source) if looked_at else ("", "")
        reason, source = notes.get(number, said)
        found[number] = Standing(
            number,
            row["ground_intensity"],
            row["is_active"],
            row["is_passed_on"],
            _fighting(now, number, "successor"),
            _fighting(now, number, "linked"),
            row["is_internal"],
            row["is_islamic_state"],
            row["claim"] == "open",
            row["exit"],
            reason,
            source,
        )
    return found


def _fighting(now: pl.DataFrame, number: int, kind: Kind) -> Fighting | None:
    rows = now.filter(conflict_id_ucdp=number, kind=kind)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return Fighting(row["other_id"], row["parties"], row["year"], row["intensity"] == "war", kind, row["note"])
