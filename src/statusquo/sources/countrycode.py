"""countrycode 1.8.0: English names and code schemes of states and territories.

Read for English short names and ISO 3166-1 alpha-3 codes only. Its Gleditsch-Ward column lacks the
microstates and puts Vietnam at 815 (the state that ended in 1893), so the codes themselves come from
`sources.isard`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("countrycode")


def read_codes(raw: Path) -> pl.DataFrame:
    """Return one row per state or territory, as table ``source.countrycode_states`` declares it."""
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    frame = rows.select(
        pl.col("country.name.en").alias("name"),
        pl.col("gwn").cast(pl.Int32).alias("gwno"),
        pl.col("cown").cast(pl.Int32).alias("ccode"),
        pl.col("iso3c").alias("iso3"),
    )
    return checked(frame.sort("name"), "source.countrycode_states")
