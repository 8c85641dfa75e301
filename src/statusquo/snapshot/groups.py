"""The ethnic groups behind the separatist side of each territorial dispute, with their standing in the state.

A dispute's groups are those that ACD2EPR ties to its rebels. Their status, share of the population and regional
autonomy come from EPR by runs of years (to 2021, missing after); the first and the last self-determination claim
from the claims by group (1946-2017); what they lost before from Germann and Sambanis. A group that EPR does not
list is left out (two conflicts are touched, see `sources.acd2epr`). When the state ended and another goes on in its
place, the group of that name in the new state follows (Albanians in Serbia, from 2006).
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.successions import state_in, successions
from statusquo.snapshot.patrons import linked_groups
from statusquo.snapshot.runs import runs_of_years, spread_years
from statusquo.sources.lost_autonomy import exact_years

STANDING = ("size_pct", "status", "has_regional_autonomy")


def dispute_groups(
    conflict_years: pl.DataFrame,
    dyad_years: pl.DataFrame,
    links: pl.DataFrame,
    groups: pl.DataFrame,
    claims: pl.DataFrame,
    losses: pl.DataFrame,
) -> pl.DataFrame:
    """Return table ``dispute_groups``: one row per dispute, group and run of years.

    Args:
        conflict_years: years of the territorial conflicts in the record, from `conflicts.territorial`.
        dyad_years: from `record.dyad_record`.
        links: from `sources.acd2epr`.
        groups: from `sources.epr_core`.
        claims: from `sources.epr_claims`.
        losses: from `sources.lost_autonomy`.
    """
    dyads = dyad_years.join(conflict_years, on="conflict_id_ucdp", how="semi")
    listed = groups.select("gwgroupid", "gwno", "group", *STANDING, "first_year", "last_year")
    runs = runs_of_years(spread_years(listed), unit=["gwgroupid"])
    frame = (
        _followed(linked_groups(dyads, links), groups)
        .join(_while_a_parent(runs.rename({"gwno": "parent_gw"})), on="gwgroupid")
        .join(first_and_last_claims(claims), on="gwgroupid", how="left")
        .join(_losses(losses), on="gwgroupid", how="left")
        .sort("conflict_id_ucdp", "gwgroupid", "first_year")
    )
    return checked(frame, "dispute_groups")


def _followed(linked: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Return the groups with, for each whose state another one continues, the group of that name in that state."""
    named = groups.select("gwgroupid", "gwno", "group").unique()
    now = pl.col("gwno").replace_strict(
        {gwno: state_in(gwno, one.last_year + 1) for gwno, one in successions().items()}, default=None
    )
    heirs = named.select(new="gwgroupid", gwno="gwno", group="group")
    moved = named.with_columns(gwno=now.cast(named.schema["gwno"])).join(heirs, on=["gwno", "group"])
    added = linked.join(moved.select("gwgroupid", "new"), on="gwgroupid").with_columns(gwgroupid="new").drop("new")
    return pl.concat([linked, added.join(linked, on=["conflict_id_ucdp", "gwgroupid"], how="anti")])


def _while_a_parent(runs: pl.DataFrame) -> pl.DataFrame:
    """Cut the runs of groups in a state that ended, to its last year as a side."""
    ends = {gwno: one.last_year for gwno, one in successions().items()}
    last = pl.col("parent_gw").replace_strict(ends, default=None, return_dtype=pl.Int32)
    cut = runs.with_columns(last_year=pl.min_horizontal("last_year", last))
    return cut.filter(pl.col("first_year") <= pl.col("last_year"))


def dispute_claims(
    conflict_years: pl.DataFrame, dyad_years: pl.DataFrame, links: pl.DataFrame, claims: pl.DataFrame
) -> pl.DataFrame:
    """Return table ``dispute_claims``: runs of years with and without a claim for the groups the rebels act for.

    Args:
        conflict_years: years of the territorial conflicts in the record, from `conflicts.territorial`.
        dyad_years: from `record.dyad_record`.
        links: from `sources.acd2epr`.
        claims: from `sources.epr_claims`; a year in which none of the groups is in the data belongs to no run.
    """
    dyads = dyad_years.join(conflict_years, on="conflict_id_ucdp", how="semi")
    claimed = linked_groups(dyads, links).filter(pl.col("is_claimed")).select("conflict_id_ucdp", "gwgroupid")
    by_year = (
        claimed.join(claims.select("gwgroupid", "year", "claim"), on="gwgroupid")
        .group_by("conflict_id_ucdp", "year")
        .agg(has_claim=pl.col("claim").is_not_null().any())
    )
    runs = runs_of_years(by_year, unit=["conflict_id_ucdp"])
    return checked(runs.sort("conflict_id_ucdp", "first_year"), "dispute_claims")


def first_and_last_claims(claims: pl.DataFrame) -> pl.DataFrame:
    """Return for each group that ever had a claim the year and kind of the first and of the last.

    Args:
        claims: from `sources.epr_claims`.

    Returns:
        gwgroupid, first_claim_year, first_claim, is_first_claim_at_start (the claim stands in the group's first year in
        the data, so that it may be older), last_claim_year, last_claim.
    """
    claimed = pl.col("claim").is_not_null()
    at = pl.col("year").filter(claimed)
    return (
        claims.sort("gwgroupid", "year")
        .group_by("gwgroupid", maintain_order=True)
        .agg(
            at.first().alias("first_claim_year"),
            pl.col("claim").filter(claimed).first().alias("first_claim"),
            (at.first() == pl.col("year").first()).alias("is_first_claim_at_start"),
            at.last().alias("last_claim_year"),
            pl.col("claim").filter(claimed).last().alias("last_claim"),
        )
        .filter(pl.col("first_claim_year").is_not_null())
    )


def _losses(losses: pl.DataFrame) -> pl.DataFrame:
    latest = [max(exact_years(when), default=None) if when else None for when in losses["autonomy_lost_when"]]
    return losses.select(
        "gwgroupid",
        "is_independence_lost",
        "is_stranded",
        "is_autonomy_lost",
        "autonomy_lost_when",
        pl.Series("autonomy_lost_year", latest, dtype=pl.Int32),
    )
