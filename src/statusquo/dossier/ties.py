"""Who stood with whom, as spans of years: pacts, organisations, arms and troops between outside states and the sides.

From the tables `dyad_ties`, `arms_shares`, `arms_deliveries` and `dispute_patrons`. Every source ends in a year of its
own, after which nothing is known; no span is carried past it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from statusquo.cases.model import Case
from statusquo.dossier.sides import Side
from statusquo.snapshot.arms import period_start
from statusquo.snapshot.missions import mission_of
from statusquo.snapshot.scope import SHARE_PERIOD_YEARS
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import origin

PACT, ARMS, TROOPS = "defence pact", "arms", "troops in this dispute"

ORGANISATIONS = ("NATO", "Warsaw Pact", "CSTO", "CIS", "Shanghai Cooperation Organisation", "Arab League", "EU")
"""Organisations drawn: military alliances, and the unions of states that bind their foreign policies."""

MOST_STATES = 6
LEAST_SHARE_PCT = 5.0
"""Arms of a state that never supplied so much of a side's imports are not drawn."""

PERMANENT_MEMBERS = (2, 200, 220, 365, 710)
"""United States, United Kingdom, France, Soviet Union and Russia, China, by Gleditsch-Ward number."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One span in which an outside state was tied to one side.

    Attributes:
        outside: Gleditsch-Ward number of the outside state.
        kind: what ties them.
        side: place of the side, 0 for the parent.
        first_year: first year.
        last_year: last year.
        source: id of the data set.
        share_pct: for arms, the state's share of the side's imports in the span.
    """

    outside: int
    kind: str
    side: int
    first_year: int
    last_year: int
    source: str
    share_pct: float | None = None

    @property
    def source_ends(self) -> int | None:
        """The last year of the data set."""
        return origin(self.source).domain.last_year


def ties_of(case: Case, sides: Sequence[Side], snapshot: Snapshot, years: range) -> list[Tie]:
    """Return the ties of the outside states that matter most, state by state.

    The states are those that the case file names or UCDP reports with troops, then those with the most years of pacts
    and arms among the largest suppliers and the permanent members of the Security Council.

    Args:
        case: the dispute.
        sides: the two sides, each with the state behind it.
        snapshot: the open snapshot.
        years: calendar years shown.
    """
    own = {side.gwno for side in sides}
    since = [_since(case, side) for side in sides]
    found = [
        tie
        for tie in (*_treaties(sides, snapshot), *_arms(sides, snapshot), *_troops(case, sides, snapshot))
        # Where no state stands behind a side, nothing is tied to it.
        if tie.side < len(sides)
        if tie.outside not in own and tie.first_year < years.stop and tie.last_year >= max(years.start, since[tie.side])
    ]
    named = [actor.gwno for actor in case.actor if actor.gwno and actor.gwno not in own]
    named += [tie.outside for tie in found if tie.kind == TROOPS]
    weight = _weights(found, years)
    chosen = [gwno for gwno in dict.fromkeys(named) if weight.get(gwno)]
    others = {tie.outside for tie in found if tie.kind == ARMS} | set(PERMANENT_MEMBERS)
    chosen += sorted(others - set(chosen), key=lambda gwno: (-weight.get(gwno, 0), gwno))
    shown = [gwno for gwno in chosen if weight.get(gwno)][:MOST_STATES]
    kinds = (PACT, *ORGANISATIONS, ARMS, TROOPS)
    order = {gwno: place for place, gwno in enumerate(shown)}
    return sorted(
        (tie for tie in found if tie.outside in order),
        key=lambda tie: (order[tie.outside], kinds.index(tie.kind), tie.side, tie.first_year),
    )


def _since(case: Case, side: Side) -> int:
    """Return the first whole year of a side: earlier ties, as of the Soviet Union, are none of this dispute.

    A parent or claimant counts from the start of the dispute, a patron from the start of its support.
    """
    starts = [role.start.year for role in side.actor.role if role.role == "patron" and role.start is not None]
    held = [holding.start.year for holding in case.holding]
    return max([*sorted(starts)[:1], *sorted(held)[:1]], default=0) + 1


