"""Self-Determination Movements (SDM) 2.0, read only from a file of the user's own.

The data are an export that its makers have not released. The project names no address for it, ships nothing of it,
and no cell of a case rests on it alone; who has the file may read it for an analysis of their own. It is therefore
among the data sets that only a user's own file brings, and `ORIGIN` lists no file. The published first version, on EPR
groups, is `sources.epr_claims`.

Traps, decoded here and pinned by tests:

* the data stop in 2020;
* 9999 as the year a movement ends means that it goes on; 8888 that it left the state, which ended (the Soviet Union
  in 1991) or lost the territory to another (Mauritania in 1979);
* the onset of violence (`violsd_onset`) is blank in every year in which violence goes on, which is not a year
  without onset but one not at risk of it; the same holds for escalation;
* Armenians before 1991 stand under ``Russia (USSR)``, and Kosovo's Albanians under ``Serbia (Yugoslavia)`` to 2020,
  so a movement is followed through the name of the group and not of the state.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import LINE
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import kind_of, read_text
from statusquo.core.origin import Release
from statusquo.sources.csv_rows import LIMIT_BYTES, Cell, code, declared, rows_of_text, text, whole_number
from statusquo.sources.registry import origin
from statusquo.sources.workbooks import open_workbook

ORIGIN = origin("sdm")
RELEASE = Release("2.0", None, None)

ONGOING, CONTINUED_ELSEWHERE = 9999, 8888
"""What stands for the year of the end while a movement goes on, and when its state ended or lost the territory."""

CLAIMS = {
    "Autonomy": "autonomy",
    "Sub-state secession": "sub-state secession",
    "Independence": "independence",
    "Irredentism": "irredentism",
}

_MARKS = {
    "sovdec": "is_sovereignty_declared",
    "violsd": "is_violent",
    "violsd_onset": "is_violence_onset",
    "viol_escal": "is_escalation",
    "con": "is_concession",
    "autcon": "is_autonomy_conceded",
    "res": "is_restriction",
    "autres": "is_autonomy_restricted",
}
_LAST_END = "the last year of the end"
_CELLS = {
    "country": text("country"),
    "group": text("group"),
    "year": whole_number("year"),
    "claim": code("domclaim", CLAIMS),
    "start_year_1": whole_number("sdm_startdate1"),
    "start_year_2": whole_number("sdm_startdate2"),
    "end_year_1": whole_number("sdm_enddate1"),
    "end_year_2": whole_number("sdm_enddate2"),
    "is_ongoing": Cell(_LAST_END, pl.col(_LAST_END) == str(ONGOING), "a year"),
    "is_continued_elsewhere": Cell(_LAST_END, pl.col(_LAST_END) == str(CONTINUED_ELSEWHERE), "a year"),
    **{mark: code(name, {"0": False, "1": True}) for name, mark in _MARKS.items()},
    "size_pct": Cell("groupsize", (pl.col("groupsize").cast(pl.Float64, strict=False) * 100).round(6), "0 to 1"),
    "status": Cell("pwrstat", pl.col("pwrstat").str.strip_chars().str.to_uppercase(), "a status of EPR"),
}
_FIELDS = tuple(dict.fromkeys(cell.field for cell in _CELLS.values() if cell.field != _LAST_END))


def read_movements(path: Path) -> pl.DataFrame:
    """Return one row per movement and year of the user's file, as table ``source.sdm`` declares it.

    Args:
        path: the export, as ``.xlsx`` or as ``.csv`` with the same columns.

    Raises:
        InputError: when there is no such file, it is of another kind or beyond the bounds, cannot be read, lacks a
            column, or holds what the declaration does not allow, with lines and fields.
        MissingExtraError: when reading ``.xlsx`` needs a package that is not installed.
    """
    rows = _read_rows(path)
    ends = ("sdm_enddate1", "sdm_enddate2")
    is_no_year = {name: pl.col(name).is_in([str(ONGOING), str(CONTINUED_ELSEWHERE)]) for name in ends}
    rows = rows.with_columns(
        pl.coalesce(*reversed(ends)).alias(_LAST_END), *(pl.when(~is_no_year[name]).then(name) for name in ends)
    )
    return declared(rows, path, RELEASE, _CELLS, "source.sdm", sort_by=["country", "group", "year"])


def _read_rows(path: Path) -> pl.DataFrame:
    """Return the file's rows as text, with their lines."""
    if kind_of(path) != "a file":
        raise InputError(Problem("there is no such file", str(path), allowed="the SDM export, .xlsx or .csv"))
    if path.suffix.lower() == ".csv":
        return rows_of_text(read_text(path, limit_bytes=LIMIT_BYTES), path, RELEASE, _FIELDS)
    if path.suffix.lower() != ".xlsx":
        raise InputError(
            Problem("the SDM file is of another kind", str(path), found=path.suffix, allowed=".xlsx, .csv")
        )
    book = open_workbook(path, allowed="the SDM export")
    import fastexcel

    try:
        sheet = book.load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as cause:
        found = str(cause).splitlines()[0]
        raise InputError(Problem("the SDM file cannot be read", str(path), found=found)) from cause
    if absent := [name for name in _FIELDS if name not in sheet.columns]:
        raise InputError(Problem("the SDM file lacks columns", str(path), 1, found=", ".join(absent) + " absent"))
    return sheet.with_row_index(LINE, offset=2).cast({LINE: pl.Int64})
