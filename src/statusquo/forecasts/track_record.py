"""How our published forecasts did, in a line that is told beside every new one.

The newest year of which anything is known counts, and in it every forecast of renewed fighting among the open
secession disputes that a model, and no baseline, told: all of them, not the one that did best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.core.wording import MOST_FIGURES, figure, listed, significant
from statusquo.forecasts.ledger import shipped_forecasts, years_told
from statusquo.forecasts.outcomes import ActivityRecord, with_outcomes
from statusquo.forecasts.record import Entry
from statusquo.forecasts.scores import brier_skill, ranks_from_the_top
from statusquo.forecasts.scoring import Told, told_of
from statusquo.risk.events import HEADLINE
from statusquo.risk.strata import LEAST_EVENTS
from statusquo.snapshot.store import Snapshot

EVENT = "recurrence"


@dataclass(frozen=True, slots=True)
class Past:
    """How one forecast did.

    Attributes:
        told: what it told.
        n: quiet open disputes told.
        events: those that saw fighting again.
        expected: the sum of the risks told.
        ranks: the places of those that did, the highest risk first.
        brier_skill: against the historical base rate; None where the forecast wrote none down.
    """

    told: Told
    n: int
    events: int
    expected: float
    ranks: tuple[float, ...]
    brier_skill: float | None

    @property
    def words(self) -> str:
        """How it did, in sentences: what came, what was expected, the skill, and where it had ranked what came."""
        skill = "an unknown Brier skill" if self.brier_skill is None else f"a Brier skill of {figure(self.brier_skill)}"
        came = (
            f"By {self.told.model}, {self.events} of {self.n} quiet open disputes saw fighting again against "
            f"{significant(self.expected)} expected, with {skill}."
        )
        if not self.ranks:
            return came
        ranks = [f"{rank:g}" for rank in sorted(self.ranks)]
        places = listed(ranks) if len(ranks) <= MOST_FIGURES else f"between {ranks[0]} and {ranks[-1]}"
        return f"{came} It had ranked {'it' if len(ranks) == 1 else 'them'} {places}."


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the forecasts of the newest year that is known did.

    Attributes:
        year: the year told of.
        past: the forecasts, in the order in which they were published.
    """

    year: int
    past: tuple[Past, ...]

    @property
    def text(self) -> str:
        """The record, in sentences."""
        when = listed(dict.fromkeys(_when(past.told.forecast.entry, self.year) for past in self.past))
        did = " ".join(past.words for past in self.past)
        most = max(past.events for past in self.past)
        judge = " So few events judge little." if most < LEAST_EVENTS else ""
        return f"Our forecasts of {self.year} were {when}. {did} Skill is against the historical base rate.{judge}"

    def to_json(self) -> dict[str, Any]:
        """Return the track record as plain JSON values."""
        return {
            "year": self.year,
            "text": self.text,
            "risk_set": HEADLINE,
            "event": EVENT,
            "forecasts": [
                {
                    "forecast": past.told.forecast.entry.name,
                    "timing": past.told.forecast.entry.timing(self.year),
                    "model": past.told.model,
                    "n": past.n,
                    "events": past.events,
                    "expected": past.expected,
                    "ranks": list(past.ranks),
                    "brier_skill": past.brier_skill,
                }
                for past in self.past
            ],
        }


def track_record(snapshot: Snapshot) -> TrackRecord | None:
    """Return how the forecasts that ship with the package did in the newest year that is known.

    Args:
        snapshot: the open snapshot, which says what came.

    Returns:
        None where no year that they tell of is known yet.

    Raises:
        ForecastError: when a forecast that ships with the package was changed or is gone.
    """
    record, forecasts = ActivityRecord(snapshot), shipped_forecasts()
    for year in reversed(years_told(forecasts)):
        if year > record.last_year:
            continue
        own = [each for each in told_of(year, forecasts) if (each.risk_set, each.event) == (HEADLINE, EVENT)]
        past = [_past(each, record) for each in own if each.role == "model"]
        if found := tuple(each for each in past if each is not None):
            return TrackRecord(year, found)
    return None


def _past(each: Told, record: ActivityRecord) -> Past | None:
    rows = with_outcomes(each.rows, record).filter(pl.col("left_out").is_null())
    if rows.is_empty():
        return None
    risk, came = rows["risk"].to_numpy(), rows["came"].cast(pl.Float64).to_numpy()
    rate = each.forecast.entry.base_rate(each.risk_set, each.event)
    return Past(
        each,
        rows.height,
        int(came.sum()),
        float(risk.sum()),
        tuple(sorted(ranks_from_the_top(risk)[came > 0].tolist())),
        None if rate is None else brier_skill(came, risk, rate.share),
    )


def _when(entry: Entry, year: int) -> str:
    if entry.published.year < year:
        return "published before it began"
    if entry.published.year == year:
        return "published while it was under way"
    return "made without its data and published after it had ended"
