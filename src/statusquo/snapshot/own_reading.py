"""Reading a user's own file: which release it is, whether it is that release whole, and what differs from those known.

UCDP's tables name their release in every row. GED and its candidate files name none, but their last year or their
months do; a workbook of SIPRI has its years and base year, an export its days, PA-X the last release in which an
agreement entered. A release that the package knows must be what the package knows of it: the same fields, no year
beyond and none wanting, as many rows as were counted. A release never seen before is read by the declared rules all the
same, and what is otherwise than in the last known one is said.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from statusquo.core.errors import InputError, Problem, SourceError
from statusquo.core.origin import Origin, Release
from statusquo.sources import (
    acled,
    pax,
    sdm,
    sipri_milex,
    sipri_register,
    ucdp_brd,
    ucdp_candidate,
    ucdp_dyadic,
    ucdp_ged,
    ucdp_prio_acd,
)
from statusquo.sources.csv_rows import VERSION
from statusquo.sources.delivery import Delivery
from statusquo.sources.recognise import Recognised, recognise

_UCDP_VERSION = re.compile(r"(\d{2})\.1")
_YEAR_BEFORE_VERSION_ZERO = 1999
"""UCDP's release of a year, as 26.1 is of 2026, reaches to the end of the year before."""


_DAYS = ("date_end", "date")
"""Columns that hold the day of an event or of an agreement."""

LIMIT_PROBLEMS = 3
"""Faults of a file that are told; one with more of them is not the file that was meant."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a user's own file holds.

    Attributes:
        origin: the data set.
        version: its release.
        first_year: the first year of its rows.
        last_year: the last.
        last_day: the last day that it covers.
        rows: how many it has.
        frame: the rows, as the reader declares them.
        is_known: whether the package knows the release.
        remarks: what differs from the last known release, in words; for a known one nothing does.
    """

    origin: Origin
    version: str
    first_year: int
    last_year: int
    last_day: date
    rows: int
    frame: pl.DataFrame
    is_known: bool
    remarks: tuple[str, ...] = ()


def read_own(file: Delivery) -> Reading:
    """Return what a user's file holds, checked by the declared rules.

    Args:
        file: the file, unpacked.

    Raises:
        InputError: when it is no data set that is read, breaks a declared rule, or is not the release it says it is; it
            names the file as the user gave it.
        MissingExtraError: when it is a workbook and the package that reads workbooks is not installed.
    """
    found = recognise(file)
    with faults_told(file):
        return _READERS[found.form.origin.id](file, found)


@contextlib.contextmanager
def faults_told(file: Delivery) -> Iterator[None]:
    """Tell what is wrong with a file under the name that the user gave it, the first faults and how many more.

    Raises:
        InputError: for each fault that a reader found in the block.
    """
    try:
        yield
    except SourceError as cause:
        raise InputError(Problem(str(cause), file.name)) from cause
    except InputError as cause:
        here = str(file.path)
        problems = [replace(p, file=file.name) if p.file == here else p for p in cause.problems]
        told, untold = problems[:LIMIT_PROBLEMS], len(problems) - LIMIT_PROBLEMS
        if untold > 0:
            told.append(Problem(f"and {untold} more such faults in other fields", file.name))
        raise type(cause)(told) from cause


# Tables of UCDP by year: each row names the release


def _read_conflicts(file: Delivery, found: Recognised) -> Reading:
    return _by_year(file, found, ucdp_prio_acd.ORIGIN, ucdp_prio_acd.read_conflict_years_file)


def _read_dyads(file: Delivery, found: Recognised) -> Reading:
    return _by_year(file, found, ucdp_dyadic.ORIGIN, ucdp_dyadic.read_dyad_years_file)


def _read_deaths(file: Delivery, found: Recognised) -> Reading:
    """Read the file by dyad or the one by conflict, in which the dyads of a conflict are left out or listed."""
    whole = replace(ucdp_brd.ORIGIN, files=(), domain=replace(ucdp_brd.ORIGIN.domain, first_year=1989), note="")
    if ucdp_brd.is_by_conflict(file.path):
        origin = replace(whole, id=BY_CONFLICT, title=f"{whole.title}, by conflict", columns=())
        return _by_year(file, found, origin, ucdp_brd.read_conflict_deaths_file)
    return _by_year(file, found, whole, ucdp_brd.read_dyad_deaths_file)


BY_CONFLICT = "ucdp-brd-conflict"
"""Name under which the deaths by conflict are kept; the snapshot is made of those by dyad."""


