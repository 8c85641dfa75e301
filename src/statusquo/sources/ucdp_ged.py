"""UCDP Georeferenced Event Dataset (GED): single events of organized violence, with place, day and deaths, from 1989.

It is read only from a file of the user's own, ``ged261-csv.zip`` or the CSV in it: at 260 MB it is no part of the
snapshot, and a release of it comes out each June. The file says nowhere which release it is; the last year that it
reaches does. A file in this form that holds the months since then, still being cleared, is a candidate file
(`sources.ucdp_candidate`).

Quirks: dates carry an empty time of day (``2019-10-02 00:00:00.000``); events last up to a year, and `date_precision`
says how well their days are known; `where_precision` 6 and 7 are centroids of a country or of open water, and no place;
texts quote line breaks; a party that is not known by name stands as ``XXX`` with a number, and is missing here; the
bounds of deaths are coded apart from the best estimate, and in a sample of 1,000 events it lies outside them in 13.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.sources.csv_rows import Cell, code, text, whole_number, whole_numbers
from statusquo.sources.csv_stream import stream_table
from statusquo.sources.registry import origin

ORIGIN = origin("ucdp-ged")

TYPES_OF_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
YES_OR_NO = {"true": True, "false": False, "1": True, "0": False}
CLEAR = "Clear"
"""The code status of an event that nothing is left to check of."""


def count(field: str) -> Cell:
    """Return the cell of a count that is never negative."""
    number = pl.col(field).str.strip_chars().cast(pl.Int32, strict=False)
    return Cell(field, pl.when(number >= 0).then(number), "a whole number from 0")


def scale(field: str, most: int) -> Cell:
    """Return the cell of a degree of precision, from 1."""
    number = pl.col(field).str.strip_chars().cast(pl.Int32, strict=False)
    return Cell(field, pl.when(number.is_between(1, most)).then(number), f"1 to {most}")


def degrees(field: str, most: int) -> Cell:
    """Return the cell of a latitude or longitude."""
    number = pl.col(field).str.strip_chars().cast(pl.Float64, strict=False)
    return Cell(field, pl.when(number.is_between(-most, most)).then(number), f"degrees from -{most} to {most}")


def _day(field: str) -> Cell:
    """Return the cell of a day, with or without an empty time of day."""
    day = pl.col(field).str.strip_chars().str.extract(r"^(\d{4}-\d{2}-\d{2})(?:[ T]00:00:00(?:\.0+)?)?$", 1)
    return Cell(field, day.str.to_date("%Y-%m-%d", strict=False), "a date as 2025-12-31, with or without 00:00:00.000")


def _party(field: str) -> Cell:
    """Return the cell of a party's name; a placeholder is no name."""
    name = pl.col(field).str.strip_chars()
    return Cell(field, pl.when(~name.str.contains(r"^XXX\d*$")).then(name), "text")


_CELLS = {
    "event_id": whole_number("id"),
    "year": whole_number("year"),
    "type_of_violence": code("type_of_violence", TYPES_OF_VIOLENCE),
    "conflict_id_ucdp": whole_number("conflict_new_id"),
    "conflict_name": text("conflict_name"),
    "dyad_id_ucdp": whole_number("dyad_new_id"),
    "side_a": _party("side_a"),
    "side_b": _party("side_b"),
    "gwno_a": whole_numbers("gwnoa"),
    "gwno_b": whole_numbers("gwnob"),
    "date_start": _day("date_start"),
    "date_end": _day("date_end"),
    "date_precision": scale("date_prec", 5),
    "country": text("country"),
    "adm_1": text("adm_1"),
    "place": text("where_coordinates"),
    "latitude": degrees("latitude", 90),
    "longitude": degrees("longitude", 180),
    "where_precision": scale("where_prec", 7),
    "event_clarity": scale("event_clarity", 2),
    "code_status": text("code_status"),
    "is_active_year": Cell(
        "active_year",
        pl.col("active_year").str.strip_chars().str.to_lowercase().replace_strict(YES_OR_NO, default=None),
        "true, false, 1, 0",
    ),
    "deaths_a": count("deaths_a"),
    "deaths_b": count("deaths_b"),
    "deaths_civilians": count("deaths_civilians"),
    "deaths_unknown": count("deaths_unknown"),
    "deaths_best": count("best"),
    "deaths_low": count("low"),
    "deaths_high": count("high"),
}


def read_events_file(path: Path) -> pl.DataFrame:
    """Return one row per event of GED or of a candidate file, as table ``source.ucdp_ged`` declares it.

    Args:
        path: the CSV file, as the producer's zip holds it.

    Raises:
        InputError: when it is no such file or breaks its declaration; it names the line.
    """
    return stream_table(path, _CELLS, "source.ucdp_ged")


def is_candidate(events: pl.DataFrame) -> bool:
    """Return whether events are those of a candidate file: of one year or two, and not cleared or after the last GED.

    Args:
        events: as `read_events_file` returns them.
    """
    first, last = events.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
    is_after_the_last_release = not any(release.last_year >= first for release in ORIGIN.releases if release.last_year)
    return last - first <= 1 and (is_after_the_last_release or bool((events["code_status"] != CLEAR).any()))
