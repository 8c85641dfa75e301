"""What holds the peace, as the model has it: the log odds of a dispute-year taken apart into blocks.

log odds = reference + military + regional + inertia + structure + calendar + the dispute's own effect. The reference is
the average of the dispute-years that the model was fitted to, so that a block says how far its covariates move this
dispute-year from that average. It is an accounting of the model and not of causes.

Blocks are correlated: what a block moves depends on what is already known. Beside its own share each block therefore
has the range of what it adds when the blocks are brought in one after the other, over all orderings, with those not yet
brought in at what the others lead one to expect of them (linearly, over the rows fitted).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from statusquo.risk.covariates import BLOCKS, Block, declared_covariates
from statusquo.risk.encoding import MISSING_PREFIX
from statusquo.risk.hazard import CONSTANT, Z_95
from statusquo.risk.links import Floats, Integers
from statusquo.risk.random_effect import RandomInterceptFit
from statusquo.risk.rows import BENDS

DISPUTE_EFFECT = "dispute"
"""Stands among the blocks for what the model cannot explain and found in the dispute's own record."""

_RIDGE = 1e-3
"""Keeps the expectation of one block given others finite where columns repeat each other."""


@dataclass(frozen=True, slots=True)
class BlockShares:
    """What one block adds to the log odds of each row.

    Attributes:
        value: its covariates' part of the linear predictor, relative to the average row.
        low: 2.5 % bound, from the joint distribution of the coefficients.
        high: 97.5 % bound.
        lowest: smallest of what it adds over all orderings of the blocks.
        highest: largest.
    """

    value: Floats
    low: Floats
    high: Floats
    lowest: Floats
    highest: Floats


def block_of_column(name: str) -> Block | None:
    """Return the block of a column of a model's matrix; None for the constant."""
    if name == CONSTANT:
        return None
    covariate = name.removeprefix(MISSING_PREFIX)
    if covariate in BENDS:
        return "inertia"
    return {declared.name: declared.block for declared in declared_covariates()}[covariate]


def account(fit: RandomInterceptFit, matrix: Floats, fitted: Floats) -> Mapping[Block, BlockShares]:
    """Return what each block adds to each row's log odds.

    Args:
        fit: the model.
        matrix: the rows to account for, in the model's columns.
        fitted: the rows that the model was fitted to, likewise.
    """
    columns = [block_of_column(name) for name in fit.names]
    places = {block: np.array([i for i, of in enumerate(columns) if of == block], dtype=np.int64) for block in BLOCKS}
    added = _added_over_orderings(fit.coefficients, matrix, fitted, places)
    shares = {}
    for block, at in places.items():
        value = matrix[:, at] @ fit.coefficients[at]
        covariance = fit.covariance[np.ix_(at, at)]
        spread = Z_95 * np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", matrix[:, at], covariance, matrix[:, at]), 0))
        lowest, highest = added[block]
        shares[block] = BlockShares(value, value - spread, value + spread, lowest, highest)
    return shares


def dispute_effects(fit: RandomInterceptFit, disputes: Integers) -> tuple[Floats, Floats, Floats]:
    """Return each row's dispute effect with its 95 % bounds; of a dispute the model has not seen it is 0."""
    place = {int(number): index for index, number in enumerate(fit.disputes)}
    at = np.array([place.get(int(number), -1) for number in disputes], dtype=np.int64)
    value = np.where(at < 0, 0.0, fit.modes[at])
    spread = Z_95 * np.where(at < 0, fit.sd, fit.mode_sds[at])
    return value, value - spread, value + spread


def _added_over_orderings(
    coefficients: Floats, matrix: Floats, fitted: Floats, places: Mapping[Block, Integers]
) -> Mapping[Block, tuple[Floats, Floats]]:
    """Return the least and the most that each block adds, over every set of blocks that may have come before it."""
    known = {chosen: _expected(coefficients, matrix, fitted, chosen, places) for chosen in _subsets()}
    bounds: dict[Block, tuple[Floats, Floats]] = {}
    for block in BLOCKS:
        before = [chosen for chosen in known if block not in chosen]
        added = np.array([known[chosen | {block}] - known[chosen] for chosen in before])
        bounds[block] = (added.min(axis=0), added.max(axis=0))
    return bounds


def _subsets() -> Iterator[frozenset[Block]]:
    for size in range(len(BLOCKS) + 1):
        yield from (frozenset(chosen) for chosen in combinations(BLOCKS, size))


def _expected(
    coefficients: Floats,
    matrix: Floats,
    fitted: Floats,
    chosen: frozenset[Block],
    places: Mapping[Block, Integers],
) -> Floats:
    """Return the expected linear predictor, less the constant, of each row of which only some blocks are known."""
    if not chosen:
        return np.zeros(len(matrix))
    empty = np.array([], dtype=np.int64)
    inside = np.concatenate([empty, *(places[block] for block in BLOCKS if block in chosen)])
    outside = np.concatenate([empty, *(places[block] for block in BLOCKS if block not in chosen)])
    weights = coefficients[inside].copy()
    if outside.size and inside.size:
        own = fitted[:, inside].T @ fitted[:, inside] / len(fitted)
        cross = fitted[:, inside].T @ fitted[:, outside] / len(fitted)
        weights += np.linalg.solve(own + _RIDGE * np.eye(len(inside)), cross @ coefficients[outside])
    expected: Floats = matrix[:, inside] @ weights
    return expected
