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
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("cshapes")


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
