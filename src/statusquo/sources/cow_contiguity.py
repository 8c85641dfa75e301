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
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("cow-contiguity")

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
