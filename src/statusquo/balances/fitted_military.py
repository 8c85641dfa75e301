"""The military balance of two states whose yearly figures the snapshot may not hold, from the fitted log ratios.

`statusquo.fits.military` derives the ratios from the raw files. They are kept by pair of states, so that they follow
the roles: where holder and revisionist change places, value and bounds change sign and the bounds change places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from statusquo.balances.garrisons import WHOLE, PatronShares
from statusquo.balances.sides import Opposition
from statusquo.core.artefacts import artefact_record, load_artefact
from statusquo.core.estimates import Point

ARTEFACT = "military_balances"
PRICES_APART = "prices_apart"
"""In the record of the artefact, the pairs whose spending compares otherwise at constant and at current prices."""

OWN, ANY_SHARE = "own", "any share"
"""What both states bring: all of their own stocks, or one a share of which nothing is known."""
BALANCE, SPENDING, ARMS, YEARLY = "balance", "stock of spending", "stock of arms delivered", "yearly spending"


def fitted_ratios(opposed: Iterable[Opposition], shares: PatronShares) -> Mapping[str, tuple[Point, ...]]:
    """Return, by measure, revisionist over holder in each year for which the pair of states was fitted.

    Args:
        opposed: both sides, year by year.
        shares: by year and patron, the range of the share of its stocks that it commits.
    """
    ratios: dict[str, list[Point]] = {BALANCE: [], SPENDING: [], ARMS: [], YEARLY: []}
    table = load_artefact(ARTEFACT)
    pairs: dict[tuple[int, int], dict[tuple[str, str, int], tuple[float, float | None, float | None]]] = {}
    for both in opposed:
        holder, revisionist = both.holder, both.revisionist
        if holder.gwno is None or revisionist.gwno is None:
            continue
        pair = (min(holder.gwno, revisionist.gwno), max(holder.gwno, revisionist.gwno))
        if pair not in pairs:
            rows = table.filter(pl.col("gwno_a") == pair[0], pl.col("gwno_b") == pair[1])
            fields = rows.select("measure", "committed", "year", "log_ratio", "low", "high").iter_rows()
            pairs[pair] = {(m, c, year): (value, low, high) for m, c, year, value, low, high in fields}
        for measure, points in ratios.items():
            committed = committed_key(both, shares) if measure == BALANCE else OWN
            found = pairs[pair].get((measure, committed, both.year))
            if found is not None:
                points.append(_point(both.year, found, is_turned=revisionist.gwno != pair[0]))
    return {measure: tuple(points) for measure, points in ratios.items()}


def are_prices_apart(states: Collection[int]) -> bool:
    """Return whether the fit told no ratio of two states' spending, since it hangs on the prices that are compared.

    Args:
        states: Gleditsch-Ward numbers of the two.
    """
    return "-".join(map(str, sorted(states))) in artefact_record(ARTEFACT).diagnostics.get(PRICES_APART, ())


def committed_key(both: Opposition, shares: PatronShares) -> str:
    """Return by which name the artefact keeps what the two states of a year commit.

    Where both stand behind a side as patrons nothing was fitted, and the name is nobody's.
    """
    patrons = [side.gwno for side in both.sides if side.gwno is not None and not side.is_own]
    if not patrons:
        return OWN
    share = shares.get((both.year, patrons[0]), WHOLE)
    what = share.garrison.case if share.garrison else ANY_SHARE
    return f"{what} of {patrons[0]}" if len(patrons) == 1 else f"{what} of both"


def _point(year: int, numbers: tuple[float, float | None, float | None], *, is_turned: bool) -> Point:
    value, low, high = numbers
    if not is_turned:
        return Point(year, value, low, high)
    return Point(year, -value, None if high is None else -high, None if low is None else -low)
