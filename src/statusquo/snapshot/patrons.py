"""Outside states that stand by a side of a territorial dispute, each with the basis on which a source says so.

Three bases, kept apart because they mean different things:

* ``UCDP secondary party``: the state sent troops in an active year, by the conflict-level file (ACD);
* ``UCDP secondary supporter``: the same, found in the dyad-level file, beside at least one of the organisations; a
  state
  that stands there as a contributor to a peace operation has its name beside it (`missions`) and is nobody's patron;
* ``EPR kin state``: a group that the rebels of the conflict are tied to (ACD2EPR) has kin (TEK) that hold or share
  power in another state (EPR), or that make up most of a state in which ethnicity divides no politics: EPR calls
  such a group IRRELEVANT, as it does the Irish in Ireland and, to 1990, Somalis in Somalia. Kinship is an opportunity
  for support, no evidence of it, and a weak one where the kin are a junior partner in a distant state, as Armenians
  are in Lebanon; so their standing is beside it, and whether the rebels claim to act for the group at all. A primary
  party of the conflict is no kin state of it.

Kinship runs as long as EPR lists both groups, open dispute or not: the state that the claimants of a dispute became
stands here as kin state of those they left behind (Slovenia, South Sudan). A use of it for a year asks first whether
the dispute is open then. All three bases miss patrons that are well known: Russia's part in Transnistria and
Abkhazia. An empty row is no finding that there was none.

The two UCDP files name the same states in the same years for every territorial conflict (a test holds them to it):
they are one testimony, not two.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.snapshot.missions import with_missions
from statusquo.snapshot.runs import runs_of_years, spread_years
from statusquo.sources.acd2epr import CLAIMED
from statusquo.sources.epr_core import IN_POWER

PARTY, SUPPORTER = "UCDP secondary party", "UCDP secondary supporter"
"""The bases that are acts: troops, by the record of conflict and by its dyads."""

KIN = "EPR kin state"
"""The basis that is no act: kin of the rebels' group in power."""

IRRELEVANT_MAJORITY = "IRRELEVANT MAJORITY"
"""Standing of a group that EPR calls irrelevant and that is more than half of its state's people."""

_IS_MAJORITY = (pl.col("status") == "IRRELEVANT") & (pl.col("size_pct") > 50)
STANDING = pl.when(_IS_MAJORITY).then(pl.lit(IRRELEVANT_MAJORITY)).otherwise("status")
"""A group's standing, from its status and size in EPR."""

KIN_STANDINGS = (*IN_POWER, IRRELEVANT_MAJORITY)
"""Standings that make a state a kin state, from the most power to the least certain."""

KEY = ["conflict_id_ucdp", "side", "patron_gw", "basis"]


def dispute_patrons(
    conflict_years: pl.DataFrame,
    dyad_years: pl.DataFrame,
    links: pl.DataFrame,
    groups: pl.DataFrame,
    kin: pl.DataFrame,
) -> pl.DataFrame:
    """Return table ``dispute_patrons``: one row per dispute, side, patron, basis and run of years.

    Args:
        conflict_years: years of the territorial conflicts in the record, from `conflicts.territorial`.
        dyad_years: from `record.dyad_record`.
        links: from `sources.acd2epr`.
        groups: from `sources.epr_core`.
        kin: from `sources.epr_tek`.
    """
    disputes = conflict_years.select("conflict_id_ucdp").unique()
    dyads = dyad_years.join(disputes, on="conflict_id_ucdp", how="semi")
    years = pl.concat(
        [
            senders_of_troops(conflict_years, PARTY),
            senders_of_troops(dyads, SUPPORTER),
            _kin_states(linked_groups(dyads, links), groups, kin),
        ],
        how="diagonal",
    )
    return outside_states(years, conflict_years)


