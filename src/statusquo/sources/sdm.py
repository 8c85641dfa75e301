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

from statusquo.core.columns import checked
from statusquo.core.errors import InputError, Problem, StatusQuoError
from statusquo.sources.registry import origin

ORIGIN = origin("sdm")

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
_OTHERS = ("country", "group", "year", "domclaim", "groupsize", "pwrstat")
_SPELLS = ("sdm_startdate1", "sdm_enddate1", "sdm_startdate2", "sdm_enddate2")


def read_movements(path: Path) -> pl.DataFrame:
    """Return one row per movement and year of the user's file, as table ``source.sdm`` declares it.

    Args:
        path: the export, as ``.xlsx`` or as ``.csv`` with the same columns.

    Raises:
        InputError: when there is no such file, it is of another kind, cannot be read, or lacks a column.
        SourceError: when its values break the declaration.
        StatusQuoError: when reading ``.xlsx`` needs a package that is not installed.
    """
    rows = _read_table(path)
    absent = [name for name in (*_OTHERS, *_SPELLS, *_MARKS) if name not in rows.columns]
    if absent:
        raise InputError(Problem("the SDM file lacks columns", str(path), found=", ".join(absent) + " absent"))
    try:
        frame = rows.select(
            "country",
            "group",
            pl.col("year").cast(pl.Int32),
            pl.col("domclaim").replace_strict(CLAIMS).alias("claim"),
            *(_year(f"sdm_startdate{n}").alias(f"start_year_{n}") for n in (1, 2)),
            *(_year(f"sdm_enddate{n}").alias(f"end_year_{n}") for n in (1, 2)),
            _last_end().eq(ONGOING).alias("is_ongoing"),
            _last_end().eq(CONTINUED_ELSEWHERE).alias("is_continued_elsewhere"),
            *(pl.col(name).replace_strict({"0": False, "1": True}).alias(mark) for name, mark in _MARKS.items()),
            (pl.col("groupsize").cast(pl.Float64) * 100).round(6).alias("size_pct"),
            pl.col("pwrstat").str.to_uppercase().alias("status"),
        )
    except pl.exceptions.PolarsError as cause:
        raise InputError(Problem("the SDM file has cells of another kind", str(path), found=str(cause))) from cause
    return checked(frame.sort("country", "group", "year"), "source.sdm")


def _year(name: str) -> pl.Expr:
    year = pl.col(name).cast(pl.Int32)
    return pl.when(~year.is_in([ONGOING, CONTINUED_ELSEWHERE])).then(year)


def _last_end() -> pl.Expr:
    return pl.coalesce("sdm_enddate2", "sdm_enddate1").cast(pl.Int32)


def _read_table(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise InputError(Problem("there is no such file", str(path), allowed="the SDM export, .xlsx or .csv"))
    if path.suffix.lower() == ".csv":
        try:
            return pl.read_csv(path, infer_schema=False, null_values="")
        except pl.exceptions.PolarsError as cause:
            raise InputError(Problem("the SDM file cannot be read", str(path), found=str(cause))) from cause
    if path.suffix.lower() != ".xlsx":
        raise InputError(
            Problem("the SDM file is of another kind", str(path), found=path.suffix, allowed=".xlsx, .csv")
        )
    try:
        import fastexcel
    except ModuleNotFoundError as cause:
        raise StatusQuoError(
            "reading an .xlsx file needs the package 'fastexcel', which a plain installation leaves out; "
            "install `statusquo[build]`, or save the file as .csv"
        ) from cause
    try:
        return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as cause:
        raise InputError(Problem("the SDM file cannot be read", str(path), found=str(cause))) from cause
