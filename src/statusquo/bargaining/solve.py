"""Solves the bargaining game, and certifies the answer.

`solve` finds a stationary Markov perfect equilibrium of the infinite-horizon game and raises rather than answer where
it finds none; `solve_horizon` is plain backward induction over a stated number of months.
"""

from __future__ import annotations

from statusquo.bargaining.model import Grid, Parameters
from statusquo.bargaining.solution import Solution

TOLERANCE = 1e-6
"""Largest certified gain from departing once that an answer may have (share of the prize)."""


def solve(
    parameters: Parameters,
    grid: Grid | None = None,
    *,
    tolerance: float = TOLERANCE,
    max_passes: int = 2_000,
    n_terminals: int = 3,
) -> Solution:
    """Solve the game.

    Args:
        parameters: the parameters.
        grid: the grid; `Grid()` when left out (50 x 50 x 60).
        tolerance: the largest certified gain, and the largest disagreement between terminal values, that is accepted
            (share of the prize).
        max_passes: passes over the grid after which an iteration from one terminal value counts as not settling.
        n_terminals: terminal values to start from, 1 to 3: the status quo for ever, all to the holder, all to the
            revisionist.

    Returns:
        The solution with its certificate.

    Raises:
        ConvergenceError: when the values cycle or do not settle, or depend on the terminal values.
        ParameterError: when the drift is too fast for the grid, or an argument is out of range.
        MissingExtraError: when numba is not installed.
    """
    raise NotImplementedError


def solve_horizon(parameters: Parameters, grid: Grid, months: int) -> Solution:
    """Solve the game that ends after `months`, the lines then frozen for ever, by backward induction.

    Returns:
        The strategies of its first month and the values at its start; the certificate's gain is 0 by construction up
        to rounding, and nothing is claimed about longer horizons.
    """
    raise NotImplementedError
