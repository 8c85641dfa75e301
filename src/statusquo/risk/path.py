"""The path of one dispute's risk, year by year, each year told from what was known before it.

Both events stand side by side: renewed fighting in years that follow a quiet one, and war in years that follow one that
was not war. A year in which the dispute cannot meet the event, or its claim was closed, has no point. Beside them stand
the chance of either level in the year after and within three years, that fighting under way goes on, and how such
dispute-years fared (`strata`). A point stands in the year that it tells of: of two years ahead in the second year after
what the model knows.
Each year's log odds are taken apart into parts of the record (`accounting`). Everything comes from fitted artefacts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.cases.model import Case
from statusquo.cases.successors import ground_years
from statusquo.core.errors import InputError
from statusquo.core.estimates import Estimate, Series
from statusquo.core.jsonable import plain
from statusquo.core.shown import Charted, frame_of
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.risk.events import (
    CONTINUATION,
    EVENTS,
    HEADLINE,
    OUTCOMES,
    TWO_YEARS_AHEAD,
    WITHIN_THREE_YEARS,
    YEARS_LATER,
    Event,
    Outcome,
    RiskSet,
)
from statusquo.risk.fitted_paths import FIRST_YEAR, UNIT, Account, accounts_of, fitted_paths, yearly
from statusquo.risk.inputs import RiskData, risk_data, risk_sources
from statusquo.risk.strata import Stratum, stratum_of, time_stratum
from statusquo.snapshot.store import Snapshot

NOTE = (
    "Each year is told by a model fitted to the years before it, on the data of today's releases: "
    "pseudo-out-of-sample. The accounting is one of the model and not of causes."
)


@dataclass(frozen=True, slots=True, repr=False)
class RiskPath(Charted):
    """The risk of one dispute.

    Attributes:
        conflict_id_ucdp: the UCDP conflict that it is told of.
        risk_set: the disputes among which it is at risk; `broad` where it never was an open secession dispute.
        coming_year: the year after the data.
        data: what it is told from.
        risk: by event, the yearly risk, to the coming year.
        beside: by outcome beside the events, its yearly chance: either level two years ahead and within three years,
            and continuation.
        strata: by outcome with a chance in the year after the data, how dispute-years like it fared out of sample.
        accounts: by event, the log odds of each year taken apart; empty in the set `broad`.
        standing: where it stands at the end of the data: fought over under another number, its claim open or closed.
        active: years with 25 battle deaths or more on its ground, under its own number or a successor's.
        onsets: those after a quiet year.
        wars: years with 1,000 battle deaths or more.
        missing: by event without a risk for the coming year, the reason.
        quiet_moves: moves of the line of control in years below 25 battle deaths, as years and titles.
    """

    conflict_id_ucdp: int
    risk_set: RiskSet
    coming_year: int
    data: RiskData
    risk: Mapping[Event, Series]
    beside: Mapping[Outcome, Series]
    strata: Mapping[Outcome, Stratum]
    accounts: Mapping[Event, tuple[Account, ...]]
    standing: Standing
    active: tuple[int, ...]
    onsets: tuple[int, ...]
    wars: tuple[int, ...]
    missing: Mapping[Event, str]
    quiet_moves: tuple[tuple[int, str], ...] = ()

    def in_short(self) -> str:
        """Return whose risk this is, and that of war in the coming year."""
        series = self.risk.get("war")
        told = None if series is None else series.at(self.coming_year)
        if told is None or told.value is None or told.low is None or told.high is None:
            known = self.missing.get("war", "no risk of war is told")
        else:
            known = f"risk of war {told.value:.1%} ({told.low:.1%} to {told.high:.1%})"
        return f"of ucdp-{self.conflict_id_ucdp} in {self.coming_year}: {known}"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each outcome and year: its chance, as a share, with the bounds of its interval."""
        return frame_of(
            {"outcome": outcome, "year": point.year, "value": point.value, "low": point.low, "high": point.high}
            for outcome, series in (*self.risk.items(), *self.beside.items())
            for point in series.points
        )

    @property
    def quiet_is_not_still(self) -> str | None:
        """That the line of control moved in years that the record calls quiet, as a clause; None where it did not."""
        if not self.quiet_moves:
            return None
        moves = "; ".join(f"{year}, {title}" for year, title in self.quiet_moves)
        return (
            f"the line of control moved in years that this record calls quiet ({moves}): quiet means fewer than 25 "
            "battle deaths in the year under the dispute's own numbers at UCDP, which leave out fighting between "
            "other pairs of sides"
        )

    @property
    def coming(self) -> Mapping[Event, Estimate]:
        """By event, the risk in the year after the data."""
        return {
            event: Estimate.missing(UNIT, self.missing[event], series.sources)
            if event in self.missing
            else series.at(self.coming_year)
            for event, series in self.risk.items()
        }

    @property
    def two_years_ahead(self) -> Mapping[Event, Estimate]:
        """By event, the chance of its level in the year after the coming one."""
        return {event: self.told_now(outcome) for event, outcome in TWO_YEARS_AHEAD.items()}

    @property
    def within_three_years(self) -> Mapping[Event, Estimate]:
        """By event, the chance of its level in the coming year or one of the two after it."""
        return {event: self.told_now(outcome) for event, outcome in WITHIN_THREE_YEARS.items()}

    def told_now(self, outcome: Outcome) -> Estimate:
        """Return the chance of an outcome beside the events as it is told at the end of the data."""
        series, year = self.beside[outcome], self.coming_year + YEARS_LATER[outcome]
        if any(point.year == year for point in series.points):
            return series.at(year)
        if outcome == CONTINUATION:
            reason = f"no fighting under way at the end of {self.coming_year - 1}"
            return Estimate.missing(UNIT, reason, series.sources)
        event: Event = "war" if outcome.startswith("war") else "recurrence"
        return Estimate.missing(UNIT, self.missing.get(event, "not at risk"), series.sources)

    def years_of(self, outcome: Outcome) -> str:
        """Return the year or years that a chance told at the end of the data is of."""
        if outcome in WITHIN_THREE_YEARS.values():
            return f"{self.coming_year}–{self.coming_year + 2}"
        return str(self.coming_year + YEARS_LATER[outcome])

    @property
    def end(self) -> Estimate:
        """The chance that fighting under way ends: that the year after the data stays below 25 battle deaths."""
        goes_on = self.told_now(CONTINUATION)
        if goes_on.value is None or goes_on.low is None or goes_on.high is None:
            return goes_on
        bounds = (1 - goes_on.high, 1 - goes_on.low)
        return Estimate(1 - goes_on.value, UNIT, *bounds, goes_on.interval, goes_on.sources)

    @property
    def at_war(self) -> bool:
        """Whether the last year of the data was one of war on the dispute's ground, under whichever number."""
        return self.standing.intensity == "war"

    @property
    def why_no_risk(self) -> str | None:
        """Why the coming year has neither risk; None where it has one, or fighting alone is the reason."""
        return self.standing.why_no_risk

    def to_json(self) -> dict[str, Any]:
        """Return the path as plain JSON values."""
        successor, linked = self.standing.successor, self.standing.linked
        return {
            "conflict_id_ucdp": self.conflict_id_ucdp,
            "at_war": self.at_war,
            "successor": None if successor is None else successor.conflict_id,
            "fighting_elsewhere": [each.to_json() for each in (successor, linked) if each is not None],
            "risk_set": self.risk_set,
            "risk": plain(self.risk),
            "data": self.data.to_json(),
            "coming_year": self.coming_year,
            "coming": plain(self.coming),
            "year_after": self.coming_year + 1,
            "two_years_ahead": plain(self.two_years_ahead),
            "within_three_years": plain(self.within_three_years),
            "continuation": self.told_now(CONTINUATION).to_json(),
            "end": self.end.to_json(),
            "base_rate": {outcome: stratum.base_rate.to_json() for outcome, stratum in self.strata.items()},
            "skill": plain(self.strata),
            "beside": plain(self.beside),
            "active": list(self.active),
            "onsets": list(self.onsets),
            "wars": list(self.wars),
            "quiet_moves": [{"year": year, "event": title} for year, title in self.quiet_moves],
            "accounts": plain(self.accounts),
            "note": NOTE,
        }


