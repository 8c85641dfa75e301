"""Made-up tellings, as small as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from statusquo.changes.told import Chance, Told, ToldDispute


def dispute(name: str = "Isle", **more: Any) -> ToldDispute:
    """A dispute; chances are given by outcome, a number alone standing for one with bounds around it."""
    risk = {outcome: _chance(given) for outcome, given in more.pop("risk", {}).items()}
    return ToldDispute(name, **{"risk_set": "secession" if risk else None, **more}, risk=risk)


def _chance(given: Any) -> Chance:
    return Chance(*given) if isinstance(given, tuple) else Chance(given, given / 2, min(1.0, given * 2))


def told(disputes: Mapping[int, ToldDispute] | None = None, **more: Any) -> Told:
    """A telling of data to 2024."""
    given: dict[str, Any] = {
        "day": date(2026, 11, 1),
        "version": "0.1.0",
        "last_year": 2024,
        "releases": {"ucdp-prio-acd": "25.1"},
        "risks_sha256": "0" * 64,
        "verdicts": {},
    }
    return Told(**{**given, **more}, disputes=dict(disputes or {}))
