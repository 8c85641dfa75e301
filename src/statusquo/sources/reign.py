"""REIGN, March 2021: who led each state, by month, 1950 to March 2021.

Rulers, Elections, and Irregular Governance lists the effective leader of 200 states, five years past Archigos. The
list says when a leader came, not whether by the rules; that is in Archigos (`sources.archigos`), to 2015.

Quirks: the file is in Latin-1; leaders still in office have no end; two nameless columns hold nothing; the same id
stands for three spells of Icelandic prime ministers; the state numbers are COW's, also for years before a state
joined that system.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("reign")

LAST_FULL_YEAR = 2020

KNOWN_LEADERS_STILL_IN_OFFICE = 194
"""Leaders without an end."""


def read_leaders(raw: Path) -> pl.DataFrame:
    """Return one row per leader's spell in office, as table ``source.reign`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(
        raw_path(raw, ORIGIN), encoding="iso-8859-1", infer_schema=False, null_values="", columns=list(range(9))
    )
    number = pl.col("ccode", "sdate", "smonth", "syear", "emonth", "eyear").cast(pl.Int32)
    frame = rows.with_columns(number).select(
        "ccode",
        "leader",
        pl.date("syear", "smonth", "sdate").alias("start_date"),
        pl.col("eyear").alias("end_year"),
        pl.col("emonth").alias("end_month"),
    )
    still = frame["end_year"].null_count()
    refuse_other_count(ORIGIN, "leaders still in office", still, KNOWN_LEADERS_STILL_IN_OFFICE)
    return checked(frame.sort("ccode", "start_date"), "source.reign")
