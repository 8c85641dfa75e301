"""The published forecasts of a year beside what came: every forecast, risk set, event and model, by one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.cases.titles import titles
from statusquo.core.errors import InputError, Problem
from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.core.shown import Shown, frame_of
from statusquo.forecasts.ledger import published_forecasts, years_told
from statusquo.forecasts.outcomes import RULES, ActivityRecord, rule_of, with_outcomes
from statusquo.forecasts.record import Forecast, Role
from statusquo.forecasts.scores import Score, ranks_from_the_top, score, told
from statusquo.risk.events import RISK_SETS
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Beside(Jsonable):
    """A dispute told that stands beside a score.

    Attributes:
        conflict_id_ucdp: UCDP's number.
        risk: the risk it was told.
        rank: its place among the rows scored; None where it is not scored.
        why: why it stands here.
    """

    conflict_id_ucdp: int
    risk: Estimate
    rank: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one model of one forecast told of one event in one year.

    Attributes:
        forecast: the forecast.
        risk_set: the disputes.
        event: the event.
        model: the model.
        year: the year told of.
        rows: its rows as published.
    """

    forecast: Forecast
    risk_set: str
    event: str
    model: str
    year: int
    rows: pl.DataFrame

    @property
    def role(self) -> Role:
        """Whether the model is a baseline."""
        return self.forecast.entry.model(self.model).role

    @property
    def known_after(self) -> int:
        """The year that the record must cover for the event to be known.

        Raises:
            InputError: when this version cannot score the event.
        """
        return rule_of(self.event).last_year(self.year)

    def ranked(self) -> pl.DataFrame:
        """Return the rows with their place, the highest risk first."""
        ranks = pl.Series("rank", ranks_from_the_top(self.rows["risk"].to_numpy()))
        return self.rows.with_columns(ranks).sort("rank", "conflict_id_ucdp")


@dataclass(frozen=True, slots=True)
class Scored:
    """How one model of one forecast did on one event.

    Attributes:
        told: what it told.
        score: how it did; None where none of its rows could meet the event.
        elsewhere: rows scored whose ground was fought over under another number, which is no event of theirs.
        left_out: rows that could not meet the event, and why.
    """

    told: Told
    score: Score | None
    elsewhere: tuple[Beside, ...]
    left_out: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, repr=False)
class YearScores(Shown):
    """The forecasts of a year, scored.

    Attributes:
        year: the year told of.
        data_end: the last year of the record that they are scored by.
        releases: the releases that say what came, such as ``ucdp-prio-acd 25.1``.
        data_note: how far the record reaches and which release tells of which years, in a sentence.
        on_common: whether only disputes that every forecast of the event told are scored.
        scores: by forecast, risk set, event and model.
        pending: what was told of the year and is not known yet.
        names: the disputes' names, by UCDP's number.
    """

    year: int
    data_end: int
    releases: tuple[str, ...]
    data_note: str
    on_common: bool
    scores: tuple[Scored, ...]
    pending: tuple[Told, ...]
    names: Mapping[int, str]

    def in_short(self) -> str:
        """Return the year, how many scores there are, and how many await their year."""
        return (
            f"of {self.year}: {len(self.scores)} scores by the record to {self.data_end}, {len(self.pending)} pending"
        )

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each forecast, set of disputes, event and model that could be scored."""
        return frame_of(
            {"forecast": each.told.forecast.entry.name, "risk_set": each.told.risk_set, "event": each.told.event}
            | {"model": each.told.model, "n": each.score.n, "events": each.score.events}
            | {name: getattr(each.score, name).value for name in ("auroc", "auprc", "brier_skill", "log_score")}
            for each in self.scores
            if each.score is not None
        )


def forecasts_of(year: int, forecasts: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """Return the forecasts that tell of a year.

    Raises:
        InputError: when there is none, with the years there are.
    """
    found = tuple(forecast for forecast in forecasts if year in forecast.entry.years)
    if not found:
        known = ", ".join(map(str, years_told(forecasts))) or "none yet"
        raise InputError(Problem("no forecast of this year was published", found=str(year), allowed=known))
    return found


def told_of(year: int, forecasts: Iterable[Forecast]) -> Iterator[Told]:
    """Yield what forecasts told of a year, by forecast, risk set, event and model.

    Raises:
        ForecastError: when a published forecast was changed or is gone.
    """
    for forecast in forecasts:
        rows = forecast.table.filter(year=year)
        groups = rows.partition_by("event", "risk_set", "model", as_dict=True)
        for event, risk_set, model in sorted(groups, key=_place):
            yield Told(forecast, risk_set, event, model, year, groups[event, risk_set, model])


def _place(key: tuple[str, str, str]) -> tuple[int, int]:
    """Return where a ranking stands: the events in the order of their rules, the headline's set first."""
    event, risk_set, _ = key
    events = list(RULES)
    return events.index(event) if event in events else len(events), RISK_SETS.index(risk_set)


