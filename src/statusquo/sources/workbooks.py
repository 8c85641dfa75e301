"""Workbooks (.xlsx) that nobody vouches for: held against bounds before the reader gets them.

A workbook is a zip of XML. The reader lays every sheet out as a full rectangle up to its last row and column, so that
one cell at XFD1048576 asks for more memory than there is, and a megabyte may unpack to gigabytes. Each part is
therefore unpacked once, in pieces, and counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from statusquo.core.errors import InputError, MissingExtraError, Problem
from statusquo.core.files import kind_of

if TYPE_CHECKING:
    from fastexcel import ExcelReader

MOST_PARTS, MOST_UNPACKED_BYTES, MOST_CELLS = 100, 256 << 20, 5_000_000
"""The largest workbook among the data sets has 20 parts, 60 MB unpacked and half a million cells in a sheet."""

_PIECE, _OVERLAP = 1 << 20, 64
_CELL = re.compile(rb'<c\s[^<>]{0,40}?\br="([A-Z]{1,3})(\d{1,7})"')


def open_workbook(path: Path, *, allowed: str) -> ExcelReader:
    """Return a workbook that is within bounds, open.

    Args:
        path: the file.
        allowed: what it should be, for the message.

    Raises:
        InputError: when there is no such file, it is no workbook, or it is beyond the bounds.
        MissingExtraError: when the package that reads workbooks is not installed.
    """
    if kind_of(path) != "a file":
        raise InputError(Problem("there is no such file", str(path), allowed=allowed))
    try:
        import fastexcel
    except ModuleNotFoundError as cause:
        raise MissingExtraError("reading a workbook (.xlsx)", "build") from cause
    try:
        _refuse_beyond_bounds(path)
        return fastexcel.read_excel(path)
    except (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as cause:
        found = (str(cause).splitlines() or ["no workbook"])[0]
        raise InputError(Problem("the workbook cannot be read", str(path), found=found, allowed=allowed)) from cause


def _refuse_beyond_bounds(path: Path) -> None:
    def refuse(what: str, found: str, most: str) -> None:
        raise InputError(Problem(what, str(path), found=found, allowed=f"at most {most}"))

    unpacked = 0
    with zipfile.ZipFile(path) as book:
        members = book.infolist()
        if len(members) > MOST_PARTS:
            refuse("the workbook has too many parts", f"{len(members):,}", f"{MOST_PARTS:,}")
        for member in members:
            n_rows = n_columns = 0
            before = b""
            with book.open(member) as part:
                while piece := part.read(_PIECE):
                    unpacked += len(piece)
                    if unpacked > MOST_UNPACKED_BYTES:
                        refuse("the workbook is too large unpacked", "more", f"{MOST_UNPACKED_BYTES:,} bytes")
                    for column, row in _CELL.findall(before + piece):
                        n_columns, n_rows = max(n_columns, _number(column)), max(n_rows, int(row))
                    before = piece[-_OVERLAP:]
            if n_rows * n_columns > MOST_CELLS:
                found = f"{n_rows:,} rows by {n_columns:,} columns"
                refuse("a sheet of the workbook is too large", found, f"{MOST_CELLS:,} cells")


def _number(column: bytes) -> int:
    """Return the number of a column by its letters: A is 1, XFD 16,384."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number
