"""What every conflict of UCDP over a territory is called, everywhere alike: what stands at the head of its page.

A conflict that a bundled case is about goes by the case's title. One that has a page of its own beside such a case, or
that no case covers, goes by UCDP's name of the territory, with the case's own name where that differs, and the state or
states where it lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from statusquo.cases.open_disputes import ISLAMIC_STATE
from statusquo.core.names import of_its_year
from statusquo.core.wording import listed

if TYPE_CHECKING:
    from statusquo.snapshot.store import Snapshot


def titles(snapshot: Snapshot) -> Mapping[int, str]:
    """Return what every territorial conflict is called, by UCDP's number.

    Of several that one case covers, the case's title is that of the only one inside a state; where several are, each
    goes by its own.

    Args:
        snapshot: the open snapshot.

    Examples:
        >>> from statusquo.snapshot.store import open_snapshot
        >>> found = titles(open_snapshot())
        >>> found[394], found[221]
        ('Transnistria', 'Karen, Myanmar (Burma)')
    """
    return snapshot.once(_titles)


def _titles(snapshot: Snapshot) -> Mapping[int, str]:
    from statusquo.cases.load import bundled_case_of_conflict, bundled_chronicle

    rows = {row["conflict_id_ucdp"]: row for row in snapshot.table("disputes").iter_rows(named=True)}
    found = {}
    for number, row in rows.items():
        case = bundled_case_of_conflict(number)
        own = [] if case is None else [rows[each] for each in bundled_chronicle(case).ids.ucdp_conflict if each in rows]
        first = [each for each in own if "interstate" not in each["types"]] or own
        is_told_by_case = case is not None and [each["conflict_id_ucdp"] for each in first] == [number]
        found[number] = bundled_chronicle(case).title if is_told_by_case and case else own_title(row)
    return MappingProxyType(found)


def title_of(number: int, known: Mapping[int, str]) -> str:
    """Return a conflict's title; its number where the release in use does not know it.

    Args:
        number: UCDP's.
        known: from `titles`.
    """
    return known.get(number, f"UCDP conflict {number}")


def own_title(row: Mapping[str, Any]) -> str:
    """Return the title of a conflict's own page.

    Args:
        row: of table ``disputes``.
    """
    place = place_name(row)
    where = ", ".join(of_its_year(state, row["last_active_year"]) for state in row["location"].split(", "))
    first = own_names(row)[0]
    known = place if first == row["territory_name"] else f"{first} ({place} in UCDP)"
    return known if place == where else f"{known}, {where}"


def own_names(row: Mapping[str, Any]) -> list[str]:
    """Return the territory's names: UCDP's, and before it the bundled case's own where UCDP's does not hold it.

    Args:
        row: of table ``disputes``.
    """
    from statusquo.cases.load import bundled_case_of_conflict, bundled_chronicle

    bundled = bundled_case_of_conflict(row["conflict_id_ucdp"])
    given = str(row["territory_name"])
    own = bundled_chronicle(bundled).territory.name[0].text if bundled else given
    return [given] if own in given else [own, given]


def place_name(row: Mapping[str, Any]) -> str:
    """Return UCDP's name of the territory; an organisation that wants an Islamic state of its own is named with it.

    Args:
        row: of table ``disputes``.
    """
    name: str = row["territory_name"]
    is_of_others = name == ISLAMIC_STATE and row["side_b"] != ["IS"]
    return f"{name} ({listed(row['side_b'])})" if is_of_others else name
