"""The holder's best offers over its private cost, compiled: equation (6) of ``docs/methods/bargaining.md``, by layers.

Imports numba, so only the compiled modules import it. `improve` weighs all offers, `revise` those that stand.

Numba counts references to the arrays that are handed from function to function or sliced: atomically, which costs as
much as an offer. That is why functions here take a row or a layer, not a cell.
"""

from __future__ import annotations

import numpy as np

from statusquo.bargaining.compiling import compiled
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

LOST = 2


@compiled(nogil=True, **OPTIONS)
def envelopes(listed, line_h, line_r, line_b, n_listed, highest, codes, weights, sums):
    """Fill ``sums[control]`` with both values over the holder's private cost, and what room lacking costs the holder.

    The holder's utility from an offer falls linearly in its private cost, uniform from 0 to ``highest``, so that its
    best offers are the upper envelope of the lines ``line_h - cost * line_b``, ``[control, offer]``. ``codes`` and
    ``weights``, ``[control, piece]``, receive the pieces in the order of rising cost; where there are more than they
    hold, the last stands in for the rest. Offers must be listed in the order in which a tie prefers them; cells with
    none listed are left alone.
    """
    room = codes.shape[1]
    for cell in range(n_listed.size):
        if n_listed[cell] == 0:
            continue
        best = 0
        for offer in range(1, n_listed[cell]):
            if line_h[cell, offer] > line_h[cell, best] + TIE:
                best = offer
        reached, sum_h, sum_r, lost = 0.0, 0.0, 0.0, 0.0
        for piece in range(room):
            turn, following = highest, -1
            best_h, best_b = line_h[cell, best], line_b[cell, best]
            if best_b > 0.0:
                for offer in range(n_listed[cell]):
                    flatter = best_b - line_b[cell, offer]
                    gap = best_h - line_h[cell, offer]
                    if flatter > 0.0 and gap < turn * flatter:
                        turn, following = gap / flatter, offer
            turn = max(turn, reached)
            if following >= 0 and piece == room - 1:
                lost = (highest - turn) * best_b
                turn, following = highest, -1
            weight = (turn - reached) / highest
            weights[cell, piece] = weight
            codes[cell, piece] = listed[cell, best]
            sum_h += weight * (best_h - 0.5 * (reached + turn) * best_b)
            sum_r += weight * line_r[cell, best]
            reached, best = turn, following
            if following < 0:
                for later in range(piece + 1, room):
                    if weights[cell, later] == 0.0:
                        break
                    weights[cell, later] = 0.0
                break
        sums[cell, HOLDER], sums[cell, REVISIONIST], sums[cell, LOST] = sum_h, sum_r, lost


@compiled(nogil=True, **OPTIONS)
def improve(after, war, share, rules, values, codes, weights, loss):
    """Fill both values of a layer under the holder's best offers among all, and these offers.

    ``codes[shock, balance, control, piece]`` and ``weights`` receive the pieces of the envelope; ``loss`` what a piece
    too many may cost the holder (0 where there was room).
    """
    n_shocks, n_balance, n_control = after.shape[1:]
    listed, line_h, line_r, line_b, n_listed, sums = room_for(n_control, 2 * n_control)
    all_h, all_r, all_b = np.empty((3, n_control)), np.empty((3, n_control)), np.empty((3, n_control))
    quiet = np.empty((n_control, 2))
    for shock in range(n_shocks):
        rule = rule_of(rules, shock)
        for balance in range(n_balance):
            next_h, next_r = after[HOLDER, shock, balance], after[REVISIONIST, shock, balance]
            for control in range(n_control):
                war_h, war_r = war[HOLDER, shock, balance, control], war[REVISIONIST, shock, balance, control]
                waited_h, waited_r, _ = after_waiting(next_h[control], next_r[control], war_h, war_r, rule)
                quiet_h, quiet_r, _ = attacked(waited_h, waited_r, war_h, war_r, rule)
                quiet[control, HOLDER], quiet[control, REVISIONIST] = quiet_h, quiet_r
                none_h = quiet_h - unpressed(control, rule)
                listed[control, 0] = NONE * KIND + control
                line_h[control, 0], line_r[control, 0], line_b[control, 0] = none_h, quiet_r, 0.0
                n_offers = 1
                for target in range(control):
                    all_h[TRANSFER, target], all_r[TRANSFER, target], all_b[TRANSFER, target], _, _ = offered(
                        TRANSFER,
                        control,
                        target,
                        next_h[target],
                        next_r[target],
                        waited_h,
                        waited_r,
                        war_h,
                        war_r,
                        share[target],
                        rule,
                    )
                n_settlements = control + 1 if rule.enforcement > 0.0 else 0
                for target in range(n_settlements):
                    all_h[SETTLEMENT, target], all_r[SETTLEMENT, target], all_b[SETTLEMENT, target], _, _ = offered(
                        SETTLEMENT,
                        control,
                        target,
                        next_h[target],
                        next_r[target],
                        waited_h,
                        waited_r,
                        war_h,
                        war_r,
                        share[target],
                        rule,
                    )
                for kind in range(TRANSFER, SETTLEMENT + 1):
                    highest = control - 1 if kind == TRANSFER else n_settlements - 1
                    for target in range(highest, -1, -1):
                        # An offer that is worth no more than none where it costs nothing is worth no more anywhere.
                        if all_h[kind, target] > none_h:
                            listed[control, n_offers] = kind * KIND + target
                            line_h[control, n_offers] = all_h[kind, target]
                            line_r[control, n_offers] = all_r[kind, target]
                            line_b[control, n_offers] = all_b[kind, target]
                            n_offers += 1
                n_listed[control] = n_offers
            pieces = codes[shock, balance], weights[shock, balance]
            envelopes(listed, line_h, line_r, line_b, n_listed, rule.concession, *pieces, sums)
            for control in range(n_control):
                for side in range(2):
                    values[side, shock, balance, control] = (1.0 - rule.talks) * quiet[
                        control, side
                    ] + rule.talks * sums[control, side]
                loss[shock, balance, control] = sums[control, LOST]


