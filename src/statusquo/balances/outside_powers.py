"""The regional balance and the veto power of every dispute at once, each year from what was known at its end.

The measures are those of `regional` and `veto`, with every drawn input at the middle of its range in `ranges`, and with
sides as the panel of disputes has them: the parent state, and the state behind the separatist side. Suppliers' shares
of arms are handed in, since those in the snapshot are of fixed periods for all but a few states.

Nothing dated later than a year is used for it. The measures end with the treaties in 2018 (`LAST_YEAR`): what becomes
of later years is for the user of the table to say.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Any

import polars as pl

from statusquo.balances.commitment import ACTS, MAIN, Kind, rival_years, weight_ranges
from statusquo.balances.major_powers import is_major_power
from statusquo.balances.projection import KM_PER_MILE
from statusquo.balances.ranges import MILES_A_DAY
from statusquo.cases.load import bundled_chronicle, bundled_ids
from statusquo.panels.patrons import CASE_FILE, troops_by_year
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

LAST_YEAR = ORIGINS["atop"].domain.last_year or 2018
LAST_YEAR_OF_ORGANISATIONS = ORIGINS["cow-igo"].domain.last_year or 2014
LAST_YEAR_OF_ARMS = ORIGINS["sipri-tiv"].domain.last_year or 2021
FIRST_YEAR_OF_ARMS = ORIGINS["sipri-tiv"].domain.first_year or 1950

COLUMNS = (
    "parent_outside_support",
    "separatist_outside_support",
    "veto_power_strength",
    "veto_commitment_to_parent",
    "veto_commitment_to_separatist",
    "veto_votes_off_parent",
    "veto_votes_off_separatist",
    "veto_organisations_with_parent",
    "veto_organisations_with_separatist",
    "parent_major_power_ally",
    "separatist_major_power_ally",
    "patron_tie",
)
"""What comes back for each dispute and year: supports and strength as logarithms, commitments as shares, votes in ideal
points, organisations in their number, an ally as 0 or 1, the patron's tie as a share."""

_DIGITS = 6
_SIDES = {"a": "parent", "b": "separatist"}
_TREATIES: dict[str, Kind] = {
    "ATOP defence": "pact",
    "ATOP offence": "pact",
    "ATOP consultation": "consultation",
}


def outside_powers(
    disputes: pl.DataFrame, snapshot: Snapshot, suppliers: pl.DataFrame, left_out: Collection[int] = ()
) -> pl.DataFrame:
    """Return the outside support of both sides, the veto power's strength and what ties it to each.

    Args:
        disputes: columns `conflict_id_ucdp`, `year`, `parent_gw`, `patron_gw` (missing where no state stands behind the
            separatist side) and `patron_basis`; one row comes back for each.
        snapshot: the open snapshot.
        suppliers: table ``fit.arms_suppliers``.
        left_out: Gleditsch-Ward numbers of states whose ties to both sides are taken away; they stay candidates for
            the veto power where they border the parent.

    Returns:
        The key, `veto_power_gw` and `COLUMNS`.
    """
    rows = disputes.select(*KEY, "parent_gw", "patron_gw", "patron_basis")
    sides = _sides(rows.filter(pl.col("year") <= LAST_YEAR, pl.col("parent_gw").is_not_null()))
    ties = _ties(sides, snapshot, suppliers).filter(~pl.col("state").is_in(sorted(left_out)))
    at_hand = _projected(ties.select(*KEY, "parent_gw", "state").unique(), snapshot)
    # A treaty with its patron is no promise to a side: without an act it can count on nobody (`commitment`).
    has_act = pl.any_horizontal(pl.col(kind) > 0 for kind in sorted(ACTS))
    backed = ties.filter((pl.col("side") == "a") | has_act.any().over(*KEY, "side"))
    support = (
        backed.join(at_hand, on=[*KEY, "state"])
        # In one order, so that sums come out the same to the last digit whatever else is in the table.
        .sort(*KEY, "side", "state")
        .group_by(*KEY, "side", maintain_order=True)
        .agg((pl.col("projected") * pl.col("share")).sum().alias("support"))
        .with_columns(support=pl.when(pl.col("support") > 0).then(pl.col("support").log().round(_DIGITS)))
    )
    veto = _veto_powers(sides, ties, snapshot)
    allies = _major_power_allies(ties)
    frame = rows
    for side, name in _SIDES.items():
        own = support.filter(side=side).select(*KEY, pl.col("support").alias(f"{name}_outside_support"))
        frame = frame.join(own, on=KEY, how="left", maintain_order="left")
        pact = allies.filter(side=side).select(*KEY, pl.lit(1.0).alias(f"{name}_major_power_ally"))
        frame = frame.join(pact, on=KEY, how="left", maintain_order="left")
    frame = frame.join(veto, on=KEY, how="left", maintain_order="left")
    frame = _with_cross_pressure(frame, ties, snapshot)
    told = (pl.col("year") <= LAST_YEAR) & pl.col("parent_gw").is_not_null()
    frame = frame.with_columns(
        pl.when(told).then(pl.col(f"{name}_major_power_ally").fill_null(0.0)).alias(f"{name}_major_power_ally")
        for name in _SIDES.values()
    )
    frame = frame.join(_patron_ties(rows, snapshot), on=KEY, how="left", maintain_order="left")
    return frame.select(*KEY, "veto_power_gw", *COLUMNS)


