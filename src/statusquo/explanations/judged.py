"""What a judged claim is: the verdict on it with its parts, and the readings of the tests behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from statusquo.core.estimates import Estimate
from statusquo.core.shown import Shown
from statusquo.core.wording import capitalised
from statusquo.explanations.model import PARTS, Claim, Part
from statusquo.explanations.reading import brief_reading_of, reading_of
from statusquo.explanations.tested import BindingVerdict
from statusquo.explanations.verdicts import OPPOSITE, Verdict


@dataclass(frozen=True, slots=True, repr=False)
class ClaimVerdict(Shown):
    """A claim with its verdicts on one dispute.

    Attributes:
        explanation: id of the explanation.
        claim: the claim.
        sentence: the claim as it is read for this dispute.
        verdict: the headline.
        parts: the verdict on each part that has a test.
        tests: the tests behind them.
        would_change: what would change the verdict on this dispute.
        data: the data sets and other sources the numbers rest on, with versions.
        not_testable_reason: why the headline is ``not testable``; None where it is not.
        is_own: whether it belongs to an explanation of this very dispute.
    """

    explanation: str
    claim: Claim
    sentence: str
    verdict: Verdict
    parts: Mapping[Part, Verdict]
    tests: tuple[BindingVerdict, ...]
    would_change: str
    data: tuple[str, ...]
    not_testable_reason: str | None = None
    is_own: bool = False

    def in_short(self) -> str:
        """Return the claim's id, its verdict and what it says."""
        return shorten(f"{self.claim.id}: {self.verdict}; {self.sentence}", 150, placeholder="…")

    @property
    def says_of_dispute(self) -> bool:
        """Whether it belongs to an explanation of this dispute, or a test of it gives a number of this dispute.

        What is true of all disputes alike stands once, in `across_disputes`.
        """
        return self.is_own or any(test.says_of_dispute for test in self.tests)

    @property
    def leading(self) -> BindingVerdict:
        """The test whose number stands for the claim: of the part that gives the headline, else the first with one."""
        order = ("association", "mechanism", "premise") if self.claim.kind == "cause" else PARTS
        ranked = [test for part in order for test in self.tests if test.part == part and test.runs and test.is_test]
        return next((t for t in ranked if t.verdict == self.verdict), ranked[0] if ranked else self.tests[0])

    @property
    def is_fragile(self) -> bool:
        """Whether some reading of the evidence behind the headline comes to the opposite."""
        return self.verdict in OPPOSITE and bool(self.leading.flips)

    @property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """The tests' readings, the leading one first, each under its part and verdict; no such name for a lone test.

        Elsewhere than on its own dispute those with a number of this dispute come first, the others in brief.
        """
        lead = self.leading
        ordered = [lead, *(test for test in self.tests if test is not lead)]
        if len(ordered) == 1:
            text = reading_of(lead)
            return (("", capitalised(text if lead.runs else f"not testable {text}")),)
        # On another dispute than its own, what is the same for all of them is told in full where it stands once.
        is_brief = not self.is_own and self.says_of_dispute
        if is_brief:
            ordered.sort(key=lambda test: not test.says_of_dispute)
        return tuple(
            (
                f"{test.part}, {_verdict_words(test)}",
                capitalised(brief_reading_of(test) if is_brief and not test.says_of_dispute else reading_of(test)),
            )
            for test in ordered
        )

    @property
    def reading(self) -> str:
        """What the numbers say, part by part, and why there is no verdict where there is none."""
        texts = [f"{capitalised(name)}: {text}" if name else text for name, text in self.readings]
        if told := self.no_verdict:
            texts.append(told)
        return " ".join(texts)

    @property
    def no_verdict(self) -> str:
        """Why there is no verdict on the claim, where the readings of its tests do not tell; else empty."""
        if self.verdict != "not testable" or self.claim.kind != "cause" or "premise" not in self.parts:
            return ""
        premise = self.parts["premise"]
        if premise == "contradicted":
            return "The claim is not about this dispute, since its premise does not hold here."
        return f"That its premise is {premise} shows no cause." if premise != "not testable" else ""

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON form."""
        lead = self.leading
        main = lead.main
        agree, of = lead.agreement if lead.runs else (0, 0)
        estimate = main.result.estimate if main else Estimate.missing("none", lead.reason or "no number was computed")
        quantities = [quantity.model_dump(mode="json") for quantity in self.claim.quantity]
        return {
            "id": self.claim.id,
            "explanation": self.explanation,
            "claim": self.sentence,
            "mechanism": self.claim.mechanism,
            "kind": self.claim.kind,
            "topic": self.claim.topic,
            "says_of_dispute": self.says_of_dispute,
            "quantity": quantities[0],
            "quantities": quantities,
            "test": lead.test,
            "verdict": self.verdict,
            "verdicts": {part: self.parts.get(part) for part in PARTS},
            "estimate": estimate.to_json(),
            "n": main.result.n if main else None,
            "n_unit": main.result.n_unit if main else None,
            "data": list(self.data),
            "agreement": {"agree": agree, "of": of, "fragile": self.is_fragile, "flips": list(lead.flips)},
            "not_testable_reason": self.not_testable_reason,
            "reading": self.reading,
            "readings": [{"part": name or lead.part, "text": text} for name, text in self.readings],
            "call": main.call if main else None,
            "would_change": self.would_change,
            "tests": [{**test.to_json(), "reading": reading_of(test)} for test in self.tests],
        }


def _verdict_words(test: BindingVerdict) -> str:
    if not test.is_test and test.runs:
        return "no test"
    return f"{test.verdict}, fragile" if test.flips and test.verdict in OPPOSITE else test.verdict
