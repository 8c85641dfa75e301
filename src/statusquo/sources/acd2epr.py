"""ACD2EPR 2021: which ethnic group the rebels of each UCDP dyad speak for, recruit from and are supported by.

One row per dyad, state and group. Rows that name no group say that the organisation is tied to none that EPR
lists; they are left out of what the reader returns, and so are repetitions of them.

Quirks: the codes are kept as published, since the codebook is not among the files: users of the data read 1 and 2
as yes (two kinds of claim, recruitment or support), 0 as no and -1 as not known. Four links name groups that EPR
2021 does not list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("acd2epr")

CLAIMED = (1, 2)
"""Codes of `claim` that stand for a claim made in the name of the group."""

KNOWN_ROWS_WITHOUT_GROUP = 165
"""Rows that name no group; three of them repeat another."""

KNOWN_GROUPS_OUTSIDE_EPR = (36559000, 36561000, 36565000, 48409000)
"""Laks, Nogai and Tabasarans (Caucasus Emirate, dyad 899) and a group in Congo (Cocoyes, dyad 863)."""


def read_links(raw: Path) -> pl.DataFrame:
    """Return one row per dyad and group, as table ``source.acd2epr`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    refuse_other_count(ORIGIN, "rows that name no group", rows["gwgroupid"].null_count(), KNOWN_ROWS_WITHOUT_GROUP)
    frame = rows.filter(pl.col("gwgroupid").is_not_null()).select(
        pl.col("dyadid").cast(pl.Int32).alias("dyad_id_ucdp"),
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        "group",
        pl.col("claim", "recruitment", "support").cast(pl.Int32),
    )
    return checked(frame.sort("dyad_id_ucdp", "gwgroupid"), "source.acd2epr")
