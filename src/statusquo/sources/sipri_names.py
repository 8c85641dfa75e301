"""Names of states in the SIPRI files and the Gleditsch-Ward numbers they stand for, in one place.

SIPRI spells names differently from file to file ("Turkey", "Turkiye", "Türkiye") and follows its own list of
states. Most names resolve by themselves; `sipri_names.csv` holds the rest, dated where a name moves from one state to
another, and every name without an asterisk that no Gleditsch-Ward state stands behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.core.shipped_tables import shipped_rows


@dataclass(frozen=True, slots=True)
class Alias:
    """A SIPRI name for a state, with the years in which it means that state; the files begin in 1949."""

    name: str
    gwno: int
    first_year: int = 1949
    last_year: int = 9999


_ROWS = shipped_rows("statusquo.sources", "sipri_names.csv")

ALIASES = tuple(
    Alias(row["name"], int(row["gwno"]), int(row["first_year"] or 1949), int(row["last_year"] or 9999))
    for row in _ROWS
    if row["gwno"]
)
"""Names that do not resolve by themselves, each with the state it stands for."""

NOT_STATES = {row["name"]: row["note"] for row in _ROWS if not row["gwno"]}
"""Names without an asterisk that stand for no state of the Gleditsch-Ward list, with the reason."""


def is_marked(name: str) -> bool:
    """Return whether SIPRI marks the name as an armed group or an organisation."""
    return name.endswith("*")