def _by_year(
    file: Delivery, found: Recognised, origin: Origin, read: Callable[[Path, Release], pl.DataFrame]
) -> Reading:
    version = version_named(file)
    known = origin.release_by_version(version)
    if known:
        _refuse_other_fields(file, found, origin, known)
    match = _UCDP_VERSION.fullmatch(version)
    if match is None and known is None:
        allowed = "two digits of a year and .1, as in 26.1"
        raise InputError(Problem("the release is not one of UCDP's", file.name, 2, VERSION, repr(version), allowed))
    last_year = _YEAR_BEFORE_VERSION_ZERO + int(match[1]) if match else None
    release = known or Release(version, origin.domain.first_year, last_year)
    frame = read(file.path, release)
    reading = _judged(file, found, origin, version, frame)
    if release.last_year is None or reading.last_year >= release.last_year:
        return reading
    short = f"it ends in {reading.last_year}, where release {version} should reach {release.last_year}"
    return replace(reading, remarks=(*reading.remarks, short))


def version_named(file: Delivery) -> str:
    """Return the release that most rows of a table of UCDP name; its reader then refuses those that name another.

    Raises:
        InputError: when the file has no rows, or they name none.
    """
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        versions = Counter(row.get(VERSION) or "" for row in csv.DictReader(stream))
    if not versions:
        raise InputError(Problem("the file has no rows", file.name))
    ((version, _),) = versions.most_common(1)
    if not version:
        raise InputError(Problem("the rows do not say of which release they are", file.name, field=VERSION))
    return version


# Events


def _read_events(file: Delivery, found: Recognised) -> Reading:
    events = ucdp_ged.read_events_file(file.path)
    if ucdp_ged.is_candidate(events):
        version = ucdp_candidate.version_of(events)
        origin = ucdp_candidate.ORIGIN
        remarks = _other_fields(found, origin.columns)
        return _reading(origin, version, events, is_known=not remarks, remarks=remarks)
    first, last = _span(events)
    if first != ucdp_ged.ORIGIN.domain.first_year:
        raise InputError(
            Problem(
                "this is a part of GED, and an event that it lacks would be read as none",
                file.name,
                found=f"cleared events of {first} to {last}",
                allowed="the whole file, from 1989; or a candidate file",
            )
        )
    return _judged(file, found, ucdp_ged.ORIGIN, f"{last - _YEAR_BEFORE_VERSION_ZERO}.1", events)


def _read_acled(file: Delivery, found: Recognised) -> Reading:
    events = acled.read_events_file(file.path, separator=found.separator)
    return _reading(acled.ORIGIN, acled.version_of(events), events, is_known=True)


# SIPRI, agreements and movements


def _read_spending(file: Delivery, found: Recognised) -> Reading:
    release = sipri_milex.release_of(file.path)
    frame = sipri_milex.read_spending_file(file.path, release)
    return _told_by_itself(sipri_milex.ORIGIN, release, frame, sipri_milex.differences(frame, release))


def _read_register(file: Delivery, found: Recognised) -> Reading:
    release = sipri_register.release_of(file.path)
    register = sipri_register.read_register_file(file.path, release)
    return _told_by_itself(sipri_register.ORIGIN, release, register, sipri_register.differences(release))


def _told_by_itself(origin: Origin, release: Release, frame: pl.DataFrame, remarks: tuple[str, ...]) -> Reading:
    is_known = origin.release_by_version(release.version) is not None
    if not is_known:
        remarks = (_never_seen(origin, release.version), *remarks)
    return _reading(origin, release.version, frame, is_known=is_known, remarks=remarks)


def _read_agreements(file: Delivery, found: Recognised) -> Reading:
    unbounded = Release("", None, None)
    frame = pax.read_agreements_file(file.path, unbounded)
    return _judged(file, found, pax.ORIGIN, pax.version_of(frame), frame)


def _read_movements(file: Delivery, found: Recognised) -> Reading:
    frame = sdm.read_movements(file.path)
    return _judged(file, found, sdm.ORIGIN, sdm.ORIGIN.version, frame)


_READERS: Mapping[str, Callable[[Delivery, Recognised], Reading]] = {
    ucdp_prio_acd.ORIGIN.id: _read_conflicts,
    ucdp_dyadic.ORIGIN.id: _read_dyads,
    ucdp_brd.ORIGIN.id: _read_deaths,
    ucdp_ged.ORIGIN.id: _read_events,
    sipri_milex.ORIGIN.id: _read_spending,
    sipri_register.ORIGIN.id: _read_register,
    pax.ORIGIN.id: _read_agreements,
    sdm.ORIGIN.id: _read_movements,
    acled.ORIGIN.id: _read_acled,
}


