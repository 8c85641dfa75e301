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

from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile, Release
from statusquo.sources.csv_rows import code, codes, date, read_table, text, whole_number, whole_numbers
from statusquo.sources.raw import raw_path

_COLUMNS = (
    "conflict_id",
    "location",
    "side_a",
    "side_a_id",
    "side_a_2nd",
    "side_b",
    "side_b_id",
    "side_b_2nd",
    "incompatibility",
    "territory_name",
    "year",
    "intensity_level",
    "cumulative_intensity",
    "type_of_conflict",
    "start_date",
    "start_prec",
    "start_date2",
    "start_prec2",
    "ep_end",
    "ep_end_date",
    "ep_end_prec",
    "gwno_a",
    "gwno_a_2nd",
    "gwno_b",
    "gwno_b_2nd",
    "gwno_loc",
    "region",
    "version",
)

_GLEDITSCH_2002 = (
    "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Håvard Strand (2002) "
    "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5): 615-637."
)

DAVIES_2026 = (
    "Davies, Shawn, Therése Pettersson and Magnus Öberg (2026) Organized violence 1989-2025, and violent political "
    "protests. Journal of Peace Research 63(4): 705-723."
)
"""The work to cite for every data set of UCDP's release 26.1."""

_GLEDITSCH_2002_BIBTEX = {
    "type": "article",
    "key": "gleditsch2002armed",
    "author": "Gleditsch, Nils Petter and Wallensteen, Peter and Eriksson, Mikael and "
    "Sollenberg, Margareta "
    "and Strand, H{\\aa}vard",
    "title": "Armed Conflict 1946--2001: A New Dataset",
    "journal": "Journal of Peace Research",
    "year": "2002",
    "volume": "39",
    "number": "5",
    "pages": "615--637",
}

DAVIES_2026_BIBTEX = {
    "type": "article",
    "key": "davies2026organized",
    "author": "Davies, Shawn and Pettersson, Ther{\\'e}se and {\\\"O}berg, Magnus",
    "title": "Organized violence 1989--2025, and violent political protests",
    "journal": "Journal of Peace Research",
    "year": "2026",
    "volume": "63",
    "number": "4",
    "pages": "705--723",
    "doi": "10.1093/jopres/xjag046",
}
"""The same as BibTeX."""

ORIGIN = Origin(
    id="ucdp-prio-acd",
    title="UCDP/PRIO Armed Conflict Dataset",
    producer="Uppsala Conflict Data Program and Peace Research Institute Oslo",
    version="25.1",
    terms="CC BY 4.0",
    citation=(
        _GLEDITSCH_2002,
        "Davies, Shawn, Therése Pettersson, Margareta Sollenberg and Magnus Öberg (2025) Organized violence "
        "1989-2024, and the challenges of identifying civilian victims. Journal of Peace Research 62(4).",
    ),
    bibtex=(
        _GLEDITSCH_2002_BIBTEX,
        {
            "type": "article",
            "key": "davies2025organized",
            "author": "Davies, Shawn and Pettersson, Ther{\\'e}se and Sollenberg, Margareta and {\\\"O}berg, Magnus",
            "title": "Organized violence 1989--2024, and the challenges of identifying civilian victims",
            "journal": "Journal of Peace Research",
            "year": "2025",
            "volume": "62",
            "number": "4",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2024,
        system="ucdp",
        unit="conflict-year",
        threshold="25 battle deaths in a calendar year",
        note="state-based conflicts only: at least one side is the government of a state",
    ),
    files=(
        RawFile(
            "ucdp/ucdp-prio-acd-251.csv",
            "tjetdata/tjet-db",
            "4204d9ab1318a6c2e15c16aced02fd7b416d6b7d",
            "conflicts/original_data/ucdp-prio-acd-251.csv",
            506_186,
            "a7a2ff6caf6c854f4fafb1b17f616da1ed6bbc00612943ec6e071511ebea7a81",
            producer="https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip",
            member="UcdpPrioConflict_v25_1.csv",
        ),
    ),
    columns=_COLUMNS,
    facts={"rows": 2752},
    others=(
        Release(
            "26.1",
            1946,
            2025,
            files=(
                RawFile(
                    "ucdp/UcdpPrioConflict_v26_1.csv",
                    producer="https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-261-csv.zip",
                    member="UcdpPrioConflict_v26_1.csv",
                    # As two other projects recorded it independently; the file itself was not at hand here.
                    zip_sha256="5f951743222964674a446e32a5a871077b29bd13349588d85fc59953d89c878a",
                ),
            ),
            columns=_COLUMNS,
            facts={"rows": 2816},
            citation=(_GLEDITSCH_2002, DAVIES_2026),
            bibtex=(_GLEDITSCH_2002_BIBTEX, DAVIES_2026_BIBTEX),
        ),
    ),
    link="https://ucdp.uu.se/downloads/",
    quirks=(
        "A year without a row had fewer than 25 battle deaths; it need not have been peaceful.",
        "Several states on one side share a cell, separated by commas.",
        "The last Karabakh episode (conflict 388) ends on 2023-12-04 here and on 2023-09-28 in "
        "UCDP's Termination data.",
        "Hyderabad (1948) has the number 751, which Gleditsch and Ward do not list.",
    ),
    short="UCDP/PRIO Armed Conflict Dataset 25.1",
    abbreviation="UCDP/PRIO ACD",
)

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
