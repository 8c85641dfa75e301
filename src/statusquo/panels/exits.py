"""How a dispute leaves the set of open claims: stated rules on data, each exit with its source.

Rules, none of which looks past the year it speaks of:

* **Statehood**: the territory enters the Gleditsch-Ward system as a state of its own (`statehood.csv` says which state
  belongs to which territory; the date is that system's).
* **Implemented settlement**: five years without activity after a full peace agreement on the territory (UCDP Peace
  Agreements), counted from the agreement or from the last activity in its year or the next; an agreement that UCDP
  records as ended, or that fighting broke later than that, does not count.
* **Claimant's dissolution**: the last episode ended with a victory of the government side or with the actor ceasing to
  exist, and in a later year no movement makes the claim any more for any of the groups that the rebels claimed to act
  for (self-determination claims on EPR groups, to 2017).
* **Claim lapsed**: the same after any other ending.

An exit lasts until fighting resumes: a renewed claim brings the dispute back. Rules are coded with low confidence,
statehood with medium; a case file or a user's file overrules them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

import polars as pl

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
    for rule in (_ended_claims, _settlements, _statehoods):
        for number, year, kind, source, confidence, note in rule(snapshot, active):
            if year > last_year:
                continue
            renewed = next((again for again in active[number] if again > year), None)
            yield Coding(
                number, "exit", kind, year, renewed - 1 if renewed else last_year, source, confidence, "rule", note
            )


_Exit = tuple[int, int, str, str, str, str]


def _statehoods(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    text = files("statusquo.panels").joinpath("statehood.csv").read_text(encoding="utf-8")
    state_of = {row["territory_name"]: row for row in csv.DictReader(text.splitlines())}
    states = snapshot.table("states").drop_nulls("gwno")
    for row in snapshot.table("disputes").sort("conflict_id_ucdp").to_dicts():
        number, link = row["conflict_id_ucdp"], state_of.get(row["territory_name"])
        if link is None or (row["territory_name"] == "Azerbaijan" and row["location"] == "Iran"):
            continue
        if "interstate" in row["types"]:
            continue
        listed = states.filter(pl.col("gwno") == int(link["gwno"]), pl.col("first_year") >= active[number][0])
        if listed.height:
            year = min(listed["first_year"].to_list())
            yield number, year, "statehood", "isard", "medium", link["note"]


def _settlements(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    agreements = snapshot.table("dispute_agreements").filter(
        pl.col("kind") == "full", pl.col("has_territorial_provision"), ~pl.col("is_ended").fill_null(False)
    )
    for row in agreements.sort("conflict_id_ucdp", "date").to_dicts():
        number, signed = row["conflict_id_ucdp"], row["date"].year
        start = max([signed, *(year for year in active[number] if year <= signed + 1)])
        end = start + QUIET_YEARS_OF_A_SETTLEMENT
        if not any(start < year <= end for year in active[number]):
            note = f"{row['name']} ({row['date']}), quiet for {QUIET_YEARS_OF_A_SETTLEMENT} years"
            yield number, end, "implemented settlement", "ucdp-peace-agreements", "low", note


def _ended_claims(snapshot: Snapshot, active: dict[int, list[int]]) -> Iterator[_Exit]:
    groups = snapshot.table("dispute_groups").filter(pl.col("is_claimed"), pl.col("last_claim_year").is_not_null())
    ends = snapshot.table("dispute_terminations").sort("episode").group_by("conflict_id_ucdp").last()
    outcomes = dict(ends.select("conflict_id_ucdp", "outcome").iter_rows())
    last_claims = groups.group_by("conflict_id_ucdp").agg(pl.col("last_claim_year").max()).sort("conflict_id_ucdp")
    for number, last_claim in last_claims.iter_rows():
        if last_claim >= LAST_YEAR_OF_CLAIMS:
            continue
        year = max(last_claim, active[number][-1]) + 1
        if year > LAST_YEAR_OF_CLAIMS:
            continue
        kind = "claimant's dissolution" if outcomes.get(number) in _DEFEATS else "claim lapsed"
        note = f"no claim recorded after {last_claim}; the last episode ended with: {outcomes.get(number) or 'not coded'}"
        yield number, year, kind, "epr-claims ucdp-termination tjet-spells", "low", note
