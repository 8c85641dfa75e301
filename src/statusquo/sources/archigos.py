"""Archigos 4.1: who led each state, from when to when, and how they came and went, to 2015.

The effective leader, with dates to the day. Entry and exit are regular (by the state's own rules), irregular
(coup, revolt, assassination) or imposed from abroad.

Quirks: leaders in office when the data end are coded as still in office on 31 December 2015. Where REIGN and
Archigos differ on the day, they differ on what counts: Ilham Aliyev leads from 4 August 2003, when he became prime
minister, here, and from 15 October, when he was elected president, in REIGN.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("archigos")

ENTRIES = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign Imposition": "foreign imposition",
    "Unknown": None,
}
EXITS = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign": "foreign",
    "Natural Death": "natural death",
    "Retired Due to Ill Health": "ill health",
    "Suicide": "suicide",
    "Still in Office": None,
    "Unknown": None,
}

KNOWN_LEADERS_STILL_IN_OFFICE = 168
"""Leaders whose spell is cut off by the end of the data."""


def read_leaders(raw: Path) -> pl.DataFrame:
    """Return one row per leader's spell in office, as table ``source.archigos`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "archigos")
    still = pl.col("exit") == "Still in Office"
    refuse_other_count(ORIGIN, "leaders still in office", rows.filter(still).height, KNOWN_LEADERS_STILL_IN_OFFICE)
    frame = rows.select(
        pl.col("obsid").alias("spell_id"),
        pl.col("gwcode").alias("gwno"),
        "leader",
        r_date("startdate").alias("start_date"),
        pl.when(~still).then(r_date("enddate")).alias("end_date"),
        pl.col("entry").replace_strict(ENTRIES, return_dtype=pl.String),
        pl.col("exit").replace_strict(EXITS, return_dtype=pl.String),
    )
    return checked(frame.sort("gwno", "start_date", "spell_id"), "source.archigos")
