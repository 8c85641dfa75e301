"""The military balance: the revisionist's means over the holder's, in logs.

M(t) = w ln(S_rev / S_hold) + (1 - w) ln(A_rev / A_hold), with `S` a stock of constant-price spending and `A` a stock of
arms delivered (SIPRI's trend-indicator value, a volume: the two are weighed as log ratios and never added). What is
uncertain is drawn from the ranges in `ranges`: depreciation and weight alike for both sides, what was inherited for
each state on its own. The value of a year is the median of the draws, its bounds hold 95 % of them.

For a side that is no state counts the state that supported it by act in the year, with a share of its stocks drawn
from nothing to all of them, or from what a source counts of its soldiers there (`garrisons`). Deliveries are imports:
where one of the two states makes most of its own arms (`arms_producers`) their part is missing, and the balance rests
on spending.

The defender's advantage is not in it: exp(M), the break-even multiplier d*, is how large that advantage would have to
be for the holder to be even. These are national stocks. What of them stood at the line, how well it was used and what
was never disclosed they do not say; other measures stand beside them because they disagree.

Where the snapshot may not hold a state's yearly figures the series come from a fitted artefact (`fitted_military`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import polars as pl

from statusquo.balances.arms_producers import why_no_arms
from statusquo.balances.fitted_military import ARMS, BALANCE, SPENDING, YEARLY, fitted_ratios
from statusquo.balances.garrisons import CommittedShare, PatronShares, committed_share
from statusquo.balances.grounds import military_grounds, why_no_balance
from statusquo.balances.ranges import (
    ARMS_DEPRECIATION,
    FIRST_YEARS,
    INHERITED_ARMS,
    INHERITED_SPENDING,
    N_DRAWS,
    SPENDING_DEPRECIATION,
    SPENDING_WEIGHT,
)
from statusquo.balances.sides import (
    HOLDER_AND_REVISIONIST,
    Opposition,
    SideWords,
    oppositions,
    state_name,
    why_unopposed,
    words_of,
)
from statusquo.balances.stocks import inputs_with_gaps_drawn, perpetual_inventory, run_without_long_gap
from statusquo.cases.model import Case
from statusquo.core.domain import Domain
from statusquo.core.draws import Floats, YearlyDraws
from statusquo.core.estimates import Point, Series
from statusquo.core.seeds import spawn_generator
from statusquo.core.shown import Shown
from statusquo.snapshot.spending import spending_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

MONEY, VOLUME, CAPABILITY = "sipri-milex", "sipri-tiv", "cow-nmc"
LOG_RATIO = "log ratio"


@dataclass(frozen=True, slots=True, repr=False)
class MilitaryBalance(Shown):
    """The balance of one dispute and what other measures say instead.

    Attributes:
        main: M(t), a log ratio; above 0 the revisionist has more.
        break_even: d*(t) = exp(M), a ratio.
        alternatives: log ratios by the stock of spending alone, the stock of arms alone, yearly spending, CINC and
            personnel, each to its own last year, without the share of commitment.
        rests_on: what the balance rests on, in sentences: which state stands for a side that is none and by what act,
            with
            what share of its stocks, and what part of the means is missing.
        is_by_patron: whether a state stands for a side that is none in some year of the balance.
        steps: years from which the balance compares something else than before: other states, another garrison's share,
            arms besides spending. A break there is one of the measure.
        missing: for a series without a point, its key and the reason.
        sources: ids of the origins of all series.
        drawn: by key of each series with draws of its own, the draws by year, in the same order in every year; what
            a test of a trend or a break needs beside the series. Series from the fitted artefact have none.
        words: what the sides are called.
    """

    main: Series
    break_even: Series
    alternatives: tuple[Series, ...]
    rests_on: tuple[str, ...]
    is_by_patron: bool
    steps: tuple[int, ...]
    missing: Mapping[str, str]
    sources: tuple[str, ...]
    drawn: Mapping[str, YearlyDraws] = field(compare=False, repr=False)
    words: SideWords = HOLDER_AND_REVISIONIST

    def in_short(self) -> str:
        """Return what its main series is."""
        return f"{self.main.label}, {len(self.alternatives)} alternatives"


def military_balance(
    case: Case, snapshot: Snapshot, years: Iterable[int] | None = None, draws: int = N_DRAWS
) -> MilitaryBalance:
    """Return the military balance of a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: the years; by default all that the data cover. For a side that is no state they end with the record of
            conflict, which says who supported it.
        draws: draws of the uncertain inputs.

    Raises:
        ValueError: when `draws` is below 1.
    """
    if draws < 1:
        raise ValueError(f"a balance needs at least one draw, found {draws}")
    money, volume = spending_domain(snapshot), ORIGINS[VOLUME].domain
    asked = range(money.first_year or 0, (money.last_year or 0) + 1) if years is None else sorted(set(years))
    opposed = tuple(
        both
        for both in oppositions(case, snapshot, asked)
        if both.year <= snapshot.last_year or all(side.gwno is not None and side.is_own for side in both.sides)
    )
    states = {side.gwno for both in opposed for side in both.sides if side.gwno is not None}
    means = means_of(case.id, states, snapshot, draws)
    shares = {
        (both.year, side.gwno): committed_share(case, snapshot, side.gwno, both.year)
        for both in opposed
        for side in both.sides
        if side.gwno is not None and not side.is_own
    }
    committed = {both.year: _committed(case.id, both, shares, draws) for both in opposed}
    home_made = {both.year: why_no_arms(_states_of(both)) for both in opposed}
    by_spending = _log_ratios(opposed, means.spending)
    by_arms = _log_ratios([both for both in opposed if home_made[both.year] is None], means.arms)
    balance: dict[int, Floats] = {}
    for year, ratio in by_spending.items():
        shift = committed[year]
        if shift is not None and (home_made[year] or year in by_arms):
            balance[year] = shift + (ratio if home_made[year] else means.weighed(ratio, by_arms[year]))
    both_cover = replace(money, last_year=volume.last_year, first_year=volume.first_year, unit="dispute-year")
    of_main = replace(money, unit="dispute-year") if any(home_made.values()) else both_cover
    words = words_of(case)
    main = Series.from_draws(
        "military", f"military balance, {words.over}", LOG_RATIO, of_main, balance, (MONEY, VOLUME)
    )
    alternatives: tuple[Series, ...] = (
        Series.from_draws(
            "military.spending", f"stock of spending, {words.over}", LOG_RATIO, money, by_spending, (MONEY,)
        ),
        Series.from_draws(
            "military.arms", f"stock of arms delivered, {words.over}", LOG_RATIO, volume, by_arms, (VOLUME,)
        ),
        _plain("military.yearly-spending", f"yearly spending, {words.over}", opposed, means.spent, MONEY, money),
        *(
            _plain(
                f"military.{name.lower()}",
                f"{name}, {words.over}",
                opposed,
                _state_column(snapshot, states, column),
                CAPABILITY,
                ORIGINS[CAPABILITY].domain,
            )
            for name, column in (("CINC", "cinc"), ("personnel", "milper_thousands"))
        ),
    )
    drawn: dict[str, YearlyDraws] = {"military": balance, "military.spending": by_spending, "military.arms": by_arms}
    # Where the snapshot may not hold a state's yearly figures, the ratios of the pair come from the fitted artefact.
    if any(not means.spent[gwno] or not means.arms[gwno] for gwno in states):
        ratios = fitted_ratios(opposed, shares)
        main = _fitted(main, ratios[BALANCE], drawn)
        measures = (SPENDING, ARMS, YEARLY)
        fitted = (_fitted(s, ratios[m], drawn) for s, m in zip(alternatives, measures, strict=False))
        alternatives = (*fitted, *alternatives[len(measures) :])
    told = {point.year for point in main.points}
    if told and all(home_made[year] for year in told):
        main = replace(main, sources=(MONEY,))
    defender = words.holder.removeprefix("the ")
    label = f"break-even multiplier d*, {defender}'s advantage at which the sides are even"
    break_even = main.through(np.exp, "military.break-even", label, "ratio")
    everything = (main, break_even, *alternatives)
    of_arms = next((why for why in reversed(home_made.values()) if why), None)
    name_of = partial(state_name, case, snapshot)
    return MilitaryBalance(
        main,
        break_even,
        alternatives,
        military_grounds([both for both in opposed if both.year in told], shares, home_made, name_of),
        any(year in told for year, _ in shares),
        _steps([both for both in opposed if both.year in told], shares, home_made),
        {
            series.key: of_arms
            if of_arms and series is alternatives[1]
            else why_no_balance(opposed, shares if series in (main, break_even) else {}, name_of)
            if opposed
            else why_unopposed(case)
            for series in everything
            if not series.points
        },
        tuple(dict.fromkeys(source for series in everything for source in series.sources)),
        drawn,
        words,
    )


def _fitted(series: Series, points: tuple[Point, ...], drawn: dict[str, YearlyDraws]) -> Series:
    """Return the series with the fitted points, where there are any, and forget its draws, which were not kept."""
    if not points:
        return series
    drawn.pop(series.key, None)
    return replace(series, points=points, interval="draws95" if points[0].low is not None else None)


@dataclass(frozen=True, slots=True)
class Means:
    """What some states have, in draws of the uncertain inputs.

    Attributes:
        spent: by state, spending by year, million US$ at constant prices; a year without a figure is absent.
        spending: by state, the stock of spending in each year, draws.
        arms: by state, the stock of deliveries in each year, draws.
        weight: weight of spending, one per draw.
    """

    spent: Mapping[int, Mapping[int, float]]
    spending: Mapping[int, YearlyDraws]
    arms: Mapping[int, YearlyDraws]
    weight: Floats

    def weighed(self, by_spending: Floats, by_arms: Floats) -> Floats:
        """Return the weighed sum of two log ratios."""
        return self.weight * by_spending + (1 - self.weight) * by_arms


def means_of(key: str, states: Iterable[int], snapshot: Snapshot, draws: int = N_DRAWS) -> Means:
    """Return the means of some states.

    Args:
        key: name of the comparison, from which the draws come; the same name gives the same draws.
        states: Gleditsch-Ward numbers.
        snapshot: holds the tables ``spending``, ``arms_deliveries`` and ``states``.
        draws: draws of the uncertain inputs.
    """
    chosen = sorted(states)
    spent = {gwno: yearly_spending(snapshot, gwno) for gwno in chosen}
    shared = spawn_generator("balances", "military", key, draws)
    kept_money, kept_arms = SPENDING_DEPRECIATION.draw(shared, draws), ARMS_DEPRECIATION.draw(shared, draws)
    return Means(
        spent,
        {gwno: spending_stock(key, gwno, spent[gwno], kept_money) for gwno in chosen},
        {gwno: _arms_stock(key, gwno, snapshot, kept_arms) for gwno in chosen},
        SPENDING_WEIGHT.draw(shared, draws),
    )


def yearly_spending(snapshot: Snapshot, gwno: int) -> dict[int, float]:
    """Return a state's spending by year, million US$ at constant prices; a year without a figure is absent."""
    rows = snapshot.table("spending").filter(pl.col("gwno") == gwno).drop_nulls("spending_constant_usdm")
    return dict(rows.select("year", "spending_constant_usdm").iter_rows())


