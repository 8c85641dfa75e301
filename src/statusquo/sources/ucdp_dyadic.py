"""UCDP Dyadic Dataset: the armed conflicts of ACD by pair of warring parties and year, from 1946.

One row per dyad and calendar year with at least 25 battle deaths between the two. It is read for two things that
the conflict-level file cannot give: which conflict a dyad belongs to (the EPR links name dyads), and beside which
organisation a supporting state sent its troops. Intensity and type are read to compare releases. The reader serves
every release of this form.

Quirks: a supporter is a secondary warring party, that is a state that sent troops, as in ACD; money, arms and
shelter do not count.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import read_table, text, whole_number
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.ucdp_cells import INTENSITY, OF_DYADS

ORIGIN = origin("ucdp-dyadic")

_CELLS = {**OF_DYADS, "dyad_id_ucdp": whole_number("dyad_id"), "location": text("location"), "intensity": INTENSITY}


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
