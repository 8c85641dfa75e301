"""CShapes 2.0: the outlines, capitals and masters of states and dependencies, 1886-2019, by Gleditsch-Ward number.

One row per unit and run of days in which its outline stands: who it is, whether it is independent, a colony, a
protectorate, occupied or under mandate, of whom, and where its capital lies.

Quirks: the file is the simplified topology of the R package, without a reference system (it is WGS84); a claimed
union without effect leaves no trace, and a de facto state is no unit. The outlines are non-commercial and serve in
building only: nothing of them is shipped, only what follows from them.
"""

from __future__ import annotations

import lzma
from io import BytesIO
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="cshapes",
    title="CShapes 2.0: borders and capitals of states and dependencies",
    producer="International Conflict Research, ETH Zürich",
    version="2.0 (R package)",
    terms="CC BY-NC-SA 4.0; outlines are used in building and not shipped",
    citation=(
        "Schvitz, Guy, Luc Girardin, Seraina Rüegger, Nils B. Weidmann, Lars-Erik Cederman and Kristian Skrede "
        "Gleditsch (2022) Mapping the International System, 1886-2019: The CShapes 2.0 Dataset. Journal of Conflict "
        "Resolution 66(1): 144-161.",
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
    domain=Domain(first_year=1886, last_year=2019, system="gw", unit="unit-period"),
    files=(
        RawFile(
            "cshapes-2.0/cshapes_2_gw.topojson.xz",
            "cran/cshapes",
            "54840534d9a82cfd01caf1021f85933e701e8318",
            "inst/extdata/cshapes_2_gw.topojson.xz",
            2_080_548,
            "196c6d9d881cf944e176e4ce5bfc61074d21792de7152cb0a9e035e56b0297c8",
        ),
    ),
    link="https://icr.ethz.ch/data/cshapes/",
    quirks=(
        "The file states no reference system; it is WGS84.",
        "De facto states are no units: their land is drawn with the state that is recognised there.",
    ),
)


def read_units(raw: Path) -> pl.DataFrame:
    """Return one row per unit and run of days, as table ``source.cshapes`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    import geopandas

    shapes = geopandas.read_file(BytesIO(lzma.decompress(raw_path(raw, ORIGIN).read_bytes())))
    frame = pl.DataFrame(
        {
            "unit_id": shapes["fid"].to_list(),
            "gwno": shapes["gwcode"].to_list(),
            "name": shapes["country_name"].to_list(),
            "status": [None if status == "N/A" else status for status in shapes["status"]],
            "owner_gw": [int(owner) or None for owner in shapes["owner"]],
            "start_date": [day.date() for day in shapes["start"]],
            "end_date": [day.date() for day in shapes["end"]],
            "capital_longitude": shapes["caplong"].to_list(),
            "capital_latitude": shapes["caplat"].to_list(),
            "geometry": shapes.geometry.to_wkb().to_list(),
        },
        schema_overrides=dict.fromkeys(("unit_id", "gwno", "owner_gw"), pl.Int32),
    )
    return checked(frame.sort("unit_id"), "source.cshapes")
