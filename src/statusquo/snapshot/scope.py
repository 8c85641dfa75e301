"""What the snapshot carries in detail, in one place: the cases' own states and regions, as `scope.toml` lists them.

SIPRI lets at most a tenth of a database be republished. The snapshot therefore holds yearly series only for
the actors of the cases in that file, and for every other state that is parent to a territorial dispute only what
is derived from them: suppliers' shares over ten-year periods and five-year means of the burden. A test counts
what ships against what the files hold (`LIMIT_SHARE`).
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

_CASES = tomllib.loads((files("statusquo.snapshot") / "scope.toml").read_text(encoding="utf-8"))["case"]


def _gwnos(field: str) -> tuple[int, ...]:
    return tuple(sorted({gwno for case in _CASES for gwno in case.get(field, ())}))


ARMS_RECIPIENTS_GW = _gwnos("arms_recipients")
"""States whose deliveries ship by supplier and year."""

SPENDING_STATES_GW = _gwnos("spending_states")
"""States whose yearly spending ships."""

PATRONS_GW = _gwnos("patrons")
"""States that stand for a separatist side, whose own ties count."""

WINDOWS: tuple[tuple[float, float, float, float], ...] = tuple(
    tuple(case["window"]) for case in _CASES if "window" in case
)
"""West, south, east, north, in degrees, of each region that is shipped in detail."""

DETAILED_PROVINCES_OF = frozenset(code for case in _CASES for code in case.get("provinces_of", ()))
"""Natural Earth codes of the countries all of whose provinces ship, in detail."""

CASE_PROVINCES = frozenset(code for case in _CASES for code in case.get("provinces", ()))
"""Provinces that cases name and no dispute of UCDP is linked to."""

LIMIT_SHARE = 0.10
"""SIPRI's limit on the share of a database that may be republished."""

SHARE_PERIOD_YEARS = 10
N_NAMED_SUPPLIERS = 5
BURDEN_PERIOD_YEARS = 5
