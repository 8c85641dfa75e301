"""Weighs draws of the game's parameters by how well each game fits one dispute's record up to a cut-off year.

Each draw takes one history of the balance from the joint draws of its inputs. The yearly changes of that history give
the expected drift and its noise (their posterior under a flat prior on the mean and on the log of the spread, normal
changes; Gelman et al. 2013, section 3.2); the game does not feed back on what was measured. The game is then solved,
and weighed by

1. the *other disputes*: the mean yearly chance of war that the game gives over the spell, against what a risk model
   says that was fitted without this dispute and on nothing after the cut-off (normal in log odds);
2. the *record*: the probability, month by month along the measured balance, that no war, no transfer of land and no
   settlement came, with the unseen state of the shock process filtered (forward algorithm of a hidden Markov model;
   Rabiner 1989, section III.A). It is exact: nothing is simulated.

A parameter is said to be moved by the record only where its spread shrinks, or its mean shifts, by more than the
chance of a finite number of draws. With one quiet spell most parameters stay where other disputes leave them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from statusquo.balances.ranges import N_DRAWS
from statusquo.bargaining.balance_paths import MONTHS, BalanceDraws, drift_of, monthly
from statusquo.bargaining.model import Grid, Parameters
from statusquo.bargaining.priors import OUTSIDE_WEIGHT, Draws, parameters_of
from statusquo.bargaining.processes import spread
from statusquo.bargaining.record import Spell
from statusquo.bargaining.solution import Solution
from statusquo.bargaining.solve import solve
from statusquo.core.draws import Floats
from statusquo.core.errors import ConvergenceError
from statusquo.core.seeds import spawn_generator

GRID = Grid(n_control=11, n_balance=21, n_quiet=13, balance_low=-2.0, balance_high=4.0)
"""Coarse enough to solve many games: cells of 10 % of the territory, 0.3 of log balance, and a year of quiet."""

MAX_SWEEPS = 300
"""A game that takes more is left out and counted."""

TOLERANCE = 1e-4
"""Largest certified gain from departing once that a game may have (share of the prize)."""

SMALLEST_HAZARD = 1e-6
"""A yearly chance below this counts as this, so that a game without any war has a weight, if next to none."""

LEAST_MOVE = 0.1
"""Share of a variance, or of a standard deviation, below which a move is not worth telling."""

DRIFT, NOISE, HISTORY = "balance_drift", "balance_noise", "history"
MOST_DRIFT, MOST_NOISE = 0.05, 0.19
"""Beyond these a cell of the balance would be crossed in less than a month."""


@dataclass(frozen=True, slots=True)
class HazardPrior:
    """What other disputes say of the yearly chance of war over the spell.

    Attributes:
        log_odds: mean over its years.
        sd: standard deviation of that mean.
    """

    log_odds: float
    sd: float


@dataclass(frozen=True, slots=True)
class Game:
    """One draw as a game.

    Attributes:
        parameters: of the game.
        path: balance at the start of each month of the spell.
        balance: balance at the end of the spell.
    """

    parameters: Parameters
    path: Floats
    balance: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How one game fits the record.

    Attributes:
        log_record: log probability of the record.
        yearly_war: mean yearly chance of war over the spell.
        shaken: probability that a shock is in force when the spell ends.
    """

    log_record: float
    yearly_war: float
    shaken: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each draw, given other disputes alone and given the record as well; each sums to 1."""

    others: Floats
    record: Floats


def game_of(values: Mapping[str, float], yearly: Floats, *, drift: float, noise: float) -> Game:
    """Return one draw as a game.

    Args:
        values: the drawn parameters by name, as in `priors.PRIORS`.
        yearly: the balance at each year's end, from the year before the spell to its last.
        drift: expected change of the balance (log balance a month).
        noise: its standard deviation (log balance per root month).
    """
    bounded = float(np.clip(drift, -MOST_DRIFT, MOST_DRIFT))
    parameters = parameters_of(values, drift=bounded, noise=min(noise, MOST_NOISE))
    return Game(parameters, monthly(yearly), float(yearly[-1]))


def drawn_drift(yearly: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """Return a draw of the expected drift and of the noise (monthly figures), given the yearly balance.

    Args:
        yearly: the balance at consecutive year ends.
        rng: where the draw comes from.
    """
    own = drift_of(yearly)
    noise = own.noise * float(np.sqrt((own.n - 1) / rng.chisquare(own.n - 1)))
    return own.mean + noise / float(np.sqrt(own.n * MONTHS)) * float(rng.standard_normal()), noise


def solved(game: Game) -> Solution | None:
    """Return the solution of a game, None where the solver finds none that it can certify."""
    try:
        return solve(game.parameters, GRID, tolerance=TOLERANCE, n_terminals=1, max_sweeps=MAX_SWEEPS)
    except ConvergenceError:
        return None


def solved_all(
    games: Sequence[Game], *, workers: int = 1, progress: Callable[[int, int], None] = lambda done, total: None
) -> list[Solution | None]:
    """Return the solution of each game; see `solved`.

    Args:
        games: the games.
        workers: processes that share the work.
        progress: called with games solved and in all.
    """
    return spread(solved, games, workers=workers, progress=progress)


def fit_of(solution: Solution, game: Game, spell: Spell) -> Fit:
    """Return how a solved game fits the record of a spell in which the holder held everything and nothing passed."""
    grid, chances = solution.grid, np.asarray(solution.parameters.shock_chances)
    control = grid.control_cell(1.0)
    belief = np.zeros(len(chances))
    belief[0] = 1.0
    log_record, quiet_year, yearly = 0.0, 1.0, []
    for month, balance in enumerate(game.path):
        at = (control, grid.balance_cell(float(balance)), grid.quiet_cell(spell.quiet_months + month))
        war = solution.chance_war_by_revisionist[at] + solution.chance_war_by_holder[at]
        other = solution.chance_transfer[at] + solution.chance_settlement[at]
        quiet_year *= 1 - float(belief @ war)
        kept = belief * np.clip(1 - war - other, 0, 1)
        total = float(kept.sum())
        if total <= 0:
            return Fit(-np.inf, 1.0, 0.0)
        log_record += float(np.log(total))
        belief = (kept / total) @ chances
        if (month + 1) % MONTHS == 0:
            yearly.append(1 - quiet_year)
            quiet_year = 1.0
    return Fit(log_record, float(np.mean(yearly)), float(belief[1:].sum()))


def weights_of(fits: list[Fit | None], prior: HazardPrior) -> Weights:
    """Return the weights of draws; a game that was not solved has none.

    Args:
        fits: one for each draw.
        prior: what other disputes say.
    """
    others = np.full(len(fits), -np.inf)
    record = np.full(len(fits), -np.inf)
    for place, fit in enumerate(fits):
        if fit is not None:
            hazard = np.clip(fit.yearly_war, SMALLEST_HAZARD, 1 - SMALLEST_HAZARD)
            others[place] = -0.5 * ((np.log(hazard / (1 - hazard)) - prior.log_odds) / prior.sd) ** 2
            record[place] = others[place] + fit.log_record
    return Weights(_normalised(others), _normalised(record))


def effective_number(weights: Floats) -> float:
    """Return how many equally weighted draws the weights are worth (Kish 1965)."""
    return float(1 / np.sum(weights**2))


def resampled(weights: Floats, n: int, root: str) -> NDArray[np.int64]:
    """Return `n` draws in proportion to their weights, systematically (Kitagawa 1996)."""
    start = spawn_generator("bargaining", "resample", root).random()
    places = np.searchsorted(np.cumsum(weights), (np.arange(n) + start) / n)
    return np.minimum(places, len(weights) - 1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was known of one parameter: median and 95 % bounds at each stage.

    Attributes:
        prior: over its range.
        others: given other disputes.
        record: given the record as well.
        contraction: share of the variance given other disputes that the record takes away; negative where it adds.
        shift: of the mean, in standard deviations given other disputes.
        is_moved: whether the record moves it by more than chance and more than a trifle.
    """

    prior: tuple[float, float, float]
    others: tuple[float, float, float]
    record: tuple[float, float, float]
    contraction: float
    shift: float
    is_moved: bool


