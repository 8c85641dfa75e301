"""What ties outside states to each side of a dispute, and what share of their capability that commits.

A tie is dated and of one kind: a promise of help or only to consult (ATOP, to 2018), an alliance that the case file
names, common membership of a standing organisation of collective defence (COW IGO, to 2014), troops in the fighting
(UCDP, without contributors to peace operations), and the share of the side's arms that came from the state (SIPRI, to
2021; for a side that makes most of its own arms, suppliers say little and do not count). Kin in power elsewhere are no
tie: kinship is an opportunity, no act. The share committed is 1 - product of (1 - weight x tie) over the kinds, so
    that a tie more never lowers it. Every weight is drawn from its range in `ranges`, for each outside state and side
    anew.

A promise to consult between rivals (Thompson; Thompson and Dreyer) is there to keep the peace between the two and
counts for nothing: China's to India, or that of the United States and the Soviet Union in the Laos declaration of 1962.

A state tied to both sides counts on both. The treaty of the Commonwealth of Independent States makes Russia the ally of
Armenia and of Azerbaijan alike: what tells them apart are the CSTO, arms, and the alliances that the case file names.

A side that is no state has the ties of the state that supported it by act, and those of states that fought beside it;
but a treaty with its patron is no promise to the side itself, so that such a side can count on nobody unless some
state is tied to it or to its patron by an act: troops, an alliance that the case file names, arms
(`counts_on_someone`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import polars as pl

from statusquo.balances.arms_producers import arms_producers
from statusquo.balances.ranges import ARMS_WINDOW_YEARS, RANGES, InputRange
from statusquo.balances.sides import Opposition, Side, holds_at_end
from statusquo.cases.model import Case
from statusquo.core.draws import Floats
from statusquo.core.seeds import spawn_generator
from statusquo.panels.patrons import senders_of_troops
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.scope import SHARE_PERIOD_YEARS
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

Kind = Literal["pact", "consultation", "named alliance", "organisation", "troops", "arms"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAIN: tuple[Kind, ...] = ("pact", "consultation", "named alliance", "troops", "arms")
"""The ties that count in the main reading of the regional balance, of one dispute and of all."""

SOURCE_OF: Mapping[Kind, str | None] = {
    "pact": "atop",
    "consultation": "atop",
    "named alliance": None,
    "organisation": "cow-igo",
    "troops": "ucdp-prio-acd",
    "arms": "sipri-tiv",
}
"""Origin of each kind of tie; a named alliance rests on the case file's own sources."""

COLLECTIVE_DEFENCE = ("NATO", "Warsaw Pact", "CSTO")
"""Organisations of the table of ties that are there to defend their members; the others bring enemies together too."""

ACTS: frozenset[Kind] = frozenset({"troops", "named alliance", "arms"})
"""Ties that are acts; a treaty owed to a patron is no promise to the side that it supports."""

Ties: TypeAlias = Mapping[int, Mapping[int, Mapping[Kind, float]]]
"""By outside state and year, how strongly each kind of tie holds, 0 to 1; a tie that does not hold is absent."""


def weight_ranges() -> Mapping[Kind, InputRange]:
    """Return the range of the weight of each kind of tie."""
    return {kind: RANGES[kind] for kind in KINDS}


