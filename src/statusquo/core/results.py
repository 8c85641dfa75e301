"""What a question on a dispute is answered with: a number, what it rests on, and what a reader must know beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from statusquo.core.estimates import Estimate
from statusquo.core.shown import Shown

Why = Literal["data", "model not built", "scope", "by design"]
"""Why a claim cannot be decided: data lack, a model is not built, it does not apply, or no data could decide it."""


@dataclass(frozen=True, slots=True, repr=False)
class Result(Shown):
    """One number that a test or a model gives under one reading of the evidence.

    Attributes:
        label: the reading: which measure, coding, window or figure.
        estimate: the number.
        n: how many cases, years or figures it rests on.
        n_unit: what is counted.
        sources: ids of the origins, and of the case's or the explanation's own sources.
        note: what a reader must know beside the number, one sentence or none.
        p_value: of a test against no effect, where the claim is one of a family of cross-case tests.
        figure: id of the dossier's figure that shows it, where there is one.
        variant: where a test gives several readings, what sets this one apart; empty for the main one.
        undecided: why the number, though known, decides nothing; empty where it does.
        undecided_why: what kind of reason that is.
        is_general: whether it is the same for every dispute.
    """

    label: str
    estimate: Estimate
    n: int
    n_unit: str
    sources: tuple[str, ...]
    note: str = ""
    p_value: float | None = None
    figure: str | None = None
    variant: str = ""
    undecided: str = ""
    undecided_why: Why = "data"
    is_general: bool = False

    def in_short(self) -> str:
        """Return the reading and its number."""
        return f"{self.label}: {self.estimate}, n {self.n:,} {self.n_unit}"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "label": self.label,
            "estimate": self.estimate.to_json(),
            "n": self.n,
            "n_unit": self.n_unit,
            "sources": list(self.sources),
            "note": self.note or None,
            "p_value": self.p_value,
        }
