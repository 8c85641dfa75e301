"""Democracy by three measures: V-Dem's polyarchy, Polity2 and the extended Unified Democracy Scores.

The three are in one file for each list of states, and end in different years, which the table of columns states for
each: Polity2 in 2018, the Unified Democracy Scores in 2025, polyarchy in 2024 for Gleditsch-Ward states and in 2025
for COW states.

Quirks: V-Dem 16 covers 2025, and the COW file has it, but the Gleditsch-Ward file stops at 2024. Polity5 ends in
2018; only for the United States do the files carry it on to 2020, and those two values are left out, or the last
year of the covariate would be true of one state alone.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("democracy")

POLITY_LAST_YEAR = 2018

KNOWN_POLITY_VALUES_AFTER_ITS_END = 2
"""Values of Polity2 after 2018: the United States in 2019 and 2020."""


def read_democracy_gw(raw: Path) -> pl.DataFrame:
    """Return one row per Gleditsch-Ward state and year, as table ``source.democracy_gw`` declares it."""
    return _read(raw, "gw_democracy", "gwcode", "gwno", "source.democracy_gw")


def read_democracy_cow(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and year, as table ``source.democracy_cow`` declares it."""
    return _read(raw, "cw_democracy", "ccode", "ccode", "source.democracy_cow")


def _read(raw: Path, name: str, held: str, code: str, table: str) -> pl.DataFrame:
    rows = read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name)
    late = pl.col("year") > POLITY_LAST_YEAR
    n_late = rows.filter(late & pl.col("polity2").is_not_null()).height
    refuse_other_count(ORIGIN, "values of Polity2 after its end", n_late, KNOWN_POLITY_VALUES_AFTER_ITS_END)
    frame = rows.select(
        pl.col(held).alias(code),
        "year",
        pl.col("v2x_polyarchy").alias("polyarchy"),
        pl.when(~late).then("polity2").cast(pl.Int32),
        pl.col("euds").alias("uds"),
        pl.col("aeuds").alias("uds_adjusted"),
    )
    return checked(frame.sort(code, "year"), table)
