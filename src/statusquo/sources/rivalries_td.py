"""Thompson and Dreyer's strategic rivalries, 1494-2010: pairs of states that see each other as enemies.

A rivalry is a perception: two states of similar standing regard each other as competitors and as a threat.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("rivalries-td")

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
