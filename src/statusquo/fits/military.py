"""Fits the military balance of every dispute with two measurable sides, and the arming of every state.

SIPRI lets at most a tenth of a database be republished, so that the snapshot holds yearly series of the bundled cases'
actors alone. What ships for all others is derived here from the raw files: log ratios of two states' stocks, and for
each state its stocks against those of the median state and the surge of its deliveries. Ratios of pairs are rounded to
three decimals, and a state's own figures to two, so that no yearly figure can be had back from them.

Constant dollars are turned into each other at the exchange rates of one year. Where those were far from what money was
worth, a ratio of two states says little: by SIPRI's release of 2026 Sudan spent 180 times as much as South Sudan in
2009, five times by the dollars of that year. Such a pair has no ratio of spending and no balance (`prices_are_apart`).

`military_balances` is the balance as the data of today tell it. `state_arming` is for models of risk: the figure of a
year is made from nothing later than that year, with gaps that were not yet closed left missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import polars as pl

from statusquo.balances.arms_producers import arms_producers, why_no_arms
from statusquo.balances.fitted_military import ARMS, BALANCE, OWN, PRICES_APART, SPENDING, YEARLY, committed_key
from statusquo.balances.garrisons import CommittedShare, committed_share
from statusquo.balances.military import Means, log_commitment, means_of, spending_stock
from statusquo.balances.ranges import SPENDING_DEPRECIATION
from statusquo.balances.sides import oppositions
from statusquo.balances.stocks import delivery_surge
from statusquo.cases.derived import case_from_ucdp
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.core.columns import schema_of
from statusquo.core.draws import Floats, YearlyDraws, median_95
from statusquo.core.seeds import spawn_generator
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.panels.dispute_year import dispute_years
from statusquo.snapshot.arms import arms_deliveries, with_sipri_code
from statusquo.snapshot.spending import spending, spending_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sipri_milex, sipri_tiv

LARGEST_GAP_OF_PRICES = 5.0
"""Factor between a ratio at constant and the same at current prices from which a year speaks against comparing."""

N_STATE_DRAWS = 200
"""Draws behind a state's own figures, of which the median alone ships."""

Pair: TypeAlias = tuple[int, int]
Shares: TypeAlias = tuple[CommittedShare | None, CommittedShare | None]
"""What each of two states commits: a share as a range, or None for all of its own."""

Row: TypeAlias = dict[str, object]


def fit_balances(inputs: FitInputs) -> Fitted:
    """Return artefact ``military_balances``: log ratios of each pair of states that stand behind two sides by act."""
    snapshot = with_raw_means(inputs.snapshot, _raw(inputs), inputs.own.get(sipri_milex.ORIGIN.id))
    pairs = measurable_pairs(inputs.snapshot)
    rows: list[Row] = []
    apart: list[str] = []
    for number, pair in enumerate(sorted(pairs)):
        inputs.progress(number, len(pairs), f"states {pair[0]} and {pair[1]}")
        told = list(_pair_rows(pair, pairs[pair], snapshot))
        if prices_are_apart(pair, snapshot.table("spending")):
            apart.append(f"{pair[0]}-{pair[1]}")
            told = [row for row in told if row["measure"] == ARMS]
        rows += told
    inputs.progress(len(pairs), len(pairs), "done")
    table = pl.DataFrame(rows, schema_of("fit.military_balances"))
    return Fitted(table, {"pairs": len(pairs), PRICES_APART: apart})


def fit_arming(inputs: FitInputs) -> Fitted:
    """Return artefact ``state_arming``: stocks against the median state's and surges, as known in each year."""
    snapshot = with_raw_means(inputs.snapshot, _raw(inputs), inputs.own.get(sipri_milex.ORIGIN.id))
    return Fitted(state_arming(snapshot, inputs.snapshot, inputs.progress))


def with_raw_means(snapshot: Snapshot, raw: Path, own: pl.DataFrame | None = None) -> Snapshot:
    """Return the snapshot with the spending and the deliveries of every state, to be derived from and never shipped.

    Args:
        snapshot: the open snapshot.
        raw: the folder of raw files.
        own: the spending in the user's own file, which stands in the place of the raw one.
    """
    cells = sipri_milex.read_spending(raw) if own is None else own
    deliveries = sipri_tiv.read_deliveries(raw)
    codes = snapshot.states
    named = with_sipri_code(deliveries.select("recipient", "year").unique(), codes, "recipient")
    everyone = snapshot.table("states")["gwno"].drop_nulls().unique().to_list()
    return snapshot.with_tables(
        {
            "spending": spending(cells, codes, everyone),
            "arms_deliveries": arms_deliveries(
                deliveries, codes, named["recipient_gw"].drop_nulls().unique().to_list()
            ),
        }
    )


