"""UCDP Conflict Termination Dataset v3-2021: how each episode of armed conflict ended, 1946-2020.

One row per conflict and active year, of which the last of an episode says how and when it ended. All four types of
conflict are in it, wars between states and extrasystemic ones too, which the outcomes of v4-2024 as TJET carries
them leave out (see `sources.tjet_spells`).

Quirks: an episode still active in 2020 has no end; it was made on ACD 20.1, so conflicts that were added or
renumbered since are absent, and episodes of four conflicts (291, 298, 390, 426) are bounded otherwise than in
ACD 25.1.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="ucdp-termination",
    title="UCDP Conflict Termination Dataset",
    producer="Joakim Kreutz, Uppsala Conflict Data Program",
    version="3-2021",
    terms="CC BY 4.0",
    citation=("Kreutz, Joakim (2021) UCDP Conflict Termination Dataset v.3-2021. Uppsala Conflict Data Program.",),
    bibtex=(
        {
            "type": "misc",
            "key": "kreutz2021termination",
            "author": "Kreutz, Joakim",
            "title": "{UCDP} Conflict Termination Dataset v.3-2021",
            "howpublished": "Uppsala Conflict Data Program",
            "year": "2021",
            "url": "https://ucdp.uu.se/downloads/",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2020,
        system="ucdp",
        unit="conflict-year",
        threshold="25 battle deaths in a calendar year",
        note="an episode active in 2020 has no end here",
    ),
    files=(
        RawFile(
            "ucdp/ucdp-term-acd-3-2021.xlsx",
            "tjetdata/tjet-db",
            "4204d9ab1318a6c2e15c16aced02fd7b416d6b7d",
            "conflicts/original_data/ucdp-term-acd-3-2021.xlsx",
            277_982,
            "13b56a547d67600b2c4619b386100da9dc04d76d656aeb10e3e1efcb9dcdc254",
        ),
    ),
    link="https://ucdp.uu.se/downloads/",
    quirks=(
        "An episode active in 2020 has no end, whatever became of it.",
        "Ten territorial disputes of ACD 25.1 are absent: they began later or were added since.",
        "Four conflicts (291, 298, 390, 426) have an episode bounded otherwise than in ACD 25.1.",
    ),
)

OUTCOMES = {
    "1": "peace agreement",
    "2": "ceasefire agreement",
    "3": "victory for government side",
    "4": "victory for non-state side",
    "5": "low activity",
    "6": "actor ceases to exist",
}


def read_terminations(raw: Path) -> pl.DataFrame:
    """Return one row per conflict and active year, as table ``source.ucdp_termination`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    import fastexcel

    rows = fastexcel.read_excel(raw_path(raw, ORIGIN)).load_sheet(0, dtypes="string").to_polars()
    frame = rows.select(
        pl.col("conflict_id").cast(pl.Int32).alias("conflict_id_ucdp"),
        pl.col("year").cast(pl.Int32),
        pl.col("conflictepisode").cast(pl.Int32).alias("episode"),
        (pl.col("confterm") == "1").alias("is_episode_end"),
        pl.col("ependdate").str.slice(0, 10).str.to_date("%Y-%m-%d").alias("end_date"),
        pl.col("outcome").replace_strict(OUTCOMES),
    )
    return checked(frame.sort("conflict_id_ucdp", "year"), "source.ucdp_termination")
