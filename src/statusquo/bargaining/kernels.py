"""The solver's loops over the layers of quiet time, compiled.

Imports numba, so only `statusquo.bargaining.compiled` imports this module, when a game is solved. Arrays are laid out
``[quiet, shock, balance, control]`` with the balance innermost, so that the loops over offers run along contiguous
memory. Nothing here starts threads and everything lets go of the interpreter's lock: several iterations run side by
side, one a core.
"""

from __future__ import annotations

from statusquo.bargaining.compiling import compiled
from statusquo.bargaining.move_kernels import (
    HOLDER,
    KIND,
    NONE,
    OPTIONS,
    REVISIONIST,
    SETTLEMENT,
    after_waiting,
    attacked,
    continuation,
    offered,
    rule_of,
    war_values,
)
from statusquo.bargaining.newton_kernels import newton
from statusquo.bargaining.offer_kernels import improve, revise


@compiled(nogil=True, **OPTIONS)
def sweep(values, tables, rules, scratch, full, reach, repeats, codes, weights, loss):
    """Work out all layers of quiet time anew, from the last to the first, in place.

    ``tables`` holds shares, chances of winning, chances that a war is stopped, cells after a limited defeat and
    victory, chances that the balance moves, shock chances, discount and chance of a decisive war; ``scratch`` room
    for equations (1) and (2). The last layer, which follows itself, is worked out ``repeats`` times, or takes one step
    of Newton's method where that is 0.
    """
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war = scratch
    last, whole = values.shape[0] - 1, (0, share.size)
    continuation(values[0], moves, shock_chances, discount, share, whole, after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    if repeats == 0:
        offers = codes[last], weights[last]
        newton(war, share, rules[last], moves, shock_chances, discount, reach, *offers, after, values[last])
    for quiet in range(last if repeats > 0 else last - 1, -1, -1):
        for _ in range(repeats if quiet == last else 1):
            continuation(values[min(quiet + 1, last)], moves, shock_chances, discount, share, whole, after)
            if full:
                improve(after, war, share, rules[quiet], values[quiet], codes[quiet], weights[quiet], loss[quiet])
            else:
                revise(after, war, share, rules[quiet], reach, whole, codes[quiet], weights[quiet], values[quiet])


@compiled(nogil=True, **OPTIONS)
def month_before(values, tables, rules, scratch, codes, weights, loss, out):
    """Fill ``out`` with the values of all states a month before ``values``: one step of backward induction."""
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war = scratch
    last = values.shape[0] - 1
    continuation(values[0], moves, shock_chances, discount, share, (0, share.size), after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    for quiet in range(last, -1, -1):
        continuation(values[min(quiet + 1, last)], moves, shock_chances, discount, share, (0, share.size), after)
        improve(after, war, share, rules[quiet], out[quiet], codes[quiet], weights[quiet], loss[quiet])


@compiled(nogil=True, **OPTIONS)
def event_chances(values, tables, rules, scratch, codes, weights, first, stop, wars, passing, agreed, public):
    """Fill what a solution shows of the layers from ``first`` on and before ``stop``.

    Outputs are indexed ``[control, balance, quiet, shock]`` in front: ``wars`` the monthly chances that the revisionist
    and that the holder starts a war; ``passing`` those of a transfer that leaves the dispute open and of a settlement
    that holds; ``agreed[..., piece, 2]`` the latter two by the holder's offers in a round of talks; ``public`` the
    offers and their weights, ``[..., piece]``.
    """
    share, winning, stopped, lost_cell, won_cell, moves, shock_chances, discount, decisive = tables
    after, war = scratch
    public_codes, public_weights = public
    last = values.shape[0] - 1
    n_shocks, n_balance, n_control = after.shape[1:]
    used = public_codes.shape[4]
    continuation(values[0], moves, shock_chances, discount, share, (0, share.size), after)
    war_values(after, winning, stopped, decisive, lost_cell, won_cell, war)
    for quiet in range(first, stop):
        continuation(values[min(quiet + 1, last)], moves, shock_chances, discount, share, (0, share.size), after)
        for shock in range(n_shocks):
            rule = rule_of(rules[quiet], shock)
            for balance in range(n_balance):
                for control in range(n_control):
                    war_h, war_r = war[HOLDER, shock, balance, control], war[REVISIONIST, shock, balance, control]
                    waited_h, waited_r, holder_fights = after_waiting(
                        after[HOLDER, shock, balance, control],
                        after[REVISIONIST, shock, balance, control],
                        war_h,
                        war_r,
                        rule,
                    )
                    _, _, quiet_fights = attacked(waited_h, waited_r, war_h, war_r, rule)
                    by_r = (1.0 - rule.talks) * quiet_fights
                    by_h = (1.0 - rule.talks) * (1.0 - quiet_fights) * holder_fights
                    transferred, settled = 0.0, 0.0
                    for piece in range(used):
                        weight = rule.talks * weights[quiet, shock, balance, control, piece]
                        code = codes[quiet, shock, balance, control, piece]
                        public_codes[control, balance, quiet, shock, piece] = code
                        public_weights[control, balance, quiet, shock, piece] = weights[
                            quiet, shock, balance, control, piece
                        ]
                        kind, target = code // KIND, code % KIND
                        fights, passes = quiet_fights, 0.0
                        if weight > 0.0 and kind != NONE:
                            _, _, passes, fights, _ = offered(
                                kind,
                                control,
                                target,
                                after[HOLDER, shock, balance, target],
                                after[REVISIONIST, shock, balance, target],
                                waited_h,
                                waited_r,
                                war_h,
                                war_r,
                                share[target],
                                rule,
                            )
                        holds = passes * rule.enforcement if kind == SETTLEMENT else 0.0
                        by_r += weight * fights
                        by_h += weight * (1.0 - fights - passes) * holder_fights
                        agreed[control, balance, quiet, shock, piece, 0] = weight * (passes - holds)
                        agreed[control, balance, quiet, shock, piece, 1] = weight * holds
                        transferred += weight * (passes - holds)
                        settled += weight * holds
                    wars[0, control, balance, quiet, shock] = by_r
                    wars[1, control, balance, quiet, shock] = by_h
                    passing[0, control, balance, quiet, shock] = transferred
                    passing[1, control, balance, quiet, shock] = settled
