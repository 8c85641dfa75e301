"""Self-determination movements: the groups for which a claim was made since 1946, by runs of years, and how they left.

A movement is an EPR group in one state for which the claims data name a claim in any year (Sambanis, Germann and
Schädel's first data on EPR groups, 1946-2017). Its standing and autonomy come from EPR, its kin abroad from TEK, its
fighting from UCDP by way of ACD2EPR, its losses before from Germann and Sambanis.

A movement leaves its state with a new state that came out of it (`state_origins`) in which its people have a group:
one of the same cluster of kin, of the same name, or named in `OWN_LINKS`. It is independence when that group leads
the new state, or shares its power and the old state lists it no more; it has passed to a new state when the old state
lists it no more and it has no such standing, or no group there that the data can trace.
"""

from __future__ import annotations

import re

import polars as pl

from statusquo.core.columns import checked
from statusquo.snapshot.groups import first_and_last_claims
from statusquo.snapshot.patrons import IRRELEVANT_MAJORITY, KIN_STANDINGS, STANDING
from statusquo.snapshot.runs import runs_of_years, spread_years
from statusquo.sources.acd2epr import CLAIMED
from statusquo.sources.epr_core import IN_POWER
from statusquo.sources.lost_autonomy import exact_years

LAST_YEAR = 2017
"""The last year of the claims."""

RECENT_YEARS = 5
"""A claim made in the five years before a new state, or in its first, counts as the claim to it."""

LEADS = ("MONOPOLY", "DOMINANT", "SENIOR PARTNER", IRRELEVANT_MAJORITY)
"""Standings with which a group leads a state."""

OWN_LINKS = {53010000: 53101000, 53011000: 53102000}
"""Christians and Muslims of Eritrea, whom neither a cluster of kin nor a name ties to themselves after 1993."""

_CENTURY, _DECADE, _YEAR = re.compile(r"(\d\d)th"), re.compile(r"(\d{4})s"), re.compile(r"\b(\d{4})\b")


def movements(
    claims: pl.DataFrame, groups: pl.DataFrame, kin: pl.DataFrame, losses: pl.DataFrame, origins: pl.DataFrame
) -> pl.DataFrame:
    """Return table ``movements``: one row per group with a claim: when it began, what it had lost, how it left.

    Args:
        claims: from `sources.epr_claims`.
        groups: from `sources.epr_core`.
        kin: from `sources.epr_tek`.
        losses: from `sources.lost_autonomy`.
        origins: table ``state_origins``.
    """
    names = claims.group_by("gwgroupid").agg(pl.col("group").last(), pl.col("gwno").last().alias("parent_gw"))
    listed = groups.group_by("gwgroupid").agg(pl.col("first_year").min().alias("first_listed_year"))
    years = [latest_years(when) if when else [] for when in losses["autonomy_lost_when"]]
    lost = losses.select(
        "gwgroupid", "is_autonomy_lost", pl.Series("autonomy_lost_years", years, dtype=pl.List(pl.Int32))
    )
    frame = (
        first_and_last_claims(claims)
        .select("gwgroupid", "first_claim_year", "first_claim", "is_first_claim_at_start")
        .join(names, on="gwgroupid")
        .join(listed, on="gwgroupid", how="left")
        .join(lost, on="gwgroupid", how="left")
    )
    frame = frame.join(_exits(frame, claims, groups, kin, origins), on="gwgroupid", how="left")
    return checked(frame.sort("gwgroupid"), "movements")


