"""TJET conflict and peace spells, December 2025: battle deaths and how episodes ended, 1946-2024.

Built by the Transitional Justice Evaluation Tools team on UCDP/PRIO ACD 25.1, with outcomes from UCDP's
Conflict Termination data (v4-2024) and battle deaths. It holds conflicts of UCDP types 3 and 4 (internal and
internationalised internal) only: a conflict between states is absent, and so is its count of the dead, which
is then missing and not 0. Beside years of conflict it has the years after one, in which nobody is counted;
its peace means no year with 25 or more battle deaths.

Two things about the counts of the dead:

* Before 1989 the column of best estimates holds the threshold itself, 25 or 1,000, in more than half of the
  active years, often outside the year's own low and high figure (Eritrea 1980: 25, between 8,319 and 12,500).
  It is what stands there when no best estimate exists. Such a year has no best estimate here; its range is
  kept apart.
* In five later years the best estimate lies just outside its range, which is widened to hold it.

Only the columns on episodes, outcomes and deaths are read here; the columns on transitional justice are not.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("tjet-spells")

COVERED_TYPES = ("internal", "internationalised internal")
"""The UCDP types this source covers."""

KNOWN_BLANK_SAMPLE_ROWS = 57
"""Rows without a value in `sample`: those of 2024 that are active, so that the spell has no end yet."""

FIRST_YEAR_OF_COUNTS = 1989
"""From this year on UCDP counts battle deaths itself, and an estimate of 25 is a count of 25."""

KNOWN_YEARS_WITHOUT_BEST = 515
"""Active years before 1989 whose best estimate is the bare threshold; in 169 it lies outside the range."""

KNOWN_BEST_OUTSIDE_RANGE = 5
"""Years from 1989 on whose best estimate lies outside its own range, by at most 138 deaths."""


def read_spells(raw: Path) -> pl.DataFrame:
    """Return one row per conflict and year, as table ``source.tjet_spells`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    refuse_other_count(ORIGIN, "rows whose sample is blank", rows["sample"].null_count(), KNOWN_BLANK_SAMPLE_ROWS)
    frame = rows.select(
        pl.col("conflict_id").cast(pl.Int32).alias("conflict_id_ucdp"),
        pl.col("year").cast(pl.Int32),
        (pl.col("intensity_level") != "0").alias("is_active"),
        pl.col("c_epno").cast(pl.Int32).alias("episode"),
        (pl.col("c_epterm") == "1").alias("is_episode_end"),
        "outcome",
        threshold=pl.col("intensity_level").replace_strict({"0": None, "1": 25, "2": 1000}, return_dtype=pl.Int32),
        best=pl.col("bd_best").cast(pl.Int32),
        low=pl.col("bd_low").cast(pl.Int32),
        high=pl.col("bd_high").cast(pl.Int32),
    )
    spells = _with_deaths(frame).sort("conflict_id_ucdp", "year")
    return checked(spells, "source.tjet_spells")


def _with_deaths(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn the figures into best, low and high, or into a bare range where there is no best estimate."""
    is_filled = ((pl.col("year") < FIRST_YEAR_OF_COUNTS) & (pl.col("best") == pl.col("threshold"))).fill_null(False)
    is_outside = ~is_filled & ~pl.col("best").is_between("low", "high")
    for what, rows, as_often in (
        ("best estimates that are the bare threshold", is_filled, KNOWN_YEARS_WITHOUT_BEST),
        ("best estimates outside their range", is_outside, KNOWN_BEST_OUTSIDE_RANGE),
    ):
        refuse_other_count(ORIGIN, what, frame.filter(rows).height, as_often)
    known = pl.when(~is_filled)
    return frame.with_columns(
        deaths_best=known.then("best"),
        deaths_low=known.then(pl.min_horizontal("low", "best")),
        deaths_high=known.then(pl.max_horizontal("high", "best")),
        deaths_range_low=pl.when(is_filled).then("low"),
        deaths_range_high=pl.when(is_filled).then("high"),
    ).drop("threshold", "best", "low", "high")
