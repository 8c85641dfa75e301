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
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("atop")

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