# Holding a file against the releases that are known


def _judged(file: Delivery, found: Recognised, origin: Origin, version: str, frame: pl.DataFrame) -> Reading:
    if frame.is_empty():
        raise InputError(Problem("the file has no rows", file.name))
    known = origin.release_by_version(version)
    if known is None:
        remarks = _differences(found, origin, version, frame)
        return _reading(origin, version, frame, is_known=False, remarks=remarks)
    _refuse_other_fields(file, found, origin, known)
    first, last = _span(frame)
    if (first, last) != (known.first_year, known.last_year):
        raise _not_the_release(
            file, origin, version, f"years {first} to {last}", f"{known.first_year} to {known.last_year}"
        )
    counted = known.facts.get("rows")
    if counted is not None and frame.height != counted and not is_as_recorded(file, known):
        raise _not_the_release(file, origin, version, f"{frame.height:,} rows", f"{counted:,}")
    return _reading(origin, version, frame, is_known=True)


def _differences(found: Recognised, origin: Origin, version: str, frame: pl.DataFrame) -> tuple[str, ...]:
    """Return in words how a release never seen before differs from the last known one."""
    last = origin.releases[-1]
    told = [_never_seen(origin, version)]
    told += _other_fields(found, last.columns)
    first_year, last_year = _span(frame)
    if last.first_year is not None and first_year != last.first_year:
        told.append(f"it begins in {first_year}, not in {last.first_year}")
    if last.last_year is not None and last_year < last.last_year:
        told.append(f"it ends in {last_year}, before the last known one ({last.last_year})")
    counted = last.facts.get("rows")
    if isinstance(counted, int) and frame.height < counted:
        told.append(f"it has {frame.height:,} rows, fewer than the last known one ({counted:,})")
    return tuple(told)


def _never_seen(origin: Origin, version: str) -> str:
    last = origin.releases[-1].version
    return f"release {version} was not known when this version of statusquo was made; the last known is {last}"


def _other_fields(found: Recognised, known: tuple[str, ...]) -> tuple[str, ...]:
    more, fewer = _fields_more_and_fewer(found, known)
    told = [f"it has fields that the last known one has not, and they are not read: {', '.join(more)}"] if more else []
    return (*told, *([f"it lacks fields of the last known one: {', '.join(fewer)}"] if fewer else []))


def _refuse_other_fields(file: Delivery, found: Recognised, origin: Origin, known: Release) -> None:
    more, fewer = _fields_more_and_fewer(found, known.columns)
    if more or fewer:
        parts = [*([f"also {', '.join(more)}"] if more else []), *([f"no {', '.join(fewer)}"] if fewer else [])]
        raise _not_the_release(file, origin, known.version, "; ".join(parts), f"its {len(known.columns)} fields")


def _fields_more_and_fewer(found: Recognised, known: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the fields that a file has beyond those known and lacks of them; none where one of the two has no list."""
    if not known or not found.fields:
        return [], []
    return [name for name in found.fields if name not in known], [name for name in known if name not in found.fields]


def _not_the_release(file: Delivery, origin: Origin, version: str, found: str, allowed: str) -> InputError:
    what = f"this is not release {version} of {origin.title} as it was published"
    return InputError(Problem(what, file.name, found=found, allowed=allowed))


def is_as_recorded(file: Delivery, release: Release) -> bool:
    """Return whether the bytes of a file, or of the zip it came in, are those that were recorded of a release."""
    sums = {sum_ for raw in release.files for sum_ in (raw.sha256, raw.zip_sha256) if sum_}
    return bool(sums & {file.sha256, file.given_sha256})


def _reading(
    origin: Origin, version: str, frame: pl.DataFrame, *, is_known: bool, remarks: tuple[str, ...] = ()
) -> Reading:
    first, last = _span(frame)
    return Reading(origin, version, first, last, _last_day(frame, last), frame.height, frame, is_known, remarks)


def _last_day(frame: pl.DataFrame, last_year: int) -> date:
    """Return the day of the last event, of a table by year the last day of its last year."""
    for name in _DAYS:
        if name in frame.columns:
            (day,) = frame.select(pl.col(name).max()).row(0)
            told: date = day
            return told
    return date(last_year, 12, 31)


def _span(frame: pl.DataFrame) -> tuple[int, int]:
    first, last = frame.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
    return first, last
