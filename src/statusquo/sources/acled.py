"""ACLED (Armed Conflict Location and Event Data): events of political violence and protest, from a user's own export.

ACLED gives its data to those who have an account, and lets nobody pass them on: the project names no address and ships
nothing of it, and what a user's export says stays on the user's machine. Exports in the form that holds since March
2023 are read, with commas or with semicolons, from the export tool or from the API.

Quirks: the export tool writes days as 16 May 2025, the API as 2025-05-16; an event is one row, unless the export was
made by actor, when it repeats with each actor, which is refused; there is no conflict number; deaths are one figure
without bounds, and 0 where the report gives none; the data change every week, backwards too, so an export holds as of
the day it was made.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.sources.csv_rows import Cell, code, text, whole_number
from statusquo.sources.csv_stream import stream_table
from statusquo.sources.registry import origin
from statusquo.sources.ucdp_ged import count, degrees, scale

ORIGIN = origin("acled")

SEPARATORS = (",", ";")
EVENT_TYPES = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
)


def _day(field: str) -> Cell:
    day = pl.col(field).str.strip_chars()
    value = pl.coalesce(day.str.to_date("%d %B %Y", strict=False), day.str.to_date("%Y-%m-%d", strict=False))
    return Cell(field, value, "a date as 16 May 2025 or 2025-05-16")


_CELLS = {
    "event_id": text("event_id_cnty"),
    "date": _day("event_date"),
    "year": whole_number("year"),
    "date_precision": scale("time_precision", 3),
    "event_type": code("event_type", {name: name for name in EVENT_TYPES}),
    "sub_event_type": text("sub_event_type"),
    "actor_1": text("actor1"),
    "with_actor_1": text("assoc_actor_1"),
    "kind_of_actor_1": text("inter1"),
    "actor_2": text("actor2"),
    "with_actor_2": text("assoc_actor_2"),
    "kind_of_actor_2": text("inter2"),
    "is_civilian_targeted": Cell(
        "civilian_targeting", pl.col("civilian_targeting").fill_null("").str.strip_chars() != "", "text"
    ),
    "iso": whole_number("iso"),
    "country": text("country"),
    "admin_1": text("admin1"),
    "place": text("location"),
    "latitude": degrees("latitude", 90),
    "longitude": degrees("longitude", 180),
    "where_precision": scale("geo_precision", 3),
    "deaths": count("fatalities"),
}


def read_events_file(path: Path, *, separator: str = ",") -> pl.DataFrame:
    """Return one row per event of the user's export, as table ``source.acled`` declares it.

    Args:
        path: the CSV file.
        separator: one of `SEPARATORS`.

    Raises:
        InputError: when it is no such file or breaks its declaration; it names the line.
    """
    return stream_table(path, _CELLS, "source.acled", separator=separator)


def version_of(events: pl.DataFrame) -> str:
    """Return what stands for the version of an export: its first and last day.

    Args:
        events: as `read_events_file` returns them.
    """
    first, last = events.select(pl.col("date").min(), last=pl.col("date").max()).row(0)
    return f"{first} to {last}"
