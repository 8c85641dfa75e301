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

from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile, Release
from statusquo.sources.csv_rows import code, read_table, text, whole_number, whole_numbers
from statusquo.sources.raw import raw_path
from statusquo.sources.ucdp_prio_acd import DAVIES_2026, DAVIES_2026_BIBTEX, INTENSITIES, TYPES

_COLUMNS = (
    "dyad_id",
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
    "type_of_conflict",
    "start_date",
    "start_prec",
    "start_date2",
    "start_prec2",
    "gwno_a",
    "gwno_a_2nd",
    "gwno_b",
    "gwno_b_2nd",
    "gwno_loc",
    "region",
    "version",
)

_HARBOM_2008 = (
    "Harbom, Lotta, Erik Melander and Peter Wallensteen (2008) Dyadic Dimensions of Armed Conflict, 1946-2007. "
    "Journal of Peace Research 45(5): 697-710."
)
_HARBOM_2008_BIBTEX = {
    "type": "article",
    "key": "harbom2008dyadic",
    "author": "Harbom, Lotta and Melander, Erik and Wallensteen, Peter",
    "title": "Dyadic Dimensions of Armed Conflict, 1946--2007",
    "journal": "Journal of Peace Research",
    "year": "2008",
    "volume": "45",
    "number": "5",
    "pages": "697--710",
}

ORIGIN = Origin(
    id="ucdp-dyadic",
    title="UCDP Dyadic Dataset",
    producer="Uppsala Conflict Data Program",
    version="25.1",
    terms="CC BY 4.0",
    citation=(_HARBOM_2008,),
    bibtex=(_HARBOM_2008_BIBTEX,),
    domain=Domain(
        first_year=1946,
        last_year=2024,
        system="ucdp",
        unit="dyad-year",
        directed=False,
        threshold="25 battle deaths in a calendar year",
        note="state-based conflicts only: at least one side is the government of a state",
    ),
    files=(
        RawFile(
            "ucdp/ucdp-dyadic-251.csv",
            "tjetdata/tjet-db",
            "4204d9ab1318a6c2e15c16aced02fd7b416d6b7d",
            "conflicts/original_data/ucdp-dyadic-251.csv",
            596_874,
            "e5bf6e3779a903f3df3ec476592332ce51ccf3798174b3db4c1b06dd1dd5a7ba",
            producer="https://ucdp.uu.se/downloads/dyadic/ucdp-dyadic-251-csv.zip",
            member="Dyadic_v25_1.csv",
        ),
    ),
    columns=_COLUMNS,
    facts={"rows": 3432},
    others=(
        Release(
            "26.1",
            1946,
            2025,
            files=(
                RawFile(
                    "ucdp/Dyadic_v26_1.csv",
                    producer="https://ucdp.uu.se/downloads/dyadic/ucdp-dyadic-261-csv.zip",
                    member="Dyadic_v26_1.csv",
                ),
            ),
            columns=_COLUMNS,
            citation=(_HARBOM_2008, DAVIES_2026),
            bibtex=(_HARBOM_2008_BIBTEX, DAVIES_2026_BIBTEX),
        ),
    ),
    link="https://ucdp.uu.se/downloads/",
    quirks=(
        "A supporter sent troops; support by money, arms or shelter is not recorded.",
        "A year without a row had fewer than 25 battle deaths between the two parties.",
        "Several states on one side share a cell, separated by commas.",
    ),
)


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
