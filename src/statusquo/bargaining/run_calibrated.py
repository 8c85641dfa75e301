"""Solves the calibrated games of a dispute under a scenario and runs them on from the cut-off year.

A scenario sets parameters, and moves the balance: each draw takes the same joint draw of the balances' inputs with
and without it, and the expected drift moves by as much as the mean change of its history does. So a difference
between two runs is the scenario's alone. The sides know the game they are in: a scenario is not a surprise to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from statusquo.bargaining.balance_paths import BalanceDraws, balance_draws, drift_of
from statusquo.bargaining.calibrated import HISTORY, SHAKEN_AT_END, CalibratedDraws
from statusquo.bargaining.calibration import DRIFT, NOISE, Fit, Game, game_of, solved_all
from statusquo.bargaining.fans import Fans, run_on
from statusquo.bargaining.game_scenario import AS_IT_WAS, GameScenario
from statusquo.bargaining.priors import OUTSIDE_WEIGHT
from statusquo.bargaining.solution import Solution
from statusquo.cases.model import Case
from statusquo.core.errors import ConvergenceError, InputError, ParameterError
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class Run:
    """The calibrated games run on under one scenario.

    Attributes:
        fans: what came of them.
        solutions: of the draws whose game the solver could certify.
        games: of the same.
        kept: which draws these are.
        left_out: how many were not.
    """

    fans: Fans
    solutions: tuple[Solution, ...]
    games: tuple[Game, ...]
    kept: tuple[int, ...]
    left_out: int


def run_scenario(
    case: Case,
    snapshot: Snapshot,
    known: CalibratedDraws,
    scenario: GameScenario = AS_IT_WAS,
    *,
    last_year: int,
    settings: Mapping[str, float] | None = None,
    draws: int | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Run:
    """Solve the calibrated games under a scenario and run them on.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        known: the calibrated draws.
        scenario: what is different.
        last_year: last year of the run.
        settings: parameters set to a value in every draw, on top of the scenario.
        draws: how many of the draws, from the first; all by default.
        workers: processes that share the work.
        progress: called with games solved and in all.

    Raises:
        ParameterError: when a setting is out of range.
        ConvergenceError: when none of the games is solved.
        InputError: when the balances are not known in the years of the record.
        ScenarioError: when a change does not fit the dispute.
    """
    years = range(known.first_year - 1, known.cutoff + 1)
    was = balance_draws(case, snapshot, years)
    now = was if scenario is AS_IT_WAS else balance_draws(case, snapshot, years, scenario)
    wanted = len(known) if draws is None else min(draws, len(known))
    games = [game_at(known, index, was, now, scenario, settings or {}) for index in range(wanted)]
    found = solved_all(games, workers=workers, progress=progress)
    kept = [index for index, solution in enumerate(found) if solution is not None]
    solutions = [solution for solution in found if solution is not None]
    if not kept:
        raise ConvergenceError(f"none of {wanted} games has an equilibrium that the solver can certify")
    chosen = [games[index] for index in kept]
    fits = [Fit(0.0, 0.0, known.at(index)[SHAKEN_AT_END]) for index in kept]
    fans = run_on(
        solutions,
        chosen,
        fits,
        places=kept,
        first_year=known.cutoff + 1,
        last_year=last_year,
        quiet_months=known.quiet_at_end,
        root=case.id,
        has_shocks=scenario.has_shocks,
    )
    return Run(fans, tuple(solutions), tuple(chosen), tuple(kept), wanted - len(kept))


def game_at(
    known: CalibratedDraws,
    index: int,
    was: BalanceDraws,
    now: BalanceDraws,
    scenario: GameScenario,
    settings: Mapping[str, float],
) -> Game:
    """Return one calibrated draw as a game under a scenario.

    Args:
        known: the calibrated draws.
        index: which draw.
        was: the balances as they were.
        now: the balances as the scenario has them.
        scenario: what else is different.
        settings: parameters set to a value on top of it.

    Raises:
        ParameterError: when a setting is out of range.
    """
    values = known.at(index)
    history, weight = int(values[HISTORY]), values[OUTSIDE_WEIGHT]
    before, after = was.combined(history, weight), now.combined(history, weight)
    drift = values[DRIFT] + drift_of(after).mean - drift_of(before).mean
    game = game_of(values, after, drift=drift, noise=values[NOISE])
    changes: dict[str, object] = {**(scenario.settings or {}), **settings}
    if not scenario.has_shocks:
        changes |= {"shocks": game.parameters.shocks[:1], "shock_chances": ((1.0,),)}
    if not changes:
        return game
    try:
        parameters = game.parameters.changed(**changes)
    except ParameterError as error:
        raise InputError(error.problems) from error
    return Game(parameters, game.path, game.balance)
