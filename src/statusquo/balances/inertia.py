"""Inertia: how long the status quo has stood, what fighting it remembers, and what shook it.

Two clocks, which differ: years since the last active year (UCDP: 25 battle deaths), and years since the line of control
last moved (the case file's events, in the years for which it declares that it holds every move: a clock that nobody
resets is not a long one). Fighting over the same ground under a successor's number counts for the first (see
`cases.successors`). A record of past fighting: battle deaths, halving at a steady pace (the form of Raknerud and Hegre
1997) whose half-life is drawn from `ranges.DEATHS_HALF_LIFE`. And shocks: changes of leader, regular or not, in the
parent state and in the states behind the separatist side.

Nothing weighs these into one number: no source says how. The first clock stands as the main series because every
dispute has it. A clock measures persistence; whether people grew used to a situation it does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from statusquo.balances.ranges import DEATHS_HALF_LIFE, N_DRAWS
from statusquo.balances.stocks import perpetual_inventory
from statusquo.cases.model import Actor, Case
from statusquo.cases.successors import ground_years, successor_years
from statusquo.core.domain import Domain
from statusquo.core.estimates import Point, Series
from statusquo.core.seeds import spawn_generator
from statusquo.core.shown import Shown
from statusquo.panels.patrons import support_of
from statusquo.panels.record import DEATHS, record_domain, record_sources
from statusquo.snapshot.state_years import covariate_domain
from statusquo.snapshot.store import Snapshot

LEADERS, IRREGULAR = "reign", "archigos"


@dataclass(frozen=True, slots=True, repr=False)
class Inertia(Shown):
    """What keeps or shakes the status quo of one dispute.

    Attributes:
        main: years since the last active year; the first of the clocks.
        clocks: years since the last active year, and since the line of control last moved; 0 in the year itself.
        record: battle deaths at the end of each year, halved with every half-life since.
        shocks: for the parent state and each state behind the separatist side, leaders who took office in the year,
            and whether one came or went irregularly (1) or not (0).
        missing: for a series without a point, its name and the reason.
        sources: ids of the origins, and of the case's own sources for the line.
    """

    main: Series
    clocks: tuple[Series, Series]
    record: Series
    shocks: tuple[Series, ...]
    missing: Mapping[str, str]
    sources: tuple[str, ...]

    def in_short(self) -> str:
        """Return how many series there are."""
        return f"{self.main.label}, {len(self.clocks)} clocks, {len(self.shocks)} series of shocks"


def inertia(case: Case, snapshot: Snapshot, draws: int = N_DRAWS) -> Inertia:
    """Return the clocks, the record and the shocks of a dispute, from its first active year.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        draws: draws of the half-life.
    """
    active = (
        snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict)).sort("year")
    )
    ground = ground_years(snapshot, *case.ids.ucdp_conflict)
    since_fighting = _clock(
        "inertia.fighting",
        "time since the last active year",
        ground["year"].to_list(),
        range(min(ground["year"], default=snapshot.last_year + 1), snapshot.last_year + 1),
        record_domain(snapshot),
        record_sources(snapshot),
    )
    since_line = _line_clock(case, record_domain(snapshot))
    numbers = case.ids.ucdp_conflict
    passed_on = successor_years(snapshot).filter(
        pl.col("conflict_id_ucdp").is_in(numbers), ~pl.col("active_successor_id").is_in(numbers)
    )
    record = _record(case, active, passed_on["year"].to_list(), snapshot, draws)
    first = min([*active["year"].to_list(), *(holding.start.year for holding in case.holding)])
    shocks = tuple(series for actor in _states(case, snapshot) for series in _leader_changes(actor, first, snapshot))
    reasons = {
        since_fighting.key: "the snapshot has no active year of the dispute",
        since_line.key: _no_line_clock(case),
        record.key: "the source has no best estimate of deaths for the first active year",
    }
    everything = (since_fighting, since_line, record, *shocks)
    return Inertia(
        since_fighting,
        (since_fighting, since_line),
        record,
        shocks,
        {s.key: reasons.get(s.key, "the source lists no leader of the state") for s in everything if not s.points},
        tuple(dict.fromkeys(source for series in everything for source in series.sources)),
    )


def _clock(
    key: str, label: str, marks: Iterable[int], years: Iterable[int], record: Domain, sources: tuple[str, ...]
) -> Series:
    """Return for each year how many have gone by since the latest mark; years before the first have no point."""
    domain = replace(record, unit="dispute-year")
    passed = {year: [mark for mark in marks if mark <= year] for year in years}
    points = tuple(Point(year, float(year - max(before))) for year, before in passed.items() if before)
    return Series(key, label, "years", domain, points, sources=sources)


def _line_clock(case: Case, record: Domain) -> Series:
    """Return the clock of the line over the years whose moves the case file declares to be all there."""
    name, history = "time since the line of control last moved", case.line_history
    years = [year for year in case.line_years() if record.covers(year)]
    moves = [event for event in case.line_moves() if record.covers(event.date.year)] if years else []
    told = (*(source for event in moves for source in event.source), *(history.source if history and years else ()))
    return _clock("inertia.line", name, [event.date.year for event in moves], years, record, tuple(dict.fromkeys(told)))


def _no_line_clock(case: Case) -> str:
    n = len(case.line_moves())
    if not n:
        return "no history of the line is coded: no event of the case moves it"
    moves = "one move" if n == 1 else f"{n} moves"
    return f"no history of the line is coded: the case has {moves} of it and does not say that there was no other"


def _record(case: Case, active: pl.DataFrame, passed_on: Iterable[int], snapshot: Snapshot, draws: int) -> Series:
    """Return the decayed deaths.

    After an active year without a best estimate the record is not known, nor from the first year on in which the same
    ground was fought over under a successor's number: no source tells the deaths of that one by place.
    """
    domain, sources = record_domain(snapshot, DEATHS), record_sources(snapshot, DEATHS)
    deaths = dict(active.select("year", "deaths_best").iter_rows())
    unknown = [year for year, best in deaths.items() if best is None]
    unknown += [year for year in passed_on if deaths and year >= min(deaths)]
    last = min(unknown) - 1 if unknown else domain.last_year or 0
    years = range(min(deaths), last + 1) if deaths else range(0)
    name, unit = "battle deaths, halving with time", "battle deaths"
    if not years:
        return Series("inertia.deaths", name, unit, domain, (), sources=sources)
    half_life = DEATHS_HALF_LIFE.draw(spawn_generator("balances", "inertia", case.id, draws), draws)
    # A year that is not active counts nothing: what it had lies below the threshold of the source.
    inputs = np.array([[float(deaths.get(year) or 0) for year in years]])
    stock = perpetual_inventory(inputs, 1 - 0.5 ** (1 / half_life), np.zeros(draws))
    return Series.from_draws("inertia.deaths", name, unit, domain, dict(zip(years, stock.T, strict=True)), sources)


def _states(case: Case, snapshot: Snapshot) -> tuple[Actor, ...]:
    """Return the states that are parents or claimants, or supported the separatist side by act, each once."""
    acted = {
        support.gwno
        for separatist in case.separatists()
        for supports in support_of(case, snapshot, separatist.id).values()
        for support in supports
    }
    patrons = [actor for actor in case.actor if actor.gwno in acted]
    parties = (*case.parents(), *case.claimants(), *patrons)
    return tuple(actor for actor in dict.fromkeys(parties) if actor.gwno is not None)


def _leader_changes(actor: Actor, first_year: int, snapshot: Snapshot) -> tuple[Series, Series]:
    rows = snapshot.table("state_years").filter((pl.col("gwno") == actor.gwno) & (pl.col("year") >= first_year))

    def series(part: str, name: str, unit: str, column: str, source: str) -> Series:
        known = rows.select("year", pl.col(column).cast(pl.Float64)).drop_nulls().sort("year")
        points = tuple(Point(year, value) for year, value in known.iter_rows())
        return Series(
            f"inertia.{part}:{actor.gwno}",
            f"{name}, {actor.name}",
            unit,
            covariate_domain(column),
            points,
            sources=(source,),
        )

    return (
        series("leaders", "leaders who took office", "leaders", "n_leader_changes", LEADERS),
        series("irregular", "irregular change of leader", "0 or 1", "is_irregular_leader_change", IRREGULAR),
    )
