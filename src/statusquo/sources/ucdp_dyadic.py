"""UCDP Dyadic Dataset: the armed conflicts of ACD by pair of warring parties and year, from 1946.

One row per dyad and calendar year with at least 25 battle deaths between the two. It is read for two things that
the conflict-level file cannot give: which conflict a dyad belongs to (the EPR links name dyads), and beside which
organisation a supporting state sent its troops. Intensity and type are read to compare releases. The reader serves
every release of this form.

Quirks: a supporter is a secondary warring party, that is a state that sent troops, as in ACD; money, arms and
shelter do not count. Several states stand in one cell, separated by commas.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import code, read_table, text, whole_number, whole_numbers
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.ucdp_prio_acd import INTENSITIES, TYPES

ORIGIN = origin("ucdp-dyadic")


_CELLS = {
    "dyad_id_ucdp": whole_number("dyad_id"),
    "conflict_id_ucdp": whole_number("conflict_id"),
    "year": whole_number("year"),
    "location": text("location"),
    "side_a": text("side_a"),
    "side_b": text("side_b"),
    "territory_name": text("territory_name"),
    "intensity": code("intensity_level", INTENSITIES),
    "type": code("type_of_conflict", TYPES),
    "gwno_a_2nd": whole_numbers("gwno_a_2nd"),
    "gwno_b_2nd": whole_numbers("gwno_b_2nd"),
}


def read_dyad_years(raw: Path) -> pl.DataFrame:
    """Return one row per dyad and active year, as table ``source.ucdp_dyadic`` declares it.

    Args:
        raw: the directory of raw files.

    Raises:
        SourceError: when the file of the embedded release is absent or is not the pinned one.
    """
    return read_dyad_years_file(raw_path(raw, ORIGIN), ORIGIN.release)


def read_dyad_years_file(path: Path, release: Release) -> pl.DataFrame:
    """Return the same of a file of any release.

    Args:
        path: the CSV file, as the producer's zip holds it.
        release: the release it is, known or not.

    Raises:
        InputError: when it is no such file, is of another release, or breaks its declaration; it names the line.
    """
    return read_table(path, release, _CELLS, "source.ucdp_dyadic", sort_by=["dyad_id_ucdp", "year"])
