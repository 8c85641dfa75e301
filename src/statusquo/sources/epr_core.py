"""Ethnic Power Relations (EPR) Core 2021: each politically relevant ethnic group's access to state power, 1946-2021.

One row per group and period of years; a new period begins whenever any group of the state changes. A group is
listed only where it is politically relevant; from then on it keeps its place with the status IRRELEVANT.

Quirks: a group's share of the population is one figure for whole decades, so it follows no census; regional
autonomy is left blank for groups that rule alone and for irrelevant ones, where the question does not arise; where
ethnicity divides no politics the one people of the state is IRRELEVANT, as are the Irish in Ireland.
Only state power counts for the status: SELF-EXCLUSION is for groups that declared their territory independent,
of which Karabakh's Armenians (37304000) are one. Transnistria has no group here.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("epr-core")

STATUSES = (
    "MONOPOLY",
    "DOMINANT",
    "SENIOR PARTNER",
    "JUNIOR PARTNER",
    "POWERLESS",
    "DISCRIMINATED",
    "SELF-EXCLUSION",
    "STATE COLLAPSE",
    "IRRELEVANT",
)

IN_POWER = STATUSES[:4]
"""Statuses of groups that hold or share executive power, from the most of it to the least."""

AUTONOMY = {"true": True, "false": False}


def read_groups(raw: Path) -> pl.DataFrame:
    """Return one row per group and period, as table ``source.epr_core`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("from").cast(pl.Int32).alias("first_year"),
        pl.col("to").cast(pl.Int32).alias("last_year"),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        "group",
        (pl.col("size").cast(pl.Float64) * 100).round(4).alias("size_pct"),
        "status",
        pl.col("reg_aut").replace_strict(AUTONOMY, return_dtype=pl.Boolean).alias("has_regional_autonomy"),
    )
    return checked(frame.sort("gwgroupid", "first_year"), "source.epr_core")
