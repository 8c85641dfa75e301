"""PA-X Peace Agreements Database: every written agreement of a peace process since 1990, read from a user's own file.

The makers allow research and education and ask to be asked before the data are passed on, so the project names no
address and ships nothing of it. Two forms of the file are read: the full export with all topic codes (some 280 columns)
and the shorter one of the database's own browser (38); what is read stands in both.

Quirks: the file does not name its release, but `Ver` of an agreement is the release in which it entered, so that the
highest one is the file's; days are written 15/02/1990; a missing number is empty in one form and NA in the other, and
the shorter form writes numbers as 160.0; an agreement carries one UCDP conflict at most, and every tenth carries none.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import Cell, code, read_table, text, whole_number
from statusquo.sources.registry import origin

ORIGIN = origin("pax")

CONTESTED = ("Government", "Government/territory", "Inter-group", "Territory", "Other")
LEVELS = {"Inter": "between states", "InterIntra": "mixed", "Intra": "within a state", "IntraLocal": "local"}
STAGES = {
    "Pre": "pre-negotiation",
    "SubPar": "partial framework",
    "SubComp": "comprehensive framework",
    "Imp": "implementation",
    "Ren": "renewal",
    "Cea": "ceasefire",
    "Oth": "other",
}


def _numbers(field: str) -> Cell:
    """Return the cell of a number that may be missing, as a list of one or none."""
    number = pl.col(field).str.strip_chars().str.replace(r"\.0$", "")
    none = pl.lit([], dtype=pl.List(pl.Int32))
    value = pl.when(number.fill_null("NA") == "NA").then(none).otherwise(_list_of_one(number))
    return Cell(field, value, "a whole number, NA or nothing")


def _list_of_one(number: pl.Expr) -> pl.Expr:
    whole = number.cast(pl.Int32, strict=False)
    return pl.when(whole.is_not_null()).then(pl.concat_list(whole))


_CELLS = {
    "agreement_id": whole_number("AgtId"),
    "version_entered": whole_number("Ver"),
    "name": text("Agt"),
    "date": Cell("Dat", pl.col("Dat").str.strip_chars().str.to_date("%d/%m/%Y", strict=False), "a date as 15/02/1990"),
    "year": Cell("Dat", pl.col("Dat").str.to_date("%d/%m/%Y", strict=False).dt.year(), "a date as 15/02/1990"),
    "process_id": whole_number("PP"),
    "process": text("PPName"),
    "entities": text("Con"),
    "contested": code("Contp", {name: name for name in CONTESTED}),
    "region": text("Reg"),
    "status": text("Status"),
    "level": code("Agtp", LEVELS),
    "stage": code("Stage", STAGES),
    "is_interim": code("Interim", {"No": False, "Yes": True}),
    "conflict_ids_ucdp": _numbers("UcdpCon"),
    "location_gw": _numbers("Loc1GWNO"),
    "second_location_gw": _numbers("Loc2GWNO"),
}


def read_agreements_file(path: Path, release: Release) -> pl.DataFrame:
    """Return one row per agreement of the user's file, as table ``source.pax`` declares it.

    Args:
        path: the CSV file, in either form.
        release: the release it is read as.

    Raises:
        InputError: when it is no such file, does not belong to the release, or breaks its declaration; it names the
            line.
    """
    return read_table(path, release, _CELLS, "source.pax", sort_by=["agreement_id"])


def version_of(agreements: pl.DataFrame) -> str:
    """Return the release that agreements are of: the last in which one of them entered.

    Args:
        agreements: as `read_agreements_file` returns them.
    """
    return str(agreements["version_entered"].max())
