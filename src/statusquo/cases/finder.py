"""Finds the one dispute that a name means: the same for Python and for every command.

A name is an id, a number of UCDP, a name of the territory in any language of its case file, or its parent state. Case,
blanks, hyphens and accents are forgiven. What several disputes are called is refused, with all of them named. A
conflict of UCDP that a case file covers is found as that case; only its own id (``ucdp-388`` or 388) asks for UCDP's
row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from statusquo.cases.load import bundled_case_of_conflict, bundled_chronicle, bundled_ids
from statusquo.core.errors import AmbiguousNameError, UnknownNameError
from statusquo.core.in_use import kept_by_snapshot
from statusquo.core.plain_names import plain

_NUMBER = re.compile(r"(?:ucdp )?(\d{1,6})")


def case_id(name: str) -> str:
    """Return the id of the dispute that a name means.

    Args:
        name: an id, a number of UCDP, a name of the territory, or a parent state.

    Raises:
        UnknownNameError: when no dispute is called so; it offers the nearest names.
        AmbiguousNameError: when several are; it lists them.
    """
    asked = plain(name)
    if number := _NUMBER.fullmatch(asked):
        return f"ucdp-{int(number[1])}"
    known = _known()
    for found in (
        {row.id: row.title for row in known if asked == plain(row.id)},
        {row.id: row.title for row in known if asked in (*row.names, *row.parents)},
        {row.id: row.title for row in known if asked and any(f" {asked} " in f" {name} " for name in row.names)},
    ):
        if len(found) > 1:
            raise AmbiguousNameError("dispute", name, found)
        if found:
            return next(iter(found))
    called = [row.id for row in known] + [each for row in known for each in (*row.names, *row.parents)]
    hint = "an id, a number of UCDP, a territory, a parent state, or the path of a .toml file"
    raise UnknownNameError("case", name, {plain(each): each for each in reversed(called)}.values(), hint=hint)


class _Known(NamedTuple):
    id: str
    title: str
    names: tuple[str, ...]
    parents: tuple[str, ...]


@kept_by_snapshot
def _known() -> tuple[_Known, ...]:
    """Return what every dispute is called; a conflict that a case file covers stands as that case."""
    from statusquo.snapshot.store import open_snapshot

    rows = []
    for case in map(bundled_chronicle, bundled_ids()):
        names = (case.title, *(name.text for name in case.territory.name))
        rows.append(_Known(case.id, case.title, _all_plain(names), _all_plain(a.name for a in case.parents())))
    for row in open_snapshot().table("disputes").sort("conflict_id_ucdp").iter_rows(named=True):
        name, covered = row["territory_name"], bundled_case_of_conflict(row["conflict_id_ucdp"])
        # UCDP gives a second name in brackets: "Artsakh (Nagorno-Karabakh)".
        names = _all_plain([name, *re.split(r"[()]", name)])
        if covered:
            rows.append(_Known(covered, bundled_chronicle(covered).title, names, ()))
        else:
            parents = _all_plain([row["parent_name"] or ""])
            rows.append(_Known(f"ucdp-{row['conflict_id_ucdp']}", f"{name}, {row['location']}", names, parents))
    return tuple(rows)


def _all_plain(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(found for name in names if (found := plain(name)))