def spending_stock(key: str, gwno: int, spent: Mapping[int, float], depreciation: Floats) -> YearlyDraws:
    """Return a state's stock of spending; from its first figure to its last, never carried on."""
    if not spent:
        return {}
    rng = spawn_generator("balances", "military", key, "spending", gwno, len(depreciation))
    years = run_without_long_gap(spent)
    inputs = inputs_with_gaps_drawn(spent, years, rng, len(depreciation))
    steady = np.mean([spent[year] for year in years if year in spent][:FIRST_YEARS])
    inherited = INHERITED_SPENDING.draw(rng, len(depreciation)) * steady / depreciation
    stock = perpetual_inventory(inputs, depreciation, inherited)
    return {year: stock[:, column] for column, year in enumerate(years)}


def _arms_stock(key: str, gwno: int, snapshot: Snapshot, depreciation: Floats) -> YearlyDraws:
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
    rng = spawn_generator("balances", "military", key, "arms", gwno, len(depreciation))
    stock = perpetual_inventory(inputs, depreciation, INHERITED_ARMS.draw(rng, len(depreciation)))
    return {year: stock[:, column] for column, year in enumerate(years)}


def log_commitment(key: str, gwno: int, share: CommittedShare, draws: int) -> Floats:
    """Return the log share of its stocks that a patron commits, draws; in every year at the same place of its range."""
    place = spawn_generator("balances", "military", key, "commitment", gwno, draws).uniform(0.0, 1.0, draws)
    return np.log(share.low + place * (share.high - share.low))


