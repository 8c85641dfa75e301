"""Prime implicants as minimal hitting sets of differences.

A term made of some of a positive row's levels is an implicant when it keeps clear of every negative row, that is, when
it names at least one condition on which the two differ. So the prime implicants that cover a positive row are the
minimal sets of conditions that hit its differences to every negative row, and no remainder is ever listed.
What is forbidden is given as boxes, each
with the levels allowed on every condition, so that one routine serves all three solutions: negative rows are boxes of a
single row each (parsimonious), and `complement` turns "everything but these rows" into few boxes (conservative) or
"everything but these rows and easy counterfactuals" (intermediate).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.sets import FREE, Term

Box = tuple[int, ...]
"""For each condition the levels inside, as bits: 0b11 is "either" for a condition with two levels."""

MOST_CONDITIONS = 20
"""Subsets of conditions are held as bits of an index; beyond this the arrays grow past a machine's memory."""

_CELLS_AT_ONCE = 1 << 24
"""Rows are taken in blocks of at most this many (row, subset) pairs, 16 MB."""


def box_of(term: Term, levels: Sequence[int]) -> Box:
    """Return the rows that a term covers, as a box."""
    return tuple((1 << n) - 1 if level == FREE else 1 << level for level, n in zip(term, levels, strict=True))


def complement(boxes: Iterable[Box], levels: Sequence[int]) -> list[Box]:
    """Return boxes that hold exactly the rows outside all the given ones.

    Condition by condition, levels that meet the same boxes are kept together, so the result has at most about as many
    boxes as there are boxes times conditions.
    """
    full = tuple((1 << n) - 1 for n in levels)
    found: list[Box] = []

    def split(position: int, inside: tuple[Box, ...], prefix: Box) -> None:
        if not inside:
            found.append(prefix + full[position:])
            return
        if any(box[position:] == full[position:] for box in inside):
            return
        alike: dict[tuple[Box, ...], int] = {}
        for level in range(levels[position]):
            met = tuple(box for box in inside if box[position] >> level & 1)
            alike[met] = alike.get(met, 0) | 1 << level
        for met, bits in alike.items():
            split(position + 1, met, (*prefix, bits))

    split(0, tuple(dict.fromkeys(boxes)), ())
    return found


def meet_boxes(first: Iterable[Box], second: Sequence[Box]) -> list[Box]:
    """Return boxes that hold exactly the rows that lie in a box of both."""
    met = (tuple(a & b for a, b in zip(one, other, strict=True)) for one in first for other in second)
    return list(dict.fromkeys(box for box in met if all(box)))


def prime_implicants(positives: Sequence[Term], forbidden: Sequence[Box]) -> list[Term]:
    """Return every prime implicant that covers a positive row and meets no forbidden box, in a fixed order.

    Args:
        positives: the rows to explain.
        forbidden: the rows that no term may cover.

    Raises:
        ValueError: when a positive row is itself forbidden, or there are more conditions than `MOST_CONDITIONS`.
    """
    if not positives:
        return []
    rows = np.asarray(positives, dtype=np.int64)
    n_conditions = rows.shape[1]
    if n_conditions > MOST_CONDITIONS:
        raise ValueError(f"{n_conditions} conditions; at most {MOST_CONDITIONS}")
    boxes = np.asarray(forbidden, dtype=np.int64).reshape(-1, n_conditions)
    found = []
    block = max(1, _CELLS_AT_ONCE >> n_conditions)
    for start in range(0, len(rows), block):
        part = rows[start : start + block]
        places, subsets = np.nonzero(_minimal_hitting_sets(_differences(part, boxes), n_conditions))
        is_named = subsets[:, None] >> np.arange(n_conditions) & 1
        found.append(np.where(is_named, part[places], FREE))
    terms = np.concatenate(found)
    return sorted(map(tuple, _without_doubles(terms).tolist()), key=_by_length)


def _without_doubles(terms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each term once; as one number each, where that fits, which sorts faster than rows do."""
    base, n_conditions = int(terms.max()) + 2, terms.shape[1]
    if base**n_conditions >= 2**63:
        return np.unique(terms, axis=0)
    keys = (terms + 1) @ (base ** np.arange(n_conditions, dtype=np.int64))
    return terms[np.unique(keys, return_index=True)[1]]


def _differences(rows: NDArray[np.int64], boxes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each row and box the conditions on which the row lies outside the box, as bits."""
    bits = np.zeros((len(rows), len(boxes)), dtype=np.int64)
    for c in range(rows.shape[1]):
        is_outside = (boxes[None, :, c] >> rows[:, c, None] & 1) == 0
        bits |= is_outside.astype(np.int64) << c
    if boxes.size and not bits.all():
        raise ValueError("a positive row lies in a forbidden box")
    return bits


def _minimal_hitting_sets(differences: NDArray[np.int64], n_conditions: int) -> NDArray[np.bool_]:
    """Return for each row and each subset of conditions whether the subset is a minimal hitting set."""
    n_rows, n_subsets = len(differences), 1 << n_conditions
    holds_a_difference = np.zeros((n_rows, n_subsets), dtype=bool)
    np.put_along_axis(holds_a_difference, differences, True, axis=1)
    for c in range(n_conditions):
        halves = holds_a_difference.reshape(n_rows, -1, 2, 1 << c)
        halves[:, :, 1] |= halves[:, :, 0]
    # A subset hits all differences when its complement, which stands at the mirrored index, holds none of them whole.
    is_hitting = ~holds_a_difference[:, ::-1]
    is_minimal = is_hitting.copy()
    for c in range(n_conditions):
        smaller = is_hitting.reshape(n_rows, -1, 2, 1 << c)[:, :, 0]
        is_minimal.reshape(n_rows, -1, 2, 1 << c)[:, :, 1] &= ~smaller
    return is_minimal


def _by_length(term: Term) -> tuple[int, Term]:
    return sum(level != FREE for level in term), tuple(-level for level in term)
