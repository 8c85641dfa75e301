"""Thompson, Sakuwa and Suhas's strategic rivalries, 1494-2020: the list of Thompson and Dreyer carried on.

Same idea, ten years more, and kinds that may go together: positional (rank), spatial (territory), ideological,
interventionary (meddling in the other's affairs).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("rivalries-tss")

KINDS = ("ideological", "interventionary", "positional", "spatial")

KNOWN_ENDING_WITH_THE_DATA = 56
"""Rivalries whose last year is the last year of the data."""


def read_rivalries(raw: Path) -> pl.DataFrame:
    """Return one row per rivalry, as table ``source.rivalries_tss`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "tss_rivalries")
    kinds = [pl.when(pl.col(kind) == 1).then(pl.lit(kind)) for kind in KINDS]
    frame = rows.select(
        pl.col("tssr_id").cast(pl.Int32).alias("rivalry_id"),
        pl.col("rivalry").alias("name"),
        pl.col("ccode1").alias("ccode_a"),
        pl.col("ccode2").alias("ccode_b"),
        pl.col("start").cast(pl.Int32).alias("first_year"),
        pl.col("end").cast(pl.Int32).alias("last_year"),
        pl.concat_list(kinds).list.drop_nulls().alias("kinds"),
    )
    going_on = frame.filter(pl.col("last_year") == ORIGIN.domain.last_year).height
    refuse_other_count(ORIGIN, "rivalries that end with the data", going_on, KNOWN_ENDING_WITH_THE_DATA)
    return checked(frame.sort("rivalry_id"), "source.rivalries_tss")
