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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl

from statusquo.core.errors import InputError, OutputError
from statusquo.core.in_use import EMBEDDED, ENVIRONMENT_VARIABLE
from statusquo.core.kept_files import read_kept, write_kept
from statusquo.snapshot.own_ledger import KeptFile, kept_files, newest, own_folder
from statusquo.sources import ucdp_candidate, ucdp_ged

FOLDER = "events"
"""Of the kept events, beside the files they are of."""

_USED = (
    "event_id", "type_of_violence", "conflict_id_ucdp", "date_end", "latitude", "longitude", "where_precision",
    "code_status", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "deaths_best", "deaths_low",
    "deaths_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnEvents:
    """What a user's event files tell together.

    Attributes:
        events: one row per event: the columns of ``source.ucdp_ged`` that are used, `month` (the first day of the month
            in which it ended) and `is_candidate`.
        months: the months that the files cover, as first days, with `is_candidate`.
        files: the files, the earliest months first.
    """

    events: pl.DataFrame
    months: pl.DataFrame
    files: tuple[KeptFile, ...]


def own_events() -> OwnEvents | None:
    """Return the events of the user's own files; None where there are none, or the package's data were chosen.

    Raises:
        SourceError: when the list of files is damaged, or a file is not as it was added.
    """
    ged, candidates = newest(ucdp_ged.ORIGIN.id), kept_files(ucdp_candidate.ORIGIN.id)
    files = (*([ged] if ged else []), *candidates)
    if not files or os.environ.get(ENVIRONMENT_VARIABLE) == EMBEDDED:
        return None
    told = sorted(((file, *_covered(file, frame)) for file, frame in _read(files)), key=_rank)
    wholes = []
    for file, months, frame in told:
        is_candidate = file.source_id == ucdp_candidate.ORIGIN.id
        wholes.append((months.with_columns(is_candidate=pl.lit(is_candidate)), frame))
    return OwnEvents(*_merged(wholes), tuple(file for file, _, _ in told))


def _rank(told: tuple[KeptFile, pl.DataFrame, pl.DataFrame]) -> tuple[bool, date, int, str]:
    """Return by what files are ordered, the one that holds over the others last."""
    file, months, _ = told
    return file.source_id == ucdp_ged.ORIGIN.id, months["month"][-1], months.height, file.added


def _merged(told: list[tuple[pl.DataFrame, pl.DataFrame]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the events and the months of files, of which each holds over those before it."""
    numbered = range(len(told))
    months = pl.concat(
        months.with_columns(file=pl.lit(n, pl.Int32)) for n, (months, _) in zip(numbered, told, strict=True)
    )
    held = months.unique("month", keep="last", maintain_order=True).sort("month")
    events = pl.concat(
        events.with_columns(file=pl.lit(n, pl.Int32)) for n, (_, events) in zip(numbered, told, strict=True)
    )
    latest = events.unique("event_id", keep="last", maintain_order=True)
    inside = latest.join(held, on="month", suffix="_holding").filter(pl.col("file") >= pl.col("file_holding"))
    return inside.drop("file", "file_holding").sort("month", "event_id"), held.drop("file")


def _covered(file: KeptFile, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the months that a file covers, and its events with theirs."""
    events = frame.with_columns(month=pl.col("date_end").dt.truncate("1mo"))
    first, last = events.select(pl.col("month").min(), last=pl.col("month").max()).row(0)
    if file.source_id == ucdp_ged.ORIGIN.id:
        first, last = date(file.first_year, 1, 1), date(file.last_year, 12, 1)
    elif first.month != 1:
        first = last
    return pl.DataFrame({"month": pl.date_range(first, last, "1mo", eager=True)}), events


def _read(files: tuple[KeptFile, ...]) -> Iterator[tuple[KeptFile, pl.DataFrame]]:
    for file in files:
        path = _place(file)
        content = read_kept(path) if file.state == "present" else None
        if content is not None:
            yield file, pl.read_parquet(BytesIO(content), use_pyarrow=False)
            continue
        frame = ucdp_ged.read_events_file(file.verified_path()).select(_USED)
        _keep(path, frame)
        yield file, frame


def _place(file: KeptFile) -> Path:
    return own_folder() / FOLDER / f"{file.sha256}.parquet"


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
