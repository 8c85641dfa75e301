"""The ensemble's inner loop, compiled: one path after the other through the months of a solved game.

Imports numba, so only `statusquo.bargaining.compiled` imports this module. Each month takes two 32-bit words: the first
decides what happens (nothing, in most months, by one look into a table), the second how shock state and balance move.
A probability is thus resolved to 2**-32.
"""

from __future__ import annotations

import numpy as np

from statusquo.bargaining.compiling import compiled
from statusquo.bargaining.philox import philox

UNIT = 2.0**-32
KIND = 1_000
WAR_DRAWS = 1 << 31
"""Set in the fourth word of the counter for the draws of a war, so that they are no month's."""

PAIRS = 6
"""Pairs of months in a year: four words serve two months."""

YEARS_DRAWN = 4
"""Years whose words are worked out in one go, so that the compiler works out several counters in one instruction."""

FIRST_WAR, SETTLEMENT = 0, 1
BY_REVISIONIST, BY_HOLDER, AT_RISK, TRANSFERS, TRANSFERRED, DECIDED = 0, 1, 2, 3, 4, 5


@compiled()
def thresholds(shock_chances, up, down):
    """Return, for each shock state, the words below which it stays, and below which the balance then goes up or moves.

    A word is below a whole number of at least 2**32 times a chance just where, times 2**-32, it is below the chance.
    """
    n_shocks = shock_chances.shape[0]
    out = np.empty((n_shocks, 3), np.int64)
    for shock in range(n_shocks):
        stay = shock_chances[shock, shock]
        out[shock, 0] = np.int64(np.ceil(stay / UNIT))
        out[shock, 1] = np.int64(np.ceil(up * stay / UNIT))
        out[shock, 2] = np.int64(np.ceil((up + down) * stay / UNIT))
    return out


@compiled()
def shocked(word, shock, up, down, shock_chances):
    """Return the new shock state, and the step of the balance, where the shock state does not stay."""
    draw = word * UNIT - shock_chances[shock, shock]
    later, weight = shock, 0.0
    for other in range(shock_chances.shape[0]):
        if other == shock:
            continue
        later, weight = other, shock_chances[shock, other]
        if draw < weight:
            break
        draw -= weight
    return later, int(draw < up * weight) - int((draw >= up * weight) & (draw < (up + down) * weight))


@compiled(nogil=True)
def draw_words(path_low, path_high, place_word, year, key_0, key_1, words):
    """Fill ``words[word, pair]`` for `YEARS_DRAWN` years from ``year`` on."""
    for pair in range(words.shape[1]):
        words[0, pair], words[1, pair], words[2, pair], words[3, pair] = philox(
            path_low, path_high, place_word, np.uint32(year * PAIRS + pair), key_0, key_1
        )


@compiled(nogil=True)
def run_paths(
    something,
    war_r,
    war_h,
    agreed,
    codes,
    game,
    start,
    months,
    first_path,
    n_paths,
    place,
    key,
    timing,
    yearly,
    control,
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
    # One index for the look into the table: its part for shock state and control changes but rarely.
    chances, per_balance, per_control = something.ravel(), something.shape[3], something.shape[2] * something.shape[3]
    per_shock = something.shape[1] * per_control
    still = thresholds(shock_chances, up, down)
    key_0, key_1, place_word = key[0], key[1], np.uint32(place)
    words = np.empty((4, YEARS_DRAWN * PAIRS), np.uint32)
    for path in range(first_path, first_path + n_paths):
        at, balance, quiet, shock = start
        path_low, path_high = np.uint32(path & 0xFFFFFFFF), np.uint32(path >> 32)
        is_open, had_war, settled = True, False, False
        block = shock * per_shock + at * per_control
        control[0, at] += 1
        for year in range(months // 12):
            open_months = 0
            if year % YEARS_DRAWN == 0:
                draw_words(path_low, path_high, place_word, year, key_0, key_1, words)
            for pair in range(PAIRS):
                drawn = year % YEARS_DRAWN * PAIRS + pair
                for half in range(2):
                    event_word, move_word = words[2 * half, drawn], words[2 * half + 1, drawn]
                    later_quiet = min(quiet + 1, last_quiet)
                    open_months += 1
                    if event_word < chances[block + balance * per_balance + quiet]:
                        month = year * 12 + 2 * pair + half
                        draw = event_word * UNIT
                        by_r, by_h = war_r[at, balance, quiet, shock], war_h[at, balance, quiet, shock]
                        if draw < by_r + by_h:
                            yearly[BY_REVISIONIST if draw < by_r else BY_HOLDER, year] += 1
                            if not had_war:
                                timing[FIRST_WAR, month] += 1
                                had_war = True
                            stop, decide, win, _ = philox(
                                path_low, path_high, place_word, np.uint32(month | WAR_DRAWS), key_0, key_1
                            )
                            later_quiet = 0
                            if stop * UNIT >= stopped[shock]:
                                revisionist_wins = win * UNIT < winning[at, balance, shock]
                                if decide * UNIT < decisive:
                                    at = 0 if revisionist_wins else control.shape[1] - 1
                                    is_open = False
                                    yearly[DECIDED, year] += 1
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
                                        yearly[TRANSFERS, year] += 1
                                        yearly[TRANSFERRED, year] += at - target
                                    else:
                                        timing[SETTLEMENT, month] += 1
                                        settled = True
                                        is_open = False
                                    at = target
                                    break
                                draw -= transfer + settlement
                        if not is_open:
                            break
                        block = shock * per_shock + at * per_control
                    moving = np.int64(move_word)
                    step = 2 * int(moving < still[shock, 1]) - int(moving < still[shock, 2])
                    if moving >= still[shock, 0]:
                        shock, step = shocked(move_word, shock, up, down, shock_chances)
                        block = shock * per_shock + at * per_control
                    balance = min(max(balance + step, 0), top)
                    quiet = later_quiet
                if not is_open:
                    break
            yearly[AT_RISK, year] += open_months
            control[year + 1, at] += 1
            if not is_open:
                for later in range(year + 2, control.shape[0]):
                    control[later, at] += 1
                break
        if not had_war:
            timing[FIRST_WAR, months] += 1
        if not settled:
            timing[SETTLEMENT, months] += 1
