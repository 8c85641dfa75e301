"""The movement-year panel: claims to self-determination, how the parent state met them, and what became of them.

One row per movement (an EPR group in one state for which a claim was made) and year, from its first claim to its
exit or the end of the claims data (2017). Every column is the state at the end of its year and rests on nothing later.

The outcome is derived, by the first of these rules that holds at the end of the year:

1. `independence` or `passed to a new state`: a new state came out of the parent (see `snapshot.movements`);
2. `no longer listed`: neither EPR nor the claims data have the group in the state any more;
3. `de facto self-rule`: EPR codes SELF-EXCLUSION, that is, the group has declared its territory independent;
4. `autonomy with claim` and `autonomy without claim`: EPR codes regional autonomy; a claim is made in the year or not;
5. `claim open`; `claim lapsed in power` (a share of the central power, no claim in the year); `claim lapsed`.

The parent's resistance is read from the same sources, by the first that holds in a year with a claim: `fought`,
`autonomy revoked`, `status lowered`, `autonomy granted`, `status raised`, `autonomy kept`, `autonomy withheld`.
Concessions and restrictions short of these are coded by no source here; a user's SDM 2.0 file adds them
(`panels.movement_sdm`).
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked
from statusquo.panels.panel import Panel
from statusquo.snapshot.patrons import IRRELEVANT_MAJORITY
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot
from statusquo.sources.epr_core import IN_POWER

FIRST_YEAR, LAST_YEAR = 1946, 2017

STATUS_RANKS = {
    "MONOPOLY": 5,
    "DOMINANT": 5,
    "SENIOR PARTNER": 4,
    "JUNIOR PARTNER": 3,
    "POWERLESS": 2,
    "DISCRIMINATED": 1,
}
"""Access to central power from most to least; other statuses lie outside the order."""

MEASURES = {
    "fought": "fighting over territory (UCDP and ACD2EPR)",
    "autonomy revoked": "regional autonomy (EPR)",
    "status lowered": "access to central power (EPR)",
    "autonomy granted": "regional autonomy (EPR)",
    "status raised": "access to central power (EPR)",
    "autonomy kept": "regional autonomy (EPR)",
    "autonomy withheld": "regional autonomy (EPR)",
}
"""Which measure stands behind each form of the parent's resistance, in the order in which they are tried."""

EXITS = ("independence", "passed to a new state", "no longer listed")
"""Outcomes that end a movement's rows."""

WARNINGS = (
    "A movement is an EPR group with a claim: peoples whom EPR does not list (Transnistria) are absent, and one people "
    "may be several rows (Christians and Muslims of Eritrea, the peoples of South Sudan).",
    "Columns are the state at the end of their year: a model must lag them by at least one year.",
    "Autonomy and status are EPR's for a group, not for a territory; concessions and restrictions short of autonomy "
    "or a share of power are not coded here (SDM 2.0, from a file of your own, codes them).",
    "Who began a fight is not coded: fighting is as much the movement's doing as the parent's.",
    "A claim in a group's first year in the data may be older (is_first_claim_at_start).",
    "New states are dated by Gleditsch and Ward (by way of CShapes), not by the declaration: Slovenia is 1992.",
    "Union with a neighbour (Crimea) is no outcome here: EPR goes on listing the group in the old state.",
    "What became of the people is their standing in EPR; flight, expulsion and deaths are in no source of this panel.",
    "The claims end in 2017, regime in 2018 or 2024, GDP in 2019; Karabakh's end in 2023 lies outside.",
)

_KEY = ["gwgroupid", "year"]


def movement_years(snapshot: Snapshot) -> Panel:
    """Return the panel.

    Args:
        snapshot: the open snapshot.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    movements = snapshot.table("movements").drop("first_listed_year")
    years = _with_exit_years(spread_years(snapshot.table("movement_runs")), movements)
    frame = _with_changes(years.join(movements, on="gwgroupid").sort(_KEY))
    frame = _with_losses(frame)
    frame = _with_outcome(frame).filter(pl.col("year") >= pl.col("first_claim_year"))
    gone = pl.col("outcome").is_in(EXITS)
    frame = frame.filter(gone.cast(pl.Int32).cum_sum().over("gwgroupid") <= pl.when(gone).then(1).otherwise(0))
    frame = _with_resistance(frame)
    return Panel("movement-year", checked(_with_parent(frame, snapshot), "panel.movement_year"), WARNINGS)


def _with_exit_years(years: pl.DataFrame, movements: pl.DataFrame) -> pl.DataFrame:
    """Add the year of a movement's exit where the sources stop listing it before, as they do Czechs in 1992."""
    exits = movements.filter(pl.col("exit_year") <= LAST_YEAR).select("gwgroupid", year="exit_year")
    added = exits.join(years, on=_KEY, how="anti").with_columns(
        is_listed=pl.lit(False), fighting=pl.lit("none"), is_fighting_over_government=pl.lit(False)
    )
    return pl.concat([years, added], how="diagonal")