def measurable_pairs(snapshot: Snapshot) -> dict[Pair, dict[str, dict[int, Shares]]]:
    """Return the pairs of states that stand behind two sides of a dispute in some year, the smaller number first.

    Returns:
        By pair and by name of what the two commit (`fitted_military.committed_key`), for each year the shares of the
        first and of the second; a state that is a side itself commits all.
    """
    numbers = snapshot.table("disputes")["conflict_id_ucdp"].to_list()
    cases = [*(load_case(name) for name in bundled_ids()), *(case_from_ucdp(number) for number in numbers)]
    pairs: dict[Pair, dict[str, dict[int, Shares]]] = {}
    for case in cases:
        for pair, key, year, shares in _commitments_of(case, snapshot):
            pairs.setdefault(pair, {}).setdefault(key, {})[year] = shares
    return pairs


def prices_are_apart(pair: Pair, spent: pl.DataFrame) -> bool:
    """Return whether two states' spending compares otherwise at constant than at current prices in most years.

    Args:
        pair: Gleditsch-Ward numbers.
        spent: rows of the table ``spending``.
    """
    gaps = spent.filter((pl.col("spending_constant_usdm") > 0) & (pl.col("spending_usdm") > 0)).select(
        "gwno", "year", gap=(pl.col("spending_constant_usdm") / pl.col("spending_usdm")).log()
    )
    one, other = (gaps.filter(pl.col("gwno") == gwno) for gwno in pair)
    both = one.join(other, on="year").select(is_apart=(pl.col("gap") - pl.col("gap_right")).abs())
    is_apart = both["is_apart"] > np.log(LARGEST_GAP_OF_PRICES)
    return bool(2 * is_apart.sum() > len(is_apart))


def _commitments_of(case: Case, snapshot: Snapshot) -> Iterator[tuple[Pair, str, int, Shares]]:
    money = spending_domain(snapshot)
    years = range(money.first_year or 0, (money.last_year or 0) + 1)
    for both in oppositions(case, snapshot, years):
        one, other = both.holder, both.revisionist
        if one.gwno is None or other.gwno is None or one.gwno == other.gwno:
            continue
        shares = {
            (both.year, side.gwno): committed_share(case, snapshot, side.gwno, both.year)
            for side in both.sides
            if not side.is_own and side.gwno is not None
        }
        low, high = sorted((one.gwno, other.gwno))
        if not any(share.high == 0 for share in shares.values()) and len(shares) < len(both.sides):
            found = (shares.get((both.year, low)), shares.get((both.year, high)))
            yield (low, high), committed_key(both, shares), both.year, found


def _pair_rows(pair: Pair, commitments: Mapping[str, Mapping[int, Shares]], snapshot: Snapshot) -> Iterator[Row]:
    """Yield the log ratios of the first state over the second."""
    key = f"{pair[0]}-{pair[1]}"
    means = means_of(key, pair, snapshot)
    by_spending, by_arms = (_log_ratio(pair, stocks) for stocks in (means.spending, means.arms))
    if why_no_arms(pair):
        by_arms = {}
        balance = by_spending
    else:
        balance = {year: means.weighed(by_spending[year], by_arms[year]) for year in by_spending if year in by_arms}
    for committed, years in commitments.items():
        drawn = {}
        for year in sorted(balance.keys() & years.keys()):
            drawn[year] = balance[year]
            for gwno, share, sign in zip(pair, years[year], (1, -1), strict=True):
                if share is not None:
                    drawn[year] = drawn[year] + sign * log_commitment(key, gwno, share, len(means.weight))
        yield from _rows(pair, BALANCE, committed, drawn)
    yield from _rows(pair, SPENDING, OWN, by_spending)
    yield from _rows(pair, ARMS, OWN, by_arms)
    yield from _rows(pair, YEARLY, OWN, _yearly(pair, means))


