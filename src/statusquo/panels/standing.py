"""Where every dispute stands at the end of the data: fought over or quiet, its claim open or closed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from statusquo.cases.open_disputes import places
from statusquo.cases.successors import Fighting, fought_over
from statusquo.panels.codings import by_year
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.status_quo_year import all_codings, status_quo_years
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
        exit_year: the first year at whose end that was so; None while it is open.
        reason: why it is open or closed, in a sentence; empty where it was not looked at.
        source: what says so.
        last_active_year: the last year in which its own number was active.
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
    exit_year: int | None
    reason: str
    source: str
    last_active_year: int

    @property
    def place(self) -> str:
        """The dispute's place in the list of open ones, in two or three words."""
        if self.is_islamic_state:
            return "Islamic State"
        if not self.is_internal:
            return "between states or colonial"
        return "open" if self.is_open else self.exit

    @property
    def listing(self) -> str:
        """Whether the dispute is in the list of open ones, in a line."""
        if self.place == "open":
            return "In the list of open disputes"
        if self.is_islamic_state:
            return "Not in the list of open disputes, which leaves out the provinces of the Islamic State"
        if not self.is_internal:
            return "Not in the list of open disputes, which leaves out those between states and over colonies"
        return f"Not in the list of open disputes since {self.exit_year}: {self.exit}"

    @property
    def why_no_risk(self) -> str | None:
        """Why neither renewal nor a step to war can be told of the coming year; None where one of them can."""
        if self.successor is not None and not self.is_active:
            return f"{self.successor.text}; there is no risk of renewal to tell"
        if not self.is_open:
            why = f": {self.reason.rstrip('.')}" if self.reason else ""
            return f"the claim has been closed since {self.exit_year} ({self.exit}){why}"
        if self.is_passed_on:
            return "what is fought over here passed to another conflict, of which the risk is told"
        return None

    @property
    def has_risk(self) -> bool:
        """Whether renewal or a step to war can be told of the coming year."""
        return self.why_no_risk is None and self.intensity != "war"


def standings(snapshot: Snapshot) -> Mapping[int, Standing]:
    """Return where every territorial dispute stands, by UCDP's number.

    Args:
        snapshot: the open snapshot.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    return snapshot.once(_standings)


def _standings(snapshot: Snapshot) -> Mapping[int, Standing]:
    last_year = snapshot.last_year
    panel = dispute_years(snapshot).frame.filter(year=last_year)
    status = status_quo_years(snapshot).frame.filter(year=last_year).select("conflict_id_ucdp", "claim", "exit")
    last = snapshot.table("disputes").select("conflict_id_ucdp", "last_active_year")
    codings = all_codings(snapshot).filter(variable="exit").with_columns(exit_year="first_year")
    exits = {row["conflict_id_ucdp"]: row for row in by_year(codings).filter(rank=0, year=last_year).to_dicts()}
    found = {}
    for row in panel.join(status, on="conflict_id_ucdp").join(last, on="conflict_id_ucdp").to_dicts():
        number, is_out = row["conflict_id_ucdp"], row["exit"] != "none"
        coded, looked_at = exits[number], places().get(number)
        found[number] = Standing(
            number,
            row["ground_intensity"],
            row["is_active"],
            row["is_passed_on"],
            fought_over(snapshot, number, last_year),
            fought_over(snapshot, number, last_year, "linked"),
            row["is_internal"],
            row["is_islamic_state"],
            row["claim"] == "open",
            row["exit"],
            coded["exit_year"] if is_out else None,
            coded["note"] if is_out else looked_at.reason if looked_at else "",
            coded["source"] if is_out else looked_at.source if looked_at else "",
            row["last_active_year"],
        )
    return MappingProxyType(found)


def standing_of(known: Mapping[int, Standing], numbers: Iterable[int]) -> Standing | None:
    """Return the standing of a case, which is that of one of its conflicts; None where UCDP has none of them.

    An internal conflict comes before one between states, which the case takes in beside it and no list of open disputes
    holds; then the one last active, and of several the one that the case names first.

    Args:
        known: from `standings`.
        numbers: the case's UCDP conflicts, in its own order.
    """
    own = [known[number] for number in numbers if number in known]
    return max(own, key=lambda each: (each.is_internal, each.last_active_year), default=None)