def _with_changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what changed between the year before and this one, in autonomy, access to power and self-rule."""

    def before(column: pl.Expr) -> pl.Expr:
        follows = pl.col("year").shift(1).over("gwgroupid") == pl.col("year") - 1
        return pl.when(follows).then(column.shift(1).over("gwgroupid"))

    rules_itself = (pl.col("status") == "SELF-EXCLUSION").fill_null(False)
    has_autonomy = pl.when(pl.col("is_listed")).then(
        pl.when(rules_itself).then(None).otherwise(pl.col("has_regional_autonomy"))
    )
    frame = frame.with_columns(
        has_claim=pl.col("claim").is_not_null(),
        has_autonomy=has_autonomy,
        has_self_rule=pl.when("is_listed").then(rules_itself),
        _rank=pl.col("status").replace_strict(STATUS_RANKS, default=None, return_dtype=pl.Int32),
    )
    return frame.with_columns(
        is_autonomy_granted=pl.col("has_autonomy") & ~before(pl.col("has_autonomy")),
        is_autonomy_revoked=~pl.col("has_autonomy") & before(pl.col("has_autonomy")),
        is_status_raised=pl.col("_rank") > before(pl.col("_rank")),
        is_status_lowered=pl.col("_rank") < before(pl.col("_rank")),
        is_self_rule_begun=pl.col("has_self_rule") & ~before(pl.col("has_self_rule")),
        is_self_rule_ended=~pl.col("has_self_rule") & before(pl.col("has_self_rule")),
    )


def _with_losses(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the latest year so far in which autonomy was granted, revoked, and (by Germann and Sambanis) lost."""

    def latest(event: str) -> pl.Expr:
        return pl.when(pl.col(event)).then(pl.col("year")).forward_fill().over("gwgroupid")

    lost = frame.select(*_KEY, "autonomy_lost_years").explode("autonomy_lost_years")
    lost = (
        lost.filter(pl.col("autonomy_lost_years") <= pl.col("year"))
        .group_by(_KEY)
        .agg(pl.col("autonomy_lost_years").max().alias("autonomy_lost_year"))
    )
    return frame.join(lost, on=_KEY, how="left", maintain_order="left").with_columns(
        autonomy_granted_year=latest("is_autonomy_granted"),
        autonomy_revoked_year=latest("is_autonomy_revoked"),
        has_lost_autonomy=pl.when(pl.col("is_autonomy_lost").is_not_null()).then(
            pl.col("autonomy_lost_year").is_not_null()
        ),
    )


def _with_outcome(frame: pl.DataFrame) -> pl.DataFrame:
    has_left = (pl.col("year") >= pl.col("exit_year")).fill_null(False)
    is_gone = ~pl.col("is_listed") & ~pl.col("has_claim") & pl.col("is_listed").cum_max().over("gwgroupid")
    autonomy, claim = pl.col("has_autonomy").fill_null(False), pl.col("has_claim")
    steps = (
        (has_left, pl.col("exit")),
        (is_gone, pl.lit("no longer listed")),
        (pl.col("has_self_rule").fill_null(False), pl.lit("de facto self-rule")),
        (autonomy & claim, pl.lit("autonomy with claim")),
        (autonomy, pl.lit("autonomy without claim")),
        (claim, pl.lit("claim open")),
        (pl.col("status").is_in(IN_POWER).fill_null(False), pl.lit("claim lapsed in power")),
    )
    outcome = pl.lit("claim lapsed")
    for condition, name in reversed(steps):
        outcome = pl.when(condition).then(name).otherwise(outcome)
    led = pl.col("new_state_status")
    there = (
        pl.when(led.is_null())
        .then(pl.lit("not traced: EPR lists no group of theirs in a new state"))
        .otherwise(
            pl.lit("in the new state: ")
            + pl.when(led == IRRELEVANT_MAJORITY).then(pl.lit("its majority")).otherwise(led.str.to_lowercase())
        )
    )
    return frame.with_columns(
        outcome=outcome,
        new_state_gw=pl.when(has_left).then("new_state_gw"),
        new_state_gwgroupid=pl.when(has_left).then("new_state_gwgroupid"),
        people=pl.when(has_left)
        .then(there)
        .when(pl.col("status").is_not_null())
        .then(pl.lit("in the state: ") + pl.col("status").str.to_lowercase())
        .otherwise(pl.lit("not listed by EPR: the data do not say")),
    )


def _with_resistance(frame: pl.DataFrame) -> pl.DataFrame:
    autonomy = pl.col("has_autonomy")
    signs = {
        "fought": pl.col("fighting") != "none",
        "autonomy revoked": pl.col("is_autonomy_revoked"),
        "status lowered": pl.col("is_status_lowered"),
        "autonomy granted": pl.col("is_autonomy_granted"),
        "status raised": pl.col("is_status_raised"),
        "autonomy kept": autonomy,
        "autonomy withheld": ~autonomy,
    }
    sign, measure = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for name in reversed(MEASURES):
        holds = pl.col("has_claim") & signs[name].fill_null(False)
        sign = pl.when(holds).then(pl.lit(name)).otherwise(sign)
        measure = pl.when(holds).then(pl.lit(MEASURES[name])).otherwise(measure)
    fought = (pl.col("fighting") != "none").cum_max().over("gwgroupid")
    return frame.with_columns(resistance=sign, resistance_measure=measure, has_fought=fought)


def _with_parent(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    state = snapshot.table("state_years").select(
        "year",
        parent_gw="gwno",
        parent_polyarchy="polyarchy",
        parent_gdp_per_head_usd="gdp_per_head_usd",
        parent_population_thousands="population_thousands",
    )
    joined = frame.join(state, on=["parent_gw", "year"], how="left", maintain_order="left")
    return joined.drop(
        "_rank",
        "is_listed",
        "exit",
        "exit_year",
        "new_state_status",
        "is_autonomy_lost",
        "autonomy_lost_years",
        "has_regional_autonomy",
    ).sort(_KEY)
