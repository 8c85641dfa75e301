"""UCDP/PRIO Armed Conflict Dataset: every armed conflict with a state on one side, by year, from 1946.

One row per conflict and calendar year with at least 25 battle deaths; a year without a row is a year below
that threshold, not a year of peace. An episode is not in the file as such: it is marked by `ep_end`, and the
snapshot computes episodes by its own rule (an unbroken run of active years).

A release comes out each June, reaches to the end of the year before, and revises years that older ones have told. The
reader serves every release of this form; 25.1 and 26.1 have the same 28 columns, and 26.1 begins with a byte order
mark.

Quirks, beside those of all of UCDP's tables (`sources.ucdp_cells`): UCDP gives Hyderabad (1948) the number 751, which
Gleditsch and Ward do not list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import code, date, read_table, text
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.ucdp_cells import INTENSITY, OF_CONFLICTS

ORIGIN = origin("ucdp-prio-acd")

STATES_OF_UCDP_ALONE = {751: "Hyderabad (1948)"}
"""States that UCDP numbers and Gleditsch and Ward do not list."""

_CELLS = {
    **OF_CONFLICTS,
    "location": text("location"),
    "intensity": INTENSITY,
    "start_date": date("start_date"),
    "episode_start_date": date("start_date2"),
    "is_episode_end": code("ep_end", {"0": False, "1": True}),
    "episode_end_date": date("ep_end_date"),
}


def read_conflict_years(raw: Path) -> pl.DataFrame:
    """Return one row per conflict and active year, as table ``source.ucdp_prio_acd`` declares it.

    Args:
        raw: the directory of raw files.

    Raises:
        SourceError: when the file of the embedded release is absent or is not the pinned one.
    """
    return read_conflict_years_file(raw_path(raw, ORIGIN), ORIGIN.release)


def read_conflict_years_file(path: Path, release: Release) -> pl.DataFrame:
    """Return the same of a file of any release.

    Args:
        path: the CSV file, as the producer's zip holds it.
        release: the release it is, known or not.

    Raises:
        InputError: when it is no such file, is of another release, or breaks its declaration; it names the line.
    """
    return read_table(path, release, _CELLS, "source.ucdp_prio_acd", sort_by=["conflict_id_ucdp", "year"])
