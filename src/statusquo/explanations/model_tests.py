"""Tests on models of behaviour: `counterfactual`, `game`, `acceptance`; and `untestable`, with its reason.

A model that behaves as a claim says shows that the mechanism can work, not that it did. None of the three models is
fitted here; while one is not there, a claim bound to it is not testable.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from statusquo.bargaining.claims import claim_readings
from statusquo.cases.values import Line, Number, Strict, Whole
from statusquo.core.artefacts import has_artefact
from statusquo.core.errors import InputError
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result


class CounterfactualParameters(Strict):
    """Parameters of `counterfactual`."""

    change: Line = Field(description="the input that is set otherwise")
    to: Number = Field(description="what it is set to")
    year: Whole = Field(description="year in which the risk is compared")


class GameParameters(Strict):
    """Parameters of `game`."""

    outcome: Line = Field(description="what of the solved game is compared, such as the holder's offer")
    exposure: Line = Field(description="the input that is varied, such as the expected shift of power")


class AcceptanceParameters(Strict):
    """Parameters of `acceptance`."""

    proposal: tuple[Line, ...] = Field(default=(), description="ids of the proposals compared with the record")
    option: Line | None = Field(default=None, description="a settlement option whose zone of agreement is measured")
    change: Line | None = Field(default=None, description="what is added to or taken from the issues")


class UntestableParameters(Strict):
    """Parameters of `untestable`."""

    reason: Line = Field(description="why the data held cannot reach the claim")
    needs: Line = Field(description="what would have to be held")


def counterfactual_results(parameters: CounterfactualParameters, evidence: Evidence) -> list[Result]:
    """Return the change of a dispute's risk when one input is set otherwise."""
    return _ask(evidence, "risk.counterfactual", "the counterfactual path of risk", parameters)


def game_results(parameters: GameParameters, evidence: Evidence) -> list[Result]:
    """Return how the solved game's outcome moves with an input."""
    if not has_artefact("bargaining_claims"):
        raise NotTestableError("model not built", "the game of holder, revisionist and veto power is not fitted yet")
    try:
        readings = claim_readings(evidence.case, outcome=parameters.outcome, exposure=parameters.exposure)
    except InputError as error:
        raise NotTestableError("model not built", str(error)) from error
    return [Result(one.label, one.estimate, one.n, one.n_unit, one.sources, one.note) for one in readings]


def acceptance_results(parameters: AcceptanceParameters, evidence: Evidence) -> list[Result]:
    """Return how the model of acceptance does on the record, or how a change moves the zone of agreement."""
    return _ask(evidence, "settlement.claims", "the model of who would accept which settlement", parameters)


def _ask(evidence: Evidence, module: str, what: str, parameters: Strict) -> list[Result]:
    """Return what a room's `claim_results(case, snapshot, **parameters)` gives, once the room is there."""
    room = evidence.need(module, what)
    given: dict[str, Any] = parameters.model_dump()
    results: list[Result] = room.claim_results(evidence.case, evidence.snapshot, **given)
    return results


def untestable_results(parameters: UntestableParameters, evidence: Evidence) -> list[Result]:
    """Raise: the claim cannot be reached with the data held."""
    raise NotTestableError("data", f"{parameters.reason}; it would take {parameters.needs}")


TESTS = (
    ClaimTest(
        "counterfactual",
        "How would the risk have run if one input were different?",
        "difference in the yearly probability of renewed fighting",
        CounterfactualParameters,
        counterfactual_results,
    ),
    ClaimTest(
        "game",
        "Does the bargaining game behave as the claim says?",
        "change of the game’s outcome with the input",
        GameParameters,
        game_results,
    ),
    ClaimTest(
        "acceptance",
        "Does the model of acceptance reproduce who rejected what, or widen where the claim says so?",
        "share of answers reproduced, or change of the zone of agreement",
        AcceptanceParameters,
        acceptance_results,
    ),
    ClaimTest(
        "untestable",
        "Which data would it take?",
        "no number: the claim is not testable, with the reason",
        UntestableParameters,
        untestable_results,
    ),
)
