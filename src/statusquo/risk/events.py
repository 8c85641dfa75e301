"""What can happen to a dispute in a year, and which dispute-years can meet it.

* **Recurrence**: 25 battle deaths or more in a year after a year with fewer (UCDP/PRIO).
* **Escalation to war**: 1,000 or more in a year after one that was not war, whether quiet or not. Fighting that grows
  within an active spell without reaching it is neither: the offensive of 2023 in Nagorno-Karabakh followed an active
  year, and UCDP counts 462 battle deaths for that year.
* **Within three years**: whether either event's level is reached in the year or one of the two after it, whatever
  becomes of the claim in between.
* **Two years ahead**: whether either event's level is reached in the year after the row's, whatever becomes of the year
  between and of the claim. The row's year stays the first that nothing is known of; what is told is of the next
  (`YEARS_LATER`).
* **Continuation**: 25 battle deaths or more in a year after a year with as many; its opposite is the end of a spell.

Fighting over the same ground under a successor's number counts (`cases.successors`): in the year in which it begins
after a quiet one it is the recurrence; after that the dispute can meet neither event, and they are told of the
successor.

Three risk sets, each within the one before it: `broad` (every type, no exit), `internal` (ever internal or
internationalised internal) and `secession` (internal, no province of the Islamic State, and the claim open at the end
of the year before). Old and settled disputes flatter every score: whoever scores names the set. A dispute's first
active year is in none of them.

The table has one more year than the data, the coming year (`Snapshot.coming_year`), whose outcomes are missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import polars as pl

from statusquo.core.columns import checked
from statusquo.panels.codings import Coding
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import Snapshot

RiskSet = Literal["secession", "internal", "broad"]
Event = Literal["recurrence", "war"]
Outcome = Literal[
    "recurrence",
    "war",
    "recurrence two years ahead",
    "war two years ahead",
    "recurrence within three years",
    "war within three years",
    "continuation",
]

RISK_SETS: tuple[RiskSet, ...] = get_args(RiskSet)
EVENTS: tuple[Event, ...] = get_args(Event)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
TWO_YEARS_AHEAD: dict[Event, Outcome] = {
    "recurrence": "recurrence two years ahead",
    "war": "war two years ahead",
}
WITHIN_THREE_YEARS: dict[Event, Outcome] = {
    "recurrence": "recurrence within three years",
    "war": "war within three years",
}
CONTINUATION: Outcome = "continuation"
HORIZON_YEARS: dict[Outcome, int] = {
    **dict.fromkeys(OUTCOMES, 1),
    **dict.fromkeys(TWO_YEARS_AHEAD.values(), 2),
    **dict.fromkeys(WITHIN_THREE_YEARS.values(), 3),
}
"""How many years an outcome takes to be known."""

YEARS_LATER: dict[Outcome, int] = {name: 1 if name in TWO_YEARS_AHEAD.values() else 0 for name in OUTCOMES}
"""How many years after a row's own the year lies that the outcome is of."""

HEADLINE: RiskSet = "secession"

_KEY = ["conflict_id_ucdp", "year"]
_MEMBERSHIP: dict[RiskSet, str] = {"broad": "is_in_broad", "internal": "is_in_internal", "secession": "is_in_secession"}
_AT_RISK: dict[Outcome, pl.Expr] = {
    "recurrence": pl.col("is_quiet_before"),
    "war": pl.col("is_not_war_before"),
    "recurrence two years ahead": pl.col("is_quiet_before"),
    "war two years ahead": pl.col("is_not_war_before"),
    "recurrence within three years": pl.col("is_quiet_before"),
    "war within three years": pl.col("is_not_war_before"),
    "continuation": ~pl.col("is_quiet_before"),
}
_OUTCOME: dict[Outcome, str] = {
    "recurrence": "is_recurrence",
    "war": "is_war_onset",
    "recurrence two years ahead": "is_fighting_2y_ahead",
    "war two years ahead": "is_war_2y_ahead",
    "recurrence within three years": "is_recurrence_within_3y",
    "war within three years": "is_war_within_3y",
    "continuation": "is_continued",
}


