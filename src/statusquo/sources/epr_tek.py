"""EPR Transnational Ethnic Kin (TEK) 2021: which EPR groups of different states are kin.

One row per cluster of kin and group; groups that share a cluster are kin. A group may stand in several clusters,
because a group that one state's politics treats as a whole is parted in another's.

Quirks: kinship has no years, it holds whenever both groups are listed in EPR; and it says nothing about support.
A kin state in the sense of the literature is one in which the kin group is in power, which is joined from EPR Core.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("epr-tek")


def read_kin(raw: Path) -> pl.DataFrame:
    """Return one row per cluster and group, as table ``source.epr_tek`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("tekid").cast(pl.Int32),
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        pl.col("groupname").alias("group"),
    )
    return checked(frame.sort("tekid", "gwgroupid"), "source.epr_tek")
