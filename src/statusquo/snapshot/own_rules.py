"""What a user's own file must agree with: the states that the package knows, and the conflicts of the newest record.

A row that names a state by a number nobody knows would join with nothing and be lost without a word; a row of deaths or
of warring parties whose conflict the record does not have would be too. Both are refused with their line.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from statusquo.core.errors import InputError, Problem
from statusquo.core.states import StateCodes
from statusquo.snapshot.own_reading import BY_CONFLICT, Reading
from statusquo.sources import ucdp_brd, ucdp_candidate, ucdp_dyadic, ucdp_ged, ucdp_prio_acd
from statusquo.sources.delivery import Delivery

_SIDES = {"gwno_a": "gwno_a", "gwno_a_2nd": "gwno_a_2nd", "gwno_b": "gwno_b", "gwno_b_2nd": "gwno_b_2nd"}
_BY_YEAR = {**_SIDES, "gwno_location": "gwno_loc"}
_EVENTS = {"gwno_a": "gwnoa", "gwno_b": "gwnob"}
STATES_NAMED: Mapping[str, Mapping[str, str]] = {
    ucdp_prio_acd.ORIGIN.id: _BY_YEAR,
    ucdp_brd.ORIGIN.id: _BY_YEAR,
    BY_CONFLICT: _BY_YEAR,
    ucdp_dyadic.ORIGIN.id: {"gwno_a_2nd": "gwno_a_2nd", "gwno_b_2nd": "gwno_b_2nd"},
    ucdp_ged.ORIGIN.id: _EVENTS,
    ucdp_candidate.ORIGIN.id: _EVENTS,
}
"""Columns that hold Gleditsch-Ward numbers, and what the file calls them, by data set."""

CONFLICTS_NAMED = (ucdp_dyadic.ORIGIN.id, ucdp_brd.ORIGIN.id, BY_CONFLICT)
"""Data sets whose conflicts are those of the Armed Conflict Dataset."""


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """The newest record of conflicts at hand, a user's own or the embedded one.

    Attributes:
        version: its release of the Armed Conflict Dataset.
        last_year: the last year that it covers.
        ids: the numbers of its conflicts.
    """

    version: str
    last_year: int
    ids: frozenset[int]


def refuse_unknown_states(file: Delivery, reading: Reading, states: StateCodes) -> None:
    """Do nothing when every state that a file names by its number is known.

    Args:
        file: the file.
        reading: what it holds.
        states: the states of the package.

    Raises:
        InputError: with the line of the first that is not.
    """
    known = {*states.frame["gwno"].drop_nulls().to_list(), *ucdp_prio_acd.STATES_OF_UCDP_ALONE}
    for column, field in STATES_NAMED.get(reading.origin.id, {}).items():
        named = reading.frame[column].explode().drop_nulls().unique().to_list()
        unknown = sorted({*named} - known)
        if unknown:
            line, found = _first_row(file.path, _naming_any(field, unknown))
            raise InputError(
                Problem(
                    "the number is of no state that this version of statusquo knows",
                    file.name,
                    line,
                    field,
                    found[field],
                    "Gleditsch-Ward numbers; a state that is new needs a newer statusquo",
                )
            )


def refuse_unknown_conflicts(file: Delivery, reading: Reading, record: ConflictRecord) -> None:
    """Do nothing when every conflict that a file names in the years of the record is in the record.

    Args:
        file: the file.
        reading: what it holds.
        record: the newest record of conflicts at hand.

    Raises:
        InputError: with the line of the first that is not.
    """
    if reading.origin.id not in CONFLICTS_NAMED:
        return
    unknown = reading.frame.filter(
        (pl.col("year") <= record.last_year) & ~pl.col("conflict_id_ucdp").is_in(sorted(record.ids))
    )
    if unknown.is_empty():
        return
    rows = {(str(conflict), str(year)) for conflict, year in unknown.select("conflict_id_ucdp", "year").iter_rows()}
    line, found = _first_row(file.path, lambda row: (row["conflict_id"].strip(), row["year"].strip()) in rows)
    raise InputError(
        Problem(
            f"the conflict is not in the Armed Conflict Dataset {record.version}, which covers the year",
            file.name,
            line,
            "conflict_id",
            f"{found['conflict_id']} in {found['year']}",
            f"add the Armed Conflict Dataset of the same release ({reading.version}) first, or together with this file",
        )
    )


def _first_row(path: Path, is_wanted: Callable[[Mapping[str, str]], bool]) -> tuple[int, Mapping[str, str]]:
    """Return the first row of a table that is wanted, and the line on which it begins."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        begins = 2
        for row in rows:
            if is_wanted(row):
                return begins, row
            begins = rows.line_num + 1
    raise LookupError(f"no row of {path} is wanted")


def _naming_any(field: str, numbers: Collection[int]) -> Callable[[Mapping[str, str]], bool]:
    wanted = {str(number) for number in numbers}
    return lambda row: any(part.strip() in wanted for part in row[field].split(","))
