"""The balance that the game is played on, from the record: the military balance plus a share of the regional one.

b(t) = M(t) + rho R(t), with M and R the log ratios of `balances` (revisionist over holder) at the end of year t and
rho the weight of what each side can count on from outside, drawn by the calibration. M and R come as joint draws of
their uncertain inputs, so that a draw is one consistent history. Between year ends b is interpolated. Only the years
asked for enter: what came later is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.balances.military import means_of, military_balance
from statusquo.balances.ranges import N_DRAWS
from statusquo.balances.regional import regional_balance, states_called
from statusquo.bargaining.game_scenario import AS_IT_WAS, GameScenario
from statusquo.cases.model import Case
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem, ScenarioError
from statusquo.risk.scenario_file import Change
from statusquo.snapshot.store import Snapshot

MONTHS = 12


@dataclass(frozen=True, slots=True)
class BalanceDraws:
    """Joint draws of both balances.

    Attributes:
        years: the years, one after the other.
        military: log ratio at each year's end, shape (draws, years).
        regional: the same of the regional balance.
    """

    years: tuple[int, ...]
    military: Floats
    regional: Floats

    def combined(self, draw: int, outside_weight: float) -> Floats:
        """Return one draw's balance at each year's end (log balance)."""
        result: Floats = self.military[draw] + outside_weight * self.regional[draw]
        return result


@dataclass(frozen=True, slots=True)
class Drift:
    """How the balance moved from year to year.

    Attributes:
        mean: mean change (log balance a month).
        noise: standard deviation (log balance per root month).
        n: yearly changes it rests on.
    """

    mean: float
    noise: float
    n: int


def balance_draws(
    case: Case, snapshot: Snapshot, years: Sequence[int], scenario: GameScenario = AS_IT_WAS
) -> BalanceDraws:
    """Return both balances of a dispute, as they were or as a scenario has them.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: consecutive years.
        scenario: what is different.

    Raises:
        InputError: when a balance is not known in draws for one of the years.
        ScenarioError: when a change does not fit the dispute.
        UnknownNameError: when a state left out is unknown.
    """
    changed = snapshot
    for change in scenario.changes:
        if change.target == "deliveries_to":
            changed = _with_deliveries(changed, case, change)
    military = _at(military_balance(case, changed, years), years, case)
    for change in scenario.changes:
        if change.target == "balance":
            military = _with_ratio(military, case, changed, change, years)
    left_out = states_called(case, snapshot, scenario.without)
    regional = _at(regional_balance(case, snapshot, without=left_out), years, case)
    return BalanceDraws(tuple(years), military, regional)


def drift_of(yearly: Floats) -> Drift:
    """Return the mean and the spread of yearly changes, as monthly figures.

    Args:
        yearly: the balance at consecutive year ends.
    """
    steps = np.diff(yearly)
    return Drift(float(steps.mean()) / MONTHS, float(steps.std(ddof=1)) / MONTHS**0.5, len(steps))


def monthly(yearly: Floats) -> Floats:
    """Return the balance at the start of each month from the end of the first year to the end of the last, less one."""
    n = len(yearly) - 1
    result: Floats = np.interp(np.arange(n * MONTHS) / MONTHS, np.arange(n + 1), yearly)
    return result


def _at(balance: object, years: Sequence[int], case: Case) -> Floats:
    series = balance.main  # type: ignore[attr-defined]
    drawn = balance.drawn.get(series.key, {})  # type: ignore[attr-defined]
    absent = [year for year in years if year not in drawn]
    if absent:
        raise InputError(
            Problem(
                f"the game needs the {series.label} in draws for every year",
                field=case.id,
                found=f"none for {absent[0]}",
                allowed=f"{min(drawn)} to {max(drawn)}" if drawn else "a dispute whose states' yearly figures are held",
            )
        )
    return np.column_stack([drawn[year] for year in years])


def _with_deliveries(snapshot: Snapshot, case: Case, change: Change) -> Snapshot:
    actors = {actor.id: actor.gwno for actor in case.actor if actor.gwno is not None}
    table = snapshot.table("arms_deliveries")
    held = [name for name, gwno in actors.items() if gwno in table["recipient_gw"]]
    if change.name not in held:
        what = "no yearly deliveries to this actor are held"
        field = f"change[{change.position}].deliveries_to"
        raise ScenarioError(Problem(what, None, change.line, field, repr(change.name), ", ".join(held) or "none"))
    gwno = actors[change.name]
    own = table.filter(pl.col("recipient_gw") == gwno)
    was = {year: float(tiv) for year, tiv in own.group_by("year").agg(pl.col("tiv_m").sum()).iter_rows()}
    value = change.value if change.value is not None else was.get(change.hold_at or 0, 0.0)
    when = pl.col("year").is_between(change.first_year, change.last_year)
    years = range(change.first_year, min(change.last_year, int(max(was))) + 1)
    rows = [
        {"recipient_gw": gwno, "supplier": "all", "supplier_gw": None, "year": year, "tiv_m": value} for year in years
    ]
    kept = table.filter(~((pl.col("recipient_gw") == gwno) & when))
    now = pl.concat([kept, pl.DataFrame(rows, schema=table.schema)])
    return snapshot.with_tables({"arms_deliveries": now.sort("recipient_gw", "year", "supplier")})


def _with_ratio(military: Floats, case: Case, snapshot: Snapshot, change: Change, years: Sequence[int]) -> Floats:
    """Return the military balance with another ratio of the stocks of spending."""
    both = military_balance(case, snapshot, years)
    by_spending = both.drawn["military.spending"]
    weight = means_of(case.id, (), snapshot, N_DRAWS).weight
    if change.value is not None:
        ratio: Floats = np.full(N_DRAWS, np.log(change.value))
    else:
        held = military_balance(case, snapshot, [change.hold_at or 0])
        ratio = held.drawn["military.spending"][change.hold_at or 0]
    result = military.copy()
    for place, year in enumerate(years):
        if change.first_year <= year <= change.last_year:
            result[:, place] += weight * (ratio - by_spending[year])
    return result
