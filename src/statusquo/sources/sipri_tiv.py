"""SIPRI arms transfers by supplier, recipient and year, 1950-2021, in trend-indicator values (TIV).

TIV is a volume of military capability, worked out from the production cost of weapons; it is no price and is
never added to money. The copy read here is a tidy form that 360info made of SIPRI's export tables; its
capital coordinates and COW codes are theirs and are not read.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="sipri-tiv",
    title="SIPRI Arms Transfers Database: TIV tables by supplier and recipient",
    producer="Stockholm International Peace Research Institute (SIPRI); tidied by 360info",
    version="1950-2021, as tidied by 360info",
    terms="data (c) SIPRI: free with attribution, republication of at most 10 %; the repository CC BY 4.0",
    citation=(
        "Stockholm International Peace Research Institute (SIPRI) (2022) SIPRI Arms Transfers Database. "
        "https://www.sipri.org/databases/armstransfers.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "sipri2022arms",
            "author": "{Stockholm International Peace Research Institute}",
            "title": "{SIPRI} Arms Transfers Database: {TIV} tables, 1950--2021",
            "year": "2022",
            "url": "https://www.sipri.org/databases/armstransfers",
        },
    ),
    domain=Domain(
        first_year=1950,
        last_year=2021,
        system="sipri",
        unit="supplier-recipient-year",
        directed=True,
        threshold="major conventional arms; 0 stands for less than half a million TIV",
        note="a pair of states absent in a year had no delivery that SIPRI identified",
    ),
    files=(
        RawFile(
            "sipri-tiv-tables/sipri-exports-processed.csv",
            "360-info/report-arms-trade",
            "e00d2d3e57d1d6dd409f60fc367e088cce34c86e",
            "data/sipri-exports-processed.csv",
            2_271_565,
            "07bb55395106ab6bda65d6379bef8ffbfbc036a8ce8e607f0759baf5496f1958",
        ),
    ),
    link="https://www.sipri.org/databases/armstransfers",
    quirks=(
        "Whole millions: sums differ from SIPRI's own totals by rounding, and 808 deliveries are 0.",
        "Ends in 2021, three years before the trade register, and starts 45 years before it; the "
        "register was "
        "generated later (February 2026), so the two differ in the years they share.",
        "TIV is a volume, not a price.",
    ),
    short="SIPRI arms transfers, TIV tables to 2021",
)

KNOWN_ZERO_ROWS = 808
"""Deliveries of less than half a million TIV, which SIPRI prints as 0; they are deliveries, not absences."""


def read_deliveries(raw: Path) -> pl.DataFrame:
    """Return one row per supplier, recipient and year of delivery, as table ``source.sipri_tiv`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False)
    frame = rows.select(
        "supplier", "recipient", pl.col("year").cast(pl.Int32), pl.col("value").cast(pl.Int32).alias("tiv_m")
    )
    zeros = frame.filter(pl.col("tiv_m") == 0).height
    if zeros != KNOWN_ZERO_ROWS:
        raise SourceError(f"{ORIGIN.id}: {zeros} deliveries of 0, {KNOWN_ZERO_ROWS} are known; look at what changed")
    return checked(frame.sort("supplier", "recipient", "year"), "source.sipri_tiv")