def movement_runs(
    claims: pl.DataFrame,
    groups: pl.DataFrame,
    kin: pl.DataFrame,
    dyad_years: pl.DataFrame,
    links: pl.DataFrame,
    conflict_years: pl.DataFrame,
) -> pl.DataFrame:
    """Return table ``movement_runs``: one row per movement and run of years, from the year before the first claim.

    Args:
        claims: from `sources.epr_claims`.
        groups: from `sources.epr_core`.
        kin: from `sources.epr_tek`.
        dyad_years: from `sources.ucdp_dyadic`.
        links: from `sources.acd2epr`.
        conflict_years: every year of every conflict, from `sources.ucdp_prio_acd`.
    """
    began = first_and_last_claims(claims).select("gwgroupid", first="first_claim_year")
    listed = spread_years(
        groups.select("gwgroupid", "size_pct", "status", "has_regional_autonomy", "first_year", "last_year")
    ).with_columns(is_listed=pl.lit(True))
    fights = _fights(dyad_years, links, conflict_years)
    frame = (
        claims.select("gwgroupid", "year", "claim")
        .join(listed, on=["gwgroupid", "year"], how="full", coalesce=True)
        .join(began, on="gwgroupid")
        .filter(pl.col("year") >= pl.col("first") - 1, pl.col("year") <= LAST_YEAR)
        .join(_kin_in_power(groups, kin), on=["gwgroupid", "year"], how="left")
        .join(fights, on=["gwgroupid", "year"], how="left")
        .with_columns(
            pl.col("is_listed").fill_null(False),
            pl.col("fighting").fill_null("none"),
            pl.col("is_fighting_over_government").fill_null(False),
            n_kin_states=pl.when("is_listed").then(pl.col("n_kin_states").fill_null(0)),
        )
        .drop("first")
    )
    return checked(runs_of_years(frame, unit=["gwgroupid"]), "movement_runs")


def latest_years(when: str) -> list[int]:
    """Return the years by which each part of a rough date is over: of a century or decade its end, of a span its last.

    Args:
        when: a date as the source words it, such as ``19th century, 1937`` or ``1940-1953``.
    """
    found = set(exact_years(when))
    for part in re.split(r"\s*,\s*", when):
        if centuries := _CENTURY.findall(part):
            early = {"early": 33, "mid": 67}
            words = re.findall(r"early|mid|late", part)
            share = early.get(words[-1], 100) if words and part.rfind(words[-1]) <= part.rfind(centuries[-1]) else 100
            found.add((int(centuries[-1]) - 1) * 100 + share)
        elif decades := _DECADE.findall(part):
            found.add(int(decades[-1]) + 9)
        elif years := _YEAR.findall(part):
            found.add(int(years[-1]))
    return sorted(found)


def _exits(
    began: pl.DataFrame, claims: pl.DataFrame, groups: pl.DataFrame, kin: pl.DataFrame, origins: pl.DataFrame
) -> pl.DataFrame:
    """Return for each movement that left its state the new state, the year, and its people's standing there."""
    parted = origins.filter(pl.col("status_before") == "part of the state").select(
        new_state_gw="gwno", exit_year="first_year", parent_gw="predecessor_gw"
    )
    recent = claims.filter(pl.col("claim").is_not_null()).select("gwgroupid", claimed="year")
    chances = (
        began.select("gwgroupid", "group", "parent_gw", "first_listed_year")
        .join(parted, on="parent_gw")
        .filter(pl.col("exit_year") <= LAST_YEAR)
        .join(recent, on="gwgroupid")
        .filter(pl.col("claimed").is_between(pl.col("exit_year") - RECENT_YEARS, "exit_year"))
        .drop("claimed")
        .unique()
    )
    standing = _first_standing(groups)
    own = pl.DataFrame(
        {"gwgroupid": list(OWN_LINKS), "new_state_gwgroupid": list(OWN_LINKS.values())},
        schema={"gwgroupid": pl.Int32, "new_state_gwgroupid": pl.Int32},
    )
    of_kin = kin.select("tekid", "gwgroupid").join(kin.select("tekid", new_state_gwgroupid="gwgroupid"), on="tekid")
    ties = pl.concat(
        [
            own,
            of_kin.select("gwgroupid", "new_state_gwgroupid"),
            began.select("gwgroupid", "group")
            .join(standing.select("new_state_gwgroupid", "group"), on="group")
            .select("gwgroupid", "new_state_gwgroupid"),
        ]
    ).unique()
    traced = ties.join(standing.drop("group"), on="new_state_gwgroupid")
    listed = spread_years(groups.select("gwgroupid", "first_year", "last_year"))
    still = listed.select("gwgroupid", exit_year=pl.col("year") - 1, is_listed_after=pl.lit(True))
    chances = chances.join(still, on=["gwgroupid", "exit_year"], how="left")
    is_gone = pl.col("is_listed_after").is_null() & (pl.col("first_listed_year") <= pl.col("exit_year"))
    status = pl.col("new_state_status")
    ranked = chances.join(traced, on=["gwgroupid", "new_state_gw"], how="left").with_columns(
        rank=pl.when(status.is_in(LEADS))
        .then(0)
        .when(is_gone & status.is_in(IN_POWER))
        .then(1)
        .when(is_gone & status.is_not_null())
        .then(2)
        .when(is_gone)
        .then(3)
    )
    best = (
        ranked.filter(pl.col("rank").is_not_null())
        .sort(
            "gwgroupid",
            "rank",
            "exit_year",
            "new_state_size_pct",
            "new_state_gw",
            descending=[False, False, False, True, False],
        )
        .group_by("gwgroupid", maintain_order=True)
        .first()
    )
    is_untraced = pl.col("rank") == 3
    return best.select(
        "gwgroupid",
        "exit_year",
        exit=pl.when(pl.col("rank") <= 1).then(pl.lit("independence")).otherwise(pl.lit("passed to a new state")),
        new_state_gw=pl.when(~is_untraced).then("new_state_gw"),
        new_state_gwgroupid=pl.when(~is_untraced).then("new_state_gwgroupid"),
        new_state_status=pl.when(~is_untraced).then("new_state_status"),
    )


