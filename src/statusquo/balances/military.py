"""The military balance: the revisionist's means over the holder's, in logs.

M(t) = w ln(S_rev / S_hold) + (1 - w) ln(A_rev / A_hold), with `S` a stock of constant-price spending and `A` a stock of
arms delivered (SIPRI's trend-indicator value, a volume: the two are weighed as log ratios and never added). What is
uncertain is drawn from the ranges in `ranges`: depreciation and weight alike for both sides, what was inherited for
each state on its own. The value of a year is the median of the draws, its bounds hold 95 % of them.

The defender's advantage is not in it: exp(M), the break-even multiplier d*, is how large that advantage would have to
be for the holder to be even. These are national stocks. What of them stood at the line, how well it was used and what
was never disclosed they do not say; other measures stand beside them because they disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from statusquo.balances.ranges import (
    ARMS_DEPRECIATION,
    COMMITMENT,
    FIRST_YEARS,
    INHERITED_ARMS,
    INHERITED_SPENDING,
    N_DRAWS,
    SPENDING_DEPRECIATION,
    SPENDING_WEIGHT,
)
from statusquo.balances.sides import Opposition, Side, oppositions
from statusquo.balances.stocks import Floats, inputs_with_gaps_drawn, perpetual_inventory, run_without_long_gap
from statusquo.cases.model import Case
from statusquo.core.domain import Domain
from statusquo.core.estimates import Point, Series
from statusquo.core.seeds import spawn_generator
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

MONEY, VOLUME, CAPABILITY = "sipri-milex", "sipri-tiv", "cow-nmc"
LOG_RATIO = "log ratio"

YearlyDraws = Mapping[int, Floats]
"""By year, one value per draw."""


@dataclass(frozen=True, slots=True)
class MilitaryBalance:
    """The balance of one dispute and what other measures say instead.

    Attributes:
        main: M(t), a log ratio; above 0 the revisionist has more.
        break_even: d*(t) = exp(M), a ratio.
        alternatives: log ratios by the stock of spending alone, the stock of arms alone, yearly spending, CINC and
            personnel, each to its own last year, without the share of commitment.
        missing: for a series without a point, its name and the reason.
        sources: ids of the origins of all series.
        drawn: by name of each series with draws of its own, the draws by year, in the same order in every year; what
            a test of a trend or a break needs beside the series.
    """

    main: Series
    break_even: Series
    alternatives: tuple[Series, ...]
    missing: Mapping[str, str]
    sources: tuple[str, ...]
    drawn: Mapping[str, YearlyDraws] = field(compare=False, repr=False)


def military_balance(
    case: Case, snapshot: Snapshot, years: Iterable[int] | None = None, draws: int = N_DRAWS
) -> MilitaryBalance:
    """Return the military balance of a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: the years; by default all that the data cover.
        draws: draws of the uncertain inputs.

    Raises:
        ValueError: when `draws` is below 1.
    """
    if draws < 1:
        raise ValueError(f"a balance needs at least one draw, found {draws}")
    money, volume = ORIGINS[MONEY].domain, ORIGINS[VOLUME].domain
    asked = range(money.first_year or 0, (money.last_year or 0) + 1) if years is None else sorted(set(years))
    opposed = oppositions(case, asked)
    states = {side.gwno for both in opposed for side in both.sides if side.gwno is not None}
    spent = {gwno: yearly_spending(snapshot, gwno) for gwno in states}
    shared = spawn_generator("balances", "military", case.id, draws)
    kept_money, kept_arms = SPENDING_DEPRECIATION.draw(shared, draws), ARMS_DEPRECIATION.draw(shared, draws)
    weight = SPENDING_WEIGHT.draw(shared, draws)
    spending = {gwno: spending_stock(case.id, gwno, spent[gwno], kept_money) for gwno in states}
    arms = {gwno: _arms_stock(case.id, gwno, snapshot, kept_arms) for gwno in states}
    committed = {
        both.year: _log_commitment(case.id, both.revisionist, draws) - _log_commitment(case.id, both.holder, draws)
        for both in opposed
    }

    by_spending, by_arms = (_log_ratios(opposed, stocks) for stocks in (spending, arms))
    balance = {
        year: weight * by_spending[year] + (1 - weight) * by_arms[year] + committed[year]
        for year in by_spending
        if year in by_arms
    }
    both_cover = replace(money, last_year=volume.last_year, first_year=volume.first_year, unit="dispute-year")
    main = _summary("military balance, revisionist over holder", balance, both_cover, (MONEY, VOLUME))
    alternatives = (
        _summary("stock of spending, revisionist over holder", by_spending, money, (MONEY,)),
        _summary("stock of arms delivered, revisionist over holder", by_arms, volume, (VOLUME,)),
        _plain("yearly spending, revisionist over holder", opposed, spent, MONEY),
        _plain("CINC, revisionist over holder", opposed, _state_column(snapshot, states, "cinc"), CAPABILITY),
        _plain(
            "personnel, revisionist over holder",
            opposed,
            _state_column(snapshot, states, "milper_thousands"),
            CAPABILITY,
        ),
    )
    break_even = _mapped(
        main, "break-even multiplier d*, holder's advantage at which the sides are even", "ratio", np.exp
    )
    everything = (main, break_even, *alternatives)
    reason = _reason(opposed, spent)
    return MilitaryBalance(
        main,
        break_even,
        alternatives,
        {series.name: reason for series in everything if not series.points},
        tuple(dict.fromkeys(source for series in everything for source in series.sources)),
        {main.name: balance, alternatives[0].name: by_spending, alternatives[1].name: by_arms},
    )


def yearly_spending(snapshot: Snapshot, gwno: int) -> dict[int, float]:
    """Return a state's spending by year, million US$ at 2023 prices; a year without a figure is absent."""
    rows = snapshot.table("spending").filter(pl.col("gwno") == gwno).drop_nulls("spending_usd2023m")
    return dict(rows.select("year", "spending_usd2023m").iter_rows())


