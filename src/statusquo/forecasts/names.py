"""What disputes are called in tables of forecasts: by the territory, and by the state or states where it lies."""

from __future__ import annotations

from statusquo.snapshot.store import Snapshot


def dispute_names(snapshot: Snapshot) -> dict[int, str]:
    """Return the name of every territorial conflict, by UCDP's number, such as ``Kashmir (India, Pakistan)``.

    Many territories share a name with another, so that where they lie is part of it.
    """
    rows = snapshot.table("disputes").select("conflict_id_ucdp", "territory_name", "location")
    return {number: f"{territory} ({location})" for number, territory, location in rows.iter_rows()}


def name_of(number: int, names: dict[int, str]) -> str:
    """Return a dispute's name; its number where the release in use does not know it."""
    return names.get(number, f"UCDP conflict {number}")
