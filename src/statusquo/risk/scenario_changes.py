"""What a scenario changes in the covariates of a dispute, and what follows from it.

A change of deliveries moves the stock and the surge, one of the ratio of spending moves the balances, and one of a
state's ties moves what both sides can count on and who is a veto power. The history of fighting stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

from statusquo.balances.military import means_of
from statusquo.balances.stocks import delivery_surge
from statusquo.cases.model import Case
from statusquo.core.errors import Problem, ScenarioError
from statusquo.risk import covariate_blocks as blocks
from statusquo.risk.covariate_blocks import SPENDING_WEIGHT, changes
from statusquo.risk.covariates import with_derived, with_lags
from statusquo.risk.scenario_file import Change, Scenario
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sipri_tiv

N_STOCK_DRAWS = 200

TIED = (
    "parent_outside_support",
    "separatist_outside_support",
    "has_veto_power",
    "veto_power_strength",
    *blocks.OUTSIDE_INPUTS,
)
"""What the ties of an outside state move; the balance and what leans which way follow."""


def with_changes(
    known: pl.DataFrame, scenario: Scenario, case: Case, parent: int | None, snapshot: Snapshot
) -> pl.DataFrame:
    """Return the covariates of a dispute as a scenario has them.

    Args:
        known: rows of `known_at_year_ends` of one dispute, sorted by year.
        scenario: what is different.
        case: the dispute.
        parent: Gleditsch-Ward number of its parent state.
        snapshot: the open snapshot.

    Raises:
        ScenarioError: when a change does not fit the dispute.
    """
    changed = known
    for change in scenario.changes:
        if change.target != "balance":
            changed = _changed(changed, change, scenario, case, parent, snapshot)
    changed = with_derived(changed)
    for change in scenario.changes:
        if change.target == "balance":
            changed = _with_ratio(changed, change, scenario)
    return changed


def _changed(
    known: pl.DataFrame, change: Change, scenario: Scenario, case: Case, parent: int | None, snapshot: Snapshot
) -> pl.DataFrame:
    if change.target == "deliveries_to":
        return _with_deliveries(known, change, scenario, case, parent, snapshot)
    if change.target == "tie":
        return _without_ties(known, change, scenario, case, snapshot)
    when = pl.col("year").is_between(change.first_year, change.last_year)
    value = change.value if change.value is not None else _held(known, change.name, change, scenario)
    return known.with_columns(pl.when(when).then(value).otherwise(change.name).cast(pl.Float64).alias(change.name))


def _with_ratio(known: pl.DataFrame, change: Change, scenario: Scenario) -> pl.DataFrame:
    """Return the rows with another ratio of the sides' stocks of spending, and with it another balance.

    The stocks themselves stay, and so that the scenario holds no leap of its own, changes over years are those of a
    ratio that had always been so.
    """
    when = pl.col("year").is_between(change.first_year, change.last_year) & pl.col("spending_balance").is_not_null()
    if not known.filter(when).height:
        years = f"{change.first_year} to {change.last_year}"
        raise _error(change, scenario, "no year has the spending of both sides", years)
    held = change.value is None
    ratio = _held(known, "spending_balance", change, scenario) if held else float(np.log(change.value or 1.0))
    always = known.with_columns(
        military_balance=pl.col("military_balance") + SPENDING_WEIGHT * (ratio - pl.col("spending_balance")),
        spending_balance=pl.when(pl.col("spending_balance").is_not_null()).then(ratio),
    ).with_columns(changes())
    moved = ["spending_balance", "military_balance", "military_balance_change_5y"]
    return _where(known, when, always, moved)


def _where(known: pl.DataFrame, when: pl.Expr, other: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Return the rows with some columns of the same rows in another frame where a condition holds."""
    return known.with_columns(pl.when(when).then(other[name]).otherwise(name).alias(name) for name in names)


def _held(known: pl.DataFrame, name: str, change: Change, scenario: Scenario) -> float:
    found = known.filter(year=change.hold_at)[name].drop_nulls().to_list()
    if not found:
        have = known.filter(pl.col(name).is_not_null())["year"].to_list()
        allowed = f"a year from {have[0]} to {have[-1]}" if have else "a covariate that is known for this dispute"
        raise _error(
            change, scenario, f"{name} is not known in {change.hold_at}", str(change.hold_at), allowed, "hold_at"
        )
    return float(found[0])


