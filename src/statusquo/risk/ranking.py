"""All open disputes by their risk in the year after the data, with what drives it and how it changed.

The set is `secession`: internal and internationalised disputes whose claim is open. A quiet dispute has a risk of
renewed fighting and one of war; a dispute in which fighting goes on has a risk of war, and a chance that it goes on.
One at war has that chance alone, and one whose ground is fought over under a successor's number has none of them: both
have no rank and are listed by themselves (`unranked`). The provinces of the Islamic State are no disputes over a
territory's status; asked for, they are told by the model of the set `broad`. Drivers are the parts of the accounting
that move the log odds of war furthest: of the model, not causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import polars as pl

from statusquo.cases.titles import place_name
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.core.shown import Shown
from statusquo.panels.standing import Standing, standings
from statusquo.risk.events import (
    CONTINUATION,
    EVENTS,
    HEADLINE,
    TWO_YEARS_AHEAD,
    WITHIN_THREE_YEARS,
    Event,
    Outcome,
    RiskSet,
)
from statusquo.risk.fitted_paths import UNIT, fitted_paths
from statusquo.risk.inputs import risk_sources
from statusquo.snapshot.store import Snapshot

Status = Literal["quiet", "fighting"]

N_DRIVERS = 2
SMALLEST_DRIVER = 0.1
"""A part that moves the log odds by less, 10 % of the odds, is not called a driver."""


class Driver(NamedTuple):
    """A part of the accounting of risk, and how far it moves the log odds of war."""

    block: str
    log_odds: float


@dataclass(frozen=True, slots=True, repr=False)
class Ranked(Shown, Jsonable, also=("id",)):
    """One open dispute.

    Attributes:
        conflict_id_ucdp: UCDP's number.
        name: the territory.
        location: the state or states where it lies, as UCDP names them.
        region: UCDP's region.
        status: what the last year of the data was.
        last_active_year: last year with 25 battle deaths.
        risk: by event, the risk in the coming year.
        change: by event, its difference from the risk told for the last year; None where there was none.
        drivers: the parts that move the log odds of war furthest, with how far; none outside the headline set.
        two_years_ahead: by event, the chance of its level in the year after the coming one.
        within_three_years: by event, the risk in the coming year or the two after it.
        continuation: the chance that fighting under way goes on in the coming year.
        risk_set: the set whose model tells the risk.
        reason: why the dispute counts as open.
    """

    conflict_id_ucdp: int
    name: str
    location: str
    region: str
    status: Status
    last_active_year: int
    risk: dict[Event, Estimate]
    change: dict[Event, float | None]
    drivers: tuple[Driver, ...]
    two_years_ahead: dict[Event, Estimate]
    within_three_years: dict[Event, Estimate]
    continuation: Estimate
    risk_set: RiskSet
    reason: str

    @property
    def id(self) -> str:
        """How a dispute is named where no case is bundled."""
        return f"ucdp-{self.conflict_id_ucdp}"

    def in_short(self) -> str:
        """Return what it is called and the risk of war, or of renewed fighting where there is none."""
        told = {event: found.value for event, found in self.risk.items() if found.value is not None}
        risks = ", ".join(f"{event} {value:.1%}" for event, value in told.items())
        return f"{self.id} {self.name}, {self.location}: {self.status}; risk of {risks}"


@dataclass(frozen=True, slots=True)
class Unranked(Jsonable, also=("id",)):
    """One open dispute for which neither renewal nor a step to war can be told of the coming year.

    Attributes:
        conflict_id_ucdp: UCDP's number.
        name: the territory.
        location: the state or states where it lies, as UCDP names them.
        at_war: whether the last year of the data was one of war on its ground, under whichever number.
        successor: UCDP number of the conflict under which its ground is fought over; None where it is its own.
        why: why there is no risk to tell.
        continuation: the chance that fighting under its own number goes on in the coming year.
    """

    conflict_id_ucdp: int
    name: str
    location: str
    at_war: bool
    successor: int | None
    why: str
    continuation: Estimate

    @property
    def id(self) -> str:
        """How a dispute is named where no case is bundled."""
        return f"ucdp-{self.conflict_id_ucdp}"


def ranking(snapshot: Snapshot, *, with_islamic_state: bool = False) -> tuple[Ranked, ...]:
    """Return every open dispute with a risk to tell, the likeliest war first.

    Args:
        snapshot: the open snapshot.
        with_islamic_state: also the provinces of the Islamic State.

    Raises:
        ArtefactError: when the paths were never fitted, or to data that end in another year.
    """
    now, coming_year = standings(snapshot), snapshot.coming_year
    paths = fitted_paths(snapshot)
    provinces = [number for number, standing in now.items() if standing.is_islamic_state]
    is_told = (pl.col("risk_set") == HEADLINE) & ~pl.col("conflict_id_ucdp").is_in(provinces)
    if with_islamic_state:
        is_told |= (pl.col("risk_set") == "broad") & pl.col("conflict_id_ucdp").is_in(provinces)
    paths = paths.filter(is_told)
    accounts = load_artefact("risk_accounts").filter(risk_set=HEADLINE, event="war", year=coming_year)
    risks = _told(paths.filter(pl.col("year") >= coming_year - 1), risk_sources(snapshot))
    moved: dict[int, list[Driver]] = {}
    for number, *part in accounts.select("conflict_id_ucdp", "block", "log_odds").iter_rows():
        moved.setdefault(number, []).append(Driver(*part))
    coming = {now[number] for _, number, year in risks if year == coming_year}
    open_now = {each.conflict_id_ucdp for each in coming if each.is_open and each.has_risk}
    disputes = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp").is_in(sorted(open_now)))
    rows = [
        _ranked(row, now[number], risks, _drivers(moved.get(number, [])), snapshot)
        for row in disputes.to_dicts()
        for number in [row["conflict_id_ucdp"]]
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.risk["war"].value or 0.0), row.conflict_id_ucdp)))


_Told = dict[tuple[str, int, int], Estimate]
"""The risk by outcome, dispute and year."""


def _told(paths: pl.DataFrame, sources: tuple[str, ...]) -> _Told:
    columns = paths.select("event", "conflict_id_ucdp", "year", "risk", "low", "high")
    return {
        (event, number, year): Estimate(risk, UNIT, low, high, "credible95", sources)
        for event, number, year, risk, low, high in columns.iter_rows()
    }


def _ranked(
    row: dict[str, Any], standing: Standing, risks: _Told, drivers: tuple[Driver, ...], snapshot: Snapshot
) -> Ranked:
    number = standing.conflict_id_ucdp
    status: Status = "quiet" if standing.intensity == "none" else "fighting"
    coming_year, sources = snapshot.coming_year, risk_sources(snapshot)

    def told(outcome: Outcome) -> Estimate:
        none = Estimate.missing(UNIT, f"{coming_year - 1} was a year of {status}", sources)
        return risks.get((outcome, number, coming_year), none)

    return Ranked(
        number,
        place_name(row),
        row["location"],
        row["region"],
        status,
        row["last_active_year"],
        {event: told(event) for event in EVENTS},
        {event: _change(risks, event, number, coming_year) for event in EVENTS},
        () if standing.is_islamic_state else drivers,
        {event: told(outcome) for event, outcome in TWO_YEARS_AHEAD.items()},
        {event: told(outcome) for event, outcome in WITHIN_THREE_YEARS.items()},
        told(CONTINUATION),
        "broad" if standing.is_islamic_state else HEADLINE,
        standing.reason,
    )


def unranked(snapshot: Snapshot) -> tuple[Unranked, ...]:
    """Return the open disputes of the headline set that have no rank: at war, or fought over under another number.

    Args:
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the paths were never fitted, or to data that end in another year.
    """
    found = []
    last_year, sources = snapshot.last_year, risk_sources(snapshot)
    paths = fitted_paths(snapshot).filter(risk_set=HEADLINE, event=CONTINUATION, year=snapshot.coming_year)
    goes_on = {number: chance for (_, number, _), chance in _told(paths, sources).items()}
    none = Estimate.missing(UNIT, f"no fighting under its own number in {last_year}", sources)
    disputes = {row["conflict_id_ucdp"]: row for row in snapshot.table("disputes").to_dicts()}
    for number, standing in sorted(standings(snapshot).items()):
        why = _why_unranked(standing, last_year)
        if why is not None:
            row = disputes[number]
            successor = None if standing.successor is None or standing.is_active else standing.successor.conflict_id
            at_war = standing.intensity == "war"
            chance = goes_on.get(number, none) if standing.is_active else none
            name = row["territory_name"]
            found.append(Unranked(number, name, row["location"], at_war, successor, why, chance))
    return tuple(found)


def _why_unranked(standing: Standing, last_year: int) -> str | None:
    if not standing.is_internal or standing.is_islamic_state or not standing.is_open:
        return None
    if standing.has_risk:
        return None
    if standing.why_no_risk is not None:
        return standing.why_no_risk
    return f"{last_year} was a year of war, so that there is neither renewal nor a step to war to tell"


def _change(risks: _Told, event: Event, number: int, coming_year: int) -> float | None:
    now, before = (risks.get((event, number, year)) for year in (coming_year, coming_year - 1))
    return None if now is None or before is None else (now.value or 0.0) - (before.value or 0.0)


def _drivers(moved: list[Driver]) -> tuple[Driver, ...]:
    furthest = sorted(moved, key=lambda part: -abs(part.log_odds))[:N_DRIVERS]
    return tuple(part for part in furthest if abs(part.log_odds) >= SMALLEST_DRIVER)
