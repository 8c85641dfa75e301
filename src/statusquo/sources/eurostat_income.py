"""Eurostat's disposable income of private households per head, by NUTS 2 region, 2009-2020 (table tgs00026).

In purchasing power standards of the 27 members of 2020, so that regions of different states compare: Bolzano,
Trento and Tirol among them.

Quirks: 2020 is there for 18 regions only, as they had reported when the copy was made; two regions enter in 2011.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("eurostat-income")

KNOWN_REGIONS_IN_THE_LAST_YEAR = 18
"""Regions with a figure for 2020; 247 have one for 2019."""


def read_regional_income(raw: Path) -> pl.DataFrame:
    """Return one row per NUTS 2 region and year, as table ``source.eurostat_income`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    frame = read_r_frame(raw_path(raw, ORIGIN), "tgs00026").select(
        pl.col("geo").alias("nuts2"),
        pl.col("time").cast(pl.Int32).alias("year"),
        pl.col("values").alias("income_per_head_pps"),
    )
    last = frame.filter(pl.col("year") == ORIGIN.domain.last_year).height
    refuse_other_count(ORIGIN, "regions in the last year", last, KNOWN_REGIONS_IN_THE_LAST_YEAR)
    return checked(frame.sort("nuts2", "year"), "source.eurostat_income")
