"""UCDP Battle-Related Deaths Dataset: deaths in battle by pair of warring parties and year, from 1989.

One row per dyad and calendar year with at least 25 battle deaths between the two, of every type of conflict, with a
best, a low and a high estimate. A release comes out with that of the Armed Conflict Dataset and names the same
conflicts, so that it says which were active in a year that an older release of that one does not reach.

The embedded release is 26.1, and of it the rows of 2025 alone: they were transcribed by hand from a public copy of the
producer's file and checked (each row well formed, two thirds of the file read twice, ten rows typed anew, codes and
names against 25.1; the 65 conflicts, 13 wars and some 94,700 deaths between Russia and Ukraine are those that UCDP told
the press), but they are not the file byte for byte. Where the raw folder holds the producer's whole file, its rows of
2025 are read in their place.

The producer also publishes the file by conflict. It has the same fields, one row per conflict and year.

Quirks: a row of 25 deaths may stand for a conflict thought active with fewer counted (Cabinda 2025: 25, low 5).
"""

from __future__ import annotations

from csv import DictReader
from dataclasses import replace
from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import Cell, read_table, text, whole_number
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.ucdp_cells import OF_CONFLICTS

PART, WHOLE = "rows_2025.csv", "BattleDeaths_v26_1.csv"

ORIGIN = origin("ucdp-brd")

WHOLE_RELEASE = Release("26.1", 1989, 2025, (ORIGIN.files[1],), ORIGIN.columns, citation=ORIGIN.citation)
"""The release as the producer publishes it."""

_CELLS: dict[str, Cell] = {
    **OF_CONFLICTS,
    "location": text("location_inc"),
    "deaths_best": whole_number("bd_best"),
    "deaths_low": whole_number("bd_low"),
    "deaths_high": whole_number("bd_high"),
}


def read_dyad_deaths(raw: Path) -> pl.DataFrame:
    """Return the rows of 2025, one per dyad, as table ``source.ucdp_brd`` declares it.

    Args:
        raw: the directory of raw files.

    Raises:
        SourceError: when neither the transcribed rows nor the producer's file is there, or the former are not the
            pinned ones.
        InputError: when the producer's file is not what it should be; it names the line.
    """
    (file,) = release_read(raw).files
    if file.path.endswith(WHOLE):
        deaths = read_dyad_deaths_file(raw / file.path, WHOLE_RELEASE)
        return deaths.filter(pl.col("year") == ORIGIN.domain.last_year)
    return _read(raw_path(raw, ORIGIN, PART), ORIGIN.release, has_header=False)


def release_read(raw: Path) -> Release:
    """Return the embedded release with the one file that is read: the producer's where the raw folder holds it."""
    part, whole = ORIGIN.files
    if (raw / whole.path).is_file():
        return replace(ORIGIN.release, files=(whole,), note="")
    return replace(ORIGIN.release, files=(part,))


def read_dyad_deaths_file(path: Path, release: Release) -> pl.DataFrame:
    """Return one row per dyad and year of the producer's file by dyad, as table ``source.ucdp_brd`` declares it.

    Args:
        path: the CSV file, as the producer's zip holds it.
        release: the release it is, known or not.

    Raises:
        InputError: when it is no such file, is of another release, or breaks its declaration; it names the line.
    """
    return _read(path, release, has_header=True)


def read_conflict_deaths_file(path: Path, release: Release) -> pl.DataFrame:
    """Return one row per conflict and year of the producer's file by conflict (table ``source.ucdp_brd_conflict``).

    Args:
        path: the CSV file, as the producer's zip holds it.
        release: the release it is, known or not.

    Raises:
        InputError: when it is no such file, is of another release, or breaks its declaration; it names the line.
    """
    table = "source.ucdp_brd_conflict"
    return read_table(path, release, _CELLS, table, sort_by=["conflict_id_ucdp", "year"])


def is_by_conflict(path: Path) -> bool:
    """Return whether a file is the one by conflict, in which the dyads of a row are left out or listed.

    Args:
        path: the CSV file.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        dyads = [row.get("dyad_id") or "" for row in DictReader(stream)]
    return not any(dyads) or any("," in dyad for dyad in dyads)


def _read(path: Path, release: Release, *, has_header: bool) -> pl.DataFrame:
    cells = {"dyad_id_ucdp": whole_number("dyad_id"), **_CELLS}
    table = "source.ucdp_brd"
    return read_table(path, release, cells, table, sort_by=["dyad_id_ucdp", "year"], has_header=has_header)
