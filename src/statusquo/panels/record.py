"""How far the record of conflict reaches in a snapshot, and so the years of every series that is made from it.

The record is UCDP's: one release of its conflict-years, and where a later year is known from another of its releases
that year too. Where the two end in different years, the later counts: `Snapshot.last_year`.
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
