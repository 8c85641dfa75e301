"""SIPRI's workbook of spending: one reader for every release, and each fault with its sheet, row and year."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.sources.workbooks import Cell, write_workbook

from statusquo.core.errors import InputError, SourceError
from statusquo.core.origin import Release
from statusquo.sources import sipri_milex
from statusquo.sources.sipri_milex import CONSTANT, CURRENT, ORIGIN, SHARE_OF_GDP

CONSTANT_SHEET = "Constant (2025) US$"
YEARS = (2024, 2025, 2026)

Sheets = dict[str, list[list[Cell]]]


def sheet(*columns: str, rows: dict[str, tuple[Cell, ...]]) -> list[list[Cell]]:
    """A sheet as SIPRI lays it out: lines of text, the header, an empty line, headings of regions, countries."""
    blank: list[Cell] = [None] * (len(columns) - 1)
    empty: list[Cell] = [*blank, *[None] * len(YEARS)]
    return [
        ["Military expenditure by country © SIPRI 2027"],
        ['"..." = data unavailable. "xxx" = country did not exist.'],
        [],
        [*(name or None for name in columns), *YEARS],
        [],
        ["Europe", *empty],
        ["Central Asia", *blank, "...", "...", "..."],
        *([country, *blank, *cells] for country, cells in rows.items()),
    ]


def made_up() -> Sheets:
    """A release nobody has seen: three countries, 2024 to 2026, at prices of 2025, with each kind of missing figure."""
    return {
        "Front page": [["SIPRI"]],
        CONSTANT_SHEET: sheet(
            "Country",
            "",
            "Notes",
            rows={"Armenia": (1.5, 2.5, 3.5), "Georgia": ("…", "...", None), "Kosovo": ("xxx", 0, 7)},
        ),
        "Current US$": sheet(
            "Country", "Notes", rows={"Armenia": (1.0, 2.0, 0), "Georgia": ("...", "...", ""), "Kosovo": ("xxx", 0, 6)}
        ),
        "Share of GDP": sheet(
            "Country",
            "Notes",
            rows={"Armenia": (0.01, 0.02, 0.03), "Georgia": ("...", "...", "..."), "Kosovo": ("xxx", 0, 0.04)},
        ),
        "Local currency calendar years": sheet(
            "Country",
            "Currency",
            "Notes",
            rows={"Armenia": (9, 9, 9), "Georgia": ("...", "...", "..."), "Kosovo": ("xxx", 0, 5)},
        ),
        "Footnotes": [["Footnotes and special notes"]],
    }


UNSEEN = Release("2024-2026", 2024, 2026, facts={"base_year": 2025})


def cell(frame: pl.DataFrame, country: str, year: int, measure: str) -> tuple[float | None, str | None]:
    chosen = (pl.col("country") == country) & (pl.col("year") == year) & (pl.col("measure") == measure)
    return frame.filter(chosen).select("value", "missing_reason").row(0)


def test_a_release_nobody_has_seen_tells_its_years_and_its_base_year(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "any name.xlsx", made_up())
    assert sipri_milex.release_of(path) == UNSEEN
    frame = sipri_milex.read_spending_file(path, UNSEEN)
    assert frame.height == 3 * len(YEARS) * 3
    assert frame.filter(measure=CONSTANT)["base_year"].unique().to_list() == [2025]
    assert frame.filter(pl.col("measure") != CONSTANT)["base_year"].null_count() == 18
    assert cell(frame, "Armenia", 2026, SHARE_OF_GDP)[0] == pytest.approx(3)


def test_every_way_to_be_missing_is_told_apart(tmp_path: Path) -> None:
    frame = sipri_milex.read_spending_file(write_workbook(tmp_path / "x.xlsx", made_up()), UNSEEN)
    assert cell(frame, "Georgia", 2024, CONSTANT) == (None, "no figure")
    assert cell(frame, "Georgia", 2025, CONSTANT) == (None, "no figure")
    assert cell(frame, "Georgia", 2026, CONSTANT) == (None, "left blank")
    assert cell(frame, "Georgia", 2026, CURRENT) == (None, "left blank")
    assert cell(frame, "Kosovo", 2024, CURRENT) == (None, "no state")
    assert cell(frame, "Armenia", 2026, CURRENT) == (None, "lost in conversion")
    assert cell(frame, "Kosovo", 2025, CURRENT) == (0.0, None)


def test_what_an_unseen_release_has_otherwise_than_the_last_known_is_told_and_not_refused(tmp_path: Path) -> None:
    frame = sipri_milex.read_spending_file(write_workbook(tmp_path / "x.xlsx", made_up()), UNSEEN)
    assert sipri_milex.differences(frame, UNSEEN) == (
        "constant prices of: found 2025, known 2024",
        "last year: found 2026, known 2025",
        "countries: found 3, known 174",
        "zeros of the current-US$ sheet with a positive budget: found 1, known 33",
        "blank cells in the rows of countries: found 2, known 33",
    )


def test_a_heading_of_a_region_is_no_country_even_with_marks(tmp_path: Path) -> None:
    frame = sipri_milex.read_spending_file(write_workbook(tmp_path / "x.xlsx", made_up()), UNSEEN)
    assert set(frame["country"]) == {"Armenia", "Georgia", "Kosovo"}


def wrong_figure(sheets: Sheets) -> None:
    sheets["Current US$"][7][3] = "2,5"


def negative_figure(sheets: Sheets) -> None:
    sheets["Share of GDP"][9][4] = -0.1


def region_with_a_figure(sheets: Sheets) -> None:
    sheets[CONSTANT_SHEET][5][4] = 12.0


def country_in_one_sheet_only(sheets: Sheets) -> None:
    sheets["Share of GDP"][8][0] = "Atlantis"


def country_twice(sheets: Sheets) -> None:
    sheets["Current US$"].append(sheets["Current US$"][7])


def figures_without_a_country(sheets: Sheets) -> None:
    sheets["Current US$"].append([None, None, 1, 2, 3])


def no_header(sheets: Sheets) -> None:
    sheets["Current US$"][3][0] = "State"


def year_left_out(sheets: Sheets) -> None:
    sheets["Current US$"][3][3] = "x"


def shorter_years(sheets: Sheets) -> None:
    sheets["Current US$"] = [row[:4] for row in sheets["Current US$"]]


def no_shares(sheets: Sheets) -> None:
    del sheets["Share of GDP"]


def no_constant_prices(sheets: Sheets) -> None:
    sheets["Constant prices"] = sheets.pop(CONSTANT_SHEET)


def another_base_year(sheets: Sheets) -> None:
    sheets["Constant (2021) US$"] = sheets.pop(CONSTANT_SHEET)


@pytest.mark.parametrize(
    ("spoil", "line", "said"),
    [
        (wrong_figure, 8, ["sheet Current US$, Armenia, 2025", "found '2,5'", "allowed a number from 0, ... or xxx"]),
        (negative_figure, 10, ["sheet Share of GDP, Kosovo, 2026", "found '-0.1'"]),
        (region_with_a_figure, 6, ["a region has a figure", f"sheet {CONSTANT_SHEET}, Europe, 2025", "12"]),
        (country_in_one_sheet_only, None, ["sheet Share of GDP", "found Atlantis, Georgia"]),
        (country_twice, 11, ["a country has two rows", "Armenia"]),
        (figures_without_a_country, 11, ["a row of figures has no country", "sheet Current US$"]),
        (no_header, None, ["sheet Current US$", "allowed one row that begins with Country"]),
        (year_left_out, None, ["sheet Current US$", "found 2024, 2026", "allowed one column a year"]),
        (shorter_years, None, ["the years are not the release's", "found 2024 to 2025", "allowed 2024 to 2026"]),
        (no_shares, None, ["no workbook of SIPRI's", "sheets", "allowed Constant (year) US$, Current US$"]),
        (no_constant_prices, None, ["no workbook of SIPRI's", "found Front page"]),
        (another_base_year, None, ["the base year is not the release's", "found 2021", "allowed 2025"]),
    ],
)
def test_a_fault_names_file_sheet_row_and_year_with_what_was_found_and_what_is_allowed(
    spoil: object, line: int | None, said: list[str], tmp_path: Path
) -> None:
    sheets = deepcopy(made_up())
    assert callable(spoil)
    spoil(sheets)
    path = write_workbook(tmp_path / "spoilt.xlsx", sheets)
    with pytest.raises(InputError) as caught:
        sipri_milex.read_spending_file(path, UNSEEN)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert problem.line == line
    for words in said:
        assert words in str(problem)


@pytest.mark.parametrize("content", [b"", b"country,year\nArmenia,2024\n", b"PK\x03\x04 cut short"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    for read in (sipri_milex.release_of, lambda path: sipri_milex.read_spending_file(path, UNSEEN)):
        with pytest.raises(InputError, match=r"other\.xlsx: the workbook cannot be read; found "):
            read(path)
    with pytest.raises(InputError, match="there is no such file"):
        sipri_milex.release_of(tmp_path / "absent.xlsx")


@pytest.mark.raw
@pytest.mark.parametrize("release", ORIGIN.releases, ids=lambda release: release.version)
def test_every_known_release_is_known_by_its_bytes_and_has_what_is_known_of_it(release: Release, raw_dir: Path) -> None:
    path = raw_dir / release.files[0].path
    if not path.is_file():
        pytest.skip(f"{release.version} is not at hand")
    assert sipri_milex.release_of(path) == release
    frame = sipri_milex.read_spending_file(path, release)
    assert sipri_milex.differences(frame, release) == ()
    assert set(frame.filter(measure=CONSTANT)["base_year"]) == {release.facts["base_year"]}


@pytest.mark.raw
def test_a_known_release_with_other_defects_is_refused(monkeypatch: pytest.MonkeyPatch, raw_dir: Path) -> None:
    facts = {**ORIGIN.facts, "zeros_lost_in_conversion": 1}
    monkeypatch.setattr(sipri_milex, "ORIGIN", replace(ORIGIN, facts=facts))
    with pytest.raises(SourceError, match="found 33, known 1; look at what changed"):
        sipri_milex.read_spending(raw_dir)


@pytest.mark.raw
def test_the_2026_release_has_spending_of_2025_at_prices_of_2024(raw_dir: Path) -> None:
    """SIPRI's own figures: Azerbaijan 24 % up on the year before, Armenia 16 %."""
    frame = sipri_milex.read_spending(raw_dir)
    spent = {
        (name, year): cell(frame, name, year, CONSTANT)[0] for name in ("Azerbaijan", "Armenia") for year in YEARS[:2]
    }
    assert spent["Azerbaijan", 2025] == pytest.approx(4672.66, abs=0.01)
    assert spent["Armenia", 2025] == pytest.approx(1645.81, abs=0.01)
    assert spent["Azerbaijan", 2025] / spent["Azerbaijan", 2024] == pytest.approx(1.237, abs=0.001)
    assert spent["Armenia", 2025] / spent["Armenia", 2024] == pytest.approx(1.160, abs=0.001)


@pytest.mark.raw
def test_what_the_2026_release_leaves_blank_is_known(raw_dir: Path) -> None:
    frame = sipri_milex.read_spending(raw_dir)
    blank = frame.filter(missing_reason="left blank")
    told = blank.group_by("country", "measure").agg(
        pl.col("year").min().alias("first"), pl.col("year").max().alias("last")
    )
    assert set(told.rows()) == {("Taiwan", CONSTANT, 1954, 1975), ("Yemen", CURRENT, 2015, 2025)}
    assert frame.filter(pl.col("country") == "Cuba", measure=CONSTANT)["value"].count() == 0
