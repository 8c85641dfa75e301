"""The holder's best offers over its private cost, compiled: equation (6) of ``docs/methods/bargaining.md``, by layers.

Imports numba, so only the compiled modules import it. `improve` weighs all offers, `revise` those that stand.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from statusquo.bargaining.move_kernels import (
    HOLDER,
    KIND,
    NONE,
    OPTIONS,
    REVISIONIST,
    SETTLEMENT,
    TIE,
    TRANSFER,
    after_waiting,
    attacked,
    offered,
    rule_of,
)


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