def summary_of(values: Floats, weights: Weights, is_usable: NDArray[np.bool_]) -> Summary:
    """Return what was known of one parameter at each stage.

    Args:
        values: one for each draw.
        weights: of each draw.
        is_usable: draws whose game was solved.
    """
    flat = is_usable / is_usable.sum()
    mean, variance = _moments(values, weights.others)
    mean_after, variance_after = _moments(values, weights.record)
    contraction = 1 - variance_after / variance if variance > 0 else 0.0
    shift = (mean_after - mean) / variance**0.5 if variance > 0 else 0.0
    by_chance = 1 / effective_number(weights.record) + 1 / effective_number(weights.others)
    moved = abs(contraction) > LEAST_MOVE + 2 * (2 * by_chance) ** 0.5 or abs(shift) > LEAST_MOVE + 2 * by_chance**0.5
    return Summary(
        _bounds(values, flat),
        _bounds(values, weights.others),
        _bounds(values, weights.record),
        contraction,
        shift,
        bool(moved),
    )


def games_of(draws: Draws, balances: BalanceDraws, root: str) -> tuple[list[Game], Mapping[str, Floats]]:
    """Return every draw as a game, with the joint draw of the balances it takes, its drift and its noise.

    Args:
        draws: of the parameters.
        balances: joint draws of the balances, from the year before the spell to its last.
        root: name of the run, from which the draws of the drift come.
    """
    games: list[Game] = []
    found: dict[str, list[float]] = {HISTORY: [], DRIFT: [], NOISE: []}
    for index in range(len(draws)):
        history, values = index % N_DRAWS, draws.at(index)
        yearly = balances.combined(history, values[OUTSIDE_WEIGHT])
        drift, noise = drawn_drift(yearly, spawn_generator("bargaining", "drift", root, index))
        games.append(game_of(values, yearly, drift=drift, noise=noise))
        for name, value in ((HISTORY, history), (DRIFT, drift), (NOISE, noise)):
            found[name].append(value)
    return games, {name: np.array(values) for name, values in found.items()}


def fits_of(
    games: Sequence[Game], spell: Spell, *, workers: int = 1, progress: Callable[[int, int], None]
) -> list[Fit | None]:
    """Solve games and return how each fits the record, None where it was not solved.

    Args:
        games: one for each draw.
        spell: the record.
        workers: processes that share the work.
        progress: called with games done and in all.
    """
    return spread(partial(_fit_if_solved, spell), games, workers=workers, progress=progress)


def _fit_if_solved(spell: Spell, game: Game) -> Fit | None:
    solution = solved(game)
    return None if solution is None else fit_of(solution, game, spell)


def _normalised(log_weights: Floats) -> Floats:
    if not np.isfinite(log_weights).any():
        return np.full(len(log_weights), 1 / len(log_weights))
    weights = np.exp(log_weights - log_weights.max())
    result: Floats = weights / weights.sum()
    return result


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    mean = float(weights @ values)
    return mean, float(weights @ (values - mean) ** 2)


def _bounds(values: Floats, weights: Floats) -> tuple[float, float, float]:
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    places = np.minimum(np.searchsorted(below, np.array([0.025, 0.5, 0.975]) * below[-1]), len(values) - 1)
    low, middle, high = values[order][places]
    return float(low), float(middle), float(high)
