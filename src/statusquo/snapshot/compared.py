"""Two snapshots, two files, or a snapshot and a file: what the second says differently, subject by subject.

A file is recognised by its content and read by the declared rules, whole or in part: the rows of one year are compared
on that year. Two files need not be of one data set: those of UCDP by year are compared on what they share.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import kind_of
from statusquo.core.in_use import EMBEDDED, MANIFEST, USER, user_snapshot_folder
from statusquo.core.origin import Release
from statusquo.snapshot.event_differences import EventDifferences, EventRecord, event_differences
from statusquo.snapshot.fighting_differences import FightingDifferences, FightingRecord, fighting_differences
from statusquo.snapshot.own_reading import faults_told, version_named
from statusquo.snapshot.records import (
    fighting_in_snapshot,
    record_of_conflict_deaths,
    record_of_conflict_years,
    record_of_dyad_deaths,
    record_of_dyad_years,
    record_of_events,
    record_of_reported_events,
    record_of_spending,
    spending_in_snapshot,
    spending_of_the_states_in,
)
from statusquo.snapshot.spending_differences import SpendingDifferences, SpendingRecord, spending_differences
from statusquo.snapshot.store import Snapshot, default_folder, open_of_any_version
from statusquo.sources import acled, sipri_milex, ucdp_brd, ucdp_candidate, ucdp_dyadic, ucdp_ged, ucdp_prio_acd
from statusquo.sources.delivery import Delivery, unpack
from statusquo.sources.recognise import Recognised, recognise

COMPARED = (
    "UCDP/PRIO Armed Conflict, UCDP Dyadic and Battle-Related Deaths with each other, GED and Candidate Events with "
    "each other, two of SIPRI military expenditure, two of ACLED; and any of these but events with a snapshot"
)


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: a snapshot, or a file.

    Attributes:
        name: as it was named.
        label: what it is, such as ``ucdp-prio-acd 25.1``.
        snapshot: the snapshot; None for a file.
        fighting: its record of armed conflict, where it has one.
        spending: its record of spending, where it has one.
        spending_rows: of a file of spending, its rows as read.
        events: its events, where it has some.
    """

    name: str
    label: str
    snapshot: Snapshot | None = None
    fighting: FightingRecord | None = None
    spending: SpendingRecord | None = None
    spending_rows: pl.DataFrame | None = None
    events: EventRecord | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """What the second of two sides says differently from the first; None for a subject that they do not share.

    Attributes:
        labels: what the two are.
        fighting: differences in the record of armed conflict.
        spending: differences in spending.
        events: differences in events.
    """

    labels: tuple[str, str]
    fighting: FightingDifferences | None
    spending: SpendingDifferences | None
    events: EventDifferences | None

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same of all that they share."""
        return all(part is None or part.is_empty for part in (self.fighting, self.spending, self.events))

    def to_json(self) -> dict[str, Any]:
        """Return the differences as plain JSON values."""
        parts = {"fighting": self.fighting, "spending": self.spending, "events": self.events}
        return {
            "first": self.labels[0],
            "second": self.labels[1],
            **{name: None if part is None else part.to_json() for name, part in parts.items()},
        }


def side_named(name: str) -> Side:
    """Return what is named for comparison.

    Args:
        name: ``embedded``, ``user``, the folder of a snapshot, or a file.

    Raises:
        InputError: when it is none of these, or a file that is not compared or is wrong.
        SnapshotError: when a snapshot is damaged.
        MissingExtraError: when it is a workbook and the package that reads workbooks is not installed.
    """
    if name == EMBEDDED:
        return _snapshot_side(name, default_folder())
    if name == USER:
        folder = user_snapshot_folder()
        if not folder.is_dir():
            allowed = "`embedded`, or a snapshot of yours: `statusquo data add FILE`, then `statusquo data build`"
            raise InputError(Problem("there is no snapshot of yours", found=str(folder), allowed=allowed))
        return _snapshot_side(name, folder)
    path = Path(name)
    if kind_of(path) == "a folder":
        if not (path / MANIFEST).is_file():
            found = f"a folder without {MANIFEST}"
            raise InputError(
                Problem("this is no snapshot", name, found=found, allowed="a folder that `data build` made")
            )
        return _snapshot_side(name, path)
    if kind_of(path) is None:
        allowed = "`embedded`, `user`, the folder of a snapshot, or a file"
        raise InputError(Problem("there is no such snapshot or file", found=repr(name), allowed=allowed))
    return _file_side(path)


def differences(a: Side, b: Side) -> Differences:
    """Return what side b says differently from side a.

    Raises:
        InputError: when they have no subject in common.
        SnapshotError: when a snapshot lacks a table.
    """
    spending = _spending_of_both(a, b)
    found = Differences(
        (a.label, b.label),
        fighting_differences(a.fighting, b.fighting) if a.fighting and b.fighting else None,
        spending_differences(*spending) if spending else None,
        event_differences(a.events, b.events) if a.events and b.events else None,
    )
    if found.fighting is None and found.spending is None and found.events is None:
        raise InputError(
            Problem(
                f"{a.label} and {b.label} say nothing of the same things", found=f"{a.name}, {b.name}", allowed=COMPARED
            )
        )
    return found


def _spending_of_both(a: Side, b: Side) -> tuple[SpendingRecord, SpendingRecord] | None:
    """Return both records of spending, the one of a file by the states of a snapshot where the other is one."""
    if a.spending is None or b.spending is None:
        return None
    of_a, of_b = a.spending, b.spending
    if b.snapshot is not None and a.spending_rows is not None:
        of_a = spending_of_the_states_in(b.snapshot, a.spending_rows, a.label)
    if a.snapshot is not None and b.spending_rows is not None:
        of_b = spending_of_the_states_in(a.snapshot, b.spending_rows, b.label)
    return of_a, of_b


def _snapshot_side(name: str, folder: Path) -> Side:
    snapshot = open_of_any_version(folder)
    whose = {EMBEDDED: "the embedded snapshot", USER: "your snapshot"}.get(snapshot.kind, f"the snapshot in {name}")
    label = f"{whose} ({snapshot.manifest['built_by']}, data to {snapshot.last_year})"
    return Side(
        name,
        label,
        snapshot,
        fighting=fighting_in_snapshot(snapshot, label),
        spending=spending_in_snapshot(snapshot, label),
    )


def _file_side(path: Path) -> Side:
    with tempfile.TemporaryDirectory() as folder:
        file = unpack(path, Path(folder) / "file")
        found = recognise(file)
        read = _READERS.get(found.form.origin.id)
        if read is None:
            what = f"files of {found.form.origin.title} are not compared"
            raise InputError(Problem(what, file.name, allowed=COMPARED))
        with faults_told(file):
            return replace(read(file, found), name=str(path))


def _by_year(
    read: Callable[[Path, Release], pl.DataFrame],
    record: Callable[[pl.DataFrame, str], FightingRecord],
    what: str = "",
) -> Callable[[Delivery, Recognised], Side]:
    """Return the reader of a table of UCDP by year, of whatever years: a part of a release is compared as well."""

    def side(file: Delivery, found: Recognised) -> Side:
        release = Release(version_named(file), None, None)
        label = f"{found.form.origin.id} {release.version}{what}"
        return Side(file.name, label, fighting=record(read(file.path, release), label))

    return side


_by_conflict = _by_year(ucdp_brd.read_conflict_deaths_file, record_of_conflict_deaths, ", by conflict")
_by_dyad = _by_year(ucdp_brd.read_dyad_deaths_file, record_of_dyad_deaths)


def _read_deaths(file: Delivery, found: Recognised) -> Side:
    return (_by_conflict if ucdp_brd.is_by_conflict(file.path) else _by_dyad)(file, found)


def _read_events(file: Delivery, found: Recognised) -> Side:
    rows = ucdp_ged.read_events_file(file.path)
    if ucdp_ged.is_candidate(rows):
        label = f"{ucdp_candidate.ORIGIN.id} {ucdp_candidate.version_of(rows)}"
    else:
        label = f"{ucdp_ged.ORIGIN.id}, events to {max(rows['year'])}"
    return Side(file.name, label, events=record_of_events(rows, label))


def _read_reported_events(file: Delivery, found: Recognised) -> Side:
    rows = acled.read_events_file(file.path, separator=found.separator)
    label = f"{acled.ORIGIN.id} {acled.version_of(rows)}"
    return Side(file.name, label, events=record_of_reported_events(rows, label))


def _read_spending(file: Delivery, found: Recognised) -> Side:
    release = sipri_milex.release_of(file.path)
    rows = sipri_milex.read_spending_file(file.path, release)
    label = f"{sipri_milex.ORIGIN.id} {release.version}"
    return Side(file.name, label, spending=record_of_spending(rows, label), spending_rows=rows)


_READERS: Mapping[str, Callable[[Delivery, Recognised], Side]] = {
    ucdp_prio_acd.ORIGIN.id: _by_year(ucdp_prio_acd.read_conflict_years_file, record_of_conflict_years),
    ucdp_dyadic.ORIGIN.id: _by_year(ucdp_dyadic.read_dyad_years_file, record_of_dyad_years),
    ucdp_brd.ORIGIN.id: _read_deaths,
    ucdp_ged.ORIGIN.id: _read_events,
    acled.ORIGIN.id: _read_reported_events,
    sipri_milex.ORIGIN.id: _read_spending,
}