def score_year(
    year: int, snapshot: Snapshot, *, on_common: bool = False, forecasts: Sequence[Forecast] | None = None
) -> YearScores:
    """Return how published forecasts of a year did.

    Args:
        year: the year told of.
        snapshot: the open snapshot, which says what came.
        on_common: score only disputes that every forecast of the event told, so that forecasts can be compared.
        forecasts: the forecasts; by default the package's and the user's own.

    Raises:
        InputError: when no forecast tells of the year, or nothing of it is known yet.
        ForecastError: when a published forecast was changed or is gone.
    """
    record = ActivityRecord(snapshot)
    published = published_forecasts() if forecasts is None else forecasts
    every = tuple(told_of(year, forecasts_of(year, published)))
    known = [each for each in every if each.known_after <= record.last_year]
    if not known:
        first = min(each.known_after for each in every)
        raise InputError(
            Problem(
                f"what came in {year} is not known yet: the record ends in {record.last_year}",
                found=str(year),
                allowed=f"a release that covers {first}; UCDP's come out in the middle of the year after",
            )
        )
    matched = [(each, with_outcomes(each.rows, record)) for each in known]
    if on_common:
        matched = _on_common(matched)
    years = range(year, max(each.known_after for each in known) + 1)
    return YearScores(
        year,
        record.last_year,
        record.releases(*years),
        snapshot.data_note(),
        on_common,
        tuple(_scored(each, rows, record.sources(*years)) for each, rows in matched),
        tuple(each for each in every if each.known_after > record.last_year),
        titles(snapshot),
    )


def _on_common(matched: list[tuple[Told, pl.DataFrame]]) -> list[tuple[Told, pl.DataFrame]]:
    """Return the rows of disputes that every forecast of the same event in the same set told."""
    common: dict[tuple[str, str], set[int]] = {}
    for each, rows in matched:
        own = set(rows["conflict_id_ucdp"])
        key = (each.risk_set, each.event)
        common[key] = common.get(key, own) & own
    return [
        (each, rows.filter(pl.col("conflict_id_ucdp").is_in(sorted(common[each.risk_set, each.event]))))
        for each, rows in matched
    ]


def _scored(each: Told, rows: pl.DataFrame, sources: tuple[str, ...]) -> Scored:
    at_risk, out = rows.filter(pl.col("left_out").is_null()), rows.filter(pl.col("left_out").is_not_null())
    left_out = tuple(Beside(row["conflict_id_ucdp"], _risk(row), None, row["left_out"]) for row in out.to_dicts())
    if at_risk.is_empty():
        return Scored(each, None, (), left_out)
    ranks = pl.Series("rank", ranks_from_the_top(at_risk["risk"].to_numpy()))
    others = at_risk.with_columns(ranks).filter(pl.col("elsewhere").is_not_null(), ~pl.col("came"))
    return Scored(
        each,
        score(at_risk, each.forecast.entry.base_rate(each.risk_set, each.event), sources),
        tuple(
            Beside(
                row["conflict_id_ucdp"], _risk(row), row["rank"], f"fought over under UCDP's number {row['elsewhere']}"
            )
            for row in others.sort("rank", "conflict_id_ucdp").to_dicts()
        ),
        left_out,
    )


def _risk(row: dict[str, Any]) -> Estimate:
    return told(row["risk"], row["low"], row["high"])
