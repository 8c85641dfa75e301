"""How rugged and how mountainous a state's land is (Nunn and Puga; Fearon and Laitin, extended by Gibler and Miller).

Quirks: undated, with borders of about 2000, so a value says little about a state that was larger or smaller; 22
small states have no Gleditsch-Ward number in the file and keep only their COW number; the mountainous share is the
natural logarithm of a percentage plus one.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("ruggedness")

KNOWN_WITHOUT_GW_NUMBER = 22
"""Microstates, to which the file gives no Gleditsch-Ward number."""


def read_ruggedness(raw: Path) -> pl.DataFrame:
    """Return one row per state, as table ``source.ruggedness`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "rugged")
    refuse_other_count(ORIGIN, "states without a GW number", rows["gwcode"].null_count(), KNOWN_WITHOUT_GW_NUMBER)
    frame = rows.select(
        "ccode",
        pl.col("gwcode").alias("gwno"),
        pl.col("rugged").alias("ruggedness_100m"),
        (pl.col("newlmtnest").exp() - 1).alias("mountainous_pct"),
    )
    return checked(frame.sort("ccode"), "source.ruggedness")
