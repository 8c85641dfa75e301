"""Statements on who stands on the sides of a dispute, found in what the commands print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from statusquo.snapshot.missions import mission_of
from statusquo.snapshot.store import open_snapshot

_BETWEEN_CLAIMANTS = {"interstate", "extrasystemic"}
_DIRECTION = "revisionist over holder"


def sides_between_claimants(facts: Any) -> list[str]:
    """Return the roles and holdings that set one claimant over the other."""
    if not _is_between_claimants(facts["id"]):
        return []
    roles = [
        f"{actor['name']} is {role['role']}"
        for actor in facts["show"]["actor"]
        for role in actor["role"]
        if role["role"] in ("parent", "separatist")
    ]
    return roles + [
        f"{row['holder']} holds, {row['revisionist']} wants that changed" for row in facts["show"]["holding"]
    ]


def direction_between_claimants(facts: Any) -> list[str]:
    """Return the series and the judged claims that name a revisionist over a holder."""
    if not _is_between_claimants(facts["id"]):
        return []
    measured = [name for name in _names(facts["measure"]["balances"]) if _DIRECTION in name]
    judged = [
        f"{claim['id']}: {run['label']}"
        for claim in facts["claims"]["claims"]
        for test in claim["tests"]
        for run in test["runs"]
        if _DIRECTION in run["label"]
    ]
    return measured + judged


def revisionists_by_default(facts: Any) -> list[str]:
    """Return the revisionists whom a holding names that no source gives, and series that call a side so."""
    found = [
        f"{row['revisionist']} wanted that changed"
        for row in facts["show"]["holding"]
        if (row.get("is_default") or "default" in (row["note"] or "")) and row["revisionist"]
    ]
    if any(row.get("is_default") for row in facts["show"]["holding"]):
        found += [name for name in _names(facts["measure"]["balances"]) if "revisionist" in name]
    return found


def groups_that_stand_for_a_side(facts: Any) -> list[str]:
    """Return the sides that bear the name of one of their groups, in the case and where a balance says who is meant."""
    groups = _groups(facts["id"])
    if len(groups) < 2:
        return []
    sides = [
        f"{actor['name']} is the {role['role']} side"
        for actor in facts["show"]["actor"]
        for role in actor["role"]
        if role["role"] == "separatist" and actor["name"] in groups
    ]
    toward = [
        f"{actor['name']} is {role['role']} of {role['toward']}"
        for actor in facts["show"]["actor"]
        for role in actor["role"]
        if role["toward"] in {other["id"] for other in facts["show"]["actor"] if other["name"] in groups}
        and not _is_between_claimants(facts["id"])
    ]
    missing = facts["measure"]["balances"]["military"]["missing"].values()
    return sides + toward + [reason for reason in missing if any(reason.startswith(f"{name} is no") for name in groups)]


def contributors_called_allies(facts: Any) -> list[str]:
    """Return the allies and patrons that stood under a mission's mandate in every year of their role, or undated."""
    found = []
    for conflict in facts["show"]["ids"]["ucdp_conflict"]:
        for actor in facts["show"]["actor"]:
            for role in actor["role"]:
                if role["role"] not in ("ally", "patron") or not actor["gwno"]:
                    continue
                dated = role["start"] and role["end"]
                years = range(int(role["start"][:4]), int(role["end"][:4]) + 1) if dated else range(1946, 2100)
                under = [any(mission_of(conflict, side, year, actor["gwno"]) for side in "ab") for year in years]
                if all(under) or (any(under) and not dated):
                    found.append(f"{actor['name']} is {role['role']} {role['start']} to {role['end']}")
    return found


def _is_between_claimants(dispute: str) -> bool:
    kind, _, number = dispute.partition("-")
    if kind != "ucdp":
        return False
    (types,) = open_snapshot().table("disputes").filter(pl.col("conflict_id_ucdp") == int(number))["types"].to_list()
    return set(types) <= _BETWEEN_CLAIMANTS


def _groups(dispute: str) -> set[str]:
    kind, _, number = dispute.partition("-")
    if kind != "ucdp":
        return set()
    (names,) = open_snapshot().table("disputes").filter(pl.col("conflict_id_ucdp") == int(number))["side_b"].to_list()
    return {name.removeprefix("Government of ") for name in names}


def _names(document: Any) -> Iterator[str]:
    """Yield the names of the series in a document of measures."""
    if isinstance(document, dict):
        if isinstance(document.get("label"), str):
            yield document["label"]
        for value in document.values():
            yield from _names(value)
    elif isinstance(document, list):
        for value in document:
            yield from _names(value)


def defaults_told_as_holding(facts: Any) -> list[str]:
    """Return the notes on a default holding that say that somebody held."""
    notes = [row["note"] or "" for row in facts["show"]["holding"] if row.get("is_default")]
    notes.append(facts["measure"]["balances"]["orientation"]["note"] or "")
    return [note for note in notes if "taken to hold" in note]