def _log_ratio(pair: Pair, stocks: Mapping[int, YearlyDraws]) -> YearlyDraws:
    first, second = (stocks[gwno] for gwno in pair)
    return {year: np.log(first[year]) - np.log(second[year]) for year in first if year in second}


def _yearly(pair: Pair, means: Means) -> YearlyDraws:
    first, second = (means.spent[gwno] for gwno in pair)
    return {year: np.array([np.log(first[year] / second[year])]) for year in sorted({*first} & {*second})}


def _rows(pair: Pair, measure: str, committed: str, values: YearlyDraws) -> Iterator[Row]:
    for year, drawn in values.items():
        low, value, high = np.round(median_95(drawn), 3).tolist()
        is_drawn = len(drawn) > 1
        yield {
            "gwno_a": pair[0],
            "gwno_b": pair[1],
            "measure": measure,
            "committed": committed,
            "year": year,
            "log_ratio": value,
            "low": low if is_drawn else None,
            "high": high if is_drawn else None,
        }


def state_arming(full: Snapshot, shipped: Snapshot, progress: object = None) -> pl.DataFrame:
    """Return table ``fit.state_arming``.

    Args:
        full: the snapshot with the means of every state.
        shipped: the snapshot itself, which says what states are parents or patrons.
        progress: called with steps done, steps in all, and what is being done.
    """
    panel = dispute_years(shipped).frame
    wanted = {gwno for name in ("parent_gw", "patron_gw") for gwno in panel[name].drop_nulls()}
    everyone = sorted({*full.table("spending")["gwno"], *full.table("arms_deliveries")["recipient_gw"]})
    kept = SPENDING_DEPRECIATION.draw(spawn_generator("fits", "arming", N_STATE_DRAWS), N_STATE_DRAWS)
    means = means_of("arming", everyone, full, N_STATE_DRAWS)
    money: list[Row] = []
    for number, gwno in enumerate(everyone):
        if callable(progress):
            progress(number + 1, len(everyone), f"state {gwno}")
        money += _spending_as_known(gwno, means.spent[gwno], kept)
    importers = [gwno for gwno in everyone if gwno not in arms_producers()]
    volumes = [row for gwno in importers for row in _volumes(gwno, means.arms[gwno], full)]
    key = ["gwno", "year"]
    frame = _frame(money, "spending_stock_log").join(
        _frame(volumes, "arms_stock_log", "delivery_surge"), on=key, how="full", coalesce=True
    )
    frame = frame.with_columns(
        (pl.col(f"{name}_stock_log") - pl.col(f"{name}_stock_log").median().over("year")).alias(f"{name}_stock_log")
        for name in ("spending", "arms")
    )
    rounded = frame.filter(pl.col("gwno").is_in(sorted(wanted))).with_columns(pl.col(pl.Float64).round(2))
    return rounded.select(schema_of("fit.state_arming").names()).sort(key)


def _spending_as_known(gwno: int, spent: Mapping[int, float], kept: Floats) -> Iterator[Row]:
    """Yield the stock at the end of each year with a figure, from the figures up to that year alone."""
    for year in sorted(spent):
        stock = spending_stock("arming", gwno, {y: spent[y] for y in spent if y <= year}, kept)
        yield {"gwno": gwno, "year": year, "spending_stock_log": _median_log(stock[year])}


def _volumes(gwno: int, stock: YearlyDraws, full: Snapshot) -> Iterator[Row]:
    """Yield the stock of deliveries, which rests on no later year, with the surge."""
    table = full.table("arms_deliveries").filter(pl.col("recipient_gw") == gwno)
    delivered = dict(table.group_by("year").agg(pl.col("tiv_m").sum()).iter_rows())
    for year in stock:
        surge = delivery_surge(delivered, min(stock), year)
        yield {"gwno": gwno, "year": year, "arms_stock_log": _median_log(stock[year]), "delivery_surge": surge}


def _median_log(stock: Floats) -> float | None:
    """Return the median log; missing where a state that spends nothing, such as Costa Rica, has no stock."""
    return None if np.min(stock) <= 0 else float(np.median(np.log(stock)))


def _frame(rows: list[Row], *columns: str) -> pl.DataFrame:
    schema = {"gwno": pl.Int32, "year": pl.Int32, **dict.fromkeys(columns, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, strict=False)


def _raw(inputs: FitInputs) -> Path:
    if inputs.raw is None:
        raise ValueError("the means of states are fitted from raw files")
    return inputs.raw
