"""What of SIPRI's data the snapshot carries, in one place.

SIPRI lets at most a tenth of a database be republished. The snapshot therefore holds yearly series only for
the actors of the bundled cases, and for every other state that is parent to a territorial dispute only what
is derived from them: suppliers' shares over ten-year periods and five-year means of the burden. A test counts
what ships against what the files hold (`LIMIT_SHARE`).
"""

from __future__ import annotations

ARMS_RECIPIENTS_GW = (371, 373)
"""States whose deliveries ship by supplier and year: Armenia and Azerbaijan."""

SPENDING_STATES_GW = (365, 371, 372, 373, 630, 640)
"""States whose yearly spending ships: Russia, Armenia, Georgia, Azerbaijan, Iran, Turkey."""

PATRONS_GW = (371,)
"""States that stand for a separatist side in a bundled case, whose own ties count: Armenia."""

LIMIT_SHARE = 0.10
"""SIPRI's limit on the share of a database that may be republished."""

SHARE_PERIOD_YEARS = 10
N_NAMED_SUPPLIERS = 5
BURDEN_PERIOD_YEARS = 5

WINDOW = (36.0, 34.0, 56.0, 46.0)
"""West, south, east, north, in degrees: the region around the bundled cases that is shipped in detail."""
