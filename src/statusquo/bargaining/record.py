"""What a dispute's record says to the game up to a cut-off year: a spell without war, land passed on or settlement.

The game is calibrated on one unbroken spell: war (1,000 battle deaths in a year, UCDP) ends it, and so does a move of
the line of control or an exit. Clashes below the level of war are no event of the game: they enter neither its record
nor its forecasts, and are told beside both. Who offered what is known only of mediators' proposals; none of those was
carried out in a spell without settlement, and no number is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.cases.model import Case
from statusquo.core.errors import InputError, Problem
from statusquo.snapshot.store import Snapshot

WAR = "war"
"""Intensity of a year with 1,000 battle deaths or more (UCDP)."""

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of one holder without war.

    Attributes:
        first_year: first whole year.
        last_year: last year, the cut-off.
        quiet_months: months since the line last moved when the first year began.
        clashes: active years within the spell, below the level of war.
    """

    first_year: int
    last_year: int
    quiet_months: int
    clashes: tuple[int, ...]

    @property
    def years(self) -> range:
        """The years of the spell."""
        return range(self.first_year, self.last_year + 1)

    @property
    def quiet_at_end(self) -> int:
        """Months of quiet when the year after the cut-off begins."""
        return self.quiet_months + MONTHS * len(self.years)


def spell_of(case: Case, snapshot: Snapshot, cutoff: int) -> Spell:
    """Return the spell of a dispute that lasts to a cut-off year.

    Args:
        case: the dispute.
        snapshot: the open snapshot; nothing after the cut-off is read.
        cutoff: last year of the record.

    Raises:
        InputError: when no spell of at least three whole years ends there.
    """
    moves = [event.date.last for event in case.event if event.moves_line and event.date.last.year <= cutoff]
    active = snapshot.table("dispute_years").filter(
        pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict) & (pl.col("year") <= cutoff)
    )
    wars = active.filter(pl.col("intensity") == WAR)["year"].to_list()
    if not moves:
        raise _no_spell(case, "no event of the case moves the line of control")
    last_move = max(moves)
    first = max(last_move.year, *wars) + 1 if wars else last_move.year + 1
    if cutoff - first < 2:
        raise _no_spell(case, f"the line last moved in {last_move.year}, and the spell would begin in {first}")
    quiet = MONTHS * (first - last_move.year) - last_move.month
    clashes = tuple(sorted(active.filter(pl.col("year") >= first)["year"].to_list()))
    return Spell(first, cutoff, quiet, clashes)


def _no_spell(case: Case, why: str) -> InputError:
    allowed = "a cut-off at least three years after the line last moved and the last year of war"
    what = "the game needs a spell without war up to the cut-off"
    return InputError(Problem(what, field=case.id, found=why, allowed=allowed))
