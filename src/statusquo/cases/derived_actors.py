"""The actors of a case that rests on UCDP alone: parent and separatist side, or claimants; who sent troops; missions.

Rules (docs/methods.md, "Parties of a dispute that has no case file"):

* Where UCDP calls every active year interstate or extrasystemic, those on either side are *claimants*. A dispute with
  an internal year has a parent and a separatist side.
* Groups on one side stand under its name, each as UCDP's dyads name it with its years; none of them stands for all.
* A state that sent troops is an ally in those years. Where it contributed to a peace operation the operation is the
  actor, a peacekeeper, and the state is none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import polars as pl

from statusquo.core.wording import listed, plural, span
from statusquo.snapshot.parties import GOVERNMENT, SECONDARY, WARRING

if TYPE_CHECKING:
    from statusquo.snapshot.store import Snapshot

WITHOUT_PARENT = frozenset({"interstate", "extrasystemic"})
"""UCDP's types of conflict between claimants, of which none is the state of the other."""

_UCDP, _DYADS, _BRD = "ucdp-prio-acd", "ucdp-dyadic", "ucdp-brd"
_MOST_NAMED = 12


def bare_name(name: str) -> str:
    """Return the name of a party without the words with which UCDP marks a government."""
    return name.removeprefix(GOVERNMENT)


def has_claimants(types: list[str]) -> bool:
    """Whether a conflict of these types has claimants in place of a parent and a separatist side."""
    return set(types) <= WITHOUT_PARENT


def group_spans(conflict: int, side: str, snapshot: Snapshot) -> dict[str, str]:
    """Return each warring party of a side, the earliest first, with its first and last year in UCDP's dyads."""
    return {row["party"]: span(row["first_year"], row["last_year"]) for row in _warring(conflict, side, snapshot)}


