"""States that make most of their own arms, for which a stock of arms imported says nothing, from a table with sources.

SIPRI counts arms that pass from one state to another. What a state makes for itself it does not count, so that by
deliveries alone Russia would be weaker than Moldova. A state stands in `arms_producers.csv` where it has companies
among SIPRI's hundred largest (or SIPRI's own estimate of its self-reliance) and exported more major arms than it
imported in 2010 to 2019; and where another source says that most of its arms were made at home. India, Japan, South
Korea and Türkiye have such companies and imported more than they exported: their imports are counted. The table holds
for all years, since no source dates when each industry came to carry its army: for China or Israel of the 1950s,
which did import most of their arms, the arms are missing too rather than wrong later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from statusquo.core.names import the
from statusquo.core.shipped_tables import shipped_records
from statusquo.core.wording import listed


@dataclass(frozen=True, slots=True)
class ArmsProducer:
    """A state that makes most of its own arms.

    Attributes:
        gwno: Gleditsch-Ward number.
        name: its name.
        exported_over_imported: volume of major arms exported over imported, 2010 to 2019; None where it did not exist.
        basis: what says that it makes most of its arms.
        source: where that is said.
    """

    gwno: int
    name: str
    exported_over_imported: float | None
    basis: str
    source: str


@cache
def arms_producers() -> Mapping[int, ArmsProducer]:
    """Return the states of the table by Gleditsch-Ward number."""
    rows = shipped_records(ArmsProducer, "statusquo.balances", "arms_producers.csv")
    return {row.gwno: row for row in rows}


def why_no_arms(states: Iterable[int]) -> str | None:
    """Return why deliveries cannot be compared between some states, None where they can.

    Args:
        states: Gleditsch-Ward numbers.
    """
    makers = [the(arms_producers()[gwno].name) for gwno in sorted(set(states)) if gwno in arms_producers()]
    if not makers:
        return None
    makes = "makes most of its own arms" if len(makers) == 1 else "make most of their own arms"
    return f"SIPRI counts arms imported, and {listed(makers)} {makes}, which it does not count"
