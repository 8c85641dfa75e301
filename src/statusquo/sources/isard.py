"""isard: which states the Gleditsch-Ward and Correlates of War systems list, and which code is which.

There are two crosswalks, one for each list, and they are not mirror images. Each appends the state-years of
the other list that it could not match, and so holds united Germany and North Yemen twice, once without the
other code; such rows are left out here. In the year in which a code changed, 1990, one crosswalk has the old
code and the other both.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("isard")


def read_state_years(raw: Path) -> pl.DataFrame:
    """Return one row per state and year, as table ``source.isard_states`` declares it.

    Every Gleditsch-Ward state-year is there once from its own panel, and every COW state-year that this panel
    does not have from the other. In 1990 both codes of Germany and of Yemen are there, as COW lists both
    states in that year.
    """
    by_gw = _read_panel(raw, "gw_cw_panel").filter(pl.col("gwno").is_not_null())
    by_cow = _read_panel(raw, "cw_gw_panel").filter(pl.col("ccode").is_not_null())
    only_cow = by_cow.join(by_gw, on=["ccode", "year"], how="anti")
    frame = pl.concat([by_gw, only_cow]).sort("year", "gwno", "ccode", nulls_last=True)
    return checked(frame, "source.isard_states")


def _read_panel(raw: Path, name: str) -> pl.DataFrame:
    return read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name).select(
        pl.col("gwcode").alias("gwno"),
        "ccode",
        "year",
        pl.coalesce("gw_name", "cw_name").alias("name"),
    )