def _sides(rows: pl.DataFrame) -> pl.DataFrame:
    """Return both sides of each dispute-year: `side`, the state that is it or stands for it, and the other's."""
    parent, patron = pl.col("parent_gw"), pl.col("patron_gw")
    return pl.concat(
        [
            rows.select(*KEY, "parent_gw", side=pl.lit("a"), gwno=parent, other_gw=patron),
            rows.select(*KEY, "parent_gw", side=pl.lit("b"), gwno=patron, other_gw=parent),
        ]
    )


def _ties(sides: pl.DataFrame, snapshot: Snapshot, suppliers: pl.DataFrame) -> pl.DataFrame:
    """Return each outside state's ties to each side and the share of its capability that they commit.

    Arms count only where those of both sides are known, as in `commitment`: silence on one side is no absence.
    """
    key = [*KEY, "parent_gw", "side", "gwno", "other_gw"]
    owed = sides.join(_treaties(snapshot), on=["gwno", "year"]).select(*key, "state", "kind", tie=pl.lit(1.0))
    both_known = pl.col("gwno").is_not_null() & pl.col("other_gw").is_not_null()
    in_range = pl.col("year").is_between(FIRST_YEAR_OF_ARMS, LAST_YEAR_OF_ARMS)
    arms = (
        sides.filter(both_known & in_range)
        .join(suppliers.rename({"supplier_gw": "state"}), on=["gwno", "year"])
        .select(*key, "state", kind=pl.lit("arms"), tie=pl.col("share"))
    )
    fought = troops_by_year(snapshot).rename({"patron_gw": "state"})
    troops = sides.join(fought, on=[*KEY, "side"]).select(*key, "state", kind=pl.lit("troops"), tie=pl.lit(1.0))
    roles = _named_alliances().filter(pl.col("role") != "veto power")
    by_number = sides.join(roles, on="conflict_id_ucdp").filter(
        pl.col("year").is_between("first_year", "last_year"),
        pl.col("toward_side").eq(pl.col("side")) | pl.col("toward_gw").eq_missing(pl.col("gwno")),
    )
    named = by_number.select(*key, "state", kind=pl.lit("named alliance"), tie=pl.lit(1.0))
    everything = pl.concat([owed, arms, troops, named]).filter(
        pl.col("state") != pl.col("parent_gw"),
        pl.col("state").ne_missing(pl.col("gwno")),
        pl.col("state").ne_missing(pl.col("other_gw")),
    )
    strength = [pl.col("tie").filter(pl.col("kind") == kind).max().fill_null(0.0).alias(kind) for kind in MAIN]
    wide = everything.group_by([*KEY, "parent_gw", "side", "state"]).agg(strength)
    # A promise of help says all that a promise to consult does.
    wide = wide.with_columns(consultation=pl.when(pl.col("pact") > 0).then(0.0).otherwise("consultation"))
    weights = weight_ranges()
    left = pl.lit(1.0)
    for kind in MAIN:
        left = left * (1.0 - weights[kind].middle * pl.col(kind))
    return wide.with_columns(share=1.0 - left)


def _treaties(snapshot: Snapshot) -> pl.DataFrame:
    """Return `gwno`, `year`, the `state` that owes it something, and the `kind`, both ways round."""
    runs = snapshot.table("dyad_ties").filter(pl.col("tie").is_in(list(_TREATIES)))
    ways = (("gwno_a", "gwno_b", "b to a"), ("gwno_b", "gwno_a", "a to b"))
    owed = [
        runs.filter(pl.col("direction").is_in(["mutual", direction])).select(
            "first_year",
            "last_year",
            gwno=to,
            state=by,
            kind=pl.col("tie").replace_strict(_TREATIES, return_dtype=pl.String),
        )
        for to, by, direction in ways
    ]
    years = spread_years(pl.concat(owed)).unique()
    # A promise to consult between rivals keeps the peace between the two, and is no support.
    of_rivals = rival_years(snapshot).with_columns(kind=pl.lit("consultation"))
    return years.join(of_rivals, on=["gwno", "state", "year", "kind"], how="anti")


