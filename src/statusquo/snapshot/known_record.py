"""The record of conflict as a snapshot's own tables tell it, so that later years can be joined on without raw files.

A snapshot keeps of the record what the product needs, and not the rows of the Armed Conflict Dataset: of the sides of a
conflict each year here has those of all its years. What is put together gives the same tables of disputes, episodes and
years again; who took part in which year stands in the tables of parties and patrons alone.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.snapshot.conflicts import conflict_runs
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import runs_of_years, spread_years
from statusquo.snapshot.store import Snapshot

_NOBODY = pl.lit([], pl.List(pl.Int32))


def known_record(snapshot: Snapshot, last_year: int) -> pl.DataFrame:
    """Return the years of the territorial disputes that a snapshot tells of, in the columns of the record.

    Args:
        snapshot: the open snapshot.
        last_year: the last year wanted.
    """
    has_parent, side_b = pl.col("parent_gw").is_not_null(), pl.col("side_b").list
    disputes = snapshot.table("disputes").select(
        "conflict_id_ucdp",
        "location",
        "incompatibility",
        "territory_name",
        "start_date",
        side_a="parent_name",
        side_b=pl.when(side_b.len() > 0).then(side_b.join(", ")),
        gwno_a=pl.when(has_parent).then(pl.concat_list("parent_gw")).otherwise(_NOBODY),
        gwno_a_2nd="supporters_a_gw",
        gwno_b=_NOBODY,
        gwno_b_2nd="supporters_b_gw",
        gwno_location=_NOBODY,
        region=pl.concat_list("region"),
    )
    episodes = snapshot.table("episodes").select(
        "conflict_id_ucdp", "episode", episode_start_date="start_date", episode_end_date="end_date"
    )
    return (
        snapshot.table("dispute_years")
        .filter(pl.col("year") <= last_year)
        .select(*KEY, "episode", "intensity", "type", "release")
        .join(episodes, on=["conflict_id_ucdp", "episode"])
        .join(disputes, on="conflict_id_ucdp")
        .with_columns(is_episode_end=pl.lit(None, pl.Boolean))
        .drop("episode")
        .sort(KEY)
    )


def longer_conflict_runs(snapshot: Snapshot, later: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return table ``conflict_runs`` with later years joined on.

    Args:
        snapshot: the open snapshot.
        later: the record of every conflict, over the government too, in the years after `last_year`.
        last_year: the last year for which the snapshot's own word stands.
    """
    known = snapshot.table("conflict_runs")
    years = [
        spread_years(known).filter(pl.col("year") <= last_year),
        spread_years(conflict_runs(later)).select("conflict_id_ucdp", "intensity", "parties", "year"),
    ]
    named = pl.concat(years).with_columns(pl.col("parties").sort_by("year").last().over("conflict_id_ucdp"))
    return checked(runs_of_years(named, unit=["conflict_id_ucdp"]).select(known.columns), "conflict_runs")
