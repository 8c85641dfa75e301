"""UCDP/PRIO Armed Conflict Dataset: every armed conflict with a state on one side, by year, from 1946.

One row per conflict and calendar year with at least 25 battle deaths; a year without a row is a year below
that threshold, not a year of peace. An episode is not in the file as such: it is marked by `ep_end`, and the
snapshot computes episodes by its own rule (an unbroken run of active years).

A release comes out each June, reaches to the end of the year before, and revises years that older ones have told. The
reader serves every release of this form; 25.1 and 26.1 have the same 28 columns, and 26.1 begins with a byte order
mark.

Quirks: several states on one side stand in one cell, separated by commas and sometimes two spaces; one
territory name ends in a line break; UCDP gives Hyderabad (1948) the number 751, which Gleditsch and Ward do
not list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.origin import Release
from statusquo.sources.csv_rows import code, codes, date, read_table, text, whole_number, whole_numbers
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("ucdp-prio-acd")

STATES_OF_UCDP_ALONE = {751: "Hyderabad (1948)"}
"""States that UCDP numbers and Gleditsch and Ward do not list."""

INCOMPATIBILITIES = {"1": "territory", "2": "government", "3": "territory and government"}
INTENSITIES = {"1": "minor", "2": "war"}
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "internal", "4": "internationalised internal"}
REGIONS = {"1": "Europe", "2": "Middle East", "3": "Asia", "4": "Africa", "5": "Americas"}


_CELLS = {
    "conflict_id_ucdp": whole_number("conflict_id"),
    "year": whole_number("year"),
    "location": text("location"),
    "side_a": text("side_a"),
    "side_b": text("side_b"),
    "incompatibility": code("incompatibility", INCOMPATIBILITIES),
    "territory_name": text("territory_name"),
    "intensity": code("intensity_level", INTENSITIES),
    "type": code("type_of_conflict", TYPES),
    "start_date": date("start_date"),
    "episode_start_date": date("start_date2"),
    "is_episode_end": code("ep_end", {"0": False, "1": True}),
    "episode_end_date": date("ep_end_date"),
    "gwno_a": whole_numbers("gwno_a"),
    "gwno_a_2nd": whole_numbers("gwno_a_2nd"),
    "gwno_b": whole_numbers("gwno_b"),
    "gwno_b_2nd": whole_numbers("gwno_b_2nd"),
    "gwno_location": whole_numbers("gwno_loc"),
    "region": codes("region", REGIONS),
    "version": text("version"),
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