def risk_path(case: Case, snapshot: Snapshot) -> RiskPath:
    """Return the path of a dispute's risk.

    Args:
        case: the dispute; of several UCDP conflicts that it takes in, the one that its standing is of (`standing_of`).
        snapshot: the open snapshot.

    Raises:
        InputError: when the case names no territorial conflict of UCDP, or none that was ever at risk since 1980.
        ArtefactError: when the paths were never fitted, or to data that end in another year.
    """
    conflict = told_conflict(case, snapshot)
    standing, coming_year = standings(snapshot)[conflict], snapshot.coming_year
    risks = fitted_paths(snapshot).filter(pl.col("conflict_id_ucdp") == conflict)
    if risks.is_empty() and standing.why_no_risk is None:
        raise InputError(f"{case.title} was not at risk in any year since {FIRST_YEAR}, so there is none to tell.")
    own = risks.filter(risk_set=HEADLINE)
    risk_set: RiskSet = HEADLINE if own.height else "broad"
    chosen = own if own.height else risks.filter(risk_set="broad")
    if standing.why_no_risk is not None:
        chosen = chosen.filter(pl.col("year") < coming_year)
    if not standing.is_open and standing.exit_year is not None:
        # The broad set keeps closed claims for what they teach; of one that is closed there is no chance to tell.
        chosen = chosen.filter(pl.col("year") <= standing.exit_year)
    activity = ground_years(snapshot, conflict)
    active = activity["year"].to_list()
    sources = risk_sources(snapshot)
    told = {outcome: yearly(chosen.filter(event=outcome), outcome, coming_year, sources) for outcome in OUTCOMES}
    series: dict[Event, Series] = {event: told[event] for event in EVENTS}
    return RiskPath(
        conflict,
        risk_set,
        coming_year,
        risk_data(snapshot),
        series,
        {outcome: run for outcome, run in told.items() if outcome not in EVENTS},
        _strata(told, active, risk_set, coming_year),
        {event: accounts_of(conflict, risk_set, event) for event in EVENTS},
        standing,
        tuple(active),
        tuple(year for year in active[1:] if year - 1 not in active),
        tuple(activity.filter(pl.col("intensity") == "war")["year"]),
        _missing(series, standing, coming_year),
        quiet_moves(case, active, coming_year),
    )


