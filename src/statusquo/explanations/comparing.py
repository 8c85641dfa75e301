"""Explanations side by side: how many of each one's claims came to which verdict, on which topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from statusquo.explanations.ledger import Ledger
from statusquo.explanations.model import Explanation
from statusquo.explanations.verdicts import VERDICTS, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """How one explanation stands on one dispute.

    Attributes:
        explanation: which.
        claims: its claims by verdict, as ids.
        fragile: ids of the claims whose verdict some reading of the evidence turns around.
    """

    explanation: Explanation
    claims: dict[Verdict, tuple[str, ...]]
    fragile: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "explanation": self.explanation.id,
            "claims": {verdict: list(ids) for verdict, ids in self.claims.items()},
            "fragile": list(self.fragile),
        }


def standings(ledger: Ledger) -> tuple[Standing, ...]:
    """Return how each explanation of a ledger stands; those without a claim on the dispute are left out."""
    found = []
    for explanation in ledger.explanations:
        own = [claim for claim in ledger.claims if claim.explanation == explanation.id]
        if own:
            by_verdict = {v: tuple(c.claim.id for c in own if c.verdict == v) for v in VERDICTS}
            found.append(Standing(explanation, by_verdict, tuple(c.claim.id for c in own if c.is_fragile)))
    return tuple(found)
