"""One month's moves in one state, compiled: equations (1) to (5) of ``docs/methods/bargaining.md``.

Imports numba, so only the compiled modules import it. An offer is a whole number: its kind times `KIND` plus the cell
of control it leads to. What is compiled from here into another module is cached with that module's file: numba does not
see a change made here alone (delete its cache then).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

KIND = 1_000
NONE, TRANSFER, SETTLEMENT = 0, 1, 2
HOLDER, REVISIONIST = 0, 1
TIE = 1e-13
"""Utilities nearer than this are a tie (share of the prize)."""


class Rule(NamedTuple):
    """The numbers that the moves of one month need, for one quiet time and one shock state."""

    holder_low: float
    holder_width: float
    holder_inverse: float
    holder_ready: float
    revisionist_low: float
    revisionist_width: float
    revisionist_inverse: float
    revisionist_ready: float
    accept_low: float
    accept_width: float
    accept_inverse: float
    attacked_holder: float
    attacked_revisionist: float
    concession: float
    dividend: float
    enforcement: float
    block: float
    talks: float
    press_holder: float
    press_revisionist: float
    pressed_cells: float


OPTIONS = {"cache": True, "fastmath": {"contract", "nsz"}, "error_model": "numpy"}


@njit(inline="always", **OPTIONS)
def rule_of(rules, shock):
    """Return one row of the table of rules by name, so that the compiler keeps its numbers in registers."""
    row = rules[shock]
    return Rule(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
        row[14],
        row[15],
        row[16],
        row[17],
        row[18],
        row[19],
        row[20],
    )


@njit(inline="always", **OPTIONS)
def chance(gain, low, inverse):
    """Return the probability that a uniform cost lies below a gain: F."""
    return min(max((gain - low) * inverse, 0.0), 1.0)


@njit(inline="always", **OPTIONS)
def option(gain, low, width, inverse):
    """Return what the option to act for a gain at a uniform cost is worth: S, the integral of F."""
    inside = min(max(gain - low, 0.0), width)
    return 0.5 * inside * inside * inverse + max(gain - low - width, 0.0)


@njit(nogil=True, **OPTIONS)
def continuation(values, moves, shock_chances, discount, share, out):
    """Fill ``out[side, shock, control, balance]`` with equation (1) for one layer of quiet time.

    ``values`` are those of next month's layer, ``[side, shock, control, balance]``; ``moves`` holds the
    probabilities that the balance moves up and down.
    """
    n_shocks, n_control, n_balance = values.shape[1:]
    up, down = moves
    for task in range(2 * n_control):
        side, control = task % 2, task // 2
        mixed = np.empty(n_balance)
        owned = share[control] if side == HOLDER else 1.0 - share[control]
        for shock in range(n_shocks):
            for balance in range(n_balance):
                mixed[balance] = 0.0
            for later in range(n_shocks):
                weight = shock_chances[shock, later]
                for balance in range(n_balance):
                    mixed[balance] += weight * values[side, later, control, balance]
            row = out[side, shock, control]
            for balance in range(n_balance):
                above = mixed[min(balance + 1, n_balance - 1)]
                below = mixed[max(balance - 1, 0)]
                expected = mixed[balance] + up * (above - mixed[balance]) + down * (below - mixed[balance])
                row[balance] = (1.0 - discount) * owned + discount * expected


@njit(nogil=True, **OPTIONS)
def war_values(after, winning, stopped, decisive, lost_cell, won_cell, out):
    """Fill ``out[side, shock, control, balance]`` with equation (2); ``after`` is equation (1) at quiet time zero."""
    n_shocks, n_control, n_balance = after.shape[1:]
    for task in range(2 * n_control):
        side, control = task % 2, task // 2
        for shock in range(n_shocks):
            for balance in range(n_balance):
                p = winning[shock, control, balance]
                own = 1.0 - p if side == HOLDER else p
                limited = (
                    p * after[side, shock, lost_cell[control], balance]
                    + (1.0 - p) * after[side, shock, won_cell[control], balance]
                )
                out[side, shock, control, balance] = stopped[shock] * after[side, shock, control, balance] + (
                    1.0 - stopped[shock]
                ) * (decisive * own + (1.0 - decisive) * limited)


@njit(inline="always", **OPTIONS)
def after_waiting(next_h, next_r, war_h, war_r, rule):
    """Return equation (3): L_H, L_R, and the probability that the holder fights."""
    gain = war_h - next_h
    ready = rule.holder_ready
    fights = ready * chance(gain, rule.holder_low, rule.holder_inverse)
    value_h = next_h + ready * option(gain, rule.holder_low, rule.holder_width, rule.holder_inverse)
    value_r = next_r + fights * (war_r - rule.attacked_revisionist - next_r)
    return value_h, value_r, fights


@njit(inline="always", **OPTIONS)
def attacked(met_h, met_r, war_h, war_r, rule):
    """Return equation (5) for one offer: both values when the revisionist may attack first, and P_F."""
    spoils = war_r - met_r
    ready = rule.revisionist_ready
    fights = ready * chance(spoils, rule.revisionist_low, rule.revisionist_inverse)
    value_r = met_r + ready * option(spoils, rule.revisionist_low, rule.revisionist_width, rule.revisionist_inverse)
    value_h = met_h + fights * (war_h - rule.attacked_holder - met_h)
    return value_h, value_r, fights


@njit(inline="always", **OPTIONS)
def offered(kind, control, target, next_h, next_r, waited_h, waited_r, war_h, war_r, share, rule):
    """Return equations (4) and (5) for one offer: U_H, U_R, B (the chance that it goes through), P_F, P_A.

    U_H leaves out the holder's private cost, which is paid with probability B. ``next_h`` and ``next_r`` are equation
    (1) at the line offered.
    """
    pressed = control - target >= min(rule.pressed_cells, float(control))
    if kind == SETTLEMENT:
        holds, passes = rule.enforcement, 1.0 - rule.block
        signed_h = holds * (share[target] + rule.dividend) + (1.0 - holds) * next_h
        signed_r = holds * (1.0 - share[target] + rule.dividend) + (1.0 - holds) * next_r
        agreed_h = waited_h + passes * (signed_h - waited_h)
        agreed_r = waited_r + passes * (signed_r - waited_r)
    else:
        passes, agreed_h, agreed_r = 1.0, next_h, next_r
    refused_r = waited_r - (rule.press_revisionist if pressed else 0.0)
    gain = agreed_r - refused_r
    accepts = chance(gain, rule.accept_low, rule.accept_inverse)
    met_r = refused_r + option(gain, rule.accept_low, rule.accept_width, rule.accept_inverse)
    met_h = waited_h + accepts * (agreed_h - waited_h)
    value_h, value_r, fights = attacked(met_h, met_r, war_h, war_r, rule)
    value_h -= 0.0 if pressed else rule.press_holder
    return value_h, value_r, (1.0 - fights) * accepts * passes, fights, accepts
