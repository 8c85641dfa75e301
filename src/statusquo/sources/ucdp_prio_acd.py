"""UCDP/PRIO Armed Conflict Dataset 25.1: every armed conflict with a state on one side, by year, 1946-2024.

One row per conflict and calendar year with at least 25 battle deaths; a year without a row is a year below
that threshold, not a year of peace. An episode is not in the file as such: it is marked by `ep_end`, and the
snapshot computes episodes by its own rule (an unbroken run of active years).

Quirks: several states on one side stand in one cell, separated by commas and sometimes two spaces; one
territory name ends in a line break; UCDP gives Hyderabad (1948) the number 751, which Gleditsch and Ward do
not list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="ucdp-prio-acd",
    title="UCDP/PRIO Armed Conflict Dataset",
    producer="Uppsala Conflict Data Program and Peace Research Institute Oslo",
    version="25.1",
    terms="CC BY 4.0",
    citation=(
        "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and "
        "Håvard Strand (2002) "
        "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5): 615-637.",
        "Davies, Shawn, Therése Pettersson, Margareta Sollenberg and Magnus Öberg (2025) Organized violence "
        "1989-2024, and the challenges of identifying civilian victims. Journal of Peace Research 62(4).",
    ),
    bibtex=(
        {
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
        },
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
)

INCOMPATIBILITIES = {"1": "territory", "2": "government", "3": "territory and government"}
INTENSITIES = {"1": "minor", "2": "war"}
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "internal", "4": "internationalised internal"}
REGIONS = {"1": "Europe", "2": "Middle East", "3": "Asia", "4": "Africa", "5": "Americas"}


def read_conflict_years(raw: Path) -> pl.DataFrame:
    """Return one row per conflict and active year, as table ``source.ucdp_prio_acd`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("conflict_id").cast(pl.Int32).alias("conflict_id_ucdp"),
        pl.col("year").cast(pl.Int32),
        "location",
        "side_a",
        "side_b",
        pl.col("incompatibility").replace_strict(INCOMPATIBILITIES),
        pl.col("territory_name").str.strip_chars(),
        pl.col("intensity_level").replace_strict(INTENSITIES).alias("intensity"),
        pl.col("type_of_conflict").replace_strict(TYPES).alias("type"),
        pl.col("start_date").str.to_date("%Y-%m-%d"),
        pl.col("start_date2").str.to_date("%Y-%m-%d").alias("episode_start_date"),
        (pl.col("ep_end") == "1").alias("is_episode_end"),
        pl.col("ep_end_date").str.to_date("%Y-%m-%d").alias("episode_end_date"),
        _numbers("gwno_a"),
        _numbers("gwno_a_2nd"),
        _numbers("gwno_b"),
        _numbers("gwno_b_2nd"),
        _numbers("gwno_loc").alias("gwno_location"),
        _listed("region").list.eval(pl.element().replace_strict(REGIONS)),
    )
    return checked(frame.sort("conflict_id_ucdp", "year"), "source.ucdp_prio_acd")


def _listed(name: str) -> pl.Expr:
    cell = pl.col(name).fill_null("")
    return cell.str.split(",").list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))


def _numbers(name: str) -> pl.Expr:
    return _listed(name).cast(pl.List(pl.Int32)).alias(name)
