"""The solver's inner loops, compiled: equations (1) to (5) of ``docs/methods/bargaining.md``, cell by cell.

Imports numba, so only `statusquo.bargaining.compiled` imports this module, when a game is solved. Arrays are laid out
``[quiet, shock, control, balance]`` with the balance innermost, so that the loops over offers run along contiguous
memory. Nothing here starts threads and everything lets go of the interpreter's lock: several iterations run side by
side, one a core. An offer is a whole number: its kind times `KIND` plus the cell of control it leads to.
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


@njit(inline="always", **OPTIONS)
def envelope(line_h, line_r, line_b, listed, n_listed, highest, codes, weights):
    """Return both values over the holder's private cost, uniform from 0 to ``highest``, and what room lacking costs.

    The holder's utility from an offer falls linearly in its private cost, so that its best offers are the upper
    envelope of the lines ``line_h - cost * line_b``. ``codes`` and ``weights`` receive the pieces in the order of
    rising cost; where there are more than they hold, the last stands in for the rest. Offers must be listed in the
    order in which a tie prefers them.
    """
    room = codes.shape[0]
    best = 0
    for offer in range(1, n_listed):
        if line_h[offer] > line_h[best] + TIE:
            best = offer
    reached, sum_h, sum_r, lost = 0.0, 0.0, 0.0, 0.0
    for piece in range(room):
        turn, following = highest, -1
        if line_b[best] > 0.0:
            for offer in range(n_listed):
                flatter = line_b[best] - line_b[offer]
                gap = line_h[best] - line_h[offer]
                if flatter > 0.0 and gap < turn * flatter:
                    turn, following = gap / flatter, offer
        turn = max(turn, reached)
        if following >= 0 and piece == room - 1:
            lost = (highest - turn) * line_b[best]
            turn, following = highest, -1
        weight = (turn - reached) / highest
        weights[piece] = weight
        codes[piece] = listed[best]
        sum_h += weight * (line_h[best] - 0.5 * (reached + turn) * line_b[best])
        sum_r += weight * line_r[best]
        reached, best = turn, following
        if following < 0:
            for later in range(piece + 1, room):
                if weights[later] == 0.0:
                    break
                weights[later] = 0.0
            break
    return sum_h, sum_r, lost


@njit(nogil=True, **OPTIONS)
def improve(after, war, share, rules, values, codes, weights, loss):
    """Fill both values of a layer under the holder's best offers among all, and these offers.

    ``codes[shock, control, balance, piece]`` and ``weights`` receive the pieces of the envelope; ``loss`` what a piece
    too many may cost the holder (0 where there was room).
    """
    n_shocks, n_control, n_balance = after.shape[1:]
    for task in range(n_shocks * n_control):
        shock, control = task // n_control, task % n_control
        rule = rule_of(rules, shock)
        n_offers = control + 1 + (control + 1 if rule.enforcement > 0.0 else 0)
        line_h, line_r, line_b = np.empty(n_offers), np.empty(n_offers), np.empty(n_offers)
        listed = np.empty(n_offers, np.int32)
        unpressed = 0.0 if min(rule.pressed_cells, float(control)) <= 0.0 else rule.press_holder
        for offer in range(n_offers):
            transfer = offer <= control
            listed[offer] = (
                TRANSFER * KIND + control - offer if transfer else SETTLEMENT * KIND + 2 * control + 1 - offer
            )
        listed[0] = NONE * KIND + control
        for balance in range(n_balance):
            war_h, war_r = war[HOLDER, shock, control, balance], war[REVISIONIST, shock, control, balance]
            waited_h, waited_r, _ = after_waiting(
                after[HOLDER, shock, control, balance], after[REVISIONIST, shock, control, balance], war_h, war_r, rule
            )
            quiet_h, quiet_r, _ = attacked(waited_h, waited_r, war_h, war_r, rule)
            line_h[0], line_r[0], line_b[0] = quiet_h - unpressed, quiet_r, 0.0
            for offer in range(1, control + 1):
                target = control - offer
                line_h[offer], line_r[offer], line_b[offer], _, _ = offered(
                    TRANSFER,
                    control,
                    target,
                    after[HOLDER, shock, target, balance],
                    after[REVISIONIST, shock, target, balance],
                    waited_h,
                    waited_r,
                    war_h,
                    war_r,
                    share,
                    rule,
                )
            for offer in range(control + 1, n_offers):
                target = 2 * control + 1 - offer
                line_h[offer], line_r[offer], line_b[offer], _, _ = offered(
                    SETTLEMENT,
                    control,
                    target,
                    after[HOLDER, shock, target, balance],
                    after[REVISIONIST, shock, target, balance],
                    waited_h,
                    waited_r,
                    war_h,
                    war_r,
                    share,
                    rule,
                )
            sum_h, sum_r, lost = envelope(
                line_h,
                line_r,
                line_b,
                listed,
                n_offers,
                rule.concession,
                codes[shock, control, balance],
                weights[shock, control, balance],
            )
            values[HOLDER, shock, control, balance] = (1.0 - rule.talks) * quiet_h + rule.talks * sum_h
            values[REVISIONIST, shock, control, balance] = (1.0 - rule.talks) * quiet_r + rule.talks * sum_r
            loss[shock, control, balance] = lost


@njit(nogil=True, **OPTIONS)
def revise(after, war, share, rules, reach, codes, weights, values):
    """Fill both values of a layer as `improve` does, but choosing only among the offers that stand.

    With ``reach`` above 0 the holder also weighs offers up to that many cells away from one that stands. ``codes`` and
    ``weights`` are revised in place.
    """
    n_shocks, n_control, n_balance = after.shape[1:]
    room = codes.shape[3]
    longest = room * (2 * reach + 1) + 1
    for task in range(n_shocks * n_control):
        shock, control = task // n_control, task % n_control
        rule = rule_of(rules, shock)
        listed = np.empty(longest, np.int32)
        line_h, line_r, line_b = np.empty(longest), np.empty(longest), np.empty(longest)
        unpressed = 0.0 if min(rule.pressed_cells, float(control)) <= 0.0 else rule.press_holder
        for balance in range(n_balance):
            war_h, war_r = war[HOLDER, shock, control, balance], war[REVISIONIST, shock, control, balance]
            waited_h, waited_r, _ = after_waiting(
                after[HOLDER, shock, control, balance], after[REVISIONIST, shock, control, balance], war_h, war_r, rule
            )
            quiet_h, quiet_r, _ = attacked(waited_h, waited_r, war_h, war_r, rule)
            listed[0] = NONE * KIND + control
            line_h[0], line_r[0], line_b[0] = quiet_h - unpressed, quiet_r, 0.0
            n_listed = 1
            for piece in range(room):
                standing = codes[shock, control, balance, piece]
                if weights[shock, control, balance, piece] == 0.0:
                    break
                if standing // KIND == NONE:
                    continue
                kind = standing // KIND
                highest = control - 1 if kind == TRANSFER else control
                for target in range(max(standing % KIND - reach, 0), min(standing % KIND + reach, highest) + 1):
                    code = kind * KIND + target
                    known = False
                    for earlier in range(1, n_listed):
                        known = known or listed[earlier] == code
                    if known:
                        continue
                    listed[n_listed] = code
                    line_h[n_listed], line_r[n_listed], line_b[n_listed], _, _ = offered(
                        kind,
                        control,
                        target,
                        after[HOLDER, shock, target, balance],
                        after[REVISIONIST, shock, target, balance],
                        waited_h,
                        waited_r,
                        war_h,
                        war_r,
                        share,
                        rule,
                    )
                    n_listed += 1
            sum_h, sum_r, _ = envelope(
                line_h,
                line_r,
                line_b,
                listed,
                n_listed,
                rule.concession,
                codes[shock, control, balance],
                weights[shock, control, balance],
            )
            values[HOLDER, shock, control, balance] = (1.0 - rule.talks) * quiet_h + rule.talks * sum_h
            values[REVISIONIST, shock, control, balance] = (1.0 - rule.talks) * quiet_r + rule.talks * sum_r


@njit(nogil=True, **OPTIONS)
def sweep(values, tables, rules, scratch, full, reach, repeats, codes, weights, loss):
    """Work out all layers of quiet time anew, from the last to the first, in place.

    ``tables`` holds shares, chances of winning, chances that a war is stopped, cells after a limited defeat and
    victory, chances that the balance moves, shock chances, discount and chance of a decisive war; ``scratch`` room
    for equations (1) and (2) and a layer. The last layer, which follows itself, is worked out ``repeats`` times.
    """
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war, later = scratch
    last = values.shape[0] - 1
    continuation(values[0], moves, shock_chances, discount, share, after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    for quiet in range(last, -1, -1):
        for _ in range(repeats if quiet == last else 1):
            later[:] = values[min(quiet + 1, last)]
            continuation(later, moves, shock_chances, discount, share, after)
            if full:
                improve(after, war, share, rules[quiet], values[quiet], codes[quiet], weights[quiet], loss[quiet])
            else:
                revise(after, war, share, rules[quiet], reach, codes[quiet], weights[quiet], values[quiet])


@njit(nogil=True, **OPTIONS)
def month_before(values, tables, rules, scratch, codes, weights, loss, out):
    """Fill ``out`` with the values of all states a month before ``values``: one step of backward induction."""
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war = scratch
    last = values.shape[0] - 1
    continuation(values[0], moves, shock_chances, discount, share, after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    for quiet in range(last, -1, -1):
        continuation(values[min(quiet + 1, last)], moves, shock_chances, discount, share, after)
        improve(after, war, share, rules[quiet], out[quiet], codes[quiet], weights[quiet], loss[quiet])


@njit(nogil=True, **OPTIONS)
def event_chances(values, tables, rules, scratch, codes, weights, out):
    """Fill ``out[quiet, shock, control, balance, piece, event]`` with the monthly chances of what may happen.

    Events: the revisionist starts a war, the holder does, a transfer goes through that leaves the dispute open, a
    settlement holds. The pieces are the holder's offers in a round of talks; the last index of ``piece`` is a month
    without one.
    """
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war = scratch
    last = values.shape[0] - 1
    n_shocks, n_control, n_balance = after.shape[1:]
    room = codes.shape[4]
    continuation(values[0], moves, shock_chances, discount, share, after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    for quiet in range(last, -1, -1):
        continuation(values[min(quiet + 1, last)], moves, shock_chances, discount, share, after)
        for shock in range(n_shocks):
            rule = rule_of(rules[quiet], shock)
            for control in range(n_control):
                for balance in range(n_balance):
                    war_h, war_r = war[HOLDER, shock, control, balance], war[REVISIONIST, shock, control, balance]
                    waited_h, waited_r, holder_fights = after_waiting(
                        after[HOLDER, shock, control, balance],
                        after[REVISIONIST, shock, control, balance],
                        war_h,
                        war_r,
                        rule,
                    )
                    _, _, quiet_fights = attacked(waited_h, waited_r, war_h, war_r, rule)
                    for piece in range(room + 1):
                        weight = 1.0 - rule.talks
                        kind, target = NONE, control
                        if piece < room:
                            weight = rule.talks * weights[quiet, shock, control, balance, piece]
                            code = codes[quiet, shock, control, balance, piece]
                            kind, target = code // KIND, code % KIND
                        fights, passes = quiet_fights, 0.0
                        if kind != NONE:
                            _, _, passes, fights, _ = offered(
                                kind,
                                control,
                                target,
                                after[HOLDER, shock, target, balance],
                                after[REVISIONIST, shock, target, balance],
                                waited_h,
                                waited_r,
                                war_h,
                                war_r,
                                share,
                                rule,
                            )
                        holds = passes * rule.enforcement if kind == SETTLEMENT else 0.0
                        cell = out[quiet, shock, control, balance, piece]
                        cell[0] = weight * fights
                        cell[1] = weight * (1.0 - fights - passes) * holder_fights
                        cell[2] = weight * (passes - holds)
                        cell[3] = weight * holds