def risk_years(snapshot: Snapshot, extra: Iterable[Coding] = ()) -> pl.DataFrame:
    """Return table ``panel.risk_year``: one row per dispute and year, from the second to the coming year.

    Args:
        snapshot: the open snapshot.
        extra: a user's own codings of the status quo, which come before all others.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    codings = tuple(extra)
    panel = dispute_years(snapshot, codings).frame.select(
        *_KEY,
        "territory_name",
        "parent_gw",
        "is_internal",
        "is_islamic_state",
        "is_passed_on",
        is_active=pl.col("ground_intensity") != "none",
        intensity="ground_intensity",
    )
    exits = status_quo_years(snapshot, codings).frame.select(*_KEY, "claim", "exit")
    frame = panel.join(exits, on=_KEY, how="left", maintain_order="left")
    frame = _with_the_coming_year(frame, snapshot.last_year)
    before = [pl.col(name).shift(1).over("conflict_id_ucdp").alias(f"{name}_before") for name in _OF_THE_YEAR]
    frame = frame.with_columns(before).filter(pl.col("is_active_before").is_not_null())
    frame = frame.with_columns(
        is_quiet_before=~pl.col("is_active_before") & ~pl.col("is_passed_on_before"),
        is_not_war_before=(pl.col("intensity_before") != "war") & ~pl.col("is_passed_on_before"),
        is_in_broad=pl.lit(True),
        is_in_internal=pl.col("is_internal"),
        is_in_secession=pl.col("is_internal") & ~pl.col("is_islamic_state") & (pl.col("claim_before") == "open"),
    ).with_columns(
        is_recurrence=pl.when("is_quiet_before").then("is_active"),
        is_war_onset=pl.when("is_not_war_before").then(pl.col("intensity") == "war"),
        is_fighting_2y_ahead=pl.when("is_quiet_before").then(_next_year(pl.col("is_active"))),
        is_war_2y_ahead=pl.when("is_not_war_before").then(_next_year(pl.col("intensity") == "war")),
        is_recurrence_within_3y=pl.when("is_quiet_before").then(_within_three_years(pl.col("is_active"))),
        is_war_within_3y=pl.when("is_not_war_before").then(_within_three_years(pl.col("intensity") == "war")),
        is_continued=pl.when("is_active_before").then("is_active"),
    )
    return checked(
        frame.drop("is_internal", "is_islamic_state", *_OF_THE_YEAR, *(f"{n}_before" for n in _OF_THE_YEAR)),
        "panel.risk_year",
    )


def rows_at_risk(frame: pl.DataFrame, risk_set: RiskSet, event: Outcome) -> pl.DataFrame:
    """Return the rows that can meet an event, with `is_event`; it is missing while the outcome is to come.

    Args:
        frame: `risk_years`, or that with more columns.
        risk_set: the set of disputes.
        event: the event.
    """
    return frame.filter(pl.col(_MEMBERSHIP[risk_set]) & _AT_RISK[event]).with_columns(is_event=pl.col(_OUTCOME[event]))


_OF_THE_YEAR = ("is_active", "intensity", "is_passed_on", "claim", "exit")


def _with_the_coming_year(frame: pl.DataFrame, last_year: int) -> pl.DataFrame:
    last = frame.filter(pl.col("year") == last_year)
    coming = last.with_columns(
        pl.lit(last_year + 1, dtype=pl.Int32).alias("year"),
        *(pl.lit(None, dtype=frame.schema[name]).alias(name) for name in _OF_THE_YEAR),
    )
    return pl.concat([frame, coming]).sort(_KEY)


def _next_year(level: pl.Expr) -> pl.Expr:
    """Return whether a level is reached in the next year; missing while that is to come."""
    return level.shift(-1).over("conflict_id_ucdp")


def _within_three_years(level: pl.Expr) -> pl.Expr:
    """Return whether a level is reached in the year or the two after it; missing while one of these is to come."""
    next_year, last = (level.shift(-years).over("conflict_id_ucdp") for years in (1, 2))
    return pl.when(last.is_not_null()).then(level | next_year | last)
