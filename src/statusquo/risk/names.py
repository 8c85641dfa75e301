"""What disputes are called: by their case's title, or by the territory and the state or states where it lies."""

from __future__ import annotations

from collections.abc import Collection

from statusquo.cases.load import bundled_case_of_conflict, bundled_chronicle
from statusquo.cases.open_disputes import ISLAMIC_STATE
from statusquo.panels.standing import Standing
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


def case_titles(numbers: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Return the titles of the bundled cases that disputes have, and whether another of the disputes has the same.

    Args:
        numbers: UCDP's numbers.
    """
    cases = {number: bundled_case_of_conflict(number) for number in numbers}
    held = list(cases.values())
    return {
        number: (bundled_chronicle(case).title, held.count(case) > 1)
        for number, case in cases.items()
        if case is not None
    }


def is_another_islamic_state(territory: str, standing: Standing) -> bool:
    """Whether an organisation wants an Islamic state of its own, so that it must be named with the territory."""
    return territory == ISLAMIC_STATE and not standing.is_islamic_state
