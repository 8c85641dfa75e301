"""What one test of a claim came to: its runs, and the verdict over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from statusquo.core.jsonable import Jsonable
from statusquo.explanations.model import Expectation, Part
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.results import Result, Why
from statusquo.explanations.verdicts import Verdict, is_fragile


@dataclass(frozen=True, slots=True)
class Run:
    """One result of a test with the verdict that it alone would give, and the call that computes it again."""

    result: Result
    verdict: Verdict
    parameters: Mapping[str, Any]
    call: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        told = {"verdict": self.verdict, "parameters": dict(self.parameters), "call": self.call}
        return {**self.result.to_json(), **told}


@dataclass(frozen=True, slots=True)
class BindingVerdict(Jsonable, keys={"why": "not_testable", "adjusted_p": "adjusted_p_value"}):
    """The verdict of one test on one part of a claim.

    Attributes:
        part: which part.
        test: the test's name.
        verdict: over all runs.
        expect: what the claim says of the number.
        runs: every run that gave a number, the main one first; a number may be known and decide nothing.
        why: why it is not testable, None where it is.
        reason: the same in one sentence.
        held_back: whether the main run alone would find it and the number of tests does not let it.
        adjusted_p: p-value of what the verdict finds, or would need to, adjusted for the family; see `discoveries`.
        beside: readings at another level or over other years than the claim speaks of, which have no say.
    """

    part: Part
    test: str
    verdict: Verdict
    expect: Expectation | None
    runs: tuple[Run, ...]
    why: Why | None = None
    reason: str | None = None
    held_back: bool = False
    adjusted_p: float | None = None
    beside: tuple[Run, ...] = ()

    @property
    def is_test(self) -> bool:
        """Whether its number could have come out the other way; what a model does by construction is no test."""
        return self.why != "by design"

    @property
    def says_of_dispute(self) -> bool:
        """Whether its number is one of the dispute and not the same for all disputes alike."""
        is_own = not claim_tests()[self.test].is_cross_case
        return is_own and self.is_test and any(not run.result.is_general for run in self.runs)

    @property
    def main(self) -> Run | None:
        """The main run."""
        return self.runs[0] if self.runs else None

    @property
    def agreement(self) -> tuple[int, int]:
        """How many runs agree with the main one, and of how many."""
        return sum(run.verdict == self.runs[0].verdict for run in self.runs), len(self.runs)

    @property
    def flips(self) -> tuple[str, ...]:
        """The runs that come to the opposite of the main one."""
        if not is_fragile([run.verdict for run in self.runs]):
            return ()
        return tuple(r.result.label for r in self.runs if is_fragile([self.runs[0].verdict, r.verdict]))
