"""Solves the bargaining game, and certifies the answer.

`solve` finds a stationary Markov perfect equilibrium of the infinite-horizon game and raises rather than answer where
it finds none; `solve_horizon` is plain backward induction over a stated number of months.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from statusquo.bargaining.compiled import solver_kernels
from statusquo.bargaining.iteration import Iteration, certified_gain, settle
from statusquo.bargaining.model import Grid, Parameters, outside
from statusquo.bargaining.solution import Certificate, Solution
from statusquo.bargaining.tables import Tables, tables_of
from statusquo.core.draws import Floats
from statusquo.core.errors import ConvergenceError, ParameterError

TOLERANCE = 1e-6
"""Largest certified gain from departing once that an answer may have (share of the prize)."""

TERMINALS = ("all to the holder", "all to the revisionist", "the line frozen for ever")
"""The terminal values that the iterations start from."""


def solve(
    parameters: Parameters,
    grid: Grid | None = None,
    *,
    tolerance: float = TOLERANCE,
    max_sweeps: int = 600,
    n_terminals: int = 2,
) -> Solution:
    """Solve the game: a stationary Markov perfect equilibrium on the grid (``docs/methods/bargaining.md``).

    Args:
        parameters: the parameters.
        grid: the grid; `Grid()` when left out (50 x 50 x 60).
        tolerance: the largest certified gain from departing once that is accepted, and a tenth of the largest
            disagreement between terminal values (share of the prize).
        max_sweeps: sweeps over the grid after which the iteration from one terminal value counts as not settling.
        n_terminals: terminal values to start from, 1 to 3, each on a core of its own: all to the holder, all to the
            revisionist, the line frozen for ever.

    Returns:
        The solution with its certificate.

    Raises:
        ConvergenceError: when the values cycle or do not settle, or depend on the terminal values.
        ParameterError: when the balance moves too fast for the grid, or an argument is out of range.
        MissingExtraError: when numba is not installed.
    """
    _check("tolerance", tolerance, 0.0 < tolerance <= 0.01, "above 0 and at most 0.01")
    _check("n_terminals", n_terminals, n_terminals in (1, 2, 3), "1, 2 or 3")
    _check("max_sweeps", max_sweeps, isinstance(max_sweeps, int) and max_sweeps >= 1, "a whole number, at least 1")
    grid = grid or Grid()
    tables = tables_of(parameters, grid)
    kernels = solver_kernels()

    def from_terminal(name: str) -> tuple[Iteration, int, float, float]:
        iteration = Iteration(kernels, tables, terminal_values(name, tables, grid))
        n_sweeps, change, loss, moved = settle(iteration, tolerance, max_sweeps)
        if certified_gain(change, loss, tables.discount) > tolerance:
            raise ConvergenceError(
                f"the game did not settle in {n_sweeps} sweeps from '{name}': values still move by {moved:.2g} of the "
                f"prize a sweep, so that a side may gain by departing once; no answer is given"
            )
        return iteration, n_sweeps, change, loss

    with ThreadPoolExecutor(max_workers=n_terminals) as pool:
        runs = list(pool.map(from_terminal, TERMINALS[:n_terminals]))
    first, _, change, loss = runs[0]
    error = change / (1.0 - tables.discount)
    gain = certified_gain(change, loss, tables.discount)
    disagreement = max((float(np.abs(run[0].values - first.values).max()) for run in runs[1:]), default=0.0)
    if disagreement > 10.0 * tolerance:
        raise ConvergenceError(
            f"the answer depends on where the iteration starts: values from different terminal values differ by "
            f"{disagreement:.2g} of the prize, so the game may have several equilibria; no answer is given"
        )
    certificate = Certificate(
        gain=gain,
        total_gain=gain / (1.0 - tables.discount),
        value_error=error,
        disagreement=disagreement,
        n_terminals=n_terminals,
        n_sweeps=tuple(run[1] for run in runs),
    )
    return _solution(first, parameters, grid, certificate)


def solve_horizon(parameters: Parameters, grid: Grid, months: int) -> Solution:
    """Solve the game that ends after `months`, the line then frozen for ever, by backward induction.

    Returns:
        The strategies of its first month and the values at its start: exact up to rounding and the grid, for this
        horizon; nothing is claimed about longer ones.

    Raises:
        ParameterError: when `months` is no whole number from 1 on, or the balance moves too fast for the grid.
        MissingExtraError: when numba is not installed.
    """
    _check("months", months, isinstance(months, int) and months >= 1, "a whole number, at least 1")
    tables = tables_of(parameters, grid)
    iteration = Iteration(solver_kernels(), tables, terminal_values(TERMINALS[2], tables, grid))
    loss = 0.0
    for _ in range(months):
        loss = max(loss, iteration.check()[1])
    certificate = Certificate(loss, loss * months, 0.0, 0.0, 1, (months,))
    return _solution(iteration, parameters, grid, certificate)


def terminal_values(name: str, tables: Tables, grid: Grid) -> Floats:
    """Return the values to start from, ``[quiet, side, shock, balance, control]``."""
    share = tables.share[None, None, None, :]
    values = np.empty((grid.n_quiet, 2, len(tables.stopped), grid.n_balance, grid.n_control))
    values[:, 0] = {TERMINALS[0]: np.ones_like(share), TERMINALS[1]: np.zeros_like(share), TERMINALS[2]: share}[name]
    values[:, 1] = 1.0 - values[:, 0]
    return values


def _solution(iteration: Iteration, parameters: Parameters, grid: Grid, certificate: Certificate) -> Solution:
    events = iteration.events()

    def public(array: Floats) -> Floats:
        return np.ascontiguousarray(np.transpose(array, (3, 2, 0, 1)))

    return Solution(
        parameters=parameters,
        grid=grid,
        certificate=certificate,
        value_holder=public(iteration.values[:, 0]),
        value_revisionist=public(iteration.values[:, 1]),
        chance_of_winning=np.ascontiguousarray(np.transpose(iteration.tables.winning, (2, 1, 0))),
        offer_code=events.codes,
        offer_weight=events.weights,
        chance_war_by_revisionist=events.war_by_revisionist,
        chance_war_by_holder=events.war_by_holder,
        chance_transfer=events.transfer,
        chance_settlement=events.settlement,
        chance_agreed=events.agreed,
    )


def _check(name: str, found: object, allowed: bool, text: str) -> None:
    if not allowed:
        raise ParameterError(outside(name, found, text))
