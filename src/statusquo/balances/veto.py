"""The veto power of a dispute: the outside state that could bring more to it than either side has, and what pulls it.

In a year the veto power is, of the outside states that count, the one whose projected capability (`projection`) is
largest, if that exceeds the own capability of both sides. A state counts where it acted: its troops fought in the
dispute that year, or the case file dates it as patron, ally or veto power; or where it is a major power next door,
which needs no act to be reckoned with. A treaty with a side is no act in this sense: through the Arab League Iraq
owed Somalia help, and stood nowhere near Somaliland. Nor does a border make a veto power of a neighbour that is none
in size. Its strength is told for the years in which it counts.

Its cross-pressure is what ties it to each side, each in its own unit: its share of the side's arms, how unlike the two
vote in the United Nations, the obligations of treaties and the organisations they share. Nothing weighs them together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from statusquo.balances.arms_producers import why_no_arms
from statusquo.balances.commitment import Kind, Ties, arms_shares
from statusquo.balances.major_powers import is_major
from statusquo.balances.projection import projected_capability, yearly_capability, yearly_distance
from statusquo.balances.sides import Opposition, holds_at_end, state_name
from statusquo.cases.model import Case
from statusquo.core.domain import Domain
from statusquo.core.draws import Floats
from statusquo.core.estimates import Point, Series
from statusquo.snapshot.state_years import covariate_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

RATIO = "projected capability over that of the stronger side"
_CAPABILITY, _CAPITALS, _BORDERS, _TREATIES = "cow-nmc", "capitals", "minimum-distance", "atop"
_ACTS: frozenset[Kind] = frozenset({"troops", "named alliance"})
"""Arms go to many disputes from the same few states, and make no veto power of one that does nothing else."""
_ORGANISATIONS, _ARMS, _VOTES = "cow-igo", "sipri-tiv", "un-ideal-points"
_ASSEMBLY = "votes of the General Assembly"


@dataclass(frozen=True, slots=True)
class VetoYear:
    """The veto power of one year: its Gleditsch-Ward number and name."""

    year: int
    gwno: int
    name: str


def veto_powers(
    case: Case,
    snapshot: Snapshot,
    opposed: tuple[Opposition, ...],
    ties: Mapping[str, Ties],
    miles_a_day: Floats,
) -> tuple[tuple[VetoYear, ...], tuple[Series, ...]]:
    """Return the veto power of each year that has one; and the strength of each, with what pulls the foremost.

    Those that the case file names so come first, then those that were it longest; the cross-pressure is that on the
    first.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        opposed: the two sides by year.
        ties: the ties of outside states to each side, by actor id.
        miles_a_day: how far forces move in a day, one per draw; the medians are compared.
    """
    parents = {actor.gwno for actor in case.parents() if actor.gwno is not None}
    candidates = _candidates(case, snapshot, parents, opposed, ties)
    within = {actor.gwno for actor in (*case.parents(), *case.separatists())}
    by_file = [actor.gwno for actor in case.with_role("veto power") if actor.gwno is not None]
    named = [gwno for gwno in by_file if gwno not in within]
    asked = {state for each in candidates.values() for state in each}.union(named)
    if not asked or not opposed:
        return (), ()
    years = _span(opposed)
    ratios = _ratios(snapshot, parents, opposed, asked, miles_a_day)
    strength = {state: np.median(drawn, axis=0) for state, drawn in ratios.items()}
    found = []
    for i, year in enumerate(years):
        known = {s: strength[s][i] for s in candidates.get(year, ()) if s in strength and strength[s][i] > 1}
        if known:
            state = max(sorted(known), key=known.__getitem__)
            found.append(VetoYear(year, state, state_name(case, snapshot, state, year)))
    often = [state for state, _ in Counter(each.gwno for each in found).most_common()]
    states = list(dict.fromkeys([*named, *often]))
    domain = Domain(1946, covariate_domain("cinc").last_year, "gw", "state-year", note="the last year is CINC's")
    was_one = {(each.gwno, each.year) for each in found}
    series = [
        Series.from_draws(
            f"veto.strength:{state}",
            f"strength of {state_name(case, snapshot, state)} as veto power",
            RATIO,
            domain,
            {
                year: ratios[state][:, i]
                for i, year in enumerate(years)
                if np.isfinite(strength[state][i])
                and domain.covers(year)
                and state in candidates.get(year, ())
                and (state in named or (state, year) in was_one)
            },
            (_CAPABILITY, _CAPITALS),
        )
        for state in states
        if state in ratios
    ]
    return tuple(found), (*series, *(_cross_pressure(case, snapshot, opposed, states[0]) if states else ()))


def _candidates(
    case: Case, snapshot: Snapshot, parents: set[int], opposed: tuple[Opposition, ...], ties: Mapping[str, Ties]
) -> Mapping[int, set[int]]:
    """Return by year the outside states that acted in the dispute, or are major powers on the parent's border."""
    years = _span(opposed)
    inside = {both.year: parents | {side.gwno for side in both.sides if side.gwno is not None} for both in opposed}
    found: dict[int, set[int]] = defaultdict(set)
    borders = yearly_distance(snapshot, parents, years, "minimum_distance_km") if years and parents else {}
    last = ORIGINS[_BORDERS].domain.last_year or 0
    for state, distances in borders.items():
        for i in np.flatnonzero(distances == 0):
            if years[i] <= last and is_major(state, years[i]):
                found[years[i]].add(state)
    for of_side in ties.values():
        for state, by_year in of_side.items():
            for year, kinds in by_year.items():
                if not _ACTS.isdisjoint(kinds):
                    found[year].add(state)
    for actor in case.with_role("veto power"):
        for role in actor.role:
            if role.role == "veto power" and actor.gwno is not None:
                for year in inside:
                    if holds_at_end(role, year):
                        found[year].add(actor.gwno)
    return {year: states - inside[year] for year, states in found.items() if year in inside}