def _with_deliveries(
    known: pl.DataFrame, change: Change, scenario: Scenario, case: Case, parent: int | None, snapshot: Snapshot
) -> pl.DataFrame:
    """Return the rows with the stock and the surge that follow from other deliveries to one side's state."""
    actors = {actor.id: actor.gwno for actor in case.actor if actor.gwno is not None}
    deliveries = snapshot.table("arms_deliveries")
    held = [name for name, gwno in actors.items() if gwno in deliveries["recipient_gw"]]
    gwno = actors.get(change.name)
    patrons = known["patron_gw"].drop_nulls().unique().to_list()
    side = "parent" if gwno == parent else "patron" if gwno in patrons else None
    if change.name not in held or side is None:
        allowed = ", ".join(held) or "none in this dispute; change the covariate parent_arms_stock instead"
        raise _error(
            change, scenario, "no yearly deliveries to this actor are held", repr(change.name), allowed, "deliveries_to"
        )
    table = deliveries.filter(pl.col("recipient_gw") == gwno)
    was = {year: float(tiv) for year, tiv in table.group_by("year").agg(pl.col("tiv_m").sum()).iter_rows()}
    value = change.value if change.value is not None else was.get(change.hold_at or 0, 0.0)
    end = sipri_tiv.ORIGIN.domain.last_year or snapshot.last_year
    now = was | dict.fromkeys(range(change.first_year, min(change.last_year, end) + 1), value)
    before, after = (_arms_of(int(gwno or 0), delivered, snapshot) for delivered in (was, now))
    shifts = pl.DataFrame(
        [(year, after[year][0] - before[year][0], after[year][1], before[year][1]) for year in before],
        schema={"year": pl.Int32, "_stock": pl.Float64, "_surge": pl.Float64, "_was": pl.Float64},
        orient="row",
    )
    last = shifts.sort("year").tail(1)
    years = range(end + 1, snapshot.coming_year)
    later = [last.with_columns(pl.lit(year, dtype=pl.Int32).alias("year")) for year in years]
    joined = known.join(pl.concat([shifts, *later]), on="year", how="left", maintain_order="left")
    stock, surge = pl.col(f"{side}_arms_stock"), pl.col(f"{side}_delivery_surge")
    is_side = pl.lit(True) if side == "parent" else pl.col("patron_gw") == gwno
    return joined.with_columns(
        pl.when(is_side).then(stock + pl.col("_stock")).otherwise(stock).alias(f"{side}_arms_stock"),
        pl.when(is_side)
        .then(surge + pl.col("_surge") - pl.col("_was"))
        .otherwise(surge)
        .alias(f"{side}_delivery_surge"),
    ).drop("_stock", "_surge", "_was")


def _arms_of(gwno: int, delivered: Mapping[int, float], snapshot: Snapshot) -> dict[int, tuple[float, float | None]]:
    """Return, by year, the median log stock of deliveries and the surge that some deliveries give."""
    schema = snapshot.table("arms_deliveries").schema
    rows = [
        {"recipient_gw": gwno, "supplier": "all", "supplier_gw": None, "year": year, "tiv_m": tiv}
        for year, tiv in delivered.items()
    ]
    table = pl.DataFrame(rows, schema={**schema, "tiv_m": pl.Float64})
    means = means_of("arming", [gwno], snapshot.with_tables({"arms_deliveries": table}), N_STOCK_DRAWS)
    stock = means.arms[gwno]
    first = min(stock)
    return {year: (float(np.median(np.log(stock[year]))), delivery_surge(delivered, first, year)) for year in stock}


def _without_ties(
    known: pl.DataFrame, change: Change, scenario: Scenario, case: Case, snapshot: Snapshot
) -> pl.DataFrame:
    """Return the rows without what ties an outside state to either side, in the years of the change."""
    states = {actor.id: actor.gwno for actor in case.actor if actor.gwno is not None}
    inside = {gwno for name in ("parent_gw", "patron_gw") for gwno in known[name].drop_nulls()}
    outside = [name for name, gwno in states.items() if gwno not in inside]
    if change.name not in outside:
        what = (
            "the state is or stands for a side, so that without it there is nothing to measure"
            if change.name in states
            else "no actor of the case with a state number has this id"
        )
        raise _error(change, scenario, what, repr(change.name), ", ".join(outside) or "none in this dispute", "tie")
    without = with_lags(blocks.with_outside_powers(known, snapshot, [states[change.name]]))
    when = pl.col("year").is_between(change.first_year, change.last_year)
    differs = pl.any_horizontal(pl.col(name).ne_missing(without[name]) for name in TIED)
    if not known.filter(when & differs).height:
        years = f"{change.first_year} to {change.last_year}"
        raise _error(change, scenario, f"no tie of {change.name} to a side is known in these years", years)
    return _where(known, when, without, TIED)


def _error(
    change: Change, scenario: Scenario, what: str, found: str, allowed: str | None = None, key: str | None = None
) -> ScenarioError:
    field = f"change[{change.position}]" + (f".{key}" if key else "")
    return ScenarioError(Problem(what, scenario.file, change.line, field, found, allowed))
