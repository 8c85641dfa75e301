"""Peace operations whose contributors UCDP lists as secondary warring parties, from a table with its sources.

Where a mission under the mandate of the United Nations or of a regional organisation fought beside a government, UCDP
lists every state that contributed to it: 49 states in the Central African Republic of 2015, Bhutan among them. Such a
state is a contributor to a mission, neither a patron nor an ally of the side: it obeys a mandate, not an interest in
this dispute. `missions.csv` says which states: those it lists, or all that UCDP names on the side in those years;
less those that fought there under their own command in the same years (France in Mali), which stay what UCDP calls
them.

Coalitions that the Security Council authorised to make war (Korea 1950, Kuwait 1991), NATO over Kosovo in 1999 and the
neighbours' joint force against Boko Haram are no peace operations: those states chose a side, and are not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from statusquo.core.shipped_tables import shipped_rows

EVERY_STATE = "all"
"""What stands under `contributors` where every state that UCDP names on the side contributed."""


@dataclass(frozen=True, slots=True)
class Mission:
    """A peace operation beside one side of a conflict over a run of years.

    Attributes:
        conflict_id_ucdp: the conflict.
        side: the side it fought beside, ``a`` or ``b`` as UCDP has it.
        first_year: first year to which the row speaks.
        last_year: last year to which it speaks.
        name: the mission.
        organisation: under whose mandate it stands.
        contributors: Gleditsch-Ward numbers of the contributors; None for every state that UCDP names on the side.
        own_command: states that fought there under their own command in those years.
        source: what says that the mission fought there, and who contributed.
        own_command_source: what says so of the states under their own command.
        note: what the row cannot tell apart.
    """

    conflict_id_ucdp: int
    side: str
    first_year: int
    last_year: int
    name: str
    organisation: str
    contributors: frozenset[int] | None
    own_command: frozenset[int]
    source: str
    own_command_source: str
    note: str

    def has_contributor(self, year: int, gwno: int) -> bool:
        """Whether a state that UCDP names on the side in a year stands there as a contributor to the mission."""
        within = self.first_year <= year <= self.last_year and gwno not in self.own_command
        return within and (self.contributors is None or gwno in self.contributors)


@cache
def missions() -> tuple[Mission, ...]:
    """Return every mission of the table."""
    return tuple(
        Mission(
            int(row["conflict_id_ucdp"]),
            row["side"],
            int(row["first_year"]),
            int(row["last_year"]),
            row["mission"],
            row["organisation"],
            None if row["contributors"] == EVERY_STATE else _numbers(row["contributors"]),
            _numbers(row["own_command"]),
            row["source"],
            row["own_command_source"],
            row["note"],
        )
        for row in shipped_rows("statusquo.snapshot", "missions.csv")
    )


def mission_of(conflict_id_ucdp: int, side: str, year: int, gwno: int) -> Mission | None:
    """Return the mission to which a secondary warring party of UCDP contributed, None where it fought on its own.

    Args:
        conflict_id_ucdp: the conflict.
        side: the side on which UCDP names the state, ``a`` or ``b``.
        year: the year.
        gwno: the state's Gleditsch-Ward number.
    """
    return next(
        (
            mission
            for mission in missions()
            if (mission.conflict_id_ucdp, mission.side) == (conflict_id_ucdp, side)
            and mission.has_contributor(year, gwno)
        ),
        None,
    )


def with_missions(senders: pl.DataFrame) -> pl.DataFrame:
    """Add `mission` to the senders of troops: its name for contributors to one, missing for all others.

    Args:
        senders: one row per conflict, side, state and year: `conflict_id_ucdp`, `side`, `patron_gw`, `year`.
    """
    key = ("conflict_id_ucdp", "side", "year", "patron_gw")
    named = [mission_of(*row) for row in senders.select(key).iter_rows()]
    return senders.with_columns(pl.Series("mission", [m.name if m else None for m in named], dtype=pl.String))


def _numbers(cell: str) -> frozenset[int]:
    return frozenset(int(number) for number in cell.split())
