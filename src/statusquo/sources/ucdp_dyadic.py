"""UCDP Dyadic Dataset 25.1: the armed conflicts of ACD by pair of warring parties and year, 1946-2024.

One row per dyad and calendar year with at least 25 battle deaths between the two. It is read for two things that
the conflict-level file cannot give: which conflict a dyad belongs to (the EPR links name dyads), and beside which
organisation a supporting state sent its troops.

Quirks: a supporter is a secondary warring party, that is a state that sent troops, as in ACD; money, arms and
shelter do not count. Several states stand in one cell, separated by commas.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="ucdp-dyadic",
    title="UCDP Dyadic Dataset",
    producer="Uppsala Conflict Data Program",
    version="25.1",
    terms="CC BY 4.0",
    citation=(
        "Harbom, Lotta, Erik Melander and Peter Wallensteen (2008) Dyadic Dimensions of Armed Conflict, 1946-2007. "
        "Journal of Peace Research 45(5): 697-710.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "harbom2008dyadic",
            "author": "Harbom, Lotta and Melander, Erik and Wallensteen, Peter",
            "title": "Dyadic Dimensions of Armed Conflict, 1946--2007",
            "journal": "Journal of Peace Research",
            "year": "2008",
            "volume": "45",
            "number": "5",
            "pages": "697--710",
        },
    ),
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
        ),
    ),
    link="https://ucdp.uu.se/downloads/",
    quirks=(
        "A supporter sent troops; support by money, arms or shelter is not recorded.",
        "A year without a row had fewer than 25 battle deaths between the two parties.",
        "Several states on one side share a cell, separated by commas.",
    ),
)


def read_dyad_years(raw: Path) -> pl.DataFrame:
    """Return one row per dyad and active year, as table ``source.ucdp_dyadic`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("dyad_id").cast(pl.Int32).alias("dyad_id_ucdp"),
        pl.col("conflict_id").cast(pl.Int32).alias("conflict_id_ucdp"),
        pl.col("year").cast(pl.Int32),
        "side_a",
        "side_b",
        _states("gwno_a_2nd"),
        _states("gwno_b_2nd"),
    )
    return checked(frame.sort("dyad_id_ucdp", "year"), "source.ucdp_dyadic")


def _states(name: str) -> pl.Expr:
    cells = pl.col(name).fill_null("").str.split(",").list.eval(pl.element().str.strip_chars())
    return cells.list.eval(pl.element().filter(pl.element() != "")).cast(pl.List(pl.Int32))
