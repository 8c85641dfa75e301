"""Boolean algebra of expressions: their intersection and their negation, as sums of terms.

Both multiply sums out and drop every term that a shorter one holds already, so that what is printed of a robust core or
of the difference between theory and findings is as short as multiplying out makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from statusquo.comparison.sets import FREE, Condition, Term


def intersection(first: Sequence[Term], second: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms of the intersection of two expressions; none where they exclude each other.

    Args:
        first: terms of the one.
        second: terms of the other, over the same conditions.

    Examples:
        >>> intersection([(1, -1), (-1, 1)], [(1, 0)])  # (A + B) * (A*~B)
        ((1, 0),)
    """
    met = (_meet(one, other) for one in first for other in second)
    return _without_longer(term for term in met if term is not None)


def negation(terms: Sequence[Term], conditions: Sequence[Condition]) -> tuple[Term, ...]:
    """Return the terms of the negation of an expression, by De Morgan's laws; none for one that holds everywhere.

    Args:
        terms: the terms of the expression.
        conditions: the conditions they are over.

    Examples:
        >>> negation([(1, 0)], [Condition("A", "crisp"), Condition("B", "crisp")])  # ~(A*~B) is ~A + B
        ((-1, 1), (0, -1))
    """
    found: tuple[Term, ...] = ((FREE,) * len(conditions),)
    for term in terms:
        others = [
            tuple(other if i == position else FREE for i in range(len(conditions)))
            for position, level in enumerate(term)
            if level != FREE
            for other in range(conditions[position].levels)
            if other != level
        ]
        found = intersection(found, others)
    return found


def _meet(one: Term, other: Term) -> Term | None:
    """Return the term that two terms share, None where they ask for different levels of a condition."""
    if any(a != b and FREE not in (a, b) for a, b in zip(one, other, strict=True)):
        return None
    return tuple(b if a == FREE else a for a, b in zip(one, other, strict=True))


def _without_longer(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return each term that lies in no other one, in a fixed order."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=lambda t: (sum(level != FREE for level in t), t)):
        if not any(_meet(shorter, term) == term for shorter in kept):
            kept.append(term)
    return tuple(kept)
