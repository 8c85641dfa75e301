"""The layer of longer quiet, compiled: the only one that follows itself, brought nearer its own fixed point.

Imports numba, so only the compiled modules import it. Land passes downwards alone, so that with the values after a war
given a row of control depends on itself and on the rows below: rows are taken in turn from the lowest, each by one step
of Newton's method on its 2 x shocks x balance values. In a row only neighbouring balances meet, so that the linear
equations are block tridiagonal and are solved by block elimination (Golub and Van Loan 2013, section 4.5.1).
"""

from __future__ import annotations

import numpy as np

from statusquo.bargaining.compiling import compiled
from statusquo.bargaining.move_kernels import HOLDER, OPTIONS, REVISIONIST, continuation
from statusquo.bargaining.offer_kernels import revise

STEP = 1e-7
"""Step of the one-sided differences (share of the prize): the error of a slope is of its order."""


@compiled(nogil=True, **OPTIONS)
def newton(war, share, rules, moves, shock_chances, discount, reach, codes, weights, after, values):
    """Take one step of Newton's method on ``values[side, shock, balance, control]``, row by row, in place.

    The holder chooses among the offers that stand (`offer_kernels.revise`), which are revised; ``after`` receives
    equation (1) of the new values.
    """
    n_shocks, n_balance, n_control = values.shape[1:]
    room = codes.shape[3]
    found, moved_h, moved_r = np.empty_like(values), np.empty_like(values), np.empty_like(values)
    kept_codes = np.empty((n_shocks, n_balance, room), np.int32)
    kept_weights = np.empty((n_shocks, n_balance, room))
    steps = np.empty((n_balance, 2 * n_shocks))
    slopes = np.empty((n_balance, n_shocks, 2, 2))
    for row in range(n_control):
        continuation(values, moves, shock_chances, discount, share, (row, row + 1), after)
        copy_row(codes, weights, row, kept_codes, kept_weights)
        for side in range(2):
            shift(after, side, row, STEP)
            tried = moved_h if side == HOLDER else moved_r
            revise(after, war, share, rules, reach, (row, row + 1), codes, weights, tried)
            shift(after, side, row, -STEP)
            put_row(kept_codes, kept_weights, row, codes, weights)
        revise(after, war, share, rules, reach, (row, row + 1), codes, weights, found)
        for side in range(2):
            for shock in range(n_shocks):
                for balance in range(n_balance):
                    new = found[side, shock, balance, row]
                    steps[balance, side * n_shocks + shock] = new - values[side, shock, balance, row]
                    slopes[balance, shock, side, HOLDER] = (moved_h[side, shock, balance, row] - new) / STEP
                    slopes[balance, shock, side, REVISIONIST] = (moved_r[side, shock, balance, row] - new) / STEP
        eliminate(slopes, moves, shock_chances, discount, steps)
        for side in range(2):
            for shock in range(n_shocks):
                for balance in range(n_balance):
                    values[side, shock, balance, row] += steps[balance, side * n_shocks + shock]
        continuation(values, moves, shock_chances, discount, share, (row, row + 1), after)


@compiled(nogil=True, **OPTIONS)
def shift(after, side, row, step):
    """Add ``step`` to what a month that ends in a row of control is worth to a side."""
    for shock in range(after.shape[1]):
        for balance in range(after.shape[2]):
            after[side, shock, balance, row] += step


@compiled(nogil=True, **OPTIONS)
def copy_row(codes, weights, row, kept_codes, kept_weights):
    """Keep the offers of a row of control."""
    n_shocks, n_balance, _, room = codes.shape
    for shock in range(n_shocks):
        for balance in range(n_balance):
            for piece in range(room):
                kept_codes[shock, balance, piece] = codes[shock, balance, row, piece]
                kept_weights[shock, balance, piece] = weights[shock, balance, row, piece]


@compiled(nogil=True, **OPTIONS)
def put_row(kept_codes, kept_weights, row, codes, weights):
    """Put back the offers of a row of control."""
    n_shocks, n_balance, _, room = codes.shape
    for shock in range(n_shocks):
        for balance in range(n_balance):
            for piece in range(room):
                codes[shock, balance, row, piece] = kept_codes[shock, balance, piece]
                weights[shock, balance, row, piece] = kept_weights[shock, balance, piece]


@compiled(nogil=True, **OPTIONS)
def eliminate(slopes, moves, shock_chances, discount, steps):
    """Replace the residuals of a row, ``[balance, side and shock]``, by the step that removes them to first order.

    ``slopes[balance, shock, side, other]`` are those of a side's value in what a month that ends here is worth to
    either.
    """
    n_balance, n_shocks, _, _ = slopes.shape
    size = 2 * n_shocks
    up, down = moves
    # Of each balance: the matrix that belongs to itself, the one that belongs to the next, and the right side.
    equations = np.empty((size, 2 * size + 1))
    above = np.empty((n_balance, size, size))
    for balance in range(n_balance):
        rises = up if balance < n_balance - 1 else 0.0
        falls = down if balance > 0 else 0.0
        for line in range(size):
            side, shock = line // n_shocks, line % n_shocks
            equations[line, 2 * size] = steps[balance, line]
            for other in range(size):
                moved, later = other // n_shocks, other % n_shocks
                weight = discount * shock_chances[shock, later] * slopes[balance, shock, side, moved]
                equations[line, other] = (1.0 if line == other else 0.0) - (1.0 - rises - falls) * weight
                equations[line, size + other] = rises * weight
            for other in range(size if balance > 0 else 0):
                moved, later = other // n_shocks, other % n_shocks
                weight = falls * discount * shock_chances[shock, later] * slopes[balance, shock, side, moved]
                equations[line, 2 * size] += weight * steps[balance - 1, other]
                for column in range(size):
                    equations[line, column] -= weight * above[balance - 1, other, column]
        solve_in_place(equations)
        for line in range(size):
            steps[balance, line] = equations[line, 2 * size]
            for column in range(size):
                above[balance, line, column] = equations[line, size + column]
    for balance in range(n_balance - 2, -1, -1):
        for line in range(size):
            for other in range(size):
                steps[balance, line] += above[balance, line, other] * steps[balance + 1, other]


@compiled(nogil=True, **OPTIONS)
def solve_in_place(equations):
    """Solve a few equations, ``[matrix | right sides]``, by Gauss's and Jordan's elimination with partial pivoting.

    The solutions take the place of the right sides. (`numpy.linalg.solve` does the same, but takes longer to call than
    this takes to solve, and 20 s to compile.)
    """
    size, width = equations.shape
    for column in range(size):
        pivot = column
        for line in range(column + 1, size):
            if abs(equations[line, column]) > abs(equations[pivot, column]):
                pivot = line
        scale = 1.0 / equations[pivot, column]
        for place in range(column, width):
            taken = equations[pivot, place]
            equations[pivot, place] = equations[column, place]
            equations[column, place] = scale * taken
        for line in range(size):
            factor = equations[line, column]
            if line != column and factor != 0.0:
                for place in range(column, width):
                    equations[line, place] -= factor * equations[column, place]