def _weights(ties: Collection[Tie], years: range) -> dict[int, float]:
    """Return how much of the years shown each outside state is tied: pacts and troops in full, arms by share."""
    weights: dict[int, float] = {}
    for tie in ties:
        if tie.kind in ORGANISATIONS:
            continue
        length = min(tie.last_year, years.stop - 1) - max(tie.first_year, years.start) + 1
        share = 1.0 if tie.share_pct is None else tie.share_pct / 100
        weights[tie.outside] = weights.get(tie.outside, 0.0) + share * length
    return weights


def _treaties(sides: Sequence[Side], snapshot: Snapshot) -> Iterator[Tie]:
    kinds = {"ATOP defence": PACT} | {name: name for name in ORGANISATIONS}
    rows = snapshot.table("dyad_ties").filter(pl.col("tie").is_in(list(kinds)))
    for place, side in enumerate(sides):
        own = rows.filter((pl.col("gwno_a") == side.gwno) | (pl.col("gwno_b") == side.gwno))
        # An obligation of either state counts, and the two directions are one tie.
        spans = own.group_by("gwno_a", "gwno_b", "tie", "first_year", "last_year", "source", maintain_order=True).len()
        for row in spans.to_dicts():
            outside = row["gwno_b"] if row["gwno_a"] == side.gwno else row["gwno_a"]
            yield Tie(outside, kinds[row["tie"]], place, row["first_year"], row["last_year"], row["source"])


def _arms(sides: Sequence[Side], snapshot: Snapshot) -> Iterator[Tie]:
    """Return shares by ten-year period: the published derivation, or the same from a bundled case's own series."""
    shares = snapshot.table("arms_shares")
    for place, side in enumerate(sides):
        own = shares.filter(pl.col("recipient_gw") == side.gwno, pl.col("supplier") != "other")
        if own.is_empty():
            own = _shares_by_period(snapshot.table("arms_deliveries").filter(pl.col("recipient_gw") == side.gwno))
        # The Soviet Union and Russia are two names of one state in a period that saw both.
        total: dict[tuple[int, int, int], float] = {}
        for row in own.filter(pl.col("share_pct") > 0).sort("first_year", "supplier").to_dicts():
            if snapshot.states.is_sipri_state(row["supplier"]):
                outside = snapshot.states.gw_of_sipri(row["supplier"], row["first_year"])
                if outside is not None:
                    key = outside, row["first_year"], row["last_year"]
                    total[key] = total.get(key, 0.0) + row["share_pct"]
        largest = {key[0]: max(share for other, share in total.items() if other[0] == key[0]) for key in total}
        for (outside, first, last), share in total.items():
            if largest[outside] < LEAST_SHARE_PCT:
                continue
            yield Tie(outside, ARMS, place, first, last, "sipri-tiv", round(share, 1))


def _shares_by_period(deliveries: pl.DataFrame) -> pl.DataFrame:
    domain = origin("sipri-tiv").domain
    first = period_start(pl.col("year"), domain.first_year, SHARE_PERIOD_YEARS)
    return (
        deliveries.group_by(first.alias("first_year"), "supplier")
        .agg(pl.col("tiv_m").sum())
        .with_columns(
            last_year=pl.min_horizontal(pl.col("first_year") + SHARE_PERIOD_YEARS - 1, domain.last_year),
            share_pct=(100 * pl.col("tiv_m") / pl.col("tiv_m").sum().over("first_year")).round(1),
        )
        .sort("first_year", "supplier")
    )


def _troops(case: Case, sides: Sequence[Side], snapshot: Snapshot) -> Iterator[Tie]:
    rows = snapshot.table("dispute_patrons").filter(
        pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict) & (pl.col("basis") == "UCDP secondary party")
    )
    first_sides = dict(snapshot.table("disputes").select("conflict_id_ucdp", "parent_gw").iter_rows())
    for row in rows.to_dicts():
        # UCDP's side A is the parent, but where a case file's parent fights as side B, as Ukraine does over Crimea.
        is_turned = len(sides) > 1 and first_sides.get(row["conflict_id_ucdp"]) == sides[1].gwno
        place = ("ba" if is_turned else "ab").index(row["side"])
        # Who contributes to a peace operation stands with no side.
        if mission_of(row["conflict_id_ucdp"], row["side"], row["first_year"], row["patron_gw"]):
            continue
        yield Tie(row["patron_gw"], TROOPS, place, row["first_year"], row["last_year"], "ucdp-prio-acd")
