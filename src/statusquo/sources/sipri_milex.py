"""SIPRI Military Expenditure Database: spending of states, sheet by sheet, of any release in the workbook's format.

Three sheets are read: constant US$, current US$, and share of GDP. The constant dollars are of the year that stands in
the name of their sheet, ``Constant (2024) US$``; it moves with every release, and the cells carry it. Of the missing
figures two marks mean different things and are kept apart: "..." (one character in some rows) is a year for which SIPRI
has no figure, "xxx" a year in which the state did not exist. The share of GDP is a fraction in the file and percent
here. Headings of regions stand between the countries, some of them with "..." in every year.

Two more ways to be missing are defects. Where a currency lost its value so fast that the conversion into current US$
rounds to nothing, the current-US$ sheet shows 0 although the budget in local currency is positive (Yugoslavia
1958-1990; until the release of 2025 Armenia 1992 as well: 6.5 million in local currency, 2.2 % of GDP, 0 US$). Such a
zero is no spending figure; it is missing here, with the reason. A zero with a zero budget (Costa Rica, Iceland, Panama)
stays 0. And some cells are blank. How often either is there is known of each release that somebody looked at
(`Release.facts`); `differences` says where a file has it otherwise.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.errors import InputError, Problem, SourceError
from statusquo.core.files import sha256_of
from statusquo.core.origin import Release
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.workbooks import open_workbook

if TYPE_CHECKING:
    from fastexcel import ExcelReader


ORIGIN = origin("sipri-milex")

CONSTANT, CURRENT, SHARE_OF_GDP = "spending_constant_usdm", "spending_usdm", "spending_gdp_pct"
MEASURES = (CONSTANT, CURRENT, SHARE_OF_GDP)
"""What is read, named as the columns of table ``spending``: million US$ at constant and current prices, percent."""

CURRENT_SHEET, SHARE_SHEET, LOCAL_CURRENCY_SHEET = "Current US$", "Share of GDP", "Local currency calendar years"
_CONSTANT_SHEET = re.compile(r"Constant \((\d{4})\) US\$")

NO_FIGURE, NO_STATE = ("...", "…"), "xxx"
REGIONS = frozenset(
    {
        "Africa",
        "North Africa",
        "sub-Saharan Africa",
        "Americas",
        "Central America and the Caribbean",
        "North America",
        "South America",
        "Asia & Oceania",
        "Oceania",
        "South Asia",
        "East Asia",
        "South East Asia",
        "Central Asia",
        "Europe",
        "Central Europe",
        "Eastern Europe",
        "Western Europe",
        "Middle East",
    }
)
"""Headings between the countries."""

KNOWN_DEFECTS = {
    "zeros_lost_in_conversion": ("lost in conversion", "zeros of the current-US$ sheet with a positive budget"),
    "blank_cells": ("left blank", "blank cells in the rows of countries"),
}
"""Facts of a release: the reason under which the cells are missing, and what a message calls them."""


def read_spending(raw: Path) -> pl.DataFrame:
    """Return one row per country, year and measure of the pinned file, as table ``source.sipri_milex`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or has not the defects that are known of it.
    """
    frame = read_spending_file(raw_path(raw, ORIGIN), ORIGIN.release)
    if unlike := differences(frame, ORIGIN.release):
        raise SourceError(f"{ORIGIN.id}: {'; '.join(unlike)}; look at what changed")
    return frame


def read_spending_file(path: Path, release: Release) -> pl.DataFrame:
    """Return one row per country, year and measure of a workbook, as table ``source.sipri_milex`` declares it.

    Args:
        path: the workbook, of any release in this format.
        release: the release it is of, as `release_of` gives it: its years and its base year must be the file's.

    Raises:
        InputError: when there is no such file or it is no such workbook, when sheets, years, countries or the base year
            differ from each other or from the release's, or when a cell holds neither a figure nor a mark.
        MissingExtraError: when the package that reads workbooks is not installed.
    """
    book = _opened(path)
    name, base_year = _constant_sheet(book, path)
    if base_year != release.facts.get("base_year"):
        raise _refused("the base year is not the release's", path, name, str(base_year), release.facts.get("base_year"))
    names = (name, CURRENT_SHEET, SHARE_SHEET, LOCAL_CURRENCY_SHEET)
    constant, current, share, local = (_cells(book, path, name, release) for name in names)
    for sheet, cells in zip(names[1:], (current, share, local), strict=True):
        if strange := sorted({*cells["country"]} ^ {*constant["country"]}):
            raise _refused("the countries are not those of the other sheets", path, sheet, ", ".join(strange))
    budgets = local.select("country", "year", budget="figure")
    frame = (
        pl.concat(
            cells.with_columns(measure=pl.lit(measure))
            for measure, cells in zip(MEASURES, (constant, current, share), strict=True)
        )
        .join(budgets, on=["country", "year"], how="left")
        .with_columns(
            missing_reason=pl.when((pl.col("measure") == CURRENT) & (pl.col("figure") == 0) & (pl.col("budget") > 0))
            .then(pl.lit(KNOWN_DEFECTS["zeros_lost_in_conversion"][0]))
            .otherwise("missing_reason"),
            base_year=pl.when(pl.col("measure") == CONSTANT).then(pl.lit(base_year, pl.Int32)),
        )
        .with_columns(
            value=pl.when(pl.col("missing_reason").is_null()).then(
                pl.when(pl.col("measure") == SHARE_OF_GDP).then(pl.col("figure") * 100).otherwise("figure")
            )
        )
    )
    columns = ["country", "year", "measure", "value", "missing_reason", "base_year"]
    return checked(frame.select(columns).sort("country", "year", "measure"), "source.sipri_milex")


def release_of(path: Path) -> Release:
    """Return the release that a workbook is of: a known one by its bytes, else one made up from what it says of itself.

    A release that nobody has looked at has its years and its base year, and no counts of defects.

    Raises:
        InputError: when there is no such file, or it is no workbook of this database.
        MissingExtraError: when the package that reads workbooks is not installed.
    """
    book = _opened(path)
    name, base_year = _constant_sheet(book, path)
    sha256 = sha256_of(path)
    for release in ORIGIN.releases:
        if any(file.sha256 == sha256 for file in release.files):
            return release
    years = _header(_sheet(book, path, name), path, name)[1].values()
    return Release(f"{min(years)}-{max(years)}", min(years), max(years), facts={"base_year": base_year})


def differences(frame: pl.DataFrame, release: Release) -> tuple[str, ...]:
    """Return in words what a release has otherwise than it is known to have, or than the last one that is known.

    Args:
        frame: what `read_spending_file` returned.
        release: the release; one that nobody has looked at is held against the last that somebody has.

    Returns:
        One clause for each difference, such as "constant prices of: found 2025, known 2024".
    """
    is_known = KNOWN_DEFECTS.keys() <= release.facts.keys()
    known = release if is_known else ORIGIN.releases[-1]
    found: dict[str, tuple[object, object]] = {
        "constant prices of": (frame["base_year"].max(), known.facts["base_year"]),
        "last year": (frame["year"].max(), known.last_year),
        "countries": (frame["country"].n_unique(), known.facts["countries"]),
        **{
            what: (frame.filter(pl.col("missing_reason") == reason).height, known.facts[fact])
            for fact, (reason, what) in KNOWN_DEFECTS.items()
        },
    }
    return tuple(f"{what}: found {now}, known {before}" for what, (now, before) in found.items() if now != before)


def _opened(path: Path) -> ExcelReader:
    return open_workbook(path, allowed="a workbook of SIPRI, .xlsx")


def _constant_sheet(book: ExcelReader, path: Path) -> tuple[str, int]:
    """Return the name and the base year of the sheet at constant prices, by which the workbook is known."""
    names = [(name, int(match[1])) for name in book.sheet_names if (match := _CONSTANT_SHEET.fullmatch(name))]
    absent = [name for name in (CURRENT_SHEET, SHARE_SHEET, LOCAL_CURRENCY_SHEET) if name not in book.sheet_names]
    if len(names) != 1 or absent:
        wanted = f"Constant (year) US$, {CURRENT_SHEET}, {SHARE_SHEET}, {LOCAL_CURRENCY_SHEET}"
        found = ", ".join(book.sheet_names)
        raise InputError(
            Problem("this is no workbook of SIPRI's spending database", str(path), None, "sheets", found, wanted)
        )
    return names[0]


def _sheet(book: ExcelReader, path: Path, name: str) -> pl.DataFrame:
    """Return a sheet as text, its first column as `country`, with the row of the sheet as `line`."""
    import fastexcel

    try:
        sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as cause:
        raise _refused("the sheet cannot be read", path, name, str(cause).splitlines()[0]) from cause
    sheet = sheet.select(pl.all().str.strip_chars())
    return sheet.rename({sheet.columns[0]: "country"}).with_row_index("line", offset=1)


def _header(sheet: pl.DataFrame, path: Path, name: str) -> tuple[int, dict[str, int]]:
    """Return the line of the header and, by column, the years; columns under another heading or none do not count."""
    header = sheet.filter(pl.col("country") == "Country")
    if header.height != 1:
        raise _refused(
            "the sheet has no header", path, name, f"{header.height} rows", "one row that begins with Country"
        )
    row = header.row(0, named=True)
    texts = {column: text.removesuffix(".0") for column, text in row.items() if isinstance(text, str)}
    years = {column: int(text) for column, text in texts.items() if re.fullmatch(r"[12]\d{3}", text)}
    told = list(years.values())
    if not told or told != list(range(told[0], told[0] + len(told))):
        raise _refused(
            "the years of the header do not follow each other",
            path,
            name,
            ", ".join(map(str, told)),
            "one column a year",
        )
    return row["line"], years


def _cells(book: ExcelReader, path: Path, name: str, release: Release) -> pl.DataFrame:
    """Return the cells of one sheet as country, year, figure and missing_reason, without the headings of regions."""
    sheet = _sheet(book, path, name)
    line, years = _header(sheet, path, name)
    first, last = min(years.values()), max(years.values())
    if (first, last) != (release.first_year, release.last_year):
        allowed = f"{release.first_year} to {release.last_year}"
        raise _refused("the years are not the release's", path, name, f"{first} to {last}", allowed)
    is_row = (pl.col("line") > line) & pl.any_horizontal(pl.col(list(years)).is_not_null())
    cells = (
        sheet.filter(is_row)
        .select("line", "country", *(pl.col(column).alias(str(year)) for column, year in years.items()))
        .unpivot(index=["line", "country"], variable_name="year", value_name="cell")
        .with_columns(
            pl.col("year").cast(pl.Int32),
            figure=pl.col("cell").cast(pl.Float64, strict=False),
            missing_reason=pl.when(pl.col("cell").is_in(NO_FIGURE))
            .then(pl.lit("no figure"))
            .when(pl.col("cell") == NO_STATE)
            .then(pl.lit("no state"))
            .when(pl.col("cell").fill_null("") == "")
            .then(pl.lit(KNOWN_DEFECTS["blank_cells"][0])),
        )
    )
    is_figure = pl.col("figure").is_finite() & (pl.col("figure") >= 0)
    is_heading = pl.col("country").is_in(list(REGIONS)).fill_null(False)
    strange = cells.filter(pl.col("missing_reason").is_null() & (is_heading | ~is_figure.fill_null(False)))
    if strange.height:
        row = strange.sort("line", "year").row(0, named=True)
        what = "a region has a figure" if row["country"] in REGIONS else "the cell holds neither a figure nor a mark"
        place = f"sheet {name}, {row['country']}, {row['year']}"
        allowed = f"a number from 0, {NO_FIGURE[0]} or {NO_STATE}"
        raise InputError(Problem(what, str(path), row["line"], place, repr(row["cell"]), allowed))
    nameless = cells.filter(pl.col("country").fill_null("") == "")
    if nameless.height:
        place = f"sheet {name}"
        raise InputError(Problem("a row of figures has no country", str(path), nameless["line"].sort()[0], place))
    of_countries = cells.filter(~is_heading)
    twice = of_countries.filter(pl.struct("country", "year").is_duplicated())
    if twice.height:
        row = twice.row(-1, named=True)
        raise InputError(
            Problem("a country has two rows", str(path), row["line"], f"sheet {name}", str(row["country"]), "one row")
        )
    return of_countries.select("country", "year", "figure", "missing_reason")


def _refused(what: str, path: Path, sheet: str, found: str, allowed: object = None) -> InputError:
    return InputError(
        Problem(what, str(path), None, f"sheet {sheet}", found, None if allowed is None else str(allowed))
    )
