"""GDP, GDP per head and population of states, as latent variables with their errors, 1816-2019 (Fariss et al.).

Estimates drawn from several historical series at once, so that every state has a figure for every year, with a
standard deviation that grows where the sources are few. Which dollars: GDP per head is anchored on the Maddison
Project (2011 international dollars at purchasing power parity), GDP on the Penn World Table 10.0 (2017
international dollars at purchasing power parity). The two are therefore not each other's quotient.

Quirks: every year is an estimate of a model, smoother than the series behind it; a dip after a war may be missing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("gdp-population")


def read_gdp_population_gw(raw: Path) -> pl.DataFrame:
    """Return one row per Gleditsch-Ward state and year, as table ``source.gdp_population_gw`` declares it."""
    return _read(raw, "gw_gdppop", "gwcode", "gwno", "source.gdp_population_gw")


def read_gdp_population_cow(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and year, as table ``source.gdp_population_cow`` declares it."""
    return _read(raw, "cw_gdppop", "ccode", "ccode", "source.gdp_population_cow")


def _read(raw: Path, name: str, held: str, code: str, table: str) -> pl.DataFrame:
    frame = read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name).select(
        pl.col(held).alias(code),
        "year",
        pl.col("mrgdppc").alias("gdp_per_head_usd"),
        pl.col("sd_mrgdppc").alias("gdp_per_head_sd_usd"),
        pl.col("pwtrgdp").alias("gdp_usdm"),
        pl.col("sd_pwtrgdp").alias("gdp_sd_usdm"),
        (pl.col("pwtpop") * 1000).alias("population_thousands"),
        (pl.col("sd_pwtpop") * 1000).alias("population_sd_thousands"),
    )
    return checked(frame.sort(code, "year"), table)
