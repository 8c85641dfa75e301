"""Minimum distance between states, computed from CShapes 2.0 borders, 1886-2019.

The shortest distance between the outlines of two states on 1 January of the year, in kilometres; 0 where they touch.

Quirks: the borders leave out small islands and some microstates; a pair is there once, the smaller code first; the
distances take over the terms of the borders.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("minimum-distance")


def read_minimum_distances_gw(raw: Path) -> pl.DataFrame:
    """Return one row per pair of Gleditsch-Ward states and year, as ``source.minimum_distance_gw`` declares it."""
    return _read(raw, "gw_mindist", "gwcode", "gwno", "source.minimum_distance_gw")


def read_minimum_distances_cow(raw: Path) -> pl.DataFrame:
    """Return one row per pair of COW states and year, as ``source.minimum_distance_cow`` declares it."""
    return _read(raw, "cow_mindist", "ccode", "ccode", "source.minimum_distance_cow")


def _read(raw: Path, name: str, held: str, code: str, table: str) -> pl.DataFrame:
    frame = read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name).select(
        pl.col(f"{held}1").alias(f"{code}_a"),
        pl.col(f"{held}2").alias(f"{code}_b"),
        "year",
        pl.col("mindist").alias("minimum_distance_km"),
    )
    return checked(frame.sort(f"{code}_a", f"{code}_b", "year"), table)
