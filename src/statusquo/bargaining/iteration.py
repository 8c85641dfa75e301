"""Finds values that reproduce themselves: sweeps over the layers of quiet time, sped up by Anderson's mixing.

Quiet time only grows or falls back to zero, so a month's values follow layer by layer from two of them: the last
(longer quiet, which follows itself) and the first (after a war). A *sweep* takes values of these two and gives new
ones; a pair that it reproduces is a stationary Markov perfect equilibrium of the game on the grid. Between sweeps over
all offers come cheaper ones over the offers that stand and their neighbours. Once values have come near, the last layer
takes one step of Newton's method in each sweep (`newton_kernels`). The rest is sped up by Anderson's (1965) mixing of
past sweeps, in the form of Walker and Ni (2011, eq. 2.2), which starts anew whenever a sweep moves more than the one
before. All this changes the path but not what is reproduced: the answer is checked by one month without any of it.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from statusquo.bargaining.tables import Tables
from statusquo.core.draws import Floats

PIECES = 16
"""Room for the offers among which the holder's private cost decides, in each cell."""

MEMORY = 5
"""Past sweeps that the mixing draws on."""

NEWTON_BELOW, NEWTON_LOST = 0.03, 0.1
"""Change in a sweep (share of the prize) below which the last layer takes Newton's steps, and above which it stops."""

NEWTON_TRIES = 3
"""Times that Newton's steps may get lost before the iteration goes on without them."""

LONGER_QUIET_SWEEPS = 30
"""Times that the last layer, which follows itself, is worked out in a cheap sweep without Newton's steps."""

NEIGHBOURS_EVERY = 3
"""Cheap sweeps of which one also weighs the neighbours of the offers that stand."""

FULL_EVERY, FULL_RARELY = 8, 40
"""Cheap sweeps between two sweeps over all offers, at most: while offers still move much, and once they hardly do."""

MIXED_SWEEPS, PLAIN_SWEEPS, HALF_SWEEPS = 100, 90, 150
"""Sweeps with mixing, then plain ones, then half steps, slower and steadier; after these they take turns anew."""

OFFERS_STILL_MOVE = 1e-3
"""Change in a sweep over all offers (share of the prize) above which the mixing starts anew."""


class Events(NamedTuple):
    """Monthly chances and offers, ``[control, balance, quiet, shock]`` in front, as in `solution.Solution`."""

    war_by_revisionist: Floats
    war_by_holder: Floats
    transfer: Floats
    settlement: Floats
    agreed: Floats
    codes: npt.NDArray[np.int32]
    weights: Floats


