"""A user's own newer files: added, kept beside the embedded snapshot and never in place of it, removed.

A file is copied and unpacked into a scratch folder, recognised, read by the declared rules and held against what the
package knows; only when all files of one call are right is any kept (`snapshot.own_ledger`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.core.origin import Release
from statusquo.snapshot.own_ledger import KeptFile, keep, kept_files, newest, write_ledger, writing
from statusquo.snapshot.own_news import News, conflict_years, news
from statusquo.snapshot.own_reading import Reading, is_as_recorded, read_own
from statusquo.snapshot.own_rules import ConflictRecord, refuse_unknown_conflicts, refuse_unknown_states
from statusquo.snapshot.store import default_folder, open_snapshot
from statusquo.sources import acled, ucdp_prio_acd
from statusquo.sources.delivery import Delivery, unpack

__all__ = ["Added", "KeptFile", "add_files", "kept_files", "newest", "remove_file"]

MANY_OF_A_VERSION = (acled.ORIGIN.id,)
"""Data sets of which two files may cover the same days: exports of different countries."""

Report = Callable[[str, int], object]
"""Called with what is being done and the number of bytes done since the last call."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file that a user added.

    Attributes:
        file: the file as it is kept.
        news: what it says that the embedded snapshot does not.
        was_kept: whether it had been kept before, so that nothing changed.
    """

    file: KeptFile
    news: News
    was_kept: bool

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        told = {"news": dict(self.news.data), "news_in_words": list(self.news.sentences)}
        return {**self.file.to_json(), "was_kept": self.was_kept, **told}


def add_files(paths: Sequence[Path], report: Report = lambda what, count: None) -> tuple[Added, ...]:
    """Recognise a user's files, check them all, and keep them.

    A file that is kept already changes nothing. Nothing is kept unless every file is right.

    Args:
        paths: the files: tables, workbooks, or zips with exactly one of them.
        report: told what is being done and how many bytes are done.

    Raises:
        InputError: when a file is wrong, or another process is writing here; it names file, line, field, what was found
            and what is allowed.
        OutputError: when there is no room for them.
        MissingExtraError: when one is a workbook and the package that reads workbooks is not installed.
        SourceError: when the list of files is damaged.
    """
    with writing() as scratch:
        before = kept_files()
        readings: list[tuple[Delivery, Reading]] = []
        for number, path in enumerate(paths):
            delivery = unpack(path, scratch / f"file{number}", partial(report, f"copying {path.name}"))
            report(f"reading {path.name}", 0)
            readings.append((delivery, read_own(delivery)))
        embedded = open_snapshot(default_folder())
        record = _record(before, [reading for _, reading in readings])
        kept: dict[str, KeptFile] = {file.sha256: file for file in before}
        added: list[Added] = []
        moves: list[tuple[Path, KeptFile]] = []
        for delivery, reading in readings:
            refuse_unknown_states(delivery, reading, embedded.states)
            refuse_unknown_conflicts(delivery, reading, record)
            was_kept = delivery.sha256 in kept
            if not was_kept:
                file = _kept(delivery, reading)
                _refuse_second_of_a_version(delivery, file, kept.values())
                kept[file.sha256] = file
                moves.append((delivery.path, file))
            added.append(Added(kept[delivery.sha256], news(reading, embedded), was_kept))
        if moves:
            report("keeping", 0)
            keep(moves, tuple(kept.values()))
    return tuple(added)


def remove_file(name: str) -> KeptFile:
    """Remove one of the user's own files.

    Args:
        name: its data set, the name it had or has, or its sha256 or the beginning of it.

    Returns:
        What was removed.

    Raises:
        UnknownNameError: when it names none of them.
        InputError: when it names several, or another process is writing here.
        SourceError: when the list of files is damaged.
    """
    with writing():
        files = kept_files()
        found = [file for file in files if name in (file.source_id, file.original_name, file.kept_name)]
        found = found or [file for file in files if len(name) >= 6 and file.sha256.startswith(name)]
        if not found:
            raise UnknownNameError("file of yours", name, (n for f in files for n in (f.original_name, f.source_id)))
        if len(found) > 1:
            told = ", ".join(f"{file.original_name} ({file.sha256[:12]})" for file in found)
            raise InputError(Problem("the name stands for several of your files", found=told, allowed="one sha256"))
        (gone,) = found
        write_ledger([file for file in files if file is not gone])
        gone.path.unlink(missing_ok=True)
    return gone


def _kept(delivery: Delivery, reading: Reading) -> KeptFile:
    origin = reading.origin
    words = re.sub(r"[^\w.]+", "-", reading.version).strip("-.")[:40]
    release = origin.release_by_version(reading.version)
    return KeptFile(
        source_id=origin.id,
        title=origin.title,
        version=reading.version,
        first_year=reading.first_year,
        last_year=reading.last_year,
        last_day=reading.last_day.isoformat(),
        rows=reading.rows,
        original_name=Path(delivery.name).name,
        kept_name=f"{origin.id}-{words}-{delivery.sha256[:12]}.{delivery.kind}",
        size=delivery.size,
        sha256=delivery.sha256,
        given_sha256=delivery.given_sha256,
        is_known_release=reading.is_known,
        is_as_recorded=release is not None and is_as_recorded(delivery, release),
        remarks=reading.remarks,
        added=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _refuse_second_of_a_version(delivery: Delivery, file: KeptFile, kept: Iterable[KeptFile]) -> None:
    if file.source_id in MANY_OF_A_VERSION:
        return
    for other in kept:
        if (other.source_id, other.version) == (file.source_id, file.version):
            raise InputError(
                Problem(
                    f"another file of release {file.version} of {file.title} is kept, with other bytes",
                    delivery.name,
                    found=f"{other.original_name}, sha256 {other.sha256[:12]}",
                    allowed=f"one; remove the other first: statusquo data remove {other.sha256[:12]}",
                )
            )


def _record(kept: Sequence[KeptFile], readings: Sequence[Reading]) -> ConflictRecord:
    """Return the newest record of conflicts: of the files that are added, of those kept, or the embedded one."""
    origin = ucdp_prio_acd.ORIGIN
    embedded = conflict_years(open_snapshot(default_folder()))
    last_year = origin.domain.last_year or 0
    ids = embedded.filter(embedded["year"] <= last_year)["conflict_id_ucdp"].unique()
    records = [ConflictRecord(origin.version, last_year, frozenset(ids.to_list()))]
    own = [file for file in kept if file.source_id == origin.id]
    if own:
        frame = ucdp_prio_acd.read_conflict_years_file(own[-1].verified_path(), Release(own[-1].version, None, None))
        records.append(ConflictRecord(own[-1].version, own[-1].last_year, _ids(frame)))
    records += [ConflictRecord(r.version, r.last_year, _ids(r.frame)) for r in readings if r.origin.id == origin.id]
    return max(records, key=lambda record: record.last_year)


def _ids(frame: pl.DataFrame) -> frozenset[int]:
    return frozenset(frame["conflict_id_ucdp"].unique().to_list())
