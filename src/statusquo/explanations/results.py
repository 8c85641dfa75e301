"""What a test of a claim gives: an estimate for each reading of the evidence, or the reason why there is none."""

from __future__ import annotations

from statusquo.core.results import Result as Result
from statusquo.core.results import Why as Why


class NotTestableError(Exception):
    """The evidence held cannot reach the claim.

    Attributes:
        why: whether data are lacking, a model is not built, the claim does not apply, or no data could decide it.
        reason: one sentence.
    """

    def __init__(self, why: Why, reason: str) -> None:
        self.why: Why = why
        self.reason = reason
        super().__init__(f"{why}: {reason}")