@dataclass(slots=True, eq=False)
class Iteration:
    """Values and offers of a game on their way to an equilibrium.

    Attributes:
        values: ``[quiet, side, shock, balance, control]``, holder first.
        codes: the holder's offers, ``[quiet, shock, balance, control, piece]``.
        weights: their probabilities.
        loss: what a piece too many may cost the holder, ``[quiet, shock, balance, control]``.
    """

    kernels: ModuleType
    tables: Tables
    values: Floats
    codes: npt.NDArray[np.int32] = field(init=False)
    weights: Floats = field(init=False)
    loss: Floats = field(init=False)
    after: Floats = field(init=False)
    war: Floats = field(init=False)
    before: Floats = field(init=False)

    def __post_init__(self) -> None:
        n_quiet, _, *cells = self.values.shape
        self.codes = np.zeros((n_quiet, *cells, PIECES), np.int32)
        self.weights = np.zeros((n_quiet, *cells, PIECES))
        self.loss = np.zeros((n_quiet, *cells))
        self.after = np.empty(self.values.shape[1:])
        self.war = np.empty(self.values.shape[1:])

    def sweep(self, *, full: bool, newton: bool = False, reach: int = 0) -> None:
        """Work out all layers anew from the first and the last.

        Args:
            full: whether the holder weighs all offers, or those within `reach` cells of one that stands.
            newton: whether the last layer takes one step of Newton's method, instead of many plain ones.
            reach: 0 for the standing offers alone.
        """
        repeats = 1 if full else 0 if newton else LONGER_QUIET_SWEEPS
        self.kernels.sweep(
            self.values,
            self.tables.numbers(),
            self.tables.rules,
            (self.after, self.war),
            full,
            reach,
            repeats,
            self.codes,
            self.weights,
            self.loss,
        )

    def check(self) -> tuple[float, float]:
        """Work out one month before the values as they stand, over all offers.

        Returns:
            The largest change of a value, and the largest loss for want of room. The values are replaced.
        """
        before = self.before = self.values.copy()
        self.kernels.month_before(
            before,
            self.tables.numbers(),
            self.tables.rules,
            (self.after, self.war),
            self.codes,
            self.weights,
            self.loss,
            self.values,
        )
        return float(np.abs(self.values - before).max()), float(self.loss.max())

    def events(self) -> Events:
        """Return what a solution shows of the month last checked, half of the layers on each of two threads."""
        n_quiet, n_shocks, n_balance, n_control, _ = self.codes.shape
        used = int((self.weights > 0.0).sum(axis=-1).max())
        cells = (n_control, n_balance, n_quiet, n_shocks)
        wars, passing, agreed = np.empty((2, *cells)), np.empty((2, *cells)), np.empty((*cells, used, 2))
        codes, weights = np.empty((*cells, used), np.int32), np.empty((*cells, used))

        def layers(first: int, stop: int) -> None:
            scratch = (np.empty_like(self.after), np.empty_like(self.war))
            tables, rules = self.tables.numbers(), self.tables.rules
            offers = (self.codes, self.weights)
            out = (wars, passing, agreed, (codes, weights))
            self.kernels.event_chances(self.before, tables, rules, scratch, *offers, first, stop, *out)

        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(layers, (0, n_quiet // 2), (n_quiet // 2, n_quiet)))
        return Events(wars[0], wars[1], passing[0], passing[1], agreed, codes, weights)

    def ends(self) -> Floats:
        """Return the first and the last layer as one vector."""
        return np.concatenate([self.values[0].ravel(), self.values[-1].ravel()])

    def put_ends(self, ends: Floats) -> None:
        """Replace the first and the last layer."""
        first, last = np.split(ends, 2)
        self.values[0] = first.reshape(self.values[0].shape)
        self.values[-1] = last.reshape(self.values[-1].shape)


def settle(iteration: Iteration, tolerance: float, max_sweeps: int) -> tuple[int, float, float, float]:
    """Sweep until a month over all offers, `Iteration.check`, certifies the values.

    Args:
        iteration: values to start from, which are replaced.
        tolerance: the largest gain from departing once, as in `certified_gain`.
        max_sweeps: sweeps after which it gives up.

    Returns:
        The number of sweeps, the change and the loss in the month last checked, and the change in the last sweep. It
        has settled where change and loss are within the tolerance.
    """
    discount = iteration.tables.discount
    allowed = 0.5 * tolerance * (1.0 - discount)
    mixing, newton_left = Mixing(), NEWTON_TRIES if iteration.tables.is_smooth else 0
    newton, since_full, full_every = False, FULL_EVERY, FULL_EVERY
    change, loss, moved = np.inf, np.inf, np.inf
    for n_sweeps in range(1, max_sweeps + 1):
        full = since_full >= full_every
        if moved < allowed:
            change, loss = iteration.check()
            if certified_gain(change, loss, discount) <= tolerance:
                return n_sweeps, change, loss, moved
            moved, since_full = np.inf, 0
            mixing.restart()
            continue
        turn = (n_sweeps - 1) % (MIXED_SWEEPS + PLAIN_SWEEPS + HALF_SWEEPS)
        before, last_moved = iteration.ends(), moved
        iteration.sweep(full=full, newton=newton and not full, reach=int(since_full % NEIGHBOURS_EVERY == 0))
        after = iteration.ends()
        moved = float(np.abs(after - before).max())
        since_full = 0 if full else since_full + 1
        if newton and not moved < NEWTON_LOST:
            newton, newton_left = False, newton_left - 1
            mixing.restart()
            if not np.isfinite(moved):
                iteration.put_ends(before)
                moved = np.inf
            continue
        if full:
            full_every = FULL_EVERY if moved > OFFERS_STILL_MOVE else FULL_RARELY
            if moved > OFFERS_STILL_MOVE:
                # What past sweeps said of the map no longer holds.
                mixing.restart()
            # It works out the last layer once, the cheaper sweeps many times: not the map that the mixing learns.
            continue
        if not newton and newton_left > 0 and moved < NEWTON_BELOW:
            newton = True
            mixing.restart()
        elif turn >= MIXED_SWEEPS + PLAIN_SWEEPS:
            iteration.put_ends(0.5 * (before + after))
        elif turn >= MIXED_SWEEPS:
            newton, newton_left = False, 0
            mixing.restart()
        elif iteration.tables.is_smooth:
            if moved > last_moved:
                mixing.restart()
            # With Newton's steps the last layer answers the first, which alone is then mixed.
            mixed = slice(0, before.size // 2 if newton else None)
            after[mixed] = mixing.next(before[mixed], after[mixed])
            iteration.put_ends(after)
    return max_sweeps, change, loss, moved


def certified_gain(change: float, loss: float, discount: float) -> float:
    """Return what a side may gain by departing once, given a month's largest change and loss for want of room."""
    return 2.0 * change / (1.0 - discount) + loss


class Mixing:
    """Anderson's mixing of the last sweeps: the next input from past inputs and what became of them."""

    def __init__(self) -> None:
        self._inputs: deque[Floats] = deque(maxlen=MEMORY)
        self._outputs: deque[Floats] = deque(maxlen=MEMORY)

    def restart(self) -> None:
        """Forget the past."""
        self._inputs.clear()
        self._outputs.clear()

    def next(self, before: Floats, after: Floats) -> Floats:
        """Return the next input, given the last and its output."""
        self._inputs.append(before.copy())
        self._outputs.append(after.copy())
        if len(self._inputs) == 1:
            return after
        outputs = np.array(self._outputs)
        residuals = outputs - np.array(self._inputs)
        steps = np.diff(residuals, axis=0)
        gram = steps @ steps.T
        gram[np.diag_indices_from(gram)] += 1e-12 * max(float(np.trace(gram)), 1e-300)
        weights = np.linalg.solve(gram, steps @ residuals[-1])
        mixed: Floats = outputs[-1] - weights @ np.diff(outputs, axis=0)
        return mixed