def ties_by_side(case: Case, snapshot: Snapshot, opposed: tuple[Opposition, ...]) -> Mapping[str, Ties]:
    """Return the ties of outside states to each side, by the side's actor id.

    A state that is or stands for a side in a year, or is a parent of the dispute, is no outside state in it. Where the
    arms of one side are not known in a year, those of the other are left out too: silence on one side is no absence.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        opposed: the two sides by year.
    """
    found: dict[str, dict[int, dict[int, dict[Kind, float]]]] = defaultdict(lambda: defaultdict(dict))
    parents = {actor.gwno for actor in case.parents() if actor.gwno is not None}
    actors = {side.actor.id for both in opposed for side in both.sides}
    fought = {actor: senders_of_troops(case, snapshot, actor) for actor in actors}
    states = {side.gwno for both in opposed for side in both.sides if side.gwno is not None}
    treaties = {gwno: _treaties(snapshot, gwno) for gwno in states}
    arms = {gwno: arms_shares(snapshot, gwno) for gwno in states}
    named = _named_alliances(case)
    for both in opposed:
        year = both.year
        inside = parents | {side.gwno for side in both.sides}
        with_arms = all(side.gwno is not None and arms[side.gwno].get(year) is not None for side in both.sides)
        for side in both.sides:
            ties: dict[int, dict[Kind, float]] = defaultdict(dict)
            if side.gwno is not None:
                for state, kind in treaties[side.gwno].get(year, ()):
                    ties[state][kind] = 1.0
                for state, share in arms[side.gwno].get(year, {}).items() if with_arms else ():
                    ties[state]["arms"] = share
            for state in named(side, year):
                ties[state]["named alliance"] = 1.0
            for state in fought[side.actor.id].get(year, ()):
                ties[state]["troops"] = 1.0
            for state, kinds in ties.items():
                if state not in inside:
                    if "pact" in kinds:
                        kinds.pop("consultation", None)
                    found[side.actor.id][state][year] = kinds
    return found


def counts_on_someone(side: Side, ties: Ties, year: int) -> bool:
    """Whether a side can count on any outside state in a year: by any tie of its own, or through a patron by an act.

    Args:
        side: the side in that year.
        ties: the ties of outside states to it.
        year: the year.
    """
    kinds = [by_year[year] for by_year in ties.values() if year in by_year]
    return bool(kinds) if side.is_own else any(not ACTS.isdisjoint(each) for each in kinds)


def draw_weights(case: str, side: str, state: int, draws: int) -> Mapping[Kind, Floats]:
    """Return the weights of one outside state's ties to one side, one value per draw and kind."""
    rng = spawn_generator("balances", "regional", case, side, state, draws)
    return {kind: given.draw(rng, draws) for kind, given in weight_ranges().items()}


def committed_share(
    ties: Mapping[int, Mapping[Kind, float]],
    weights: Mapping[Kind, Floats],
    kinds: Collection[Kind],
    years: Sequence[int],
) -> Floats:
    """Return the share of its capability that a state's ties commit, draws by years: 1 - prod (1 - weight x tie).

    Args:
        ties: the state's ties to one side by year.
        weights: of each kind of tie, one value per draw.
        kinds: the kinds that count.
        years: the years.
    """
    left = np.ones((len(next(iter(weights.values()))), len(years)))
    for kind in KINDS:
        held = np.array([ties.get(year, {}).get(kind, 0.0) for year in years])
        if kind in kinds and held.any():
            left *= 1.0 - weights[kind][:, None] * held
    share: Floats = 1.0 - left
    return share


def arms_shares(snapshot: Snapshot, gwno: int) -> Mapping[int, Mapping[int, float]]:
    """Return by year each supplier's share of a state's deliveries, 0 to 1; no year where nothing is known.

    None for a state that makes most of its own arms: shares of what little it imports are no shares of its arms.
    For the actors of the bundled cases, over `ARMS_WINDOW_YEARS` up to the year. For others the snapshot has shares of
    ten-year periods only: a year has those of the last period that ended before it, so that none looks ahead.
    """
    if gwno in arms_producers():
        return {}
    volume = ORIGINS["sipri-tiv"].domain
    first, last = volume.first_year or 0, volume.last_year or 0
    births = snapshot.table("states").filter(pl.col("gwno") == gwno)["first_year"]
    first = max(first, min(births, default=first))
    yearly = snapshot.table("arms_deliveries").filter(pl.col("recipient_gw") == gwno)
    if not yearly.is_empty():
        rows = yearly.select("year", "supplier_gw", "tiv_m").rows()
        return {year: _shares(rows, year) for year in range(first, last + 1)}
    periods = snapshot.table("arms_shares").filter(pl.col("recipient_gw") == gwno)
    if periods.is_empty():
        return {}
    shares: dict[int, dict[int, float]] = {
        year: {} for year in range((volume.first_year or 0) + SHARE_PERIOD_YEARS, last + 1)
    }
    for start, end, supplier, percent in periods.select("first_year", "last_year", "supplier", "share_pct").iter_rows():
        state = snapshot.states.gw_of_sipri(supplier, end) if snapshot.states.is_sipri_state(supplier) else None
        for year in range(end + 1, min(start + 2 * SHARE_PERIOD_YEARS, last + 1)):
            if state is not None:
                shares[year][state] = shares[year].get(state, 0.0) + percent / 100
    return shares


