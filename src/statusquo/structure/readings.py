"""How a factor of structure is told: its value, what stands beside it, and on what each rests.

A factor may be coded in the case file and measured as well, and the two may differ. Then neither is dropped: one is the
value, the other a rival beside it, each with its basis and the reason why they may differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from statusquo.core.estimates import Estimate

Basis = Literal["case file", "measured", "another reading", "general knowledge", "another denominator"]
"""On what a value rests: what the case file codes from a source, what is measured or counted from data, another
defensible reading in the case file, what it codes from general knowledge alone, another whole that a share is of."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value of a factor, beside the one that is told first.

    Attributes:
        estimate: the value, or why it has none.
        basis: on what it rests.
        why: why it may differ, one sentence.
    """

    estimate: Estimate
    basis: Basis
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return the estimate's JSON form, with ``basis`` and ``why``."""
        return {**self.estimate.to_json(), "basis": self.basis, "why": self.why}


@dataclass(frozen=True, slots=True)
class Coded:
    """A factor of one dispute, without its place among others.

    Attributes:
        estimate: the number, or the code that stands for words.
        text: what the source says, or each side's reading where they differ; None where there is nothing to add.
        basis: on what the value rests; None where there is none.
        rivals: other values of the same factor.
        is_contested: whether what is coded and what is measured differ beyond the factor's tolerance.
    """

    estimate: Estimate
    text: str | None = None
    basis: Basis | None = "measured"
    rivals: tuple[Rival, ...] = ()
    is_contested: bool = False
