"""The events in a user's own files of UCDP as one record: GED, and the candidate files of the months after it.

GED covers whole years, a candidate file the month in which its last event ended, or all months since January where it
begins there: UCDP publishes both kinds. In a month that no file covers nothing is known, which is another thing than no
deaths. Where several files cover a month the latest holds: GED before candidates, and of candidates the file that
reaches furthest, or of two that reach as far the one of more months. An event whose id recurs in a later file holds as
that one has it, and a later file's stray events of earlier months are added to theirs.

A file is read whole once, checked as it was when it was added, and its events are kept beside the user's files, so that
the next reading takes milliseconds. What was chosen with ``STATUSQUO_SNAPSHOT=embedded`` is the package's data alone:
then there are no events.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polars as pl

from statusquo.core.errors import InputError, OutputError
from statusquo.core.in_use import EMBEDDED, ENVIRONMENT_VARIABLE
from statusquo.core.kept_files import read_kept, write_kept
from statusquo.snapshot.own_ledger import KeptFile, kept_files, newest, own_folder
from statusquo.sources import ucdp_candidate, ucdp_ged

FOLDER = "events"
"""Of the kept events, beside the files they are of."""

STATE_BASED = ucdp_ged.TYPES_OF_VIOLENCE["1"]

_USED = (
    "event_id", "type_of_violence", "conflict_id_ucdp", "date_end", "where_precision", "code_status", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "deaths_best", "deaths_low", "deaths_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnEvents:
    """What a user's event files tell together.

    Attributes:
        events: one row per event: the columns of ``source.ucdp_ged`` that are used, `month` (the first day of the month
            in which it ended) and `is_candidate`.
        months: the months that the files cover, as first days, with `is_candidate`.
        files: the files, the one that holds over the others last.
    """

    events: pl.DataFrame
    months: pl.DataFrame
    files: tuple[KeptFile, ...]

    @property
    def state_based(self) -> pl.DataFrame:
        """The events that UCDP's yearly record of conflicts counts."""
        return self.events.filter(type_of_violence=STATE_BASED)


def own_events() -> OwnEvents | None:
    """Return the events of the user's own files; None where there are none, or the package's data were chosen.

    Raises:
        SourceError: when the list of files is damaged, or a file is not as it was added.
    """
    ged, candidates = newest(ucdp_ged.ORIGIN.id), kept_files(ucdp_candidate.ORIGIN.id)
    files = (*([ged] if ged else []), *candidates)
    if not files or os.environ.get(ENVIRONMENT_VARIABLE) == EMBEDDED:
        return None
    told = sorted((_Told(file, _covered(file, events), events) for file, events in _read(files)), key=_rank)
    return OwnEvents(*_merged(told), tuple(each.file for each in told))


class _Told(NamedTuple):
    """A file with the months that it covers, each its first day, and its events with theirs."""

    file: KeptFile
    months: pl.Series
    events: pl.DataFrame


def _rank(told: _Told) -> tuple[bool, date, int, str]:
    """Return by what files are ordered, the one that holds over the others last."""
    return told.file.source_id == ucdp_ged.ORIGIN.id, told.months[-1], len(told.months), told.file.added


def _merged(told: Sequence[_Told]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the events and the months of files, of which each holds over those before it."""
    months, events = [], []
    for n, each in enumerate(told):
        number = pl.lit(n, pl.Int32).alias("file")
        is_candidate = each.file.source_id == ucdp_candidate.ORIGIN.id
        months.append(pl.DataFrame({"month": each.months}).with_columns(number, is_candidate=pl.lit(is_candidate)))
        events.append(each.events.with_columns(number))
    held = pl.concat(months).unique("month", keep="last", maintain_order=True).sort("month")
    latest = pl.concat(events).unique("event_id", keep="last", maintain_order=True)
    inside = latest.join(held, on="month", suffix="_holding").filter(pl.col("file") >= pl.col("file_holding"))
    return inside.drop("file", "file_holding").sort("month", "event_id"), held.drop("file")


def _covered(file: KeptFile, events: pl.DataFrame) -> pl.Series:
    """Return the months that a file covers."""
    first, last = events.select(pl.col("month").min(), last=pl.col("month").max()).row(0)
    if file.source_id == ucdp_ged.ORIGIN.id:
        first, last = date(file.first_year, 1, 1), date(file.last_year, 12, 1)
    elif first.month != 1:
        first = last
    return pl.date_range(first, last, "1mo", eager=True)


def _read(files: tuple[KeptFile, ...]) -> Iterator[tuple[KeptFile, pl.DataFrame]]:
    """Yield each file with its events and their months, as kept or, where nothing whole is kept, from the file."""
    for file in files:
        frame = _kept(_place(file)) if file.state == "present" else None
        if frame is None:
            frame = ucdp_ged.read_events_file(file.verified_path()).select(_USED)
            _keep(_place(file), frame)
        yield file, frame.with_columns(month=pl.col("date_end").dt.truncate("1mo"))


def _place(file: KeptFile) -> Path:
    return own_folder() / FOLDER / f"{file.sha256}.parquet"


def _kept(path: Path) -> pl.DataFrame | None:
    """Return the events that are kept; None where they are not whole, or another version kept other columns."""
    content = read_kept(path)
    frame = None if content is None else pl.read_parquet(BytesIO(content), use_pyarrow=False)
    return None if frame is None or frame.columns != [*_USED] else frame


def _keep(path: Path, frame: pl.DataFrame) -> None:
    """Keep the events of a file, and clear those of files that are no longer there; a folder may be read-only."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    with contextlib.suppress(InputError, OutputError, OSError):
        path.parent.mkdir(exist_ok=True)
        wanted = {_place(file).name for file in kept_files()}
        for other in path.parent.iterdir():
            if other.name not in wanted:
                other.unlink()
        write_kept(path, buffer.getvalue())
