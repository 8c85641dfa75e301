"""How a dispute leaves the set of open claims: stated rules on data, each exit with its source.

Rules, none of which looks past the year it speaks of:

* **Statehood**: the territory enters the Gleditsch-Ward system as a state of its own (`statehood.csv` says which state
  belongs to which territory; the date is that system's).
* **Implemented settlement**: five years without activity after a full peace agreement on the territory (UCDP Peace
  Agreements), counted from the agreement or from the last activity in its year or the next. An agreement that UCDP
  records as ended by then, or as ended without saying when, does not count.
* **Claimant's dissolution**: in a quiet year no movement makes the claim any more for any of the groups that the rebels
  claimed to act for (self-determination claims on EPR groups, to 2017), and the last episode had ended with a victory
  of the government side or with the actor ceasing to exist.
* **Claim lapsed**: the same after any other ending.
* **Parent's dissolution**: the parent state ended and none goes on as the same side (`core.successions`).

An exit lasts until fighting resumes, the claim is made again, or the agreement ends: then the dispute is back. For an
implemented settlement and an ended claim, fighting under a successor's number over the same ground (`cases.successors`)
counts as well. After 2017 the claims are not known, and an exit by their end goes on until fighting resumes. Rules are
coded with low confidence, statehood and a parent's end with medium.

What no rule closes was looked at one by one (`cases.open_disputes`): an exit found so is coded by ``review``, dated
when it became true, and comes before rules. A case file or a user's file overrules both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from statusquo.cases.open_disputes import places
from statusquo.cases.successors import successor_years
from statusquo.core.shipped_tables import shipped_rows
from statusquo.core.successions import state_in, successions
from statusquo.panels.codings import Coding
from statusquo.snapshot.store import Snapshot

QUIET_YEARS_OF_A_SETTLEMENT = 5
LAST_YEAR_OF_CLAIMS = 2017
_DEFEATS = ("victory for government side", "actor ceases to exist")


def exits_by_rule(snapshot: Snapshot, last_year: int) -> Iterator[Coding]:
    """Yield the exits of every territorial dispute, weakest rule first, so that a stronger one in the same year wins.

    Args:
        snapshot: the open snapshot.
        last_year: last year of the panel.
    """
    active = {
        number: sorted(years)
        for number, years in snapshot.table("dispute_years").group_by("conflict_id_ucdp").agg("year").iter_rows()
    }
    elsewhere = dict(successor_years(snapshot).group_by("conflict_id_ucdp").agg("year").iter_rows())
    fought = {number: sorted({*years, *elsewhere.get(number, ())}) for number, years in active.items()}
    # A new state and a parent's end close the claim against the old parent, whoever fights over the ground later.
    rules = ((_ended_claims, fought), (_settlements, fought), (_statehoods, active), (_parents_that_ended, active))
    for rule, resumed in rules:
        for number, first, last, kind, source, confidence, note in rule(snapshot, resumed):
            renewed = next((year for year in resumed[number] if year > first), None)
            until = min(last or last_year, last_year, renewed - 1 if renewed else last_year)
            if first <= until:
                yield Coding(number, "exit", kind, first, until, source, confidence, "rule", note)


def exits_by_review(snapshot: Snapshot, last_year: int) -> Iterator[Coding]:
    """Yield the exits found by looking at each dispute that no rule closes; each ends when it is active again.

    Args:
        snapshot: the open snapshot.
        last_year: last year of the panel.
    """
    years = snapshot.table("dispute_years").sort("conflict_id_ucdp", "year")
    for number, active in years.group_by("conflict_id_ucdp", maintain_order=True).agg("year").iter_rows():
        place = places().get(number)
        if place is None or place.exit_year is None:
            continue
        renewed = next((year for year in active if year > place.exit_year), None)
        until = min(last_year, renewed - 1 if renewed else last_year)
        if place.exit_year <= until:
            yield Coding(
                number,
                "exit",
                place.exit,
                place.exit_year,
                until,
                place.source,
                place.confidence,
                "review",
                place.reason,
            )


_Exit = tuple[int, int, int | None, str, str, str, str]
"""Dispute, first year, last year if the data end it, kind, source, confidence, note."""


def _statehoods(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    state_of = {row["territory_name"]: row for row in shipped_rows("statusquo.panels", "statehood.csv")}
    entries: dict[int, list[int]] = dict(
        snapshot.table("states").drop_nulls("gwno").group_by("gwno").agg("first_year").iter_rows()
    )
    for row in snapshot.table("disputes").sort("conflict_id_ucdp").to_dicts():
        number, link = row["conflict_id_ucdp"], state_of.get(row["territory_name"])
        if link is None or "interstate" in row["types"] or row["location"] == link["not_in"]:
            continue
        entered = [year for year in entries.get(int(link["gwno"]), ()) if year >= active[number][0]]
        if entered:
            year = min(entered)
            known_as = f" ({link['note']})" if link["note"] else ""
            note = f"{row['territory_name']}{known_as} entered the system of states in {year}"
            yield number, year, None, "statehood", "isard", "medium", note


def _parents_that_ended(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    for number, gwno in (
        snapshot.table("disputes").select("conflict_id_ucdp", "parent_gw").sort("conflict_id_ucdp").rows()
    ):
        ended = successions().get(gwno)
        if ended is not None and state_in(gwno, ended.last_year + 1) is None:
            yield number, ended.last_year, None, "parent's dissolution", ended.source, "medium", ended.note


def _settlements(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    agreements = snapshot.table("dispute_agreements").filter(pl.col("kind") == "full", "has_territorial_provision")
    for row in agreements.sort("conflict_id_ucdp", "date").to_dicts():
        number, signed = row["conflict_id_ucdp"], row["date"].year
        start = max([signed, *(year for year in active[number] if year <= signed + 1)])
        first = start + QUIET_YEARS_OF_A_SETTLEMENT
        ended = row["end_date"].year if row["end_date"] else 0 if row["is_ended"] else None
        broken = any(start < year <= first for year in active[number]) or (ended is not None and ended <= first)
        if not broken:
            note = f"{row['name']} ({row['date']}), quiet for {QUIET_YEARS_OF_A_SETTLEMENT} years"
            last = ended - 1 if ended else None
            yield number, first, last, "implemented settlement", "ucdp-peace-agreements", "low", note


def _ended_claims(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    episodes = (
        snapshot.table("episodes")
        .select("conflict_id_ucdp", "episode", "last_year")
        .join(snapshot.table("dispute_terminations"), on=["conflict_id_ucdp", "episode"])
        .sort("episode")
    )
    endings = defaultdict(list)
    for number, last_year, outcome in episodes.select("conflict_id_ucdp", "last_year", "outcome").iter_rows():
        endings[number].append((last_year, outcome))
    runs = snapshot.table("dispute_claims")
    claimed_before = runs.filter("has_claim").group_by("conflict_id_ucdp").agg(since=pl.col("first_year").min())
    without = runs.filter(~pl.col("has_claim")).join(claimed_before, on="conflict_id_ucdp")
    for row in without.sort("conflict_id_ucdp", "first_year").to_dicts():
        number, until = row["conflict_id_ucdp"], row["last_year"]
        quiet = [year for year in range(row["first_year"], until + 1) if year not in active[number]]
        if row["first_year"] < row["since"] or not quiet or quiet[0] <= active[number][0]:
            continue
        first = quiet[0]
        outcome = next((told for last_year, told in reversed(endings[number]) if last_year < first), None)
        kind = "claimant's dissolution" if outcome in _DEFEATS else "claim lapsed"
        note = f"no claim recorded from {first}; the last episode ended with: {outcome or 'not coded'}"
        last = None if until >= LAST_YEAR_OF_CLAIMS else until
        yield number, first, last, kind, "epr-claims ucdp-termination tjet-spells", "low", note