def _shares(rows: list[tuple[int, int | None, int]], year: int) -> Mapping[int, float]:
    recent = [(state, volume) for when, state, volume in rows if year - ARMS_WINDOW_YEARS < when <= year]
    total = sum(volume for _, volume in recent)
    shares: dict[int, float] = defaultdict(float)
    for state, volume in recent:
        if state is not None and total > 0:
            shares[state] += volume / total
    return shares


def rival_years(snapshot: Snapshot) -> pl.DataFrame:
    """Return `gwno`, `state` and `year` of every pair of rivals, both ways round."""
    runs = snapshot.table("dyad_ties").filter(pl.col("tie").str.starts_with("rivalry"))
    ways = (("gwno_a", "gwno_b"), ("gwno_b", "gwno_a"))
    both = [runs.select("first_year", "last_year", gwno=one, state=other) for one, other in ways]
    return spread_years(pl.concat(both)).unique()


def _treaties(snapshot: Snapshot, gwno: int) -> Mapping[int, list[tuple[int, Kind]]]:
    """Return by year the states that owe a state help or consultation, or defend it in a common organisation."""
    kinds: dict[str, Kind] = {"ATOP defence": "pact", "ATOP offence": "pact", "ATOP consultation": "consultation"}
    for name in COLLECTIVE_DEFENCE:
        kinds[name] = "organisation"
    is_a = pl.col("gwno_a") == gwno
    rows = (
        snapshot.table("dyad_ties")
        .filter((is_a | (pl.col("gwno_b") == gwno)) & pl.col("tie").is_in(list(kinds)))
        # Only what the other state owes counts.
        .filter(
            (pl.col("direction") == "mutual")
            | (is_a & (pl.col("direction") == "b to a"))
            | (~is_a & (pl.col("direction") == "a to b"))
        )
        .select(pl.when(is_a).then("gwno_b").otherwise("gwno_a").alias("state"), "tie", "first_year", "last_year")
    )
    rivals = set(rival_years(snapshot).filter(gwno=gwno).select("state", "year").iter_rows())
    owed: dict[int, list[tuple[int, Kind]]] = defaultdict(list)
    for state, tie, first, last in rows.iter_rows():
        for year in range(first, last + 1):
            if kinds[tie] != "consultation" or (state, year) not in rivals:
                owed[year].append((state, kinds[tie]))
    return owed


def _named_alliances(case: Case) -> Callable[[Side, int], set[int]]:
    """Return who is ally or patron of a side in a year by the case file.

    A case derived from UCDP calls ally whoever sent troops in some year, without the years; `senders_of_troops` has
    those.
    """
    roles = [
        (actor.gwno, role)
        for actor in case.actor
        for role in actor.role
        if actor.gwno is not None and role.role in ("ally", "patron") and case.origin != "derived"
    ]

    def named(side: Side, year: int) -> set[int]:
        ids = {side.actor.id} | {a.id for a in case.actor if a.gwno is not None and a.gwno == side.gwno}
        return {gwno for gwno, role in roles if role.toward in ids and holds_at_end(role, year)}

    return named
