"""Reads what other rooms have fitted, as results of tests; where an artefact or a function is not there, says so."""

from __future__ import annotations

from statusquo.explanations.evidence import Evidence
from statusquo.explanations.results import NotTestableError, Result
from statusquo.core.artefacts import has_artefact


def effect(model: str, *, exposure: str, outcome: str, sample: str | None, specification: str | None) -> list[Result]:
    """Return a coefficient of the fitted risk or outcome model."""
    name = f"{model}_coefficients"
    if not has_artefact(name):
        raise NotTestableError("model not built", f"the {model} model is not fitted yet")
    raise NotTestableError("data", f"the {model} model has no coefficient {exposure!r} for {outcome!r}")


def duration(*, clock: str, event: str, heterogeneity: str, interaction: str | None) -> list[Result]:
    """Return the slope of the hazard on a clock."""
    if not has_artefact("duration_dependence"):
        raise NotTestableError("model not built", "duration dependence is not fitted yet")
    raise NotTestableError("data", f"no slope on {clock!r} with {heterogeneity!r} is fitted")


def configuration(
    evidence: Evidence, *, conditions: tuple[str, ...], outcome: str, relation: str, statistic: str
) -> list[Result]:
    """Return the consistency or lift of a conjunction."""
    evidence.need("comparison.coded_cases", "the comparison of coded cases")
    raise NotTestableError("data", "the coded cases have no such condition")
