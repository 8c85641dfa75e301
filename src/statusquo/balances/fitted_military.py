"""The military balance of two states whose yearly figures the snapshot may not hold, from the fitted log ratios.

`statusquo.fits.military` derives the ratios from the raw files. They are kept by pair of states, so that they follow
the roles: where holder and revisionist change places, value and bounds change sign and the bounds change places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from statusquo.balances.sides import Opposition, Side
from statusquo.core.artefacts import has_artefact, load_artefact
from statusquo.core.estimates import Point

ARTEFACT = "military_balances"
BALANCE, SPENDING, ARMS, YEARLY = "balance", "stock of spending", "stock of arms delivered", "yearly spending"


def fitted_ratios(opposed: Iterable[Opposition]) -> Mapping[str, tuple[Point, ...]]:
    """Return, by measure, revisionist over holder in each year for which the pair of states was fitted.

    Args:
        opposed: both sides, year by year.
    """
    ratios: dict[str, list[Point]] = {BALANCE: [], SPENDING: [], ARMS: [], YEARLY: []}
    if not has_artefact(ARTEFACT):
        return dict.fromkeys(ratios, ())
    table = load_artefact(ARTEFACT)
    pairs: dict[tuple[int, int], dict[tuple[str, str, int], tuple[float, float | None, float | None]]] = {}
    for both in opposed:
        holder, revisionist = both.holder, both.revisionist
        if holder.gwno is None or revisionist.gwno is None:
            continue
        pair = (min(holder.gwno, revisionist.gwno), max(holder.gwno, revisionist.gwno))
        if pair not in pairs:
            rows = table.filter(pl.col("gwno_a") == pair[0], pl.col("gwno_b") == pair[1])
            fields = rows.select("measure", "patron", "year", "log_ratio", "low", "high").iter_rows()
            pairs[pair] = {(m, p, year): (value, low, high) for m, p, year, value, low, high in fields}
        for measure, points in ratios.items():
            patron = _patron(both, pair) if measure == BALANCE else "none"
            found = pairs[pair].get((measure, patron, both.year))
            if found is not None:
                points.append(_point(both.year, found, is_turned=revisionist.gwno != pair[0]))
    return {measure: tuple(points) for measure, points in ratios.items()}


def _patron(both: Opposition, pair: tuple[int, int]) -> str:
    """Return which of the pair stands behind a side as its patron; where both do, nothing was fitted."""
    patrons = [side for side in both.sides if not side.is_own]
    return "both" if len(patrons) > 1 else _letter(patrons[0], pair) if patrons else "none"


def _letter(side: Side, pair: tuple[int, int]) -> str:
    return "a" if side.gwno == pair[0] else "b"


def _point(year: int, numbers: tuple[float, float | None, float | None], *, is_turned: bool) -> Point:
    value, low, high = numbers
    if not is_turned:
        return Point(year, value, low, high)
    return Point(year, -value, None if high is None else -high, None if low is None else -low)