def _first_standing(groups: pl.DataFrame) -> pl.DataFrame:
    """Return each group's standing and size in the first period of its listing."""
    return (
        groups.sort("gwgroupid", "first_year")
        .group_by("gwgroupid", maintain_order=True)
        .first()
        .select(
            "group",
            new_state_gwgroupid="gwgroupid",
            new_state_gw="gwno",
            new_state_status=STANDING,
            new_state_size_pct="size_pct",
        )
    )


def _kin_in_power(groups: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    """Return by group and year in how many other states kin hold or share power, and their highest standing."""
    pairs = (
        kin.select("tekid", "gwgroupid", home="gwno")
        .join(kin.select("tekid", kin_id="gwgroupid", kin_gw="gwno"), on="tekid")
        .filter(pl.col("home") != pl.col("kin_gw"))
        .select("gwgroupid", "kin_id", "kin_gw")
        .unique()
    )
    listed = spread_years(groups.select(STANDING.alias("kin_status"), "first_year", "last_year", kin_id="gwgroupid"))
    return (
        pairs.join(listed.filter(pl.col("kin_status").is_in(KIN_STANDINGS)), on="kin_id")
        .group_by("gwgroupid", "year")
        .agg(
            pl.col("kin_gw").n_unique().cast(pl.Int32).alias("n_kin_states"),
            pl.col("kin_status").cast(pl.Enum(KIN_STANDINGS)).min().cast(pl.String),
        )
    )


def _fights(dyad_years: pl.DataFrame, links: pl.DataFrame, conflict_years: pl.DataFrame) -> pl.DataFrame:
    """Return by group and year whether rebels who claim to act for it fought the state, and over what."""
    about = conflict_years.select("conflict_id_ucdp", "year", "incompatibility", "intensity")
    over_land = pl.col("incompatibility").str.contains("territory")
    war = pl.col("intensity").filter(over_land) == "war"
    return (
        links.filter(pl.col("claim").is_in(CLAIMED))
        .select("dyad_id_ucdp", "gwgroupid")
        .join(dyad_years.select("dyad_id_ucdp", "conflict_id_ucdp", "year"), on="dyad_id_ucdp")
        .join(about, on=["conflict_id_ucdp", "year"])
        .group_by("gwgroupid", "year")
        .agg(
            fighting=pl.when(war.any())
            .then(pl.lit("war"))
            .when(over_land.any())
            .then(pl.lit("minor"))
            .otherwise(pl.lit("none")),
            is_fighting_over_government=pl.col("incompatibility").str.contains("government").any(),
        )
    )