def outside_states(years: pl.DataFrame, conflict_years: pl.DataFrame) -> pl.DataFrame:
    """Return table ``dispute_patrons`` from what each basis says year by year.

    Args:
        years: the columns of the table, with `year` in place of the first and the last.
        conflict_years: years of the territorial conflicts in the record, whose primary parties are no kin states.
    """
    primary = pl.concat(
        conflict_years.select("conflict_id_ucdp", pl.col(side).alias("patron_gw")).explode("patron_gw").drop_nulls()
        for side in ("gwno_a", "gwno_b")
    ).unique()
    of_kin = pl.col("basis") == KIN
    outsiders = pl.concat(
        [
            years.filter(~of_kin),
            years.filter(of_kin).join(primary, on=["conflict_id_ucdp", "patron_gw"], how="anti"),
        ]
    )
    return checked(runs_of_years(outsiders.unique(), unit=KEY), "dispute_patrons")


def senders_of_troops(years: pl.DataFrame, basis: str) -> pl.DataFrame:
    """Return the states that sent troops, by year and side, each with the peace operation it contributed to.

    Args:
        years: rows of the record by conflict or by dyad.
        basis: the name of the basis on which these rows say so.
    """
    sides = [
        years.select(
            "conflict_id_ucdp",
            "year",
            pl.col(f"gwno_{side}_2nd").alias("patron_gw"),
            pl.lit(side).alias("side"),
            pl.lit(basis).alias("basis"),
        )
        for side in ("a", "b")
    ]
    return with_missions(pl.concat(sides).explode("patron_gw").drop_nulls("patron_gw").unique())


def linked_groups(dyads: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Return the EPR groups that the rebels of each conflict are tied to.

    Args:
        dyads: rows with `dyad_id_ucdp` and `conflict_id_ucdp`.
        links: from `sources.acd2epr`.

    Returns:
        One row per conflict and group: conflict_id_ucdp, gwgroupid, claim_codes (of all its dyads, sorted), is_claimed
        (whether any code stands for a claim; missing where none says yes or no).
    """
    of_dyad = dyads.select("dyad_id_ucdp", "conflict_id_ucdp").unique()
    known = pl.col("claim").filter(pl.col("claim") >= 0)
    return (
        links.join(of_dyad, on="dyad_id_ucdp")
        .group_by("conflict_id_ucdp", "gwgroupid")
        .agg(
            pl.col("claim").drop_nulls().unique().sort().alias("claim_codes"),
            pl.when(known.len() > 0).then(known.is_in(CLAIMED).any()).alias("is_claimed"),
        )
        .sort("conflict_id_ucdp", "gwgroupid")
    )


def _kin_states(tied: pl.DataFrame, groups: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    """Return conflict, state and year wherever kin of a tied group have such a standing in another state."""
    own = kin.select("tekid", "gwgroupid", home="gwno").join(tied, on="gwgroupid")
    abroad = own.join(kin.select("tekid", kin_id="gwgroupid", patron_gw="gwno"), on="tekid").filter(
        pl.col("patron_gw") != pl.col("home")
    )
    listed = spread_years(groups.select("gwgroupid", STANDING.alias("status"), "first_year", "last_year"))
    return (
        abroad.select("conflict_id_ucdp", "gwgroupid", "is_claimed", "kin_id", "patron_gw")
        .unique()
        .join(listed.select("gwgroupid", "year"), on="gwgroupid")
        .join(
            listed.filter(pl.col("status").is_in(KIN_STANDINGS)).rename({"gwgroupid": "kin_id"}),
            on=["kin_id", "year"],
        )
        .group_by("conflict_id_ucdp", "patron_gw", "year")
        .agg(
            pl.col("status").cast(pl.Enum(KIN_STANDINGS)).min().cast(pl.String).alias("kin_status"),
            pl.when(pl.col("is_claimed").is_not_null().any()).then(pl.col("is_claimed").any()).alias("is_claimed"),
        )
        .with_columns(side=pl.lit("b"), basis=pl.lit(KIN))
    )