def _named_alliances() -> pl.DataFrame:
    """Return who has a role that is an act by the bundled case files, for years at whose end it holds.

    Ally or patron of a side, or `role` veto power.
    """
    schema = {
        "conflict_id_ucdp": pl.Int32,
        "state": pl.Int32,
        "toward_side": pl.String,
        "toward_gw": pl.Int32,
        "first_year": pl.Int32,
        "last_year": pl.Int32,
        "role": pl.String,
    }
    return pl.DataFrame(list(_named()), schema=schema)


def _named() -> Iterator[dict[str, Any]]:
    for name in bundled_ids():
        case = bundled_chronicle(name)
        parents, separatists = ({actor.id for actor in side()} for side in (case.parents, case.separatists))
        numbers = {actor.id: actor.gwno for actor in case.actor}
        for actor in case.actor:
            for role in actor.role:
                is_veto = role.role == "veto power"
                is_tie = role.role in ("ally", "patron") and role.toward is not None
                if not (is_veto or is_tie) or actor.gwno is None:
                    continue
                side = "a" if role.toward in parents else "b" if role.toward in separatists else None
                for conflict in case.ids.ucdp_conflict:
                    yield {
                        "conflict_id_ucdp": conflict,
                        "state": actor.gwno,
                        "toward_side": side,
                        "toward_gw": numbers.get(role.toward or ""),
                        "first_year": role.start.year if role.start else 1946,
                        "last_year": role.end.last.year - 1 if role.end else 9999,
                        "role": role.role,
                    }


