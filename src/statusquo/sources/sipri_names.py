"""Names of states in the SIPRI files and the Gleditsch-Ward numbers they stand for, in one place.

SIPRI spells names differently from file to file ("Turkey", "Turkiye", "Türkiye") and follows its own list of
states. Most names resolve by themselves; `ALIASES` holds the rest, dated where a name moves from one state to
another, and `NOT_STATES` every name without an asterisk that no Gleditsch-Ward state stands behind.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """A SIPRI name for a state, with the years in which it means that state; the files begin in 1949."""

    name: str
    gwno: int
    first_year: int = 1949
    last_year: int = 9999


ALIASES = (
    Alias("Antigua and Barbuda", 58),
    Alias("Bosnia and Herzegovina", 346),
    Alias("Bosnia-Herzegovina", 346),
    Alias("Cabo Verde", 402),
    Alias("Congo", 484),
    Alias("Congo, DR", 490),
    Alias("Congo, Republic", 484),
    Alias("Cote d'Ivoire", 437),
    Alias("Czechoslovakia", 315),
    Alias("DR Congo", 490),
    Alias("East Germany (GDR)", 265),
    Alias("eSwatini", 572),
    Alias("Gambia, The", 420),
    Alias("German Democratic Republic", 265),
    # SIPRI writes "Germany" for West Germany before 1991; in Gleditsch and Ward both are 260.
    Alias("Germany", 260),
    Alias("Korea, North", 731),
    Alias("Korea, South", 732),
    Alias("Kosovo", 347),
    Alias("Kyrgyz Republic", 703),
    Alias("Micronesia", 987),
    Alias("Myanmar", 775),
    Alias("North Yemen", 678),
    Alias("Russia", 365, first_year=1992),
    Alias("Saint Kitts and Nevis", 60),
    Alias("Saint Vincent", 57),
    # SIPRI uses "Serbia" from 1992 on, for the union with Montenegro too, which Gleditsch and Ward number as
    # Yugoslavia until June 2006.
    Alias("Serbia", 345, last_year=2005),
    Alias("Serbia", 340, first_year=2006),
    Alias("South Vietnam", 817),
    Alias("South Yemen", 680),
    Alias("Soviet Union", 365, last_year=1991),
    Alias("Timor Leste", 860),
    Alias("Trinidad and Tobago", 52),
    Alias("Turkiye", 640),
    Alias("Türkiye", 640),
    Alias("UAE", 696),
    Alias("USSR", 365, last_year=1991),
    Alias("United States of America", 2),
    Alias("Viet Nam", 816),
    Alias("Yemen", 678),
    # Two lines in the tables, for deliveries to the northern state before 1990.
    Alias("Yemen Arab Republic", 678),
    Alias("Yemen, North", 678),
    Alias("Yugoslavia", 345),
)

NOT_STATES = {
    "Aruba": "part of the Kingdom of the Netherlands",
    "Biafra": "declared 1967-1970, not in the state system",
    "European Union": "an organisation",
    "Katanga": "declared 1960-1963, not in the state system",
    "Libya GNC": "one of two rival governments of Libya",
    "Northern Cyprus": "declared in 1983, not in the state system",
    "Palestine": "not in the state system",
    "Unknown supplier(s)": "unknown",
    "Unknown recipient(s)": "unknown",
    "unknown supplier(s)": "unknown",
    "unknown recipient(s)": "unknown",
    "Western Sahara": "not in the state system",
}
"""Names without an asterisk that stand for no state of the Gleditsch-Ward list, with the reason."""


def is_marked(name: str) -> bool:
    """Return whether SIPRI marks the name as an armed group or an organisation."""
    return name.endswith("*")
