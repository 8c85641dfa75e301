"""Who fought on each side of a territorial dispute, by name and year, from UCDP's dyads.

The conflict-level file names a side's organisations of all years together; the dyads say which of them fought when. A
party's years are those with 25 battle deaths or more between it and the other side: it may have been founded long
before and go on long after. Secondary parties are the states that sent troops, each marked with the peace operation
to which it contributed where it did (see `snapshot.missions`).
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.snapshot.missions import with_missions
from statusquo.snapshot.runs import runs_of_years

WARRING, SECONDARY = "warring party", "secondary party"
GOVERNMENT = "Government of "

SERBIA_OF_UCDP, SERBIA, FIRST_YEAR_OF_SERBIA = 345, 340, 2006
"""UCDP keeps Yugoslavia's number for Serbia; Gleditsch and Ward list Serbia under one of its own from 2006."""


def dispute_parties(conflict_years: pl.DataFrame, dyad_years: pl.DataFrame) -> pl.DataFrame:
    """Return table ``dispute_parties``: one row per dispute, side, party and run of years.

    Args:
        conflict_years: years of the territorial conflicts in the record, from `conflicts.territorial`.
        dyad_years: from `record.dyad_record`.
    """
    disputes = conflict_years.select("conflict_id_ucdp").unique()
    dyads = dyad_years.join(disputes, on="conflict_id_ucdp", how="semi")
    years = pl.concat([*(_warring(dyads, side) for side in "ab"), *(_secondary(dyads, side) for side in "ab")])
    return runs_of_parties(years)


def runs_of_parties(years: pl.DataFrame) -> pl.DataFrame:
    """Return table ``dispute_parties`` from its rows year by year.

    Args:
        years: the columns of the table, with `year` in place of the first and the last.
    """
    return checked(runs_of_years(years.unique(), unit=["conflict_id_ucdp", "side", "party"]), "dispute_parties")


def _warring(dyads: pl.DataFrame, side: str) -> pl.DataFrame:
    return (
        dyads.select("conflict_id_ucdp", "year", party=pl.col(f"side_{side}").str.split(", "), side=pl.lit(side))
        .explode("party")
        .drop_nulls("party")
        .select(
            "conflict_id_ucdp",
            "side",
            pl.col("party").str.strip_chars(),
            "year",
            kind=pl.lit(WARRING),
            gwno=pl.lit(None, pl.Int32),
            mission=pl.lit(None, pl.String),
        )
    )


def _secondary(dyads: pl.DataFrame, side: str) -> pl.DataFrame:
    serbia = (pl.col("patron_gw") == SERBIA_OF_UCDP) & (pl.col("year") >= FIRST_YEAR_OF_SERBIA)
    sent = (
        dyads.select("conflict_id_ucdp", "year", patron_gw=f"gwno_{side}_2nd", side=pl.lit(side))
        .explode("patron_gw")
        .drop_nulls("patron_gw")
        .with_columns(patron_gw=pl.when(serbia).then(SERBIA).otherwise("patron_gw").cast(pl.Int32))
        .unique()
    )
    return with_missions(sent).select(
        "conflict_id_ucdp",
        "side",
        party=pl.format("state {}", "patron_gw"),
        year="year",
        kind=pl.lit(SECONDARY),
        gwno="patron_gw",
        mission="mission",
    )
