"""Eurostat's disposable income of private households per head, by NUTS 2 region, 2009-2020 (table tgs00026).

In purchasing power standards of the 27 members of 2020, so that regions of different states compare: Bolzano,
Trento and Tirol among them.

Quirks: 2020 is there for 18 regions only, as they had reported when the copy was made; two regions enter in 2011.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="eurostat-income",
    title="Disposable income of private households by NUTS 2 region (tgs00026)",
    producer="Eurostat",
    version="tgs00026, 2009-2020, in the R package eurostat, commit 45bdee8",
    terms="Eurostat: reuse with attribution; the package that holds the copy is BSD-2",
    citation=(
        "Eurostat (2022) Disposable income of private households by NUTS 2 regions, table tgs00026. "
        "https://ec.europa.eu/eurostat/databrowser/view/tgs00026.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "eurostat2022tgs00026",
            "author": "{Eurostat}",
            "title": "Disposable income of private households by {NUTS} 2 regions, table tgs00026",
            "year": "2022",
            "url": "https://ec.europa.eu/eurostat/databrowser/view/tgs00026",
        },
    ),
    domain=Domain(
        first_year=2009,
        last_year=2020,
        system="nuts",
        unit="region-year",
        note="member states of the European Union only",
    ),
    files=(
        RawFile(
            "eurostat/tgs00026.rda",
            "cran/eurostat",
            "45bdee896ecdef07c52b6a27c63f53075c373977",
            "data/tgs00026.rda",
            4_552,
            "aa1f5e51398b07cd2f807e6aa0f42d6aaafc350073917db6d9d737306ea01585",
        ),
    ),
    link="https://ec.europa.eu/eurostat/databrowser/view/tgs00026",
    quirks=(
        "Only 18 regions have a figure for 2020.",
        "Income is after transfers, so it understates how unequal regions' output is.",
    ),
)

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
