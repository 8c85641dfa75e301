"""isard: which states the Gleditsch-Ward and Correlates of War systems list, and which code is which.

There are two crosswalks, one for each list, and they are not mirror images. Each appends the state-years of
the other list that it could not match, and so holds united Germany and North Yemen twice, once without the
other code; such rows are left out here. In the year in which a code changed, 1990, one crosswalk has the old
code and the other both.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="isard",
    title="isard: Overflow Data for Quantitative Peace Science Research",
    producer="Steve Miller",
    version="commit 46944ad (after 0.1.0)",
    terms="GPL-2 (package); no separate licence for the data",
    citation=(
        "Miller, Steve (2025) isard: Overflow Data for Quantitative Peace Science Research. R package. "
        "https://doi.org/10.32614/CRAN.package.isard.",
        "Gleditsch, Kristian S. and Michael D. Ward (1999) A revised list of independent states "
        "since the Congress "
        "of Vienna. International Interactions 25(4): 393-413.",
        "Correlates of War Project (2017) State System Membership List, v2016. https://correlatesofwar.org.",
    ),
    bibtex=(
        {
            "type": "manual",
            "key": "miller2025isard",
            "author": "Miller, Steve",
            "title": "isard: Overflow Data for Quantitative Peace Science Research",
            "year": "2025",
            "note": "R package",
            "doi": "10.32614/CRAN.package.isard",
        },
        {
            "type": "article",
            "key": "gleditsch1999revised",
            "author": "Gleditsch, Kristian S. and Ward, Michael D.",
            "title": "A revised list of independent states since the Congress of Vienna",
            "journal": "International Interactions",
            "year": "1999",
            "volume": "25",
            "number": "4",
            "pages": "393--413",
        },
        {
            "type": "misc",
            "key": "cow2017states",
            "author": "{Correlates of War Project}",
            "title": "State System Membership List, v2016",
            "year": "2017",
            "url": "https://correlatesofwar.org",
        },
    ),
    domain=Domain(
        first_year=1816,
        last_year=2025,
        system="gw",
        unit="state-year",
        note="the lists themselves end in 2020 (Gleditsch-Ward) and 2016 (COW); isard carries them on to 2025",
    ),
    files=(
        RawFile(
            "isard/gw_cw_panel.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/gw_cw_panel.rda",
            15_673,
            "6f12e11d4137fe9255b50dee9d2e42542f576aed077adb393f53d0f272557540",
        ),
        RawFile(
            "isard/cw_gw_panel.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/cw_gw_panel.rda",
            13_584,
            "155f5413b63d6199461cdbbe76d02a55c945b6572fa77aac892b932f839f8a0c",
        ),
    ),
    link="https://github.com/svmiller/isard",
    quirks=(
        "Germany after 1990 and Yemen before 1990 stand in the crosswalk twice, once without the other system's code.",
        "A code of the other system is given in some years in which that system did not list the state.",
    ),
)


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
    import rdata

    with warnings.catch_warnings():
        # rdata warns that a plain text column has no declared encoding; it is ASCII and UTF-8.
        warnings.simplefilter("ignore")
        panel = rdata.read_rda(raw_path(raw, ORIGIN, f"{name}.rda"))[name]
    return pl.from_pandas(panel.reset_index(drop=True)).select(
        pl.col("gwcode").cast(pl.Int32).alias("gwno"),
        pl.col("ccode").cast(pl.Int32),
        pl.col("year").cast(pl.Int32),
        pl.coalesce("gw_name", "cw_name").alias("name"),
    )
