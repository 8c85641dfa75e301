"""Runs calibrated games on from the cut-off year and tells what came of them as quantiles by year: fan charts as data.

Each game runs with the same random numbers with and without a scenario, so that a difference between the two is the
scenario's. Quantities of single paths (the holder's share) are quantiles over paths and draws; chances are one number
for each draw, and their bounds hold 95 % of the draws. Nothing here says what either side should do, or when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from statusquo.bargaining.balance_paths import MONTHS
from statusquo.bargaining.calibration import Fit, Game
from statusquo.bargaining.counts import EnsembleResult
from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.fan_names import CONTROL, OFFER, SETTLED_BY, WAR_BY, WAR_IN_YEAR
from statusquo.bargaining.model import State
from statusquo.bargaining.solution import Solution
from statusquo.core.draws import Floats
from statusquo.core.seeds import spawn_generator

PATHS = 400
WALKS = 25
"""Walks of the balance, for each draw, over which offers while the dispute stays quiet are told."""

LEVELS = (0.025, 0.25, 0.5, 0.75, 0.975)


@dataclass(frozen=True, slots=True)
class FanPoint:
    """One quantity in one year.

    Attributes:
        quantity: what it is.
        year: the year.
        value: the mean over draws of a chance, the median of anything else.
        quantiles: at 2.5, 25, 50, 75 and 97.5 %.
    """

    quantity: str
    year: int
    value: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fans:
    """What came of the games.

    Attributes:
        points: every quantity of every year.
        chances: by quantity that is a chance, the number of each draw by year, shape (draws, years).
    """

    points: tuple[FanPoint, ...]
    chances: dict[str, Floats]


def run_on(
    solutions: Sequence[Solution],
    games: Sequence[Game],
    fits: Sequence[Fit],
    *,
    places: Sequence[int],
    first_year: int,
    last_year: int,
    quiet_months: int,
    root: str,
    has_shocks: bool = True,
) -> Fans:
    """Run solved games on.

    Args:
        solutions: one for each draw.
        games: the same.
        fits: the same; whether a shock is in force when the run begins is drawn from them.
        places: number of each draw among all, from which its random numbers come, with and without a scenario.
        first_year: first year of the run.
        last_year: last year.
        quiet_months: months of quiet when it begins.
        root: name of the run, from which all random numbers come.
        has_shocks: whether a shock may be in force at the start.
    """
    years = list(range(first_year, last_year + 1))
    drawn = [float(spawn_generator("bargaining", "fans", root, "shock", place).random()) for place in places]
    states = [
        State(1.0, game.balance, quiet_months, _shock(solution, has_shocks and u < fit.shaken))
        for solution, game, fit, u in zip(solutions, games, fits, drawn, strict=True)
    ]
    seed = int(spawn_generator("bargaining", "fans", root, "paths").integers(2**62))
    # Draw by draw, so that a draw keeps its random numbers where another was left out.
    ran = side_by_side(
        [
            run_ensemble([solution], [state], months=MONTHS * len(years), paths=PATHS, seed=seed, first_solution=place)
            for place, solution, state in zip(places, solutions, states, strict=True)
        ]
    )
    control = ran.control_quantiles(LEVELS)[1:]
    offers = offers_while_quiet(solutions, games, places=places, years=len(years), quiet_months=quiet_months, root=root)
    chances = {WAR_BY: ran.war_by(), WAR_IN_YEAR: ran.yearly_war_risk(), SETTLED_BY: ran.settlement_by()}
    points = [
        FanPoint(CONTROL, year, float(row[2]), tuple(float(level) for level in row))
        for year, row in zip(years, control, strict=True)
    ]
    points += [
        FanPoint(OFFER, year, float(np.median(column)), _levels(column))
        for year, column in zip(years, offers.T, strict=True)
    ]
    points += [
        FanPoint(name, year, float(np.nanmean(column)), _levels(column))
        for name, table in chances.items()
        for year, column in zip(years, table.T, strict=True)
    ]
    return Fans(tuple(points), chances)


def side_by_side(parts: Sequence[EnsembleResult]) -> EnsembleResult:
    """Return the counts of several ensembles as those of one, their solutions one after the other."""
    first = parts[0]
    counts = [each.name for each in fields(first) if each.name not in ("months", "n_control")]
    together: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in counts}
    return replace(first, **together)


def offers_while_quiet(
    solutions: Sequence[Solution],
    games: Sequence[Game],
    *,
    places: Sequence[int],
    years: int,
    quiet_months: int,
    root: str,
) -> Floats:
    """Return what the holder offers in talks in the middle of each year of quiet, holding everything, without a shock.

    Args:
        solutions: one for each draw.
        games: the same.
        places: number of each draw among all, from which its random numbers come.
        years: how many.
        quiet_months: months of quiet at the start.
        root: name of the run.

    Returns:
        The share of the territory it is expected to offer in a round of talks, shape (draws x walks, years).
    """
    shares = []
    for place, solution, game in zip(places, solutions, games, strict=True):
        rng = spawn_generator("bargaining", "fans", root, "walk", place)
        parameters = game.parameters
        steps = rng.standard_normal((WALKS, years * MONTHS)) * parameters.balance_noise + parameters.balance_drift
        walks = game.balance + np.cumsum(steps, axis=1)[:, MONTHS // 2 - 1 :: MONTHS]
        shares.append(offers_at(solution, walks, quiet_months))
    return np.vstack(shares)


def offers_at(solution: Solution, balance: Floats, quiet_months: int) -> Floats:
    """Return the share expected to be offered in a round of talks, the holder holding everything, no shock in force.

    Args:
        solution: the solved game.
        balance: log balances, any shape.
        quiet_months: months of quiet.
    """
    grid = solution.grid
    by_balance = solution.expected_offer()[grid.control_cell(1.0), :, grid.quiet_cell(quiet_months), 0]
    cells = np.clip(np.rint((balance - grid.balance_low) / grid.balance_width), 0, grid.n_balance - 1).astype(int)
    result: Floats = by_balance[cells]
    return result


def war_chances_along(solution: Solution, path: Floats, quiet_months: int) -> Floats:
    """Return the yearly chance of war along a given balance, were the dispute quiet and no shock in force.

    Args:
        solution: the solved game.
        path: the balance at the start of each month, whole years.
        quiet_months: months of quiet when it begins.
    """
    grid = solution.grid
    control = grid.control_cell(1.0)
    kept = np.ones(len(path))
    for month, balance in enumerate(path):
        at = (control, grid.balance_cell(float(balance)), grid.quiet_cell(quiet_months + month), 0)
        kept[month] = 1 - solution.chance_war_by_revisionist[at] - solution.chance_war_by_holder[at]
    result: Floats = 1 - kept.reshape(-1, MONTHS).prod(axis=1)
    return result


def _shock(solution: Solution, is_shaken: bool) -> str:
    names = [shock.name for shock in solution.parameters.shocks]
    return names[1] if is_shaken and len(names) > 1 else names[0]


def _levels(column: Floats) -> tuple[float, ...]:
    known = column[np.isfinite(column)]
    if not known.size:
        return (float("nan"),) * len(LEVELS)
    return tuple(float(level) for level in np.quantile(known, LEVELS))
