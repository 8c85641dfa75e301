"""SIPRI arms transfers by supplier, recipient and year, 1950-2021, in trend-indicator values (TIV).

TIV is a volume of military capability, worked out from the production cost of weapons; it is no price and is
never added to money. The copy read here is a tidy form that 360info made of SIPRI's export tables; its
capital coordinates and COW codes are theirs and are not read.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("sipri-tiv")

KNOWN_ZERO_ROWS = 808
"""Deliveries of less than half a million TIV, which SIPRI prints as 0; they are deliveries, not absences."""


def read_deliveries(raw: Path) -> pl.DataFrame:
    """Return one row per supplier, recipient and year of delivery, as table ``source.sipri_tiv`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False)
    frame = rows.select(
        "supplier", "recipient", pl.col("year").cast(pl.Int32), pl.col("value").cast(pl.Int32).alias("tiv_m")
    )
    zeros = frame.filter(pl.col("tiv_m") == 0).height
    refuse_other_count(ORIGIN, "deliveries of 0", zeros, KNOWN_ZERO_ROWS)
    return checked(frame.sort("supplier", "recipient", "year"), "source.sipri_tiv")
