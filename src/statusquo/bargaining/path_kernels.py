"""The ensemble's inner loop, compiled: one path after the other through the months of a solved game.

Imports numba, so only `statusquo.bargaining.compiled` imports this module. Each month takes two 32-bit words: the first
decides what happens (nothing, in most months, by one look into a table), the second how shock state and balance move.
A probability is thus resolved to 2**-32.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from statusquo.bargaining.philox import philox

UNIT = 2.0**-32
KIND = 1_000
WAR_DRAWS = 1 << 31
"""Set in the fourth word of the counter for the draws of a war, so that they are no month's."""

FIRST_WAR, SETTLEMENT = 0, 1
BY_REVISIONIST, BY_HOLDER, AT_RISK, TRANSFERS, TRANSFERRED, DECIDED = 0, 1, 2, 3, 4, 5


@njit(inline="always", cache=True)
def moved(word, shock, balance, top, up, down, shock_chances):
    """Return the shock state and the cell of balance after a month."""
    draw = word * UNIT
    stay = shock_chances[shock, shock]
    later, weight = shock, stay
    if draw >= stay:
        draw -= stay
        for other in range(shock_chances.shape[0]):
            if other == shock:
                continue
            later, weight = other, shock_chances[shock, other]
            if draw < weight:
                break
            draw -= weight
    step = int(draw < up * weight) - int((draw >= up * weight) & (draw < (up + down) * weight))
    return later, min(max(balance + step, 0), top)


@njit(nogil=True, cache=True)
def run_paths(
    something, war_r, war_h, agreed, codes, game, start, months, first_path, n_paths, place, key, timing, yearly, control
):
    """Run paths and add to the counts in place.

    Args:
        something: chance that anything happens in a month, times 2**32, ``uint32[shock, control, balance, quiet]``.
        war_r: chance that the revisionist starts a war, ``[control, balance, quiet, shock]``.
        war_h: the same of the holder.
        agreed: chances of a transfer and of a settlement by offer, ``[control, balance, quiet, shock, piece, 2]``.
        codes: the offers.
        game: chances of winning ``[control, balance, shock]``, that a war is stopped ``[shock]``, cells after a limited
            defeat and victory, chance that a war decides, chances that the balance moves, shock chances.
        start: cells of control, balance, quiet time and shock at the start.
        months: length of a path.
        first_path: number of the first path.
        n_paths: number of paths.
        place: number of the solution.
        key: two 32-bit words of the seed.
        timing: counts of first wars and settlements by month, ``[2, months + 1]``.
        yearly: counts by year, ``[count, year]``.
        control: counts of paths by year and cell of control.
    """
    winning, stopped, lost_cell, won_cell, decisive, moves, shock_chances = game
    up, down = moves
    last_quiet, top = something.shape[3] - 1, something.shape[2] - 1
    for path in range(first_path, first_path + n_paths):
        at, balance, quiet, shock = start
        path_low, path_high = np.uint32(path & 0xFFFFFFFF), np.uint32(path >> 32)
        is_open, had_war, settled = True, False, False
        control[0, at] += 1
        word_0, word_1, word_2, word_3 = np.uint32(0), np.uint32(0), np.uint32(0), np.uint32(0)
        for month in range(months):
            if is_open:
                if month % 2 == 0:
                    word_0, word_1, word_2, word_3 = philox(
                        path_low, path_high, np.uint32(place), np.uint32(month // 2), key[0], key[1]
                    )
                else:
                    word_0, word_1 = word_2, word_3
                later_quiet = min(quiet + 1, last_quiet)
                if word_0 < something[shock, at, balance, quiet]:
                    draw = word_0 * UNIT
                    by_r, by_h = war_r[at, balance, quiet, shock], war_h[at, balance, quiet, shock]
                    if draw < by_r + by_h:
                        yearly[BY_REVISIONIST if draw < by_r else BY_HOLDER, month // 12] += 1
                        if not had_war:
                            timing[FIRST_WAR, month] += 1
                            had_war = True
                        stop, decide, win, _ = philox(
                            path_low,
                            path_high,
                            np.uint32(place),
                            np.uint32(month | WAR_DRAWS),
                            key[0],
                            key[1],
                        )
                        later_quiet = 0
                        if stop * UNIT >= stopped[shock]:
                            revisionist_wins = win * UNIT < winning[at, balance, shock]
                            if decide * UNIT < decisive:
                                at = 0 if revisionist_wins else control.shape[1] - 1
                                is_open = False
                                yearly[DECIDED, month // 12] += 1
                            else:
                                at = lost_cell[at] if revisionist_wins else won_cell[at]
                    else:
                        draw -= by_r + by_h
                        for piece in range(codes.shape[4]):
                            transfer = agreed[at, balance, quiet, shock, piece, 0]
                            settlement = agreed[at, balance, quiet, shock, piece, 1]
                            if draw < transfer + settlement:
                                target = codes[at, balance, quiet, shock, piece] % KIND
                                if draw < transfer:
                                    yearly[TRANSFERS, month // 12] += 1
                                    yearly[TRANSFERRED, month // 12] += at - target
                                else:
                                    timing[SETTLEMENT, month] += 1
                                    settled = True
                                    is_open = False
                                at = target
                                break
                            draw -= transfer + settlement
                yearly[AT_RISK, month // 12] += 1
                shock, balance = moved(word_1, shock, balance, top, up, down, shock_chances)
                quiet = later_quiet
            if month % 12 == 11:
                control[month // 12 + 1, at] += 1
                if not is_open:
                    for year in range(month // 12 + 2, control.shape[0]):
                        control[year, at] += 1
                    break
        if not had_war:
            timing[FIRST_WAR, months] += 1
        if not settled:
            timing[SETTLEMENT, months] += 1