def war_risk_series(case: Case, snapshot: Snapshot) -> Series | None:
    """Return the yearly risk of war of a dispute, None where the model has none for it.

    Args:
        case: the dispute.
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the paths were fitted to data that end in another year.
    """
    try:
        return risk_path(case, snapshot).risk["war"]
    except InputError:
        return None


def quiet_moves(case: Case, active: Sequence[int], coming_year: int) -> tuple[tuple[int, str], ...]:
    """Return the moves of the line of control in years without 25 battle deaths, since the first with them.

    Args:
        case: the dispute.
        active: years with 25 battle deaths or more on its ground.
        coming_year: the year after the data.
    """
    first = min(active, default=coming_year)
    moves = [(event.date.year, event.title) for event in case.line_moves()]
    return tuple((year, title) for year, title in moves if first < year < coming_year and year not in active)


def told_conflict(case: Case, snapshot: Snapshot) -> int:
    """Return the number of the UCDP conflict of a case of which its risk is told: that of its standing.

    Raises:
        InputError: when it names none.
    """
    standing = standing_of(standings(snapshot), case.ids.ucdp_conflict)
    if standing is None:
        raise InputError(f"{case.title} has no armed conflict in UCDP, so there is no risk to estimate.")
    return standing.conflict_id_ucdp


def _strata(
    told: Mapping[Outcome, Series], active: list[int], risk_set: RiskSet, coming_year: int
) -> dict[Outcome, Stratum]:
    """Return, by outcome with a chance told at the end of the data, how dispute-years like it fared out of sample."""
    name = time_stratum(active, coming_year)
    coming = [
        outcome
        for outcome, run in told.items()
        if any(point.year == coming_year + YEARS_LATER[outcome] for point in run.points)
    ]
    found = {outcome: stratum_of(risk_set, outcome, name) for outcome in coming}
    return {outcome: stratum for outcome, stratum in found.items() if stratum is not None}


def _missing(series: Mapping[Event, Series], standing: Standing, coming_year: int) -> dict[Event, str]:
    """Return why the coming year has no risk: fighting goes on, elsewhere or here, or the claim is closed."""
    last = coming_year - 1
    reasons: dict[Event, str] = {}
    for event, run in series.items():
        if any(point.year == coming_year for point in run.points):
            continue
        if standing.why_no_risk is not None:
            reasons[event] = standing.why_no_risk
        elif event == "recurrence" and standing.intensity != "none":
            reasons[event] = f"fighting went on in {last}, so that it cannot recur"
        elif event == "war" and standing.intensity == "war":
            reasons[event] = f"{last} was a year of war, so that there is no step to it"
        else:
            reasons[event] = "not at risk"
    return reasons