def _projected(wanted: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return each state's share of the world's capability, projected over the distance to the parent's capital."""
    cinc = snapshot.table("state_years").select(pl.col("gwno").alias("state"), "year", "cinc").drop_nulls()
    known = wanted.join(cinc, on=["state", "year"]).filter(pl.col("cinc") > 0)
    distances = _distances(snapshot, "capital_distance_km")
    near = (
        known.join(distances, on=["parent_gw", "state"])
        .filter(pl.col("year").is_between("first_year", "last_year"))
        .with_columns(projected=_at_distance(pl.col("cinc"), pl.col("capital_distance_km")))
    )
    return near.select(*KEY, "state", "projected").unique([*KEY, "state"])


def _at_distance(capability: pl.Expr, km: pl.Expr) -> pl.Expr:
    """Return capability at a distance, as `projection.projected_capability` at the middle of the miles a day."""
    days = km / KM_PER_MILE / MILES_A_DAY.middle
    return (capability.log() * (days + 10.0 - math.e).log10()).exp()


def _distances(snapshot: Snapshot, by: str) -> pl.DataFrame:
    runs = snapshot.table("dyad_distances").drop_nulls(by)
    ways = (("gwno_a", "gwno_b"), ("gwno_b", "gwno_a"))
    return pl.concat([runs.select("first_year", "last_year", by, parent_gw=a, state=b) for a, b in ways])


def _veto_powers(sides: pl.DataFrame, ties: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return the strongest outside state that acted in the dispute or is a major power next door, over the sides' own.

    It is a veto power where the logarithm `veto_power_strength` is above 0. Who is a candidate is the rule of `veto`.
    """
    acted = ties.filter((pl.col("troops") > 0) | (pl.col("named alliance") > 0))
    years = sides.filter(side="a").select(*KEY, "parent_gw", patron_gw="other_gw")
    borders = _distances(snapshot, "minimum_distance_km").filter(pl.col("minimum_distance_km") == 0)
    next_door = years.join(borders, on="parent_gw").filter(
        pl.col("year").is_between("first_year", "last_year"), is_major_power(pl.col("state"), pl.col("year"))
    )
    roles = _named_alliances().filter(pl.col("role") == "veto power")
    named = years.join(roles, on="conflict_id_ucdp").filter(
        pl.col("year").is_between("first_year", "last_year"), pl.col("state") != pl.col("parent_gw")
    )
    found = [frame.select(*KEY, "parent_gw", "state") for frame in (acted, next_door, named)]
    candidates = pl.concat(found).unique()
    strong = _projected(candidates, snapshot)
    cinc = snapshot.table("state_years").select("gwno", "year", "cinc").drop_nulls()
    own = (
        sides.join(cinc, on=["gwno", "year"])
        .filter(pl.col("cinc") > 0)
        .group_by(KEY)
        .agg(at_home=_at_distance(pl.col("cinc"), pl.lit(0.0)).max())
    )
    ranked = (
        strong.join(years, on=KEY)
        .filter(pl.col("state").ne_missing(pl.col("patron_gw")))
        .join(own, on=KEY)
        .with_columns(veto_power_strength=(pl.col("projected") / pl.col("at_home")).log())
        .sort(*KEY, "veto_power_strength", "state", descending=[False, False, True, False])
    )
    best = ranked.group_by(KEY, maintain_order=True).first()
    return best.select(*KEY, "veto_power_strength", veto_power_gw="state")


def _with_cross_pressure(frame: pl.DataFrame, ties: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Add what ties the strongest candidate to each side: commitment, likeness of votes, organisations in common."""
    points = snapshot.table("state_years").select("gwno", "year", "un_ideal_point").drop_nulls()
    own = points.rename({"gwno": "veto_power_gw", "un_ideal_point": "_own"})
    frame = frame.join(own, on=["veto_power_gw", "year"], how="left", maintain_order="left")
    organisations = _organisations(snapshot)
    for side, name in _SIDES.items():
        state = "parent_gw" if side == "a" else "patron_gw"
        tied = ties.filter(side=side).select(*KEY, pl.col("state").alias("veto_power_gw"), _share="share")
        theirs = points.rename({"gwno": state, "un_ideal_point": "_theirs"})
        shared = organisations.rename({"one": "veto_power_gw", "other": state, "n": "_shared"})
        frame = frame.join(tied, on=[*KEY, "veto_power_gw"], how="left", maintain_order="left")
        frame = frame.join(theirs, on=[state, "year"], how="left", maintain_order="left")
        frame = frame.join(shared, on=["veto_power_gw", state, "year"], how="left", maintain_order="left")
        has_veto, has_state = pl.col("veto_power_gw").is_not_null(), pl.col(state).is_not_null()
        counted = has_veto & has_state & (pl.col("year") <= LAST_YEAR_OF_ORGANISATIONS)
        frame = frame.with_columns(
            pl.when(has_veto).then(pl.col("_share").fill_null(0.0)).alias(f"veto_commitment_to_{name}"),
            (pl.col("_own") - pl.col("_theirs")).abs().alias(f"veto_votes_off_{name}"),
            pl.when(counted).then(pl.col("_shared").fill_null(0.0)).alias(f"veto_organisations_with_{name}"),
        ).drop("_share", "_theirs", "_shared")
    return frame.drop("_own")


def _organisations(snapshot: Snapshot) -> pl.DataFrame:
    """Return how many organisations two states have in common in a year, both ways round, where there is one."""
    runs = snapshot.table("dyad_ties").filter(pl.col("source") == "cow-igo")
    years = spread_years(runs.select("gwno_a", "gwno_b", "tie", "first_year", "last_year"))
    counted = years.group_by("gwno_a", "gwno_b", "year").agg(n=pl.col("tie").n_unique().cast(pl.Float64))
    ways = (("gwno_a", "gwno_b"), ("gwno_b", "gwno_a"))
    return pl.concat([counted.select("year", "n", one=a, other=b) for a, b in ways])


def _major_power_allies(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the sides to which an outside major power owes help by treaty."""
    pacts = ties.filter((pl.col("pact") > 0) & is_major_power(pl.col("state"), pl.col("year")))
    return pacts.select(*KEY, "side").unique()


def _patron_ties(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return what ties the state behind the separatist side to it, 0 where there is none: troops, or its role.

    The share that the ties commit: 1 - product of (1 - weight) over troops in the fighting and the role of patron in
    the case file.
    """
    weights = weight_ranges()
    fought = troops_by_year(snapshot).filter(side="b").select(*KEY, "patron_gw", _fought=pl.lit(1.0))
    frame = rows.join(fought, on=[*KEY, "patron_gw"], how="left", maintain_order="left")
    is_named = pl.col("patron_basis") == CASE_FILE
    left = pl.when(is_named).then(1.0 - weights["named alliance"].middle).otherwise(1.0)
    left = left * (1.0 - weights["troops"].middle * pl.col("_fought").fill_null(0.0))
    return frame.select(*KEY, patron_tie=pl.when(pl.col("patron_gw").is_null()).then(0.0).otherwise(1.0 - left))
