"""Finds values that reproduce themselves: sweeps over the layers of quiet time, sped up by Anderson's mixing.

Quiet time only grows or falls back to zero, so a month's values follow layer by layer from two of them: the last
(longer quiet, which follows itself) and the first (after a war). A *sweep* takes values of these two and gives new
ones; a pair that it reproduces is a stationary Markov perfect equilibrium of the game on the grid. Between sweeps over
all offers come cheaper ones over the offers that stand and their neighbours, and Anderson's (1965) mixing of past
sweeps (in the form of Walker and Ni 2011, eq. 2.2), which changes the path but not what is reproduced. The answer is
checked afterwards by one sweep without any of this.
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

Floats = npt.NDArray[np.float64]

PIECES = 16
"""Room for the offers among which the holder's private cost decides, in each cell."""

MEMORY = 8
"""Past sweeps that the mixing draws on."""

LONGER_QUIET_SWEEPS = 30
"""Times that the last layer is worked out in each cheap sweep: it is the only one that follows itself."""

NEIGHBOURS_EVERY = 3
"""Cheap sweeps of which one also weighs the neighbours of the offers that stand."""

FULL_EVERY, FULL_RARELY = 10, 40
"""Cheap sweeps between two sweeps over all offers, at most: while offers still move much, and once they hardly do."""

MIXED_SWEEPS, PLAIN_SWEEPS = 150, 300
"""Sweeps after which the mixing gives way to plain sweeps, and these to half steps: slower and steadier."""

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
        values: ``[quiet, side, shock, control, balance]``, holder first.
        codes: the holder's offers, ``[quiet, shock, control, balance, piece]``.
        weights: their probabilities.
        loss: what a piece too many may cost the holder, ``[quiet, shock, control, balance]``.
    """

    kernels: ModuleType
    tables: Tables
    values: Floats
    codes: npt.NDArray[np.int32] = field(init=False)
    weights: Floats = field(init=False)
    loss: Floats = field(init=False)
    after: Floats = field(init=False)
    war: Floats = field(init=False)
    later: Floats = field(init=False)
    before: Floats = field(init=False)

    def __post_init__(self) -> None:
        n_quiet, _, *cells = self.values.shape
        self.codes = np.zeros((n_quiet, *cells, PIECES), np.int32)
        self.weights = np.zeros((n_quiet, *cells, PIECES))
        self.loss = np.zeros((n_quiet, *cells))
        self.after = np.empty(self.values.shape[1:])
        self.war = np.empty(self.values.shape[1:])
        self.later = np.empty(self.values.shape[1:])

    def sweep(self, *, full: bool, reach: int = 0) -> None:
        """Work out all layers anew from the first and the last.

        Args:
            full: whether the holder weighs all offers, or those within `reach` cells of one that stands.
            reach: 0 for the standing offers alone.
        """
        repeats = 1 if full else LONGER_QUIET_SWEEPS
        self.kernels.sweep(
            self.values,
            self.tables.numbers(),
            self.tables.rules,
            (self.after, self.war, self.later),
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
        n_quiet, n_shocks, n_control, n_balance, _ = self.codes.shape
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


def settle(iteration: Iteration, wanted: float, max_sweeps: int) -> tuple[int, list[float]]:
    """Sweep until the first and the last layer change by less than ``wanted`` in a sweep over all offers.

    Returns:
        The number of sweeps, and the largest change in each; it has not settled where the last is not below ``wanted``.
    """
    changes: list[float] = []
    inputs: deque[Floats] = deque(maxlen=MEMORY)
    outputs: deque[Floats] = deque(maxlen=MEMORY)
    since_full, at_full, full_every = FULL_EVERY, np.inf, FULL_EVERY
    for n_sweeps in range(1, max_sweeps + 1):
        full = since_full >= full_every or (bool(changes) and changes[-1] < min(0.5 * wanted, 0.03 * at_full))
        before = iteration.ends()
        iteration.sweep(full=full, reach=int(since_full % NEIGHBOURS_EVERY == 0))
        after = iteration.ends()
        changes.append(float(np.abs(after - before).max()))
        since_full = 0 if full else since_full + 1
        if full:
            if changes[-1] < wanted:
                return n_sweeps, changes
            at_full = changes[-1]
            full_every = FULL_EVERY if at_full > OFFERS_STILL_MOVE else FULL_RARELY
            if changes[-1] > OFFERS_STILL_MOVE:
                # What past sweeps said of the map no longer holds.
                inputs.clear()
                outputs.clear()
            # It works out the last layer once, the cheaper sweeps many times: not the map that the mixing learns.
            continue
        if n_sweeps > PLAIN_SWEEPS:
            iteration.put_ends(0.5 * (before + after))
        if n_sweeps > MIXED_SWEEPS or not iteration.tables.is_smooth:
            continue
        inputs.append(before)
        outputs.append(after)
        if len(inputs) > 1:
            iteration.put_ends(_mixed(inputs, outputs))
    return max_sweeps, changes


def _mixed(inputs: deque[Floats], outputs: deque[Floats]) -> Floats:
    residuals = np.array(outputs) - np.array(inputs)
    steps = np.diff(residuals, axis=0)
    gram = steps @ steps.T
    gram[np.diag_indices_from(gram)] += 1e-12 * max(float(np.trace(gram)), 1e-300)
    weights = np.linalg.solve(gram, steps @ residuals[-1])
    mixed: Floats = outputs[-1] - weights @ np.diff(np.array(outputs), axis=0)
    return mixed
