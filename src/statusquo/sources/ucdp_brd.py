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

Quirks: several states or organisations on one side stand in one cell, separated by commas; some names end in a blank; a
row of 25 deaths may stand for a conflict thought active with fewer counted (Cabinda 2025: 25, low 5).
"""

from __future__ import annotations

from csv import DictReader
from dataclasses import replace
from pathlib import Path

import polars as pl

from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile, Release
from statusquo.sources.csv_rows import Cell, code, codes, read_table, text, whole_number, whole_numbers
from statusquo.sources.raw import raw_path
from statusquo.sources.ucdp_prio_acd import DAVIES_2026, DAVIES_2026_BIBTEX, INCOMPATIBILITIES, REGIONS, TYPES

COLUMNS = (
    "conflict_id",
    "dyad_id",
    "location_inc",
    "side_a",
    "side_a_id",
    "side_a_2nd",
    "side_b",
    "side_b_id",
    "side_b_2nd",
    "incompatibility",
    "territory_name",
    "year",
    "bd_best",
    "bd_low",
    "bd_high",
    "type_of_conflict",
    "battle_location",
    "gwno_a",
    "gwno_a_2nd",
    "gwno_b",
    "gwno_b_2nd",
    "gwno_loc",
    "gwno_battle",
    "region",
    "version",
)
"""Fields of the file by dyad and of the file by conflict alike."""

PART, WHOLE = "rows_2025.csv", "BattleDeaths_v26_1.csv"

ORIGIN = Origin(
    id="ucdp-brd",
    title="UCDP Battle-Related Deaths Dataset",
    producer="Uppsala Conflict Data Program",
    version="26.1",
    terms="CC BY 4.0",
    citation=(DAVIES_2026,),
    bibtex=(DAVIES_2026_BIBTEX,),
    domain=Domain(
        first_year=2025,
        last_year=2025,
        system="ucdp",
        unit="dyad-year",
        directed=False,
        threshold="25 battle deaths in a calendar year",
        note="of the release (1989-2025) only the rows of 2025 are used",
    ),
    files=(
        RawFile(
            f"ucdp-brd-26.1/{PART}",
            size=16431,
            sha256="06fc749bb0ab2484b4e3314dd760a7f001d8d876b46f3ff67f6520270745df8c",
        ),
        RawFile(
            f"ucdp-brd-26.1/{WHOLE}",
            producer="https://ucdp.uu.se/downloads/brd/ucdp-brd-dyadic-261-csv.zip",
            member=WHOLE,
        ),
    ),
    link="https://ucdp.uu.se/downloads/",
    quirks=(
        "The rows of 2025 were transcribed by hand from a public copy and checked; they are not the producer's file "
        "byte for byte, which takes their place where it was downloaded.",
        "A release revises years that older ones have told: Russia and Ukraine in 2024, about 76,000 in 25.1, "
        "is 102,120 in 26.1.",
        "A best estimate of 25 may stand for a conflict thought active with fewer counted (Cabinda 2025: low 5).",
        "There is no intensity; a conflict whose dyads sum to 1,000 or more is at war in the Armed Conflict Dataset.",
        "Several states on one side share a cell, separated by commas.",
    ),
    short="UCDP Battle-Related Deaths Dataset 26.1",
    abbreviation="UCDP BRD",
    columns=COLUMNS,
    note="transcribed from a public copy, not checked byte for byte",
)

CONFLICT_FILE = RawFile(
    "ucdp-brd-26.1/BattleDeaths_v26_1_conf.csv",
    producer="https://ucdp.uu.se/downloads/brd/ucdp-brd-conf-261-csv.zip",
    member="BattleDeaths_v26_1_conf.csv",
)
"""The same release by conflict; nothing of the embedded snapshot rests on it."""

WHOLE_RELEASE = Release("26.1", 1989, 2025, (ORIGIN.files[1],), COLUMNS, citation=ORIGIN.citation)
"""The release as the producer publishes it."""

_CELLS: dict[str, Cell] = {
    "conflict_id_ucdp": whole_number("conflict_id"),
    "year": whole_number("year"),
    "location": text("location_inc"),
    "side_a": text("side_a"),
    "side_b": text("side_b"),
    "incompatibility": code("incompatibility", INCOMPATIBILITIES),
    "territory_name": text("territory_name"),
    "deaths_best": whole_number("bd_best"),
    "deaths_low": whole_number("bd_low"),
    "deaths_high": whole_number("bd_high"),
    "type": code("type_of_conflict", TYPES),
    "gwno_a": whole_numbers("gwno_a"),
    "gwno_a_2nd": whole_numbers("gwno_a_2nd"),
    "gwno_b": whole_numbers("gwno_b"),
    "gwno_b_2nd": whole_numbers("gwno_b_2nd"),
    "gwno_location": whole_numbers("gwno_loc"),
    "region": codes("region", REGIONS),
    "version": text("version"),
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
