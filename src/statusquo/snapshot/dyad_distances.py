"""Distances between states that matter to territorial disputes: between capitals and between borders, 1946-2024.

Pairs in which at least one state is the parent of a territorial dispute, as runs of years in which nothing changes.
The distance between capitals is geodesic on WGS84, for the capital of 31 December.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl
from pyproj import Geod

from statusquo.core.columns import checked
from statusquo.core.domain import join_within
from statusquo.core.states import StateCodes
from statusquo.snapshot.dyad_ties import year_runs
from statusquo.snapshot.state_years import listed_state_years
from statusquo.sources import capitals, minimum_distance

PAIR = ["gwno_a", "gwno_b"]
DISTANCES = ["capital_distance_km", "minimum_distance_km"]

_GEOD = Geod(ellps="WGS84")


def dyad_distances(raw: Path, codes: StateCodes, parents: Collection[int]) -> pl.DataFrame:
    """Return table ``dyad_distances``.

    Args:
        raw: the directory of raw files.
        codes: the conversions between state systems.
        parents: Gleditsch-Ward numbers of the states of which one must be in a pair.

    Raises:
        SourceError: when a raw file is absent, is not the pinned one, or does not hold what it should.
    """
    listed = listed_state_years(codes)
    pairs = (
        listed.join(listed, on="year", suffix="_b")
        .rename({"gwno": "gwno_a"})
        .filter(pl.col("gwno_a") < pl.col("gwno_b"))
        .filter(pl.col("gwno_a").is_in(sorted(parents)) | pl.col("gwno_b").is_in(sorted(parents)))
        .select(*PAIR, "year")
    )
    seats = yearly_capitals(capitals.mend_misplaced(capitals.read_capitals_gw(raw)), listed)
    with_capitals = join_within(
        pairs, capital_distances(pairs, seats), on=[*PAIR, "year"], domain=capitals.ORIGIN.domain
    )
    borders = minimum_distance.read_minimum_distances_gw(raw).with_columns(pl.col("minimum_distance_km").round(0))
    frame = join_within(with_capitals, borders, on=[*PAIR, "year"], domain=minimum_distance.ORIGIN.domain)
    known = frame.filter(pl.any_horizontal(pl.col(DISTANCES).is_not_null()))
    return checked(year_runs(known, [*PAIR, *DISTANCES]).sort(*PAIR, "first_year"), "dyad_distances")


def yearly_capitals(spells: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Return the longitude and latitude of each listed state's capital on 31 December of each year."""
    last_day = pl.date(pl.col("year"), 12, 31)
    return (
        listed.join(spells, on="gwno")
        .filter(last_day.is_between("start_date", "end_date"))
        .select("gwno", "year", "longitude", "latitude")
    )


def capital_distances(pairs: pl.DataFrame, seats: pl.DataFrame) -> pl.DataFrame:
    """Return the geodesic distance in whole kilometres between the capitals of each pair in each year.

    Args:
        pairs: columns gwno_a, gwno_b, year.
        seats: columns gwno, year, longitude, latitude.
    """
    ends = pairs.join(seats, left_on=["gwno_a", "year"], right_on=["gwno", "year"]).join(
        seats, left_on=["gwno_b", "year"], right_on=["gwno", "year"], suffix="_b"
    )
    points = ["longitude", "latitude", "longitude_b", "latitude_b"]
    unlike = ends.select(points).unique(maintain_order=True)
    metres = _GEOD.inv(
        unlike["longitude"].to_numpy(),
        unlike["latitude"].to_numpy(),
        unlike["longitude_b"].to_numpy(),
        unlike["latitude_b"].to_numpy(),
    )[2]
    measured = unlike.with_columns(capital_distance_km=(pl.Series(metres) / 1000).round(0))
    return ends.join(measured, on=points).select(*PAIR, "year", "capital_distance_km")
