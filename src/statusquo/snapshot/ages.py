"""How old data are, in plain words: what they cover, how long ago that ends, whether a newer release is known.

A data set by year ends on the last day of its last year, one of events on the day of its last event. Nothing here asks
the network: a newer release is known when the package knew of it when it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from statusquo.core.origin import Origin, Release
from statusquo.core.wording import plural
from statusquo.snapshot.own_ledger import KeptFile, numbers_in
from statusquo.snapshot.store import Snapshot
from statusquo.sources import (
    sipri_milex,
    sipri_register,
    ucdp_brd,
    ucdp_candidate,
    ucdp_dyadic,
    ucdp_ged,
    ucdp_prio_acd,
)
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS

USED_BY_BUILD = tuple(
    module.ORIGIN.id for module in (ucdp_prio_acd, ucdp_dyadic, ucdp_brd, sipri_milex, sipri_register)
)
"""Data sets of which `data build` takes a user's newest file; others are kept until something uses them."""

TOLD_BY_MONTH = (ucdp_ged.ORIGIN.id, ucdp_candidate.ORIGIN.id)
"""Data sets of events, which are told by month as soon as they are added."""

_DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class SourceAge:
    """A data set as the snapshot in use has it.

    Attributes:
        origin: the data set.
        version: the release that the snapshot rests on; empty where it rests on none.
        first_year: the first year of it; None where it is not dated.
        last_year: the last.
        age: how long ago it ends, in words; empty where it is not dated or not used.
        newer: releases known to reach further.
    """

    origin: Origin
    version: str
    first_year: int | None
    last_year: int | None
    age: str
    newer: tuple[Release, ...]

    @property
    def years(self) -> str:
        """The years covered, as they are printed."""
        if not self.version:
            return ""
        return "undated" if self.first_year is None else f"{self.first_year}-{self.last_year}"

    @property
    def hint(self) -> str:
        """Whether a newer release is known, and how to get it."""
        if not self.newer:
            return "no newer release is known"
        newest = self.newer[-1]
        return f"{newest.version} is known and covers {newest.last_year}"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "release": self.version,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "age": self.age,
            "newer_releases": [{"version": release.version, "last_year": release.last_year} for release in self.newer],
            "hint": self.hint,
        }


def age_in_words(last_day: date, today: date) -> str:
    """Return how long ago data end, such as ``ended 11 months ago``.

    Args:
        last_day: the last day that they cover.
        today: the day on which it is asked.
    """
    days = (today - last_day).days
    if days < 0:
        return "goes to the end of this year"
    if days == 0:
        return "ended today"
    if days < 45:
        return f"ended {plural(days, 'day')} ago"
    months = round(days / _DAYS_PER_MONTH)
    return f"ended {months} months ago" if months < 24 else f"ended {days / 365.25:.0f} years ago"


def source_ages(snapshot: Snapshot, today: date) -> dict[str, SourceAge]:
    """Return every data set that the package reads as the snapshot has it, by id.

    Args:
        snapshot: the snapshot in use.
        today: the day on which it is asked.
    """
    return {key: _age(origin, snapshot, today) for key, origin in {**ORIGINS, **OWN_ORIGINS}.items()}


def years_covered(origin: Origin, snapshot: Snapshot) -> tuple[int | None, int | None]:
    """Return the first and the last year of a data set as the snapshot has it; None where it is not dated.

    Args:
        origin: the data set.
        snapshot: the snapshot in use.
    """
    told = _release(origin, snapshot)
    return told.get("first_year", origin.domain.first_year), told.get("last_year", origin.domain.last_year)


def _release(origin: Origin, snapshot: Snapshot) -> Mapping[str, Any]:
    return snapshot.manifest.get("releases", {}).get(origin.id) or {}


def _age(origin: Origin, snapshot: Snapshot, today: date) -> SourceAge:
    used = snapshot.manifest["sources"].get(origin.id)
    told = _release(origin, snapshot)
    if used is None and not told and origin.id in OWN_ORIGINS:
        return SourceAge(origin, "", None, None, "", ())
    first, last = years_covered(origin, snapshot)
    version = str(told.get("version") or (used or {}).get("version") or origin.version)
    newer = tuple(release for release in origin.releases if last is not None and (release.last_year or 0) > last)
    return SourceAge(origin, version, first, last, age_in_words(date(last, 12, 31), today) if last else "", newer)


def use_of(file: KeptFile, files: Sequence[KeptFile], snapshot: Snapshot) -> str:
    """Return in words what becomes of a user's own file.

    Args:
        file: the file.
        files: all of the user's files.
        snapshot: the snapshot in use.
    """
    if file.state != "present":
        return f"not as it was added: it is {file.state}; remove it and add it anew"
    if _is_in(file, snapshot):
        return "in the snapshot in use"
    if file.source_id == ucdp_candidate.ORIGIN.id:
        return "told by month (`events`)"
    if file.source_id == ucdp_ged.ORIGIN.id:
        is_newest = file == [other for other in files if other.source_id == file.source_id][-1]
        return "told by month (`events`)" if is_newest else "not used: a newer one of yours is"
    if file.source_id not in USED_BY_BUILD:
        return "kept; `data build` takes nothing from it"
    if file != [other for other in files if other.source_id == file.source_id][-1]:
        return "not used: a newer one of yours is"
    if not is_newer_than_package(file):
        return "not used: the package's own reaches as far"
    return "waits for `statusquo data build`"


def is_newer_than_package(file: KeptFile) -> bool:
    """Return whether a user's own file reaches further, tells more years or is a later version than what ships."""
    origin = ORIGINS[file.source_id]
    package = (origin.domain.last_year or 0, -(origin.domain.first_year or 0), numbers_in(origin.version))
    return (file.last_year, -file.first_year, numbers_in(file.version)) > package


def _is_in(file: KeptFile, snapshot: Snapshot) -> bool:
    """Return whether a snapshot was made from the very bytes of a file."""
    entries = (snapshot.manifest.get(part, {}).get(file.source_id) or {} for part in ("releases", "sources"))
    return any(file.sha256 in (entry.get("files") or {}).values() for entry in entries)
