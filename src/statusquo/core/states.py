"""State codes, converted in one place: Gleditsch-Ward, Correlates of War, ISO 3166-1 and SIPRI's names.

The two state systems mostly agree, but not always and not in every year: united Germany is 260 in one and 255
in the other, Yemen since 1990 is 678 and 679, Serbia since 2006 is 340 and 345, and some states are in one
system only. A conversion is therefore dated. It gives None for a year in which the other system has no code
for the state, and raises for a code that no year knows, which is a slip.

The codes come as a frame (table ``states`` of the snapshot): one row per run of years in which a pair of
codes holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from statusquo.core.errors import UnknownNameError

CodeColumn = Literal["gwno", "ccode", "iso3"]


@dataclass(frozen=True, slots=True)
class StateSpell:
    """A run of years in which a state has one pair of codes.

    Attributes:
        gwno: Gleditsch-Ward number, if that system lists the state then.
        ccode: Correlates of War number, if that system has one for it then.
        iso3: ISO 3166-1 alpha-3 code, if there is one.
        name: English short name.
        first_year: first year of the run.
        last_year: last year of the run.
        sipri_names: names under which SIPRI lists the state in those years.
    """

    gwno: int | None
    ccode: int | None
    iso3: str | None
    name: str
    first_year: int
    last_year: int
    sipri_names: tuple[str, ...]

    def holds(self, year: int) -> bool:
        """Return whether the year lies in the run."""
        return self.first_year <= year <= self.last_year


class StateCodes:
    """Conversions between systems of state codes.

    Args:
        frame: table ``states`` of the snapshot.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.spells: tuple[StateSpell, ...] = tuple(
            StateSpell(**{**row, "sipri_names": tuple(row["sipri_names"])})
            for row in frame.sort("first_year", "gwno", "ccode", nulls_last=True).iter_rows(named=True)
        )
        self._by_gw = _index(self.spells, "gwno")
        self._by_cow = _index(self.spells, "ccode")
        self._by_iso3 = _index(self.spells, "iso3")
        self._by_sipri: dict[str, list[StateSpell]] = defaultdict(list)
        for spell in self.spells:
            for name in spell.sipri_names:
                self._by_sipri[name].append(spell)

    def cow_of_gw(self, gwno: int, year: int) -> int | None:
        """Return the Correlates of War number of a Gleditsch-Ward state in a year, None where it has none."""
        spell = self._spell("Gleditsch-Ward number", self._by_gw, gwno, year)
        return spell.ccode if spell else None

    def gw_of_cow(self, ccode: int, year: int) -> int | None:
        """Return the Gleditsch-Ward number of a Correlates of War state in a year, None where it has none."""
        spell = self._spell("Correlates of War number", self._by_cow, ccode, year)
        return spell.gwno if spell else None

    def iso3_of_gw(self, gwno: int, year: int | None = None) -> str | None:
        """Return the ISO alpha-3 code of a Gleditsch-Ward state, by default in its latest year."""
        spell = self._spell("Gleditsch-Ward number", self._by_gw, gwno, year)
        return spell.iso3 if spell else None

    def gw_of_iso3(self, iso3: str, year: int | None = None) -> int | None:
        """Return the Gleditsch-Ward number behind an ISO alpha-3 code, by default in its latest year."""
        spell = self._spell("ISO code", self._by_iso3, iso3, year)
        return spell.gwno if spell else None

    def name_of_gw(self, gwno: int, year: int | None = None) -> str | None:
        """Return the English short name of a Gleditsch-Ward state, by default in its latest year."""
        spell = self._spell("Gleditsch-Ward number", self._by_gw, gwno, year)
        return spell.name if spell else None

    def gw_of_sipri(self, name: str, year: int | None = None) -> int | None:
        """Return the Gleditsch-Ward number of the state that SIPRI means by a name.

        Most names mean one state in every year. One that moved ("Serbia" is 345 until 2005 and 340 from
        2006) needs the year; without one the latest state is meant.

        Raises:
            UnknownNameError: when the name stands for no state, such as an armed group or an organisation.
        """
        if name not in self._by_sipri:
            raise UnknownNameError("SIPRI name of a state", name, self._by_sipri)
        spells = self._by_sipri[name]
        numbers = {spell.gwno for spell in spells}
        if len(numbers) == 1 or year is None:
            return spells[-1].gwno
        return next((spell.gwno for spell in reversed(spells) if spell.holds(year)), None)

    def is_sipri_state(self, name: str) -> bool:
        """Return whether SIPRI means a state by the name."""
        return name in self._by_sipri

    def with_code(
        self,
        frame: pl.DataFrame,
        target: CodeColumn,
        *,
        by: CodeColumn,
        year: str = "year",
        code: str | None = None,
    ) -> pl.DataFrame:
        """Return a frame with the column `target` added, converted row by row in the row's own year.

        Args:
            frame: any frame with a code and a year.
            target: the code to add.
            by: the code that is there.
            year: name of the year column.
            code: name of the column that holds the code, if it is not `by`.

        Returns:
            The frame, its rows in order; missing where no code is known in that year.
        """
        held = code or by
        pairs = frame.select(held, year).unique().drop_nulls()
        lookup = {"gwno": self._by_gw, "ccode": self._by_cow, "iso3": self._by_iso3}[by]
        found = [_latest(lookup.get(key, []), when) for key, when in pairs.iter_rows()]
        pairs = pairs.with_columns(
            pl.Series(target, [getattr(s, target) if s else None for s in found], dtype=self.frame.schema[target])
        )
        return frame.join(pairs, on=[held, year], how="left", maintain_order="left")

    def _spell(
        self, kind: str, index: Mapping[Hashable, list[StateSpell]], code: Hashable, year: int | None
    ) -> StateSpell | None:
        if code not in index:
            raise UnknownNameError(kind, str(code), (str(known) for known in index))
        return _latest(index[code], year)


def _index(spells: tuple[StateSpell, ...], column: CodeColumn) -> Mapping[Hashable, list[StateSpell]]:
    index: dict[Hashable, list[StateSpell]] = defaultdict(list)
    for spell in spells:
        code = getattr(spell, column)
        if code is not None:
            index[code].append(spell)
    return dict(index)


def _latest(spells: list[StateSpell], year: int | None) -> StateSpell | None:
    """Return the spell that holds in the year, of two the one that began last; without a year, the last."""
    if year is None:
        return spells[-1]
    return next((spell for spell in reversed(spells) if spell.holds(year)), None)
