"""A small workbook that asks for gigabytes is refused before it is laid out, in one message."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from statusquo.core.errors import InputError
from statusquo.sources import sdm, workbooks


def workbook(path: Path, sheet: str, *, parts: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
        for n in range(parts):
            book.writestr(f"xl/part{n}.xml", "<x/>")
    return path


@pytest.mark.parametrize(
    ("sheet", "parts", "told"),
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
            0,
            "1,048,576 rows by 16,384 columns",
        ),
        (
            '<row r="1"><c s="1" r="A1"/></row><row r="9"><c s="1" r="B5000000"/></row>',
            0,
            "5,000,000 rows by 2 columns",
        ),
        ("", 101, "the workbook has too many parts; found 102; allowed at most 100"),
        ("", 0, "the workbook cannot be read"),
    ],
)
def test_a_workbook_beyond_the_bounds_is_refused(tmp_path: Path, sheet: str, parts: int, told: str) -> None:
    path = workbook(tmp_path / "own.xlsx", sheet, parts=parts)
    with pytest.raises(InputError, match=told):
        sdm.read_movements(path)


def test_a_workbook_that_unpacks_to_more_than_any_data_set_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BYTES", 1 << 20)
    path = workbook(tmp_path / "own.xlsx", "<row/>" * (1 << 18))
    assert path.stat().st_size < 10_000
    with pytest.raises(InputError, match="too large unpacked"):
        sdm.read_movements(path)
