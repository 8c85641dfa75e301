"""Whether each dispute that no rule closes is open, looked at one by one.

`open_disputes.csv` gives every such dispute its place with a reason in one sentence and the source: open, or closed
with the year at whose end that became true and the kind of exit. The principle is that of the rules (see
`panels.exits`): a dispute is open while somebody claims another status for the territory, with arms or without; it is
closed when the claimant is gone or has given up, when what was claimed was granted, or when the parent state ended.

The provinces of the Islamic State are a class of their own. They claim a caliphate in place of all states, and no
status of a territory within or beside one, so that no settlement or recognition could end the claim (Fazal 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from statusquo.core.shipped_tables import shipped_rows

ISLAMIC_STATE = "Islamic State"


@dataclass(frozen=True, slots=True)
class Place:
    """Why a dispute is in the list of open ones or not.

    Attributes:
        conflict_id_ucdp: the dispute.
        is_open: whether it is open.
        exit: how it ended; empty while it is open.
        exit_year: the first year at whose end that is true; None while it is open.
        confidence: ``high``, ``medium`` or ``low``.
        source: what says so.
        reason: one sentence.
    """

    conflict_id_ucdp: int
    is_open: bool
    exit: str
    exit_year: int | None
    confidence: str
    source: str
    reason: str


@cache
def places() -> dict[int, Place]:
    """Return the disputes that were looked at, by UCDP's number."""
    found = (_place(row) for row in shipped_rows("statusquo.cases", "open_disputes.csv"))
    return {place.conflict_id_ucdp: place for place in found}


def is_islamic_state_province() -> pl.Expr:
    """Return whether a row of table ``disputes`` is a province of the Islamic State.

    Another organisation that names the state it wants an Islamic one (the PULF in India) is none.
    """
    return (pl.col("territory_name") == ISLAMIC_STATE) & (pl.col("side_b") == ["IS"])


def _place(row: dict[str, str]) -> Place:
    return Place(
        int(row["conflict_id_ucdp"]),
        row["is_open"] == "yes",
        row["exit"],
        int(row["exit_year"]) if row["exit_year"] else None,
        row["confidence"],
        row["source"],
        row["reason"],
    )
