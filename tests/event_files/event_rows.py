"""Events in UCDP's form for tests: single ones of a day, and the ends of a GED."""

from __future__ import annotations

from collections.abc import Callable

from tests.snapshot.releases import Row, candidate_event

from statusquo.snapshot.own_files import Added

Add = Callable[..., Added]
"""Writes events into a file of a name and adds it."""


def event(number: int, day: str, best: int = 1, conflict: int = 221, **values: str) -> Row:
    """Return a candidate event of one day."""
    deaths = {"best": str(best), "low": str(best), "high": str(best + 2), "deaths_b": str(best)}
    return candidate_event(day, day, id=str(number), conflict_new_id=str(conflict), **{**deaths, **values})


def ged(*days: str) -> list[Row]:
    """Return cleared events of one death, the first of 1989 and the last of 2022: those of a GED that is not known."""
    return [event(n, day, active_year="false") for n, day in enumerate(("1989-01-05", *days, "2022-12-20"), 1)]
