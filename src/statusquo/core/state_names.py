"""States by any name or number, in a year: Gleditsch-Ward and Correlates of War numbers, ISO and V-Dem codes, names.

A name is one of table ``states``, of SIPRI, of countrycode (six languages and eight data sets, table
``state_spellings``), or one of ``state_aliases.csv``: what the field calls a state that none of these lists. Case,
accents and punctuation are forgiven, a near miss is not: it is told with the nearest names.

A name goes with the state that bore it in the year asked about: Germany in 1900 is Prussia's successor (255), in 1995
the Federal Republic (260); Serbia in 1995 is Yugoslavia (345). Without a year the latest is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import polars as pl

from statusquo.core.errors import AmbiguousNameError, UnknownNameError
from statusquo.core.plain_names import plain
from statusquo.core.shipped_tables import shipped_rows
from statusquo.core.states import StateCodes, StateSpell

By = Literal["name", "gw", "cow", "iso3", "vdem"]


class _Known(NamedTuple):
    own: dict[object, list[StateSpell]]
    """Spells by what is theirs alone: their name of the time, or the code asked by."""
    given: dict[object, list[StateSpell]]
    """Spells by what others call the state, whatever the time."""


class StateNames:
    """Finds states.

    Args:
        codes: the spells of table ``states``.
        spellings: table ``state_spellings``.
    """

    def __init__(self, codes: StateCodes, spellings: pl.DataFrame) -> None:
        self._codes = codes
        self._spellings = spellings
        self._known: dict[By, _Known] = {}

    def spell(self, state: str | int, year: int | None = None, *, by: By = "name") -> StateSpell | None:
        """Return the state that is meant, as it was in a year.

        Args:
            state: a name, or a number or code of the system that `by` names.
            year: the year; the latest in which the state is listed by default.
            by: what `state` is.

        Returns:
            None where the state is known and not listed in the year.

        Raises:
            UnknownNameError: when no state is called so in any year; it offers the nearest names.
            AmbiguousNameError: when several are called so in the year, as Korea is since 1948.
        """
        known = self._known.get(by) or self._known.setdefault(by, self._index(by))
        asked: list[object] = [state] if by not in ("name", "iso3") else [plain(str(state)), *_in_order(str(state))]
        spells = [index[key] for key in asked for index in known if key in index]
        if not spells:
            names = {plain(name): name for name in self._names()} if by == "name" else {}
            called = names.values() if by == "name" else [str(each) for each in known.own]
            raise UnknownNameError("state" if by == "name" else f"state by {by}", str(state), called)
        for some in spells:
            if held := _held(some, year):
                _refuse_several(str(state), held)
                return max(held, key=lambda spell: spell.first_year)
        return None

    def _index(self, by: By) -> _Known:
        own: dict[object, list[StateSpell]] = defaultdict(list)
        given: dict[object, list[StateSpell]] = defaultdict(list)
        for spell in self._codes.spells:
            match by:
                case "gw":
                    own[spell.gwno].append(spell)
                case "cow":
                    own[spell.ccode].append(spell)
                case "iso3":
                    own[plain(spell.iso3 or "")].append(spell)
                case "name":
                    for name in _parts(spell.name):
                        own[name].append(spell)
                    for name in map(plain, spell.sipri_names):
                        given[name].append(spell)
        if by in ("name", "vdem"):
            for row in self._spellings.iter_rows(named=True):
                spells = [
                    spell
                    for spell in self._codes.spells
                    if (row["gwno"] is not None and spell.gwno == row["gwno"])
                    or (row["ccode"] is not None and spell.ccode == row["ccode"])
                ]
                keys = {name for each in row["names"] for name in _parts(each)} if by == "name" else {row["vdem_id"]}
                for key in keys:
                    (given if by == "name" else own)[key].extend(spells)
        if by == "name":
            for row in shipped_rows("statusquo.core", "state_aliases.csv"):
                given[plain(row["name"])] += [s for s in self._codes.spells if s.gwno == int(row["gwno"])]
        for index in (own, given):
            index.pop(None, None)
            index.pop("", None)
        return _Known(dict(own), dict(given))

    def _names(self) -> Iterator[str]:
        yield from (spell.name for spell in self._codes.spells)
        yield from (row["name"] for row in shipped_rows("statusquo.core", "state_aliases.csv"))


def _held(spells: Iterable[StateSpell], year: int | None) -> list[StateSpell]:
    """Return the spells that hold in a year; without one those that hold last."""
    listed = list(dict.fromkeys(spells))
    last = max((spell.last_year for spell in listed), default=None) if year is None else year
    return [spell for spell in listed if last is not None and spell.holds(last)]


def _refuse_several(name: str, held: list[StateSpell]) -> None:
    """Do nothing when spells are of one state: in the year in which a code changed both hold, and share the other."""
    first, *others = held
    if any(spell.gwno != first.gwno and spell.ccode != first.ccode for spell in others):
        raise AmbiguousNameError("state", name, {str(spell.gwno): spell.name for spell in held})


def _parts(name: str) -> set[str]:
    """Return a name and what stands in it before and in brackets, and of ``Korea, Republic of`` the words in order."""
    return {plain(name), *map(plain, re.split(r"[()/]", name)), *_in_order(name)} - {""}


def _in_order(name: str) -> list[str]:
    last, _, first = name.partition(", ")
    return [plain(f"{first} {last}")] if first else []
