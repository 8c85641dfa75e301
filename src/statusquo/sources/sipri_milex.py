"""SIPRI Military Expenditure Database 1949-2024 (April 2025): spending of states, sheet by sheet.

Three sheets are read: constant (2023) US$, current US$, and share of GDP. Two marks for a missing figure mean
different things and are kept apart: "..." is a year for which SIPRI has no figure, "xxx" a year in which the
state did not exist. The share of GDP is a fraction in the file and percent here. The sheet "Share of govt.
spending cleaned" was added by whoever uploaded the copy and is ignored.

A third way to be missing is a defect of the file: where a currency lost its value so fast that the conversion
into current US$ rounds to nothing, the current-US$ sheet shows 0 although the budget in local currency is
positive (Armenia 1992: 6.5 million in local currency, 2.2 % of GDP, 0 US$). Such a zero is no spending
figure; it is missing here, with the reason. A zero with a zero budget (Costa Rica, Iceland, Panama) stays 0.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path

if TYPE_CHECKING:
    from fastexcel import ExcelReader

ORIGIN = Origin(
    id="sipri-milex",
    title="SIPRI Military Expenditure Database",
    producer="Stockholm International Peace Research Institute (SIPRI)",
    version="1949-2024 (April 2025)",
    terms="(c) SIPRI: free with attribution, republication of at most 10 %",
    citation=(
        "Stockholm International Peace Research Institute (SIPRI) (2025) SIPRI Military "
        "Expenditure Database. "
        "https://www.sipri.org/databases/milex.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "sipri2025milex",
            "author": "{Stockholm International Peace Research Institute}",
            "title": "{SIPRI} Military Expenditure Database, 1949--2024",
            "year": "2025",
            "url": "https://www.sipri.org/databases/milex",
        },
    ),
    domain=Domain(
        first_year=1949,
        last_year=2024,
        system="sipri",
        unit="state-year",
        note="constant-price series of most states start later than 1949",
    ),
    files=(
        RawFile(
            "sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx",
            "Jakob-al28/defense-sector-dashboard",
            "11b7b5094c50a50380de0f3cfd502344e0dd4bf0",
            "data/SIPRI-Milex-data-1949-2024_2.xlsx",
            942_828,
            "abab8d1462862858f11838dbc13a14ab061bd932f20b5889688d9bdf53e57625",
        ),
    ),
    link="https://www.sipri.org/databases/milex",
    quirks=(
        "A sheet was added by the uploader of the copy and is not read.",
        "The share of GDP is a fraction in the file and percent here.",
        "The current-US$ sheet shows 0 for positive budgets in vanishing currencies (Armenia "
        "1992 among them); "
        "these zeros are missing here.",
        "Estimates and uncertain figures are marked by the colour of a cell only, which is not read.",
        "The Soviet Union and Russia overlap in 1987-1990 in the current-US$ sheet; the USSR's row is used to 1991.",
    ),
    short="SIPRI Military Expenditure Database 2025",
)

SHEETS = {
    "spending_usd2023m": "Constant (2023) US$",
    "spending_usdm": "Current US$",
    "spending_gdp_pct": "Share of GDP",
}
LOCAL_CURRENCY_SHEET = "Local currency calendar years"

NO_FIGURE, NO_STATE = "...", "xxx"

KNOWN_ZEROS_LOST_IN_CONVERSION = 248
"""Cells of the current-US$ sheet that are 0 for a positive budget in local currency; one is Armenia 1992."""


def read_spending(raw: Path) -> pl.DataFrame:
    """Return one row per country, year and measure, as table ``source.sipri_milex`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    import fastexcel

    book = fastexcel.read_excel(raw_path(raw, ORIGIN))
    sheets = [_read_sheet(book, sheet).with_columns(measure=pl.lit(measure)) for measure, sheet in SHEETS.items()]
    local = _read_sheet(book, LOCAL_CURRENCY_SHEET).select("country", "year", local="cell")
    number = pl.col("cell").cast(pl.Float64, strict=False)
    frame = (
        pl.concat(sheets)
        .join(local, on=["country", "year"], how="left")
        .with_columns(
            value=pl.when(pl.col("measure") == "spending_gdp_pct").then(number * 100).otherwise(number),
            missing_reason=pl.when(pl.col("cell") == NO_FIGURE)
            .then(pl.lit("no figure"))
            .when(pl.col("cell") == NO_STATE)
            .then(pl.lit("no state"))
            .when(
                (pl.col("measure") == "spending_usdm")
                & (number == 0)
                & (pl.col("local").cast(pl.Float64, strict=False) > 0)
            )
            .then(pl.lit("lost in conversion")),
        )
        .with_columns(value=pl.when(pl.col("missing_reason").is_null()).then("value"))
    )
    _refuse_surprises(frame)
    columns = ["country", "year", "measure", "value", "missing_reason"]
    return checked(frame.select(columns).sort("country", "year", "measure"), "source.sipri_milex")


def _read_sheet(book: ExcelReader, name: str) -> pl.DataFrame:
    """Return the cells of one sheet as country, year, cell, without the headings of regions."""
    sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    first = sheet.columns[0]
    header = sheet.with_row_index("at").filter(pl.col(first) == "Country").row(0, named=True)
    years = {column: int(float(text)) for column, text in header.items() if _is_year(text)}
    return (
        sheet.slice(header["at"] + 1)
        .filter(pl.any_horizontal(pl.col(list(years)).is_not_null()))
        .select(
            pl.col(first).str.strip_chars().alias("country"),
            *(pl.col(c).alias(str(y)) for c, y in years.items()),
        )
        .unpivot(index="country", variable_name="year", value_name="cell")
        .with_columns(pl.col("year").cast(pl.Int32))
    )


def _is_year(text: object) -> bool:
    return isinstance(text, str) and text.removesuffix(".0").isdigit() and len(text.removesuffix(".0")) == 4


def _refuse_surprises(frame: pl.DataFrame) -> None:
    unread = frame.filter(pl.col("value").is_null() & pl.col("missing_reason").is_null())
    if unread.height:
        country, year, cell = unread.select("country", "year", "cell").row(0)
        raise SourceError(
            f"{ORIGIN.id}: {unread.height} cells cannot be read, first {country} {year}, found {cell!r}, "
            f"allowed a number, {NO_FIGURE!r} or {NO_STATE!r}"
        )
    lost = frame.filter(pl.col("missing_reason") == "lost in conversion").height
    what = "zeros of the current-US$ sheet with a positive budget in local currency"
    refuse_other_count(ORIGIN, what, lost, KNOWN_ZEROS_LOST_IN_CONVERSION)