@compiled(nogil=True, **OPTIONS)
def revise(after, war, share, rules, reach, controls, codes, weights, values):
    """Fill both values of a layer as `improve` does, but choosing only among the offers that stand.

    With ``reach`` above 0 the holder also weighs offers up to that many cells away from one that stands. ``codes`` and
    ``weights`` are revised in place. Cells of control from the first of ``controls`` on and before the second are
    filled.
    """
    first, stop = controls
    n_shocks, n_balance, _ = after.shape[1:]
    room = codes.shape[3]
    listed, line_h, line_r, line_b, n_listed, sums = room_for(stop - first, room * (2 * reach + 1) + 1)
    quiet = np.empty((stop - first, 2))
    kept = np.empty(room)
    for shock in range(n_shocks):
        rule = rule_of(rules, shock)
        for balance in range(n_balance):
            next_h, next_r = after[HOLDER, shock, balance], after[REVISIONIST, shock, balance]
            row_codes, row_weights = codes[shock, balance, first:stop], weights[shock, balance, first:stop]
            for control in range(first, stop):
                cell = control - first
                war_h, war_r = war[HOLDER, shock, balance, control], war[REVISIONIST, shock, balance, control]
                waited_h, waited_r, _ = after_waiting(next_h[control], next_r[control], war_h, war_r, rule)
                quiet_h, quiet_r, _ = attacked(waited_h, waited_r, war_h, war_r, rule)
                quiet[cell, HOLDER], quiet[cell, REVISIONIST] = quiet_h, quiet_r
                none_h = quiet_h - unpressed(control, rule)
                listed[cell, 0] = NONE * KIND + control
                line_h[cell, 0], line_r[cell, 0], line_b[cell, 0] = none_h, quiet_r, 0.0
                n_offers = 1
                # Offers mostly keep their order, which is quicker to see than to find.
                reached, sum_h, sum_r, ordered = 0.0, 0.0, 0.0, reach == 0
                best_h, best_r, best_b = none_h, quiet_r, 2.0
                n_pieces = 0
                for piece in range(room):
                    if row_weights[cell, piece] == 0.0:
                        break
                    n_pieces = piece + 1
                    standing = row_codes[cell, piece]
                    kind = standing // KIND
                    if kind == NONE:
                        value_h, value_r, through = none_h, quiet_r, 0.0
                    else:
                        middle = standing - kind * KIND
                        highest = control - 1 if kind == TRANSFER else control
                        for target in range(max(middle - reach, 0), min(middle + reach, highest) + 1):
                            code = kind * KIND + target
                            known = False
                            if reach > 0:
                                for earlier in range(1, n_offers):
                                    known = known or listed[cell, earlier] == code
                            if known:
                                continue
                            value_h, value_r, through, _, _ = offered(
                                kind,
                                control,
                                target,
                                next_h[target],
                                next_r[target],
                                waited_h,
                                waited_r,
                                war_h,
                                war_r,
                                share[target],
                                rule,
                            )
                            listed[cell, n_offers] = code
                            line_h[cell, n_offers], line_r[cell, n_offers] = value_h, value_r
                            line_b[cell, n_offers] = through
                            n_offers += 1
                    if ordered:
                        if piece > 0:
                            turn = (best_h - value_h) / (best_b - through)
                            ordered = best_b > through and reached < turn and turn < rule.concession
                            kept[piece - 1] = (turn - reached) / rule.concession
                            sum_h += kept[piece - 1] * (best_h - 0.5 * (reached + turn) * best_b)
                            sum_r += kept[piece - 1] * best_r
                            reached = turn
                        best_h, best_r, best_b = value_h, value_r, through
                if ordered and n_pieces > 0 and best_h - rule.concession * best_b >= none_h:
                    kept[n_pieces - 1] = (rule.concession - reached) / rule.concession
                    sum_h += kept[n_pieces - 1] * (best_h - 0.5 * (reached + rule.concession) * best_b)
                    sum_r += kept[n_pieces - 1] * best_r
                    for piece in range(n_pieces):
                        row_weights[cell, piece] = kept[piece]
                    sums[cell, HOLDER], sums[cell, REVISIONIST] = sum_h, sum_r
                    n_offers = 0
                n_listed[cell] = n_offers
            envelopes(listed, line_h, line_r, line_b, n_listed, rule.concession, row_codes, row_weights, sums)
            for cell in range(stop - first):
                for side in range(2):
                    values[side, shock, balance, first + cell] = (1.0 - rule.talks) * quiet[
                        cell, side
                    ] + rule.talks * sums[cell, side]


@compiled(inline="always", **OPTIONS)
def unpressed(control, rule):
    """Return what offering nothing in a round of talks costs the holder."""
    return 0.0 if min(rule.pressed_cells, float(control)) <= 0.0 else rule.press_holder


@compiled(inline="always", **OPTIONS)
def room_for(n_cells, n_offers):
    """Return room for the lines of a row's offers, for how many there are, and for what `envelopes` gives."""
    lines = np.empty((n_cells, n_offers)), np.empty((n_cells, n_offers)), np.empty((n_cells, n_offers))
    return np.empty((n_cells, n_offers), np.int32), *lines, np.empty(n_cells, np.int64), np.empty((n_cells, 3))
