"""Tests on models of behaviour: `game` and `acceptance`; and `untestable`, with its reason.

A model that behaves as a claim says shows that the mechanism can work, not that it did; where its rules leave it no
other way it shows how much and is no test. Neither model is fitted here;
while one is not there, a claim bound to it is not testable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from statusquo.bargaining.claims import claim_readings
from statusquo.core.errors import ArtefactError, InputError, UnknownNameError
from statusquo.documents.values import Line, Strict
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result
from statusquo.settlement.claims import claim_results


class GameParameters(Strict):
    """Parameters of `game`."""

    outcome: Line = Field(description="what of the solved game is compared, such as the holder's offer")
    exposure: Line = Field(description="the input that is varied, such as the expected shift of power")


class AcceptanceParameters(Strict):
    """Parameters of `acceptance`."""

    proposal: tuple[Line, ...] = Field(
        default=(), description="ids of the proposals whose recorded answers are compared with the predictions"
    )
    option: Line | None = Field(default=None, description="an option or status formula whose acceptance is told")
    against: Line | None = Field(
        default=None, description="another status formula: by how much likelier `actor` accepts `option` than it"
    )
    actor: Line | None = Field(default=None, description="whose acceptance of `option` over `against` is told")
    change: Line | None = Field(
        default=None, description="an issue: what its being on the agenda does to the zone of agreement"
    )
    period: Line | None = Field(default=None, description="the period of the settlement file; all by default")


class UntestableParameters(Strict):
    """Parameters of `untestable`."""

    reason: Line = Field(description="why the data held cannot reach the claim")
    needs: Line = Field(description="what would have to be held, or asked instead")
    why: Literal["data", "by design"] = Field(
        default="data", description="whether data are lacking, or no data could come out the other way"
    )


def game_results(parameters: GameParameters, evidence: Evidence) -> list[Result]:
    """Return how the solved game's outcome moves with an input."""
    try:
        readings = claim_readings(evidence.case, outcome=parameters.outcome, exposure=parameters.exposure)
    except InputError as error:
        raise NotTestableError("model not built", str(error)) from error
    return [replace(one, label=f"{parameters.outcome} in {one.label}") for one in readings]


def acceptance_results(parameters: AcceptanceParameters, evidence: Evidence) -> list[Result]:
    """Return how the model of acceptance does on the record, or how a change moves the zone of agreement."""
    try:
        readings = claim_results(evidence.case, evidence.snapshot, **parameters.model_dump())
    except ArtefactError as cause:
        raise NotTestableError("data", f"no one has written down who wants what in this dispute: {cause}") from None
    except UnknownNameError as cause:
        raise NotTestableError("data", str(cause)) from None
    usable = [reading for reading in readings if reading.estimate.value is not None]
    if not usable:
        raise NotTestableError("data", str(readings[0].estimate.missing_reason))
    asked = _asked(parameters, evidence)
    return [replace(one, label=f"{asked}, {one.label}") for one in usable]


def _asked(parameters: AcceptanceParameters, evidence: Evidence) -> str:
    """Return what was asked of the model of acceptance, in words."""
    if parameters.proposal:
        return "recorded answers that the model of acceptance gives, beyond the commoner answer given every time"
    if parameters.change is not None:
        issue = parameters.change.replace("-", " ")
        return f"chance that the likeliest option is agreed, with {issue} on the agenda less without"
    option = (parameters.option or "").replace("-", " ")
    if parameters.against is not None and parameters.actor is not None:
        other = parameters.against.replace("-", " ")
        return f"chance that {evidence.actor(parameters.actor).name} accepts {option}, less that it accepts {other}"
    return f"chance that all with a veto accept {option}"


def untestable_results(parameters: UntestableParameters, evidence: Evidence) -> list[Result]:
    """Raise: the claim cannot be reached with the data held."""
    raise NotTestableError(parameters.why, f"{parameters.reason}; it would take {parameters.needs}")


TESTS = (
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
