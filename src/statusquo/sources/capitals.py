"""Capitals of states and their coordinates, with every move of a capital, 1816-2024.

Quirks: the spells are wider than the states' lives on purpose (a capital may be listed from 1816 for a state
founded later, and past its end), so they must be cut to the years in which a state exists; where a capital moved,
the day of the legal move counts. Four capitals stand in the middle of their country instead of where they are:
Brasília (830 km off), Tunis (336 km), Riyadh (206 km) and Djibouti (41 km). The readers return what is published;
`mend_misplaced` sets these four right.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("capitals")


KNOWN_MISPLACED = {
    "Brasilia": (-47.918, -15.7814),
    "Djibouti": (43.148, 11.595),
    "Riyadh": (46.7708, 24.6428),
    "Tunis": (10.1797, 36.8028),
}
"""Capitals given the coordinates of the middle of their country, with the longitude and latitude of the city
(Natural Earth, populated places)."""


def read_capitals_gw(raw: Path) -> pl.DataFrame:
    """Return one row per Gleditsch-Ward state and spell of a capital, as ``source.capitals_gw`` declares it."""
    return _read(raw, "gw_capitals", "gwcode", "gwno", "source.capitals_gw")


def read_capitals_cow(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and spell of a capital, as ``source.capitals_cow`` declares it."""
    return _read(raw, "cow_capitals", "ccode", "ccode", "source.capitals_cow")


def mend_misplaced(capitals: pl.DataFrame) -> pl.DataFrame:
    """Return the spells with the coordinates of the misplaced capitals set right."""
    return capitals.with_columns(
        pl.col("capital")
        .replace_strict({name: place[axis] for name, place in KNOWN_MISPLACED.items()}, default=pl.col(column))
        .alias(column)
        for axis, column in enumerate(("longitude", "latitude"))
    )


def _read(raw: Path, name: str, held: str, code: str, table: str) -> pl.DataFrame:
    frame = read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name).select(
        pl.col(held).alias(code),
        "capital",
        r_date("stdate").alias("start_date"),
        r_date("enddate").alias("end_date"),
        pl.col("lng").alias("longitude"),
        pl.col("lat").alias("latitude"),
    )
    return checked(frame.sort(code, "start_date"), table)
