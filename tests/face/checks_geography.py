"""What may not be said of how a territory lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LEAST_KM = 20.0
"""Of a border: twice the widest tolerance of the world's outlines."""


def parents_denied(facts: dict[str, Any]) -> list[str]:
    named = [actor.name for actor in facts["case"].parents()]
    if not named:
        return []
    return [
        f"{factor}: {estimate['missing_reason']} ({named[0]})"
        for factor, estimate in facts["measure"]["structure"].items()
        if "no parent state" in (estimate["missing_reason"] or "")
    ]


def coasts_without_sea(facts: dict[str, Any]) -> list[str]:
    access, coast = (facts["measure"]["structure"][name]["value"] for name in ("sea_access", "coast_km"))
    if access is None or coast is None or (access > 0) == (coast > 0):
        return []
    return [f"sea access {access:g}, coast {coast:g} km"]


def impossible_shares(facts: dict[str, Any]) -> list[str]:
    return list(_impossible(facts["measure"]["structure"]))


def _impossible(structure: dict[str, Any]) -> Iterator[str]:
    for name in ("area_share", "enclave_index"):
        value = structure[name]["value"]
        if value is not None and not 0 <= value <= 1:
            yield f"{name} {value:g}"
    index, depth = (structure[name]["value"] for name in ("heartland_index", "heartland_depth"))
    if index is not None and depth is not None and depth < index:
        yield f"heartland depth {depth:g} below the index {index:g}"


def borders_across_the_kerch_strait(facts: dict[str, Any]) -> list[str]:
    if facts["id"] != "crimea":
        return []
    border = facts["measure"]["structure"]["backer_border_km"]["value"]
    return [f"a border of {border:g} km with its patron"] if border is not None and border > LEAST_KM else []


def coasts_of_the_landlocked(facts: dict[str, Any]) -> list[str]:
    """Return the readings, first or beside, of a coast where a source codes that the sea is out of reach."""
    case, factors = facts["case"], facts["measure"]["structure"]
    is_landlocked = any(c.field == "sea_access" and c.value is False and case.is_sourced(c) for c in case.coding)
    readings = [factors["coast_km"]["value"], *(rival["value"] for rival in factors["coast_km"]["rivals"])]
    return [f"a coast of {km:g} km" for km in readings if is_landlocked and km is not None and km > LEAST_KM]
