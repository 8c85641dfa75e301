"""Tests across disputes: `contrast`, `effect` and `duration_dependence`.

They ask whether a factor goes with an outcome over many cases, which is association and not cause. The case that an
explanation was made from is left out where the test can leave it out. Nothing is fitted here: `contrast` is a rank
statistic on measured factors; the others read fitted artefacts, and are not testable where these do not exist.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.values import Line, Strict
from statusquo.core.estimates import Estimate
from statusquo.explanations import artefact_readers
from statusquo.explanations.contrasts import contrast, factor_values, matched, outcomes
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.measures import factor_text
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result


class ContrastParameters(Strict):
    """Parameters of `contrast`."""

    factor: Line = Field(description="name of a factor of structure that is measured for all disputes")
    outcome: Literal["statehood", "renewed fighting", "war"] = Field(
        description="what some disputes came to: a state of its own, more than one episode, or a year of war"
    )


class EffectParameters(Strict):
    """Parameters of `effect`."""

    model: Literal["risk", "outcome"] = Field(description="hazard of renewed fighting, or resistance and outcome")
    exposure: Line = Field(description="name of the exposure, as the fitted model has it")
    outcome: Line = Field(description="recurrence or war for the risk; the id of a fitted model for the outcome")
    sample: Line = Field(default="secession", description="risk set: secession, internal or broad")
    form: Literal["random-effect logit", "clustered logit"] = Field(
        default="random-effect logit", description="how the hazard allows for differences between disputes"
    )


class DurationParameters(Strict):
    """Parameters of `duration_dependence`."""

    clock: Literal["last episode", "line of control"] = Field(description="what quiet years are counted from")
    heterogeneity: Literal["normal random effect", "immune class", "within disputes", "no random effect"] = Field(
        default="normal random effect", description="how disputes may differ for good"
    )
    event: Literal["recurrence", "war"] = Field(
        default="recurrence", description="renewed fighting (25 battle deaths) or war (1,000)"
    )
    spells: Literal["any length", "up to five years", "six years or more", "eight years or more"] = Field(
        default="any length", description="which quiet spells count, by how long they had lasted"
    )
    condition: Literal["given the balances", "marginal"] = Field(
        default="given the balances", description="whether the balances are held beside the clock"
    )
    sample: Line = Field(default="secession", description="risk set: secession, internal or broad")


def contrast_results(parameters: ContrastParameters, evidence: Evidence) -> list[Result]:
    """Return Cliff's delta of a factor between disputes with and without an outcome."""
    values = factor_values(parameters.factor)
    if not values:
        raise NotTestableError("data", f"{factor_text(parameters.factor)} is not measured for other disputes")
    out = frozenset(number for case in own_cases(evidence) for number in case)
    known, flags, _ = matched(values, outcomes(evidence.snapshot, evidence.recoded)[parameters.outcome], out)
    try:
        found = contrast(known, flags)
    except ValueError as few:
        raise NotTestableError("data", str(few)) from None
    sources = ("ucdp-prio-acd",)
    estimate = Estimate(found.delta, "Cliff’s delta", found.low, found.high, "confidence95", sources)
    label = f"{factor_text(parameters.factor)}, disputes with {parameters.outcome} against without"
    note = f"{found.n_with} disputes with {parameters.outcome}, {found.n_without} without; those that UCDP lists"
    return [Result(label, estimate, found.n_with + found.n_without, "disputes", sources, note, found.p_value)]


def own_cases(evidence: Evidence) -> list[tuple[int, ...]]:
    """Return the UCDP numbers of the cases that the explanation was made from."""
    made_from = [name for name in evidence.explanation.made_from_case if name in bundled_ids()]
    return [load_case(name).ids.ucdp_conflict for name in made_from]


def effect_results(parameters: EffectParameters, evidence: Evidence) -> list[Result]:
    """Return a coefficient of the fitted risk or outcome model."""
    if parameters.model == "risk":
        return artefact_readers.risk_effect(
            exposure=parameters.exposure,
            event=parameters.outcome,
            sample=parameters.sample,
            model=parameters.form,
            made_from=evidence.explanation.made_from_case,
        )
    made_from = [load_case(name) for name in evidence.explanation.made_from_case if name in bundled_ids()]
    parents = tuple(actor.gwno for case in made_from for actor in case.parents() if actor.gwno is not None)
    return artefact_readers.outcome_effect(exposure=parameters.exposure, model=parameters.outcome, own_parents=parents)


def duration_results(parameters: DurationParameters, evidence: Evidence) -> list[Result]:
    """Return the slope of the hazard on a clock."""
    return artefact_readers.duration(
        clock=parameters.clock,
        event=parameters.event,
        spells=parameters.spells,
        sample=parameters.sample,
        condition=parameters.condition,
        heterogeneity=parameters.heterogeneity,
    )


TESTS = (
    ClaimTest(
        "contrast",
        "Is a factor of structure higher or lower where disputes came to an outcome?",
        "Cliff’s delta with a conservative 95 % interval, over the internal disputes that UCDP lists",
        ContrastParameters,
        contrast_results,
        is_cross_case=True,
    ),
    ClaimTest(
        "effect",
        "Does an exposure go with the hazard of renewed fighting, or with the outcome of movements?",
        "a coefficient of the fitted model with its 95 % interval",
        EffectParameters,
        effect_results,
        is_cross_case=True,
    ),
    ClaimTest(
        "duration_dependence",
        "Does the hazard of renewed fighting, or of war, fall or rise with quiet time, from the first year or later?",
        "change of the log odds with the log of time for one standard deviation of spells of any length",
        DurationParameters,
        duration_results,
        is_cross_case=True,
    ),
)