def _committed(key: str, both: Opposition, shares: PatronShares, draws: int) -> Floats | None:
    """Return the log share of its stocks that the revisionist's state commits, less the holder's.

    All of its own, a drawn part of a patron's; None where a patron commits nothing.
    """
    total = np.zeros(draws)
    for side, sign in zip(both.sides, (-1, 1), strict=True):
        share = shares.get((both.year, side.gwno)) if side.gwno is not None and not side.is_own else None
        if share is not None and side.gwno is not None:
            if share.high == 0:
                return None
            total += sign * log_commitment(key, side.gwno, share, draws)
    return total


def _steps(opposed: Iterable[Opposition], shares: PatronShares, home_made: Mapping[int, str | None]) -> tuple[int, ...]:
    """Return the years from which what is compared is not what was before."""
    compared = [
        (
            both.year,
            frozenset(
                (gwno, share.garrison if (share := shares.get((both.year, gwno))) else None)
                for gwno in _states_of(both)
            ),
            home_made[both.year] is None,
        )
        for both in opposed
    ]
    return tuple(now[0] for before, now in itertools.pairwise(compared) if before[1:] != now[1:])


def _states_of(both: Opposition) -> list[int]:
    return [side.gwno for side in both.sides if side.gwno is not None]


def _log_ratios(opposed: Iterable[Opposition], stocks: Mapping[int, YearlyDraws]) -> YearlyDraws:
    """Return revisionist over holder by year, where both have a stock."""
    ratios = {}
    for both in opposed:
        holder, revisionist = (stocks.get(side.gwno or 0, {}).get(both.year) for side in both.sides)
        if holder is not None and revisionist is not None:
            ratios[both.year] = np.log(revisionist) - np.log(holder)
    return ratios


def _plain(
    key: str,
    label: str,
    opposed: tuple[Opposition, ...],
    figures: Mapping[int, Mapping[int, float]],
    source: str,
    domain: Domain,
) -> Series:
    """Return the log ratio of a figure that states have by year, without an interval."""
    points = []
    for both in opposed:
        holder, revisionist = (figures.get(side.gwno or 0, {}).get(both.year) for side in both.sides)
        if holder and revisionist:
            points.append(Point(both.year, float(np.log(revisionist / holder))))
    return Series(key, label, LOG_RATIO, domain, tuple(points), None, (source,))


def _state_column(snapshot: Snapshot, states: Iterable[int], column: str) -> dict[int, dict[int, float]]:
    rows = snapshot.table("state_years").select("gwno", "year", column).drop_nulls()
    return {gwno: dict(rows.filter(pl.col("gwno") == gwno).select("year", column).iter_rows()) for gwno in states}
