"""Ties between states that matter to territorial disputes: treaties, organisations, borders, rivalries, 1946-2024.

Pairs in which at least one state is the parent of a territorial dispute, or stands for the separatist side of a bundled
case (`scope.PATRONS_GW`). A tie is kept as runs of consecutive years.
Where a run ends with its source, nothing is known of the years after: it is marked, and must not be read as an end.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.states import StateCodes
from statusquo.snapshot.gw_codes import pairs_in_gw, state_years_in_gw
from statusquo.snapshot.state_years import FIRST_YEAR
from statusquo.sources import atop, cow_contiguity, cow_igo, rivalries_td, rivalries_tss

TIE = ["gwno_a", "gwno_b", "tie", "direction", "source"]


def dyad_ties(raw: Path, codes: StateCodes, parents: Collection[int]) -> pl.DataFrame:
    """Return table ``dyad_ties``.

    Args:
        raw: the directory of raw files.
        codes: the conversions between state systems.
        parents: Gleditsch-Ward numbers of the states of which one must be in a pair.

    Raises:
        SourceError: when a raw file is absent, is not the pinned one, or does not hold what it should.
    """
    members = state_years_in_gw(cow_igo.read_memberships(raw).filter(pl.col("year") >= FIRST_YEAR), codes)
    borders = cow_contiguity.mend_outlived(cow_contiguity.read_contiguity(raw)).with_columns(
        first_year=pl.col("start_date").dt.year(),
        last_year=pl.col("end_date").dt.year(),
        tie=pl.lit("contiguity, ") + pl.col("kind"),
    )
    by_source = [
        (atop.ORIGIN, obligation_years(atop.read_obligations(raw), codes)),
        (cow_igo.ORIGIN, shared_membership_years(members, parents)),
        (cow_contiguity.ORIGIN, spell_years(borders, codes)),
        (rivalries_td.ORIGIN, spell_years(_named(rivalries_td.read_rivalries(raw), "rivalry (TD)"), codes)),
        (rivalries_tss.ORIGIN, spell_years(_named(rivalries_tss.read_rivalries(raw), "rivalry (TSS)"), codes)),
    ]
    one_is_parent = pl.any_horizontal(pl.col("gwno_a", "gwno_b").is_in(sorted(parents)))
    runs = [
        year_runs(years.filter(one_is_parent).with_columns(source=pl.lit(source.id)), TIE).with_columns(
            is_censored=pl.col("last_year") == source.domain.last_year
        )
        for source, years in by_source
    ]
    return checked(pl.concat(runs).sort(*TIE, "first_year"), "dyad_ties")


def obligation_years(obligations: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Return who owes what to whom in each year, each pair once, from table ``source.atop``.

    Returns:
        Columns gwno_a (the smaller), gwno_b, year, tie and direction: ``mutual`` where both owe it, ``a to b`` or
        ``b to a`` where one does.
    """
    owed = pairs_in_gw(obligations.filter(pl.col("year") >= FIRST_YEAR), codes).with_columns(
        tie=pl.lit("ATOP ") + pl.col("obligation"), forward=pl.col("gwno_a") < pl.col("gwno_b")
    )
    return (
        owed.with_columns(
            gwno_a=pl.min_horizontal("gwno_a", "gwno_b"),
            gwno_b=pl.max_horizontal("gwno_a", "gwno_b"),
        )
        .group_by("gwno_a", "gwno_b", "year", "tie")
        .agg(
            direction=pl.when(pl.col("forward").n_unique() == 2)
            .then(pl.lit("mutual"))
            .when(pl.col("forward").first())
            .then(pl.lit("a to b"))
            .otherwise(pl.lit("b to a"))
        )
    )


def shared_membership_years(members: pl.DataFrame, parents: Collection[int]) -> pl.DataFrame:
    """Return the pairs of full members of each organisation in each year, from gwno, year, organisation, status."""
    full = members.filter(pl.col("status") == "full").select("gwno", "year", tie="organisation")
    own = full.filter(pl.col("gwno").is_in(sorted(parents)))
    return (
        own.join(full, on=["year", "tie"], suffix="_other")
        .filter(pl.col("gwno") != pl.col("gwno_other"))
        .select(
            pl.min_horizontal("gwno", "gwno_other").alias("gwno_a"),
            pl.max_horizontal("gwno", "gwno_other").alias("gwno_b"),
            "year",
            "tie",
            direction=pl.lit("mutual"),
        )
        .unique()
    )


def year_runs(years: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Compress a frame with a year into runs of consecutive years, one row per run of the columns `by`."""
    return (
        years.select(*by, "year")
        .unique()
        .sort(*by, "year")
        .with_columns(run=(pl.col("year") - pl.int_range(pl.len()).over(by)).cast(pl.Int32))
        .group_by(*by, "run", maintain_order=True)
        .agg(first_year=pl.col("year").min(), last_year=pl.col("year").max())
        .drop("run")
    )


def spell_years(spells: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Return the years of mutual ties given as spells of COW states, each pair once.

    Args:
        spells: columns ccode_a, ccode_b, tie, first_year, last_year.
        codes: the conversions between state systems.
    """
    first = pl.max_horizontal("first_year", FIRST_YEAR)
    years = (
        spells.filter(pl.col("last_year") >= FIRST_YEAR)
        .select("ccode_a", "ccode_b", "tie", year=pl.int_ranges(first, pl.col("last_year") + 1, dtype=pl.Int32))
        .explode("year")
    )
    return pairs_in_gw(years, codes).select(
        pl.min_horizontal("gwno_a", "gwno_b").alias("gwno_a"),
        pl.max_horizontal("gwno_a", "gwno_b").alias("gwno_b"),
        "year",
        "tie",
        direction=pl.lit("mutual"),
    )


def _named(rivalries: pl.DataFrame, tie: str) -> pl.DataFrame:
    return rivalries.with_columns(tie=pl.lit(tie))
