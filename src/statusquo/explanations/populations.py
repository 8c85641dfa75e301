"""Which disputes a test runs over, and whether the dispute asked about is one of their kind.

The tests across disputes run over attempts at secession, with a parent and a separatist side, and the game has a
holder and a revisionist. What they find says nothing of a dispute between claimants, where nobody is either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statusquo.cases.model import Case
from statusquo.core.wording import listed
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError

WHOLE_SET = "broad"
"""The risk set that holds territorial disputes of every kind."""

GAME = "game"


def refuse_another_kind(test: ClaimTest, parameters: Mapping[str, Any], case: Case) -> None:
    """Refuse a test that runs over disputes of another kind than a dispute between claimants.

    Raises:
        NotTestableError: when the case has claimants, and the test needs a parent, a separatist side or a holder.
    """
    if not case.claimants():
        return
    names = listed([actor.name for actor in case.claimants()])
    if test.is_cross_case and parameters.get("sample") != WHOLE_SET:
        reason = "the test runs over disputes that have a parent and a separatist side"
        raise NotTestableError("data", f"{names} are claimants, and {reason}")
    if test.name == GAME and not case.holding:
        raise NotTestableError("data", f"{names} are claimants, and the game needs a holder, whom no source names")
