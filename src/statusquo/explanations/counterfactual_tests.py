"""The test `counterfactual`: how a dispute's yearly risk would be told if one input had been different.

The difference between two predictions of one fitted model (`risk.scenario`), with the interval of the difference;
nothing is fitted. The models for prediction draw what helps little to zero, so that a difference near none may be the
penalty's work: where the penalty gives most of what is known of every input that moves, and the interval holds zero,
the number is told and decides nothing. A claim on one exposure is better asked of `effect`, whose model leaves it free.
"""

from __future__ import annotations

import json
import math
from typing import Literal

from pydantic import Field, model_validator

from statusquo.core.errors import ArtefactError, InputError, ScenarioError
from statusquo.documents.values import Line, Number, Strict, Whole
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result
from statusquo.risk.events import Event, RiskSet
from statusquo.risk.fitted import load_risk_model
from statusquo.risk.models import WIDE
from statusquo.risk.scenario import NOTE, run_scenario
from statusquo.risk.scenario_file import Scenario, scenario_from_text

MOST_PENALTY = 0.5
"""Largest ratio of a coefficient's standard error to the spread that its penalty allows: beyond it the penalty gives
more than a quarter of what is known."""

FILE = "the parameters of the test"


class CounterfactualParameters(Strict):
    """Parameters of `counterfactual`."""

    target: Literal["covariate", "balance", "deliveries_to"] = Field(
        default="covariate", description="what kind of thing is different, as in a scenario file"
    )
    change: Line = Field(description="the covariate, `spending_ratio`, or the actor that received the deliveries")
    to: Number | None = Field(default=None, description="the value it is set to")
    hold_at: Whole | None = Field(default=None, description="or the year whose value it keeps")
    first_year: Whole = Field(description="first year in which it is different")
    last_year: Whole = Field(description="last such year")
    event: Literal["recurrence", "war"] = Field(default="war", description="renewed fighting, or war")
    year: Whole | None = Field(
        default=None, description="year whose risk is compared; by default the chance in any year from the change on"
    )

    @model_validator(mode="after")
    def _is_a_scenario(self) -> CounterfactualParameters:
        try:
            self.scenario()
        except ScenarioError as wrong:
            first = wrong.problems[0]
            raise ValueError(f"{first.what}, found {first.found}; allowed: {first.allowed}") from None
        return self

    def scenario(self) -> Scenario:
        """Return the scenario of this one change.

        Raises:
            ScenarioError: when there can be no such change.
        """
        ways = {"set": self.to, "hold_at": self.hold_at, "from": self.first_year, "until": self.last_year}
        lines = [f"{key} = {value!r}" for key, value in ways.items() if value is not None]
        change = "\n".join(["[[change]]", f"{self.target} = {json.dumps(self.change)}", *lines])
        return scenario_from_text(f"title = {json.dumps(self.change)}\n{change}\n", FILE)


def counterfactual_results(parameters: CounterfactualParameters, evidence: Evidence) -> list[Result]:
    """Return the risk with the change less the risk without it, as the fitted model has both."""
    scenario = parameters.scenario()
    try:
        told = run_scenario(evidence.case, scenario, evidence.snapshot)
    except ArtefactError:
        raise NotTestableError("model not built", "the risk of renewed fighting is not fitted yet") from None
    except (ScenarioError, InputError) as refused:
        raise NotTestableError("data", "; ".join(problem.what for problem in refused.problems)) from None
    contrast = told.contrasts.get(parameters.event)
    if contrast is None:
        raise NotTestableError("data", f"the dispute could not meet {parameters.event} in any of the years")
    points = {point.year: point for point in contrast.difference.points}
    if parameters.year is None:
        estimate = contrast.over_years.difference
        span = f"{min(points)}–{max(points)}"
    elif parameters.year in points:
        estimate = contrast.difference.at(parameters.year)
        span = str(parameters.year)
    else:
        raise NotTestableError("data", f"the dispute could not meet {parameters.event} in {parameters.year}")
    undecided = ""
    holds_zero = estimate.low is not None and estimate.high is not None and estimate.low <= 0 <= estimate.high
    if holds_zero and _is_penalised(tuple(told.moved), told.risk_set, parameters.event):
        undecided = "the model is fitted for prediction, with a penalty that draws what is changed here to zero"
    label = f"{scenario.changes[0].words}: difference in the risk of {parameters.event}, {span}"
    note = NOTE.rstrip(".")
    return [Result(label, estimate, len(points), "years", estimate.sources, note, undecided=undecided)]


def _is_penalised(moved: tuple[str, ...], risk_set: RiskSet, event: Event) -> bool:
    """Whether the penalty gives most of what is known of every covariate that moves."""
    fit = load_risk_model(risk_set, event, WIDE).fit
    places = [place for place, name in enumerate(fit.names) if name in moved]
    return all(
        math.sqrt(max(float(fit.covariance[place, place]), 0.0) * float(fit.penalty[place])) > MOST_PENALTY
        for place in places
    )


TESTS = (
    ClaimTest(
        "counterfactual",
        "How would the risk have run if one input were different?",
        "difference in the yearly probability of renewed fighting or war, with the interval of the difference",
        CounterfactualParameters,
        counterfactual_results,
    ),
)
