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

import re
from datetime import datetime
from pathlib import Path

import polars as pl

from statusquo.core.domain import Domain
from statusquo.core.errors import InputError, Problem
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.csv_rows import Cell, code, whole_number
from statusquo.sources.csv_stream import stream_table
from statusquo.sources.raw import raw_path
from statusquo.sources.weapon_categories import BY_SIPRI_CATEGORY, weapon_category

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

FIRST_FIELD = "SIPRI AT Database ID"
"""The field with which the line of names begins."""

LIMIT_PREAMBLE_LINES = 40
LAST_YEAR_IN_TITLE = 2025
STATES_WITHOUT_ASTERISK = ("Northern Cyprus", "Western Sahara")
"""Recipients that are no UN members and yet carry no asterisk."""

_ESTIMATED = {"Yes": True, "No": False}
_GENERATED = re.compile(r"Data generated: (\d{1,2} \w{3} \d{4})")
_PAIR = ("Armament category", "Description")


def _number(field: str) -> Cell:
    value = pl.col(field).str.strip_chars().cast(pl.Float64, strict=False)
    return Cell(field, pl.when(value.is_finite()).then(value), "a number")


_CELLS = {
    "line": Cell(FIRST_FIELD, pl.int_range(1, pl.len() + 1, dtype=pl.Int32), "text"),
    "deal_id": whole_number(FIRST_FIELD),
    "supplier": Cell("Supplier", pl.col("Supplier"), "text"),
    "recipient": Cell("Recipient", pl.col("Recipient"), "text"),
    "recipient_kind": Cell(
        "Recipient",
        pl.when(pl.col("Recipient").str.ends_with("**"))
        .then(pl.lit("organisation"))
        .when(pl.col("Recipient").str.ends_with("*"))
        .then(pl.lit("non-state"))
        .otherwise(pl.lit("state or territory")),
        "text",
    ),
    "designation": Cell("Designation", pl.col("Designation"), "text"),
    "description": Cell("Description", pl.col("Description"), "text"),
    "sipri_category": code("Armament category", {name: name for name in BY_SIPRI_CATEGORY}),
    "category": Cell(
        "Armament category",
        pl.struct(*_PAIR).map_elements(
            lambda pair: weapon_category(*pair.values()) if pair[_PAIR[0]] in BY_SIPRI_CATEGORY else None,
            return_dtype=pl.String,
        ),
        ", ".join(BY_SIPRI_CATEGORY),
    ),
    "order_year": whole_number("Order date"),
    "is_order_year_estimated": code("Order date is estimate", _ESTIMATED),
    "year": whole_number("Delivery year"),
    "is_year_estimated": code("Delivery year is estimate", _ESTIMATED),
    "n_weapons": whole_number("Numbers delivered"),
    "is_number_estimated": code("Numbers delivered is estimate", _ESTIMATED),
    "status": Cell("Status", pl.col("Status"), "text"),
    "tiv_m": _number("TIV delivery values"),
    "is_local_production": code("Local production;", {"Yes;": True, "No;": False}),
}


def read_register(raw: Path) -> pl.DataFrame:
    """Return one row per line of the register, as table ``source.sipri_register`` declares it.

    Raises:
        SourceError: when the file is absent or is not the pinned one.
    """
    return read_register_file(raw_path(raw, ORIGIN))


def read_register_file(path: Path) -> pl.DataFrame:
    """Return the same of an export of any day.

    Args:
        path: the CSV file, with the lines that SIPRI sets before the names of the fields.

    Raises:
        InputError: when it is no such file or breaks its declaration; it names the line.
    """
    return stream_table(path, _CELLS, "source.sipri_register", skip_lines=preamble(path)[0])


def preamble(path: Path) -> tuple[int, str]:
    """Return how many lines stand before the names of the fields, and the day on which SIPRI made the export.

    Raises:
        InputError: when no line begins with `FIRST_FIELD`.
    """
    generated = ""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in zip(range(LIMIT_PREAMBLE_LINES), stream, strict=False):
            if line.startswith(FIRST_FIELD):
                return number, generated
            if match := _GENERATED.search(line):
                generated = match[1]
    raise InputError(
        Problem("the export has no line of names", str(path), allowed=f"a line that begins with {FIRST_FIELD}")
    )


def version_of(path: Path, register: pl.DataFrame) -> str:
    """Return what stands for the version of an export: its years and the day on which SIPRI made it.

    Args:
        path: the CSV file.
        register: as `read_register_file` returns it.
    """
    first, last = register.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
    generated = preamble(path)[1]
    if not generated:
        return f"{first}-{last}"
    day = datetime.strptime(generated, "%d %b %Y")
    return f"{first}-{last}, generated {day.day} {day:%B %Y}"
