"""One month's moves in one state, compiled: equations (1) to (5) of ``docs/methods/bargaining.md``.

Imports numba, so only the compiled modules import it. An offer is a whole number: its kind times `KIND` plus the cell
of control it leads to. What is compiled from here into another module is cached with that module's file: numba does not
see a change made here alone (delete its cache then).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from statusquo.bargaining.compiling import compiled

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


OPTIONS = {"fastmath": {"contract", "nsz"}, "error_model": "numpy"}


@compiled(inline="always", **OPTIONS)
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


@compiled(inline="always", **OPTIONS)
def chance(gain, low, inverse):
    """Return the probability that a uniform cost lies below a gain: F."""
    return min(max((gain - low) * inverse, 0.0), 1.0)


@compiled(inline="always", **OPTIONS)
def option(gain, low, width, inverse):
    """Return what the option to act for a gain at a uniform cost is worth: S, the integral of F."""
    inside = min(max(gain - low, 0.0), width)
    return 0.5 * inside * inside * inverse + max(gain - low - width, 0.0)


@compiled(nogil=True, **OPTIONS)
def continuation(values, moves, shock_chances, discount, share, controls, out):
    """Fill ``out[side, shock, balance, control]`` with equation (1) for one layer of quiet time.

    ``values`` are those of next month's layer, ``[side, shock, balance, control]``; ``moves`` holds the
    probabilities that the balance moves up and down. Cells of control from the first of ``controls`` on and before the
    second are filled.
    """
    first, stop = controls
    n_shocks, n_balance, _ = values.shape[1:]
    up, down = moves
    mixed = np.empty((n_balance, stop - first))
    for side in range(2):
        for shock in range(n_shocks):
            mixed[:] = 0.0
            for later in range(n_shocks):
                weight = shock_chances[shock, later]
                for balance in range(n_balance):
                    for control in range(first, stop):
                        mixed[balance, control - first] += weight * values[side, later, balance, control]
            for balance in range(n_balance):
                here, above, below = mixed[balance], mixed[min(balance + 1, n_balance - 1)], mixed[max(balance - 1, 0)]
                for control in range(first, stop):
                    at = control - first
                    owned = share[control] if side == HOLDER else 1.0 - share[control]
                    expected = here[at] + up * (above[at] - here[at]) + down * (below[at] - here[at])
                    out[side, shock, balance, control] = (1.0 - discount) * owned + discount * expected


@compiled(nogil=True, **OPTIONS)
def war_values(after, winning, stopped, decisive, lost_cell, won_cell, out):
    """Fill ``out[side, shock, balance, control]`` with equation (2); ``after`` is equation (1) at quiet time zero."""
    n_shocks, n_balance, n_control = after.shape[1:]
    for side in range(2):
        for shock in range(n_shocks):
            for balance in range(n_balance):
                line = after[side, shock, balance]
                for control in range(n_control):
                    p = winning[shock, balance, control]
                    own = 1.0 - p if side == HOLDER else p
                    limited = p * line[lost_cell[control]] + (1.0 - p) * line[won_cell[control]]
                    out[side, shock, balance, control] = stopped[shock] * line[control] + (1.0 - stopped[shock]) * (
                        decisive * own + (1.0 - decisive) * limited
                    )


@compiled(inline="always", **OPTIONS)
def after_waiting(next_h, next_r, war_h, war_r, rule):
    """Return equation (3): L_H, L_R, and the probability that the holder fights."""
    gain = war_h - next_h
    ready = rule.holder_ready
    fights = ready * chance(gain, rule.holder_low, rule.holder_inverse)
    value_h = next_h + ready * option(gain, rule.holder_low, rule.holder_width, rule.holder_inverse)
    value_r = next_r + fights * (war_r - rule.attacked_revisionist - next_r)
    return value_h, value_r, fights


@compiled(inline="always", **OPTIONS)
def attacked(met_h, met_r, war_h, war_r, rule):
    """Return equation (5) for one offer: both values when the revisionist may attack first, and P_F."""
    spoils = war_r - met_r
    ready = rule.revisionist_ready
    fights = ready * chance(spoils, rule.revisionist_low, rule.revisionist_inverse)
    value_r = met_r + ready * option(spoils, rule.revisionist_low, rule.revisionist_width, rule.revisionist_inverse)
    value_h = met_h + fights * (war_h - rule.attacked_holder - met_h)
    return value_h, value_r, fights


@compiled(inline="always", **OPTIONS)
def offered(kind, control, target, next_h, next_r, waited_h, waited_r, war_h, war_r, share, rule):
    """Return equations (4) and (5) for one offer: U_H, U_R, B (the chance that it goes through), P_F, P_A.

    U_H leaves out the holder's private cost, which is paid with probability B. ``next_h`` and ``next_r`` are equation
    (1) at the line offered, ``share`` what it leaves the holder.
    """
    pressed = control - target >= min(rule.pressed_cells, float(control))
    if kind == SETTLEMENT:
        holds, passes = rule.enforcement, 1.0 - rule.block
        signed_h = holds * (share + rule.dividend) + (1.0 - holds) * next_h
        signed_r = holds * (1.0 - share + rule.dividend) + (1.0 - holds) * next_r
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
