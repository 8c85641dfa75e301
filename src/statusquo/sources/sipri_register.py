"""SIPRI trade register 1995-2024 (generated 12 February 2026): each delivery of major arms, with the weapon.

One row per deal, weapon and year of delivery. The file has eleven lines before its header and an empty column
at the end; it is titled to 2025 but its rows stop at 2024. An asterisk after a name marks an armed group, two
an international organisation; Northern Cyprus and Western Sahara carry none though no member of the United
Nations.

The register and the TIV tables (`sources.sipri_tiv`) are two products: the register starts in 1995, not 1950,
was generated in 2026 and gives tenths of a million ("TIV delivery values"); the tables end in 2021 and are
rounded to whole millions. Their sums for the same states and years differ.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path
from statusquo.sources.weapon_categories import weapon_category

ORIGIN = Origin(
    id="sipri-register",
    title="SIPRI Arms Transfers Database: trade register",
    producer="Stockholm International Peace Research Institute (SIPRI)",
    version="1995-2024, generated 12 February 2026",
    terms="(c) SIPRI: free with attribution, republication of at most 10 %",
    citation=(
        "Stockholm International Peace Research Institute (SIPRI) (2026) SIPRI Arms Transfers "
        "Database: trade "
        "register. https://www.sipri.org/databases/armstransfers.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "sipri2026register",
            "author": "{Stockholm International Peace Research Institute}",
            "title": "{SIPRI} Arms Transfers Database: trade register, 1995--2024",
            "year": "2026",
            "url": "https://www.sipri.org/databases/armstransfers",
        },
    ),
    domain=Domain(
        first_year=1995,
        last_year=2024,
        system="sipri",
        unit="delivery",
        directed=True,
        threshold="major conventional arms",
        note="deliveries that SIPRI identified; titled to 2025, rows stop at 2024",
    ),
    files=(
        RawFile(
            "sipri-arms-trade-register/trade_register.csv",
            "nagehanrdogan/Global-Arms-Trade-Network-Analysis-1995-2024-",
            "bdf78c664d67991f2b199a771dcb9e7ac392ebb7",
            "trade_register.csv",
            2_753_420,
            "de974d8302efdeaad98d0b5a7d0ef020a3e5d1929b6406423cfe2ee2bad51868",
        ),
    ),
    link="https://www.sipri.org/databases/armstransfers",
    quirks=(
        "Eleven lines before the header and an empty column at the end; titled to 2025, rows stop at 2024.",
        "Armed groups carry one asterisk and organisations two; Northern Cyprus and Western Sahara carry none.",
        "Starts in 1995; before that only the TIV tables speak. Its sums differ from the "
        "tables', which are older "
        "and rounded to whole millions.",
        "Whether a number or a year is an estimate is left blank in some hundred rows: unknown, not false.",
    ),
    short="SIPRI arms trade register 2026",
)

PREAMBLE_LINES = 11
LAST_YEAR_IN_TITLE = 2025
STATES_WITHOUT_ASTERISK = ("Northern Cyprus", "Western Sahara")
"""Recipients that are no UN members and yet carry no asterisk."""


def read_register(raw: Path) -> pl.DataFrame:
    """Return one row per line of the register, as table ``source.sipri_register`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    path = raw_path(raw, ORIGIN)
    rows = pl.read_csv(path, skip_lines=PREAMBLE_LINES, infer_schema=False, null_values="", quote_char='"')
    if rows.columns[-1] != "Local production;":
        raise SourceError(f"{ORIGIN.id}: the last column is {rows.columns[-1]!r}, expected 'Local production;'")
    frame = rows.with_row_index("line", offset=1).select(
        pl.col("line").cast(pl.Int32),
        pl.col("SIPRI AT Database ID").cast(pl.Int32).alias("deal_id"),
        pl.col("Supplier").alias("supplier"),
        pl.col("Recipient").alias("recipient"),
        pl.when(pl.col("Recipient").str.ends_with("**"))
        .then(pl.lit("organisation"))
        .when(pl.col("Recipient").str.ends_with("*"))
        .then(pl.lit("non-state"))
        .otherwise(pl.lit("state or territory"))
        .alias("recipient_kind"),
        pl.col("Designation").alias("designation"),
        pl.col("Description").alias("description"),
        pl.col("Armament category").alias("sipri_category"),
        pl.struct("Armament category", "Description")
        .map_elements(lambda pair: weapon_category(*pair.values()), return_dtype=pl.String)
        .alias("category"),
        pl.col("Order date").cast(pl.Int32).alias("order_year"),
        _yes("Order date is estimate").alias("is_order_year_estimated"),
        pl.col("Delivery year").cast(pl.Int32).alias("year"),
        _yes("Delivery year is estimate").alias("is_year_estimated"),
        pl.col("Numbers delivered").cast(pl.Int32).alias("n_weapons"),
        _yes("Numbers delivered is estimate").alias("is_number_estimated"),
        pl.col("Status").alias("status"),
        pl.col("TIV delivery values").cast(pl.Float64).alias("tiv_m"),
        (pl.col("Local production;") == "Yes;").alias("is_local_production"),
    )
    return checked(frame, "source.sipri_register")


def _yes(name: str) -> pl.Expr:
    return pl.col(name).replace_strict({"Yes": True, "No": False}, return_dtype=pl.Boolean)