def _ratios(
    snapshot: Snapshot,
    parents: set[int],
    opposed: tuple[Opposition, ...],
    states: Collection[int],
    miles_a_day: Floats,
) -> Mapping[int, Floats]:
    """Return each state's projected capability over the stronger side's own, draws by years, NaN where not known."""
    years = _span(opposed)
    place = {year: i for i, year in enumerate(years)}
    own = {side.gwno for both in opposed for side in both.sides if side.gwno is not None}
    capability = yearly_capability(snapshot, {*states, *own}, years)
    stronger = np.full(len(years), np.nan)
    for both in opposed:
        values = [capability[side.gwno][place[both.year]] for side in both.sides if side.gwno is not None]
        stronger[place[both.year]] = np.fmax.reduce(values) if values else np.nan
    at_home = projected_capability(stronger, np.zeros(len(years)), miles_a_day)
    distances = yearly_distance(snapshot, parents, years, "capital_distance_km")
    return {
        state: projected_capability(capability[state], distances[state], miles_a_day) / at_home
        for state in states
        if state in distances
    }


def _cross_pressure(case: Case, snapshot: Snapshot, opposed: tuple[Opposition, ...], state: int) -> tuple[Series, ...]:
    """Return what ties a veto power to each state that is or stands for a side, each in its own unit."""
    who = state_name(case, snapshot, state)
    numbers = [side.gwno for both in opposed for side in both.sides if side.gwno is not None]
    sides = [number for number in dict.fromkeys(numbers) if number != state]
    listed = snapshot.table("state_years").select("gwno", "year")
    alive = {gwno: set(listed.filter(pl.col("gwno") == gwno)["year"]) for gwno in {state, *sides}}
    series = []
    for side in sides:
        name = state_name(case, snapshot, side)
        years = [both.year for both in opposed if both.year in alive[state] & alive[side]]
        shares = arms_shares(snapshot, side)
        given = [(year, 100 * shares[year].get(state, 0.0)) for year in years if shares.get(year)]
        votes = _vote_distances(snapshot, state, side, years)
        treaties, common = (_tie_counts(snapshot, state, side, years, kind) for kind in (_TREATIES, _ORGANISATIONS))
        pulls = (
            ("arms", f"arms from {who}, of all that {name} received", "percent", given, _ARMS),
            (
                "votes",
                f"distance of {who} from {name} in the votes of the General Assembly",
                "ideal points",
                votes,
                _VOTES,
            ),
            ("obligations", f"obligations of treaties between {who} and {name}", "ties", treaties, _TREATIES),
            ("organisations", f"organisations of both {who} and {name}", "ties", common, _ORGANISATIONS),
        )
        series += [
            _plain(f"veto.{part}:{state}:{side}", label, unit, points, source)
            for part, label, unit, points, source in pulls
        ]
    return tuple(series)


def missing_of(series: tuple[Series, ...]) -> Mapping[str, str]:
    """Return why a series of strength or cross-pressure has no year, by its key."""
    reasons = {}
    for item in series:
        if not item.points:
            kind, *states = item.key.split(":")
            of_arms = why_no_arms([int(states[-1])]) if kind == "veto.arms" else None
            reasons[item.key] = of_arms or "the sources have no figure of both for any year"
    return reasons


def _vote_distances(snapshot: Snapshot, state: int, side: int, years: list[int]) -> list[tuple[int, float]]:
    rows = snapshot.table("state_years").filter(pl.col("gwno").is_in([state, side])).drop_nulls("un_ideal_point")
    points = {(g, y): p for g, y, p in rows.select("gwno", "year", "un_ideal_point").iter_rows()}
    return [
        (year, abs(points[state, year] - points[side, year]))
        for year in years
        if (state, year) in points and (side, year) in points
    ]


def _tie_counts(snapshot: Snapshot, state: int, side: int, years: list[int], source: str) -> list[tuple[int, float]]:
    """Return how many ties of one source hold in each year in which the source speaks; none counts as 0."""
    low, high = sorted((state, side))
    runs = snapshot.table("dyad_ties").filter(
        (pl.col("gwno_a") == low) & (pl.col("gwno_b") == high) & (pl.col("source") == source)
    )
    spans = runs.select("first_year", "last_year").rows()
    domain = ORIGINS[source].domain
    return [(year, float(sum(first <= year <= last for first, last in spans))) for year in years if domain.covers(year)]


def _plain(key: str, label: str, unit: str, points: list[tuple[int, float]], source: str) -> Series:
    given = ORIGINS[source].domain
    domain = replace(given, first_year=max(given.first_year or 0, 1946), unit="state-pair-year")
    kept = tuple(Point(year, value) for year, value in points if domain.covers(year))
    return Series(key, label, unit, domain, kept, sources=(source,))


def _span(opposed: tuple[Opposition, ...]) -> list[int]:
    return list(range(opposed[0].year, opposed[-1].year + 1)) if opposed else []