def actors_of(row: dict[str, Any], snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the actors of a case, side A first, each once with all its roles.

    Args:
        row: the conflict's row of the table `disputes`.
        snapshot: the open snapshot.
    """
    conflict, year = row["conflict_id_ucdp"], row["last_active_year"]
    cast = _Cast(snapshot, year, _first_year_of_brd(conflict, snapshot))
    side_a, side_b = (_warring(conflict, side, snapshot) for side in "ab")
    if has_claimants(row["types"]):
        a, b = ([cast.add_party(party, "claimant") for party in side] for side in (side_a, side_b))
    else:
        # A government may change its name; the conflict's latest is the parent's.
        a = [cast.add(row["parent_name"], "parent", gwno=row["parent_gw"], is_state=True)]
        b = [cast.add_separatists(side_b)]
    for side, members in (("a", a), ("b", b)):
        cast.add_outsiders(conflict, side, members)
    return list(cast.actors.values())


def _first_year_of_brd(conflict: int, snapshot: Snapshot) -> int | None:
    """Return the first year of a conflict that is told by the deaths in battle of a later release, if there is one."""
    years = snapshot.table("dispute_years").filter(
        pl.col("conflict_id_ucdp") == conflict, pl.col("release").str.starts_with(f"{_BRD} ")
    )
    return None if years.is_empty() else int(years["year"].min())  # type: ignore[arg-type]


def _warring(conflict: int, side: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    parties = snapshot.table("dispute_parties").filter(
        pl.col("conflict_id_ucdp") == conflict, pl.col("side") == side, pl.col("kind") == WARRING
    )
    n_years = (pl.col("last_year") - pl.col("first_year") + 1).sum()
    return (
        parties.group_by("party")
        .agg(pl.col("first_year").min(), pl.col("last_year").max(), n_years=n_years)
        .sort("first_year", "last_year", "party")
        .to_dicts()
    )


class _Cast:
    """The actors as they are found: a state that has several parts is one actor with several roles."""

    def __init__(self, snapshot: Snapshot, year: int, first_year_of_brd: int | None) -> None:
        self.actors: dict[str, dict[str, Any]] = {}
        self._snapshot, self._year, self._first_year_of_brd = snapshot, year, first_year_of_brd

    def add(self, name: str, role: str, *, gwno: int | None = None, is_state: bool = False, **more: Any) -> str:
        """Give an actor a role, make it where it is new, and return its id."""
        same = (a for a in self.actors.values() if a["name"] == name or (gwno is not None and a["gwno"] == gwno))
        kind = more.pop("kind", "state" if is_state else "movement")
        new = {"id": _slug(name), "name": name, "kind": kind, "gwno": gwno, "role": []}
        actor = next(same, None) or self.actors.setdefault(new["id"], new)
        actor["note"] = more.pop("actor_note", actor.get("note"))
        actor["role"].append({"role": role, "source": [_UCDP], "confidence": "high", **more})
        return str(actor["id"])

    def add_party(self, party: dict[str, Any], role: str, **more: Any) -> str:
        """Add a warring party as the dyads name it."""
        name, is_state = bare_name(party["party"]), party["party"].startswith(GOVERNMENT)
        gwno = self._gw_of_name(name) if is_state else None
        years = span(party["first_year"], party["last_year"])
        note = f"Years of fighting in UCDP: {years}, {plural(party['n_years'], 'year')}."
        source = [_UCDP, *self._by_dyad(party["first_year"], party["last_year"])]
        return self.add(name, role, gwno=gwno, is_state=is_state, note=note, source=source, **more)

    def _by_dyad(self, first: int, last: int) -> list[str]:
        """Return the data sets that say who took part in these years."""
        since = self._first_year_of_brd
        if since is None or last < since:
            return [_DYADS]
        return [_BRD] if first >= since else [_DYADS, _BRD]

    def add_separatists(self, groups: list[dict[str, Any]]) -> str:
        """Add the separatist side: its one group, or the side as a whole and each of its groups with its years."""
        if len(groups) == 1:
            return self.add_party(groups[0], "separatist")
        note = "All groups that fought on side B in UCDP; none of them stands for the others."
        side = self.add(f"Separatist side ({len(groups)} groups)", "separatist", actor_note=note)
        for group in groups:
            self.add_party(group, "group", toward=side, start=group["first_year"], end=group["last_year"])
        return side

    def add_outsiders(self, conflict: int, side: str, members: list[str]) -> None:
        """Add who sent troops beside a side: allies by the years, and the missions in place of their contributors."""
        sent = self._snapshot.table("dispute_parties").filter(
            pl.col("conflict_id_ucdp") == conflict, pl.col("side") == side, pl.col("kind") == SECONDARY
        )
        note = "Secondary warring party in UCDP: sent troops in these years."
        for gwno, first, last in (
            sent.filter(pl.col("mission").is_null()).select("gwno", "first_year", "last_year").iter_rows()
        ):
            for member in members:
                self.add(
                    self._name_of(gwno, first), "ally", gwno=gwno, is_state=True, toward=member, start=first, end=last,
                    note=note, source=self._by_dyad(first, last),
                )  # fmt: skip
        for name, rows in sent.drop_nulls("mission").group_by("mission", maintain_order=True):
            first, last = rows["first_year"].to_list(), rows["last_year"].to_list()
            self.add(
                str(name[0]), "peacekeeper", kind="organisation", actor_note=self._contributors(rows),
                start=min(first), end=max(last), note="A peace operation; its contributors are no allies of a side.",
                source=self._by_dyad(min(first), max(last)),
            )  # fmt: skip

    def _contributors(self, rows: pl.DataFrame) -> str:
        states = {gwno: self._name_of(gwno, first) for gwno, first in rows.select("gwno", "first_year").iter_rows()}
        if len(states) <= _MOST_NAMED:
            return f"Contributors whom UCDP lists: {listed(sorted(states.values()))}."
        return f"UCDP lists {len(states)} states that contributed to it."

    def _name_of(self, gwno: int, year: int) -> str:
        states = self._snapshot.states
        return states.name_of_gw(gwno, year) or states.name_of_gw(gwno) or f"State {gwno}"

    def _gw_of_name(self, name: str) -> int | None:
        """Return the Gleditsch-Ward number of a state that UCDP names, None where no list has that name."""
        states, year = self._snapshot.states, self._year
        known = {name.casefold(), name.partition(" (")[0].casefold()}
        spells = [spell for spell in states.spells if spell.name.casefold() in known and spell.holds(year)]
        if spells:
            return spells[-1].gwno
        return states.gw_of_sipri(name, year) if states.is_sipri_state(name) else None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].rstrip("-")