def spending_stock(case: str, gwno: int, spent: Mapping[int, float], depreciation: Floats) -> YearlyDraws:
    """Return a state's stock of spending; from its first figure to its last, never carried on."""
    if not spent:
        return {}
    rng = spawn_generator("balances", "military", case, "spending", gwno, len(depreciation))
    years = run_without_long_gap(spent)
    inputs = inputs_with_gaps_drawn(spent, years, rng, len(depreciation))
    steady = np.mean([spent[year] for year in years if year in spent][:FIRST_YEARS])
    inherited = INHERITED_SPENDING.draw(rng, len(depreciation)) * steady / depreciation
    stock = perpetual_inventory(inputs, depreciation, inherited)
    return {year: stock[:, column] for column, year in enumerate(years)}


def _arms_stock(case: str, gwno: int, snapshot: Snapshot, depreciation: Floats) -> YearlyDraws:
    """Return a state's stock of deliveries, from its first year as a state to the last of the source.

    Inside the source's years a year without a row is one without deliveries; a state without any row is one whose
    deliveries the snapshot does not carry.
    """
    table = snapshot.table("arms_deliveries").filter(pl.col("recipient_gw") == gwno)
    if table.is_empty():
        return {}
    volume = ORIGINS[VOLUME].domain
    births = snapshot.table("states").filter(pl.col("gwno") == gwno)["first_year"].to_list()
    first = max(min(births), volume.first_year or 0)
    years = range(first, (volume.last_year or 0) + 1)
    delivered = dict(table.group_by("year").agg(pl.col("tiv_m").sum()).iter_rows())
    inputs = np.array([[float(delivered.get(year, 0)) for year in years]])
    rng = spawn_generator("balances", "military", case, "arms", gwno, len(depreciation))
    stock = perpetual_inventory(inputs, depreciation, INHERITED_ARMS.draw(rng, len(depreciation)))
    return {year: stock[:, column] for column, year in enumerate(years)}


def _log_commitment(case: str, side: Side, draws: int) -> Floats:
    """Return the log share of its stocks that a side's state commits: all of its own, a drawn part of a patron's."""
    if side.is_own or side.gwno is None:
        return np.zeros(draws)
    rng = spawn_generator("balances", "military", case, "commitment", side.gwno, draws)
    return np.log(COMMITMENT.draw(rng, draws))


def _log_ratios(opposed: tuple[Opposition, ...], stocks: Mapping[int, YearlyDraws]) -> YearlyDraws:
    """Return revisionist over holder by year, where both have a stock."""
    ratios = {}
    for both in opposed:
        holder, revisionist = (stocks.get(side.gwno or 0, {}).get(both.year) for side in both.sides)
        if holder is not None and revisionist is not None:
            ratios[both.year] = np.log(revisionist) - np.log(holder)
    return ratios


def _summary(name: str, values: YearlyDraws, domain: Domain, sources: tuple[str, ...]) -> Series:
    points = []
    for year, drawn in sorted(values.items()):
        low, value, high = np.quantile(drawn, [0.025, 0.5, 0.975])
        points.append(Point(year, float(value), float(low), float(high)))
    return Series(name, LOG_RATIO, domain, tuple(points), "input-range" if points else None, sources)


def _plain(
    name: str, opposed: tuple[Opposition, ...], figures: Mapping[int, Mapping[int, float]], source: str
) -> Series:
    """Return the log ratio of a figure that states have by year, without an interval."""
    points = []
    for both in opposed:
        holder, revisionist = (figures.get(side.gwno or 0, {}).get(both.year) for side in both.sides)
        if holder and revisionist:
            points.append(Point(both.year, float(np.log(revisionist / holder))))
    return Series(name, LOG_RATIO, ORIGINS[source].domain, tuple(points), None, (source,))


def _state_column(snapshot: Snapshot, states: Iterable[int], column: str) -> dict[int, dict[int, float]]:
    rows = snapshot.table("state_years").select("gwno", "year", column).drop_nulls()
    return {gwno: dict(rows.filter(pl.col("gwno") == gwno).select("year", column).iter_rows()) for gwno in states}


def _mapped(series: Series, name: str, unit: str, rising: Callable[[float], float]) -> Series:
    """Return the series through a rising function, which keeps medians and bounds."""
    points = tuple(
        Point(p.year, *(None if number is None else float(rising(number)) for number in (p.value, p.low, p.high)))
        for p in series.points
    )
    return replace(series, name=name, unit=unit, points=points)


def _reason(opposed: tuple[Opposition, ...], spent: Mapping[int, Mapping[int, float]]) -> str:
    """Return why a balance has no year at all."""
    if not opposed:
        return "the case does not say who held the territory in the years asked for"
    reasons = [side.missing_reason for both in opposed for side in both.sides if side.missing_reason]
    if reasons:
        return reasons[-1]
    silent = sorted(gwno for gwno, figures in spent.items() if not figures)
    if silent:
        return f"the snapshot carries no yearly figures of the states {', '.join(map(str, silent))}"
    return "no year has figures of both sides"
