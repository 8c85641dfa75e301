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
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("ucdp-termination")

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
