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
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="gdp-population",
    title="New Estimates of Over 500 Years of Historic GDP and Population Data",
    producer="Christopher J. Fariss, Therese Anders, Jonathan N. Markowitz and Miriam Barnum",
    version="estimates of 16 April 2024, in isard commit 46944ad",
    terms="GPL-2 (package); no separate licence for the data",
    citation=(
        "Fariss, Christopher J., Therese Anders, Jonathan N. Markowitz and Miriam Barnum (2022) New "
        "Estimates of Over 500 Years of Historic GDP and Population Data. Journal of Conflict Resolution "
        "66(3): 553-591.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "fariss2022estimates",
            "author": "Fariss, Christopher J. and Anders, Therese and Markowitz, Jonathan N. and Barnum, Miriam",
            "title": "New Estimates of Over 500 Years of Historic {GDP} and Population Data",
            "journal": "Journal of Conflict Resolution",
            "year": "2022",
            "volume": "66",
            "number": "3",
            "pages": "553--591",
        },
    ),
    domain=Domain(first_year=1816, last_year=2019, system="gw", unit="state-year"),
    files=(
        RawFile(
            "isard/gw_gdppop.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/gw_gdppop.rda",
            793_136,
            "00e33ea4bf48b30d1aa3ad3505b5c6b056ade169bd03874a1f2b7c7a2c68b98f",
        ),
        RawFile(
            "isard/cw_gdppop.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/cw_gdppop.rda",
            679_708,
            "205017f75f9d65b1b01c48d594a018e6ef7de285891dfea15b2dfb95a5174b97",
        ),
    ),
    link="https://github.com/svmiller/isard",
    quirks=(
        "GDP per head is in 2011 dollars and GDP in 2017 dollars; one is not the other over the population.",
        "Every value is a model's estimate; its standard deviation stands beside it.",
    ),
)


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
