"""A dispute as it might be told the other way round, for tests of symmetry."""

from __future__ import annotations

from statusquo.cases import Case


def with_sides_swapped(case: Case) -> Case:
    """The case with holder and revisionist in each other's place."""
    swapped = tuple(h.model_copy(update={"holder": h.revisionist, "revisionist": h.holder}) for h in case.holding)
    return case.model_copy(update={"holding": swapped})
