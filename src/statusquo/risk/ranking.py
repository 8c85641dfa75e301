"""All open disputes by their risk in the year after the data, with what drives it and how it changed.

The set is `secession`: internal and internationalised disputes whose claim is open. A quiet dispute has a risk of
renewed fighting and one of war; a dispute in which fighting goes on has a risk of war, and a chance that it goes on;
one at war has that chance alone and stands last. Drivers are the parts of the accounting that move the log odds of war
furthest: of the model, not causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.risk.events import COMING_YEAR, CONTINUATION, HEADLINE, WITHIN_THREE_YEARS, Event
from statusquo.risk.path import UNIT, risk_sources
from statusquo.snapshot.store import Snapshot

Status = Literal["quiet", "fighting", "war"]

N_DRIVERS = 2
SMALLEST_DRIVER = 0.1
"""A part that moves the log odds by less, 10 % of the odds, is not called a driver."""


@dataclass(frozen=True, slots=True)
class Ranked:
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
        drivers: the parts that move the log odds of war furthest, with how far.
        within_three_years: by event, the risk in the coming year or the two after it.
        continuation: the chance that fighting under way goes on in the coming year.
    """

    conflict_id_ucdp: int
    name: str
    location: str
    region: str
    status: Status
    last_active_year: int
    risk: dict[Event, Estimate]
    change: dict[Event, float | None]
    drivers: tuple[tuple[str, float], ...]
    within_three_years: dict[Event, Estimate]
    continuation: Estimate

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""
        return {
            "id": f"ucdp-{self.conflict_id_ucdp}",
            "conflict_id_ucdp": self.conflict_id_ucdp,
            "name": self.name,
            "location": self.location,
            "region": self.region,
            "status": self.status,
            "last_active_year": self.last_active_year,
            "risk": {event: estimate.to_json() for event, estimate in self.risk.items()},
            "change": dict(self.change),
            "drivers": [{"block": block, "log_odds": shift} for block, shift in self.drivers],
            "within_three_years": {event: estimate.to_json() for event, estimate in self.within_three_years.items()},
            "continuation": self.continuation.to_json(),
        }


def ranking(snapshot: Snapshot) -> tuple[Ranked, ...]:
    """Return every open dispute, the likeliest war first and those at war last.

    Args:
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the paths were never fitted.
    """
    paths = load_artefact("risk_paths").filter(pl.col("risk_set") == HEADLINE)
    accounts = load_artefact("risk_accounts").filter(risk_set=HEADLINE, event="war", year=COMING_YEAR)
    risks: dict[tuple[str, int, int], tuple[float, float, float]] = {
        (event, number, year): (value, low, high)
        for event, number, year, value, low, high in paths.filter(pl.col("year") >= COMING_YEAR - 1)
        .select("event", "conflict_id_ucdp", "year", "risk", "low", "high")
        .iter_rows()
    }
    moved: dict[int, list[tuple[str, float]]] = {}
    for number, block, shift in accounts.select("conflict_id_ucdp", "block", "log_odds").iter_rows():
        moved.setdefault(number, []).append((block, shift))
    at_war = _of_the_last_year(snapshot, "war")
    fighting = _of_the_last_year(snapshot, "minor")
    open_now = {number for _, number, year in risks if year == COMING_YEAR}
    disputes = snapshot.table("disputes").filter(pl.col("conflict_id_ucdp").is_in(sorted(open_now)))
    rows = []
    for row in disputes.to_dicts():
        number = row["conflict_id_ucdp"]
        status: Status = "war" if number in at_war else "fighting" if number in fighting else "quiet"
        rows.append(
            Ranked(
                number,
                row["territory_name"],
                row["location"],
                row["region"],
                status,
                row["last_active_year"],
                {event: _estimate(risks.get((event, number, COMING_YEAR)), status) for event in ("recurrence", "war")},
                {event: _change(risks, event, number) for event in ("recurrence", "war")},
                _drivers(moved.get(number, [])),
                {
                    event: _estimate(risks.get((name, number, COMING_YEAR)), status)
                    for event, name in WITHIN_THREE_YEARS.items()
                },
                _estimate(risks.get((CONTINUATION, number, COMING_YEAR)), status),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-(row.risk["war"].value or 0.0), row.conflict_id_ucdp)))


def _of_the_last_year(snapshot: Snapshot, intensity: str) -> set[int]:
    years = snapshot.table("dispute_years").filter(year=COMING_YEAR - 1, intensity=intensity)
    return set(years["conflict_id_ucdp"].to_list())


def _estimate(found: tuple[float, float, float] | None, status: Status) -> Estimate:
    if found is None:
        return Estimate.missing(UNIT, f"{COMING_YEAR - 1} was a year of {status}", risk_sources())
    value, low, high = found
    return Estimate(value, UNIT, low, high, "credible95", risk_sources())


def _change(risks: dict[tuple[str, int, int], tuple[float, float, float]], event: Event, number: int) -> float | None:
    now, before = (risks.get((event, number, year)) for year in (COMING_YEAR, COMING_YEAR - 1))
    return None if now is None or before is None else now[0] - before[0]


def _drivers(moved: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    furthest = sorted(moved, key=lambda part: -abs(part[1]))[:N_DRIVERS]
    return tuple((block, shift) for block, shift in furthest if abs(shift) >= SMALLEST_DRIVER)
