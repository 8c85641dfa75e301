"""Correlates of War National Material Capabilities 7.0: six indicators of a state's power, and CINC, 1816-2022.

CINC is the mean of a state's shares of the world's military spending, military personnel, iron and steel, energy,
population and urban population in the year. Military spending is read but not to be used as a series: it mixes
exchange rates and purchasing power (Armenia and Azerbaijan leap in 2000 and fall back in 2005), which is why
spending comes from SIPRI.

Quirks: CINC sums to between 1.00 and 1.07 over the states of a year, so it is not exactly a share of the world;
population jumps by more than 5 % for 45 states in 2013 and 57 in 2017, a break in the series and not in the states,
which is why population comes from elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("cow-nmc")

KNOWN_MISSING_PERSONNEL = 456
"""State-years without a figure for military personnel; CINC is given for all of them all the same."""


def read_capabilities(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and year, as table ``source.cow_nmc`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "cow_nmc")
    frame = rows.select(
        "ccode",
        "year",
        "cinc",
        pl.col("milex").alias("spending_thousands"),
        pl.col("milper").alias("milper_thousands"),
        pl.col("irst").alias("iron_steel_kt"),
        pl.col("pec").alias("energy_kt_coal"),
        pl.col("tpop").alias("population_thousands"),
        pl.col("upop").alias("urban_population_thousands"),
    )
    refuse_other_count(
        ORIGIN,
        "state-years without military personnel",
        frame["milper_thousands"].null_count(),
        KNOWN_MISSING_PERSONNEL,
    )
    return checked(frame.sort("ccode", "year"), "source.cow_nmc")
