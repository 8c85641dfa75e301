"""Finds claims that contradict each other: the same quantity, the opposite sign.

Two claims are about the same quantity when outcome, exposure, population, clock and conditioning all agree; a claim on
another clock, or given something else, may well hold beside it. Nothing here is told by a file which claims clash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from statusquo.explanations.model import Claim, Quantity


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both hold.

    Attributes:
        claims: the explanation and the id of each.
        quantity: what both are about, with the sign that the first gives it.
    """

    claims: tuple[tuple[str, str], tuple[str, str]]
    quantity: Quantity

    @property
    def is_within_one(self) -> bool:
        """Whether one explanation contradicts itself."""
        return self.claims[0][0] == self.claims[1][0]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        quantity = self.quantity.model_dump(mode="json", exclude={"sign"})
        return {
            "claims": [claim for _, claim in self.claims],
            "explanations": [explanation for explanation, _ in self.claims],
            "quantity": {**quantity, "conditioning": list(self.quantity.conditioning)},
            "signs": [self.quantity.sign, _OPPOSITE[self.quantity.sign]],
        }


_OPPOSITE = {"+": "-", "-": "+"}


def find_contradictions(claims: Iterable[tuple[str, Claim]]) -> tuple[Contradiction, ...]:
    """Return every pair of claims with the same quantity and the opposite sign, in the order given.

    Args:
        claims: each claim with the id of its explanation.
    """
    quantities = [
        (explanation, claim.id, quantity)
        for explanation, claim in claims
        for quantity in claim.quantity
        if quantity.sign in _OPPOSITE
    ]
    return tuple(
        Contradiction(((one[0], one[1]), (other[0], other[1])), one[2])
        for one, other in combinations(quantities, 2)
        if one[2].key == other[2].key and one[2].sign == _OPPOSITE[other[2].sign] and one[:2] != other[:2]
    )
