"""What a user's own coding of the status quo changes in the claims that are tested across disputes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from statusquo.balances.measures import Measures
from statusquo.cases.load import bundled_case_of_conflict, load_case
from statusquo.core.jsonable import Jsonable
from statusquo.explanations.ledger import judge
from statusquo.explanations.reading import number_text
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.tested import BindingVerdict
from statusquo.panels.codings import Coding
from statusquo.snapshot.store import Snapshot

_KEYS = {
    "before": "verdict_before",
    "after": "verdict_after",
    "before_text": "before",
    "after_text": "after",
    "is_flip": "flips",
}


@dataclass(frozen=True, slots=True)
class ClaimChange(Jsonable, also=("is_flip",), keys=_KEYS):
    """One test of a claim whose number a coding changes.

    Attributes:
        id: the claim's id.
        label: the reading of the evidence.
        before: the verdict of the test without the coding.
        after: the verdict with it.
        before_text: verdict and number without it.
        after_text: verdict and number with it.
    """

    id: str
    label: str
    before: str
    after: str
    before_text: str
    after_text: str

    @property
    def is_flip(self) -> bool:
        """Whether the verdict changes, not only the number."""
        return self.before != self.after


def recoded_claims(snapshot: Snapshot, codings: Sequence[Coding]) -> list[ClaimChange]:
    """Return every test across disputes whose number changes when the codings are applied, once per claim.

    Args:
        snapshot: the open snapshot.
        codings: the user's own.
    """
    if not codings:
        return []
    number = codings[0].conflict_id_ucdp
    case = load_case(bundled_case_of_conflict(number) or f"ucdp-{number}")
    measures = Measures(case, snapshot)
    ledgers = judge(case, snapshot, measures=measures), judge(case, snapshot, recoded=codings, measures=measures)
    found = []
    for before, after in zip(ledgers[0].claims, ledgers[1].claims, strict=True):
        for one, other in zip(_across(before.tests), _across(after.tests), strict=True):
            if _text(one) != _text(other):
                label = one.main.result.label if one.main else one.test
                found.append(ClaimChange(before.claim.id, label, one.verdict, other.verdict, _text(one), _text(other)))
    return found


def _across(tests: Iterable[BindingVerdict]) -> list[BindingVerdict]:
    return [test for test in tests if claim_tests()[test.test].is_cross_case]


def _text(test: BindingVerdict) -> str:
    return f"{test.verdict}: {number_text(test.main.result.estimate, signed=False) if test.main else test.reason}"
