"""How far the record of conflict reaches in a snapshot, and so the years and sources of every series made from it.

The record is UCDP's: one release of its conflict-years, and for later years another of its releases where one is at
hand. Each active year names the release that tells of it (`dispute_years.release`).
"""

from __future__ import annotations

from dataclasses import replace

from statusquo.core.domain import Domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

FIGHTING, DEATHS = "ucdp-prio-acd", "tjet-spells"


def record_domain(snapshot: Snapshot, source: str = FIGHTING) -> Domain:
    """Return where the record of conflict speaks: the domain of one of its sources, up to the last year of the record.

    Args:
        snapshot: the open snapshot.
        source: id of the origin, `FIGHTING` or `DEATHS`.
    """
    return replace(ORIGINS[source].domain, last_year=snapshot.last_year)


def record_sources(snapshot: Snapshot, source: str = FIGHTING) -> tuple[str, ...]:
    """Return the ids of the origins behind the record of conflict: one of its sources, and those of its later years.

    Args:
        snapshot: the open snapshot.
        source: id of the origin, `FIGHTING` or `DEATHS`.
    """
    return snapshot.once(_record_sources, source)


def _record_sources(snapshot: Snapshot, source: str) -> tuple[str, ...]:
    told = snapshot.table("dispute_years").group_by("release").agg(first="year").sort("first")
    named = (release.split(" ")[0] for release in told["release"])
    return (source, *dict.fromkeys(each for each in named if each not in (FIGHTING, DEATHS)))
