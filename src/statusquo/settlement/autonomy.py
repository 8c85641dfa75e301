"""The record of an autonomy, from its case file: when it came about, what it may decide, what share of taxes it keeps.

It reads the facts whose keys begin with ``autonomy.``; a case file without them has no such record.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.cases.model import Case
from statusquo.cases.statements import Fact
from statusquo.core.estimates import Estimate

PREFIX = "autonomy."


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step in the making of an autonomy."""

    year: int
    label: str
    sources: tuple[str, ...]


def autonomy_steps(case: Case) -> tuple[Step, ...]:
    """Return the dated steps of the case's autonomy, earliest first; none where the case records none."""
    steps = [
        Step(int(fact.value), fact.label, fact.source)
        for fact in _facts(case)
        if fact.unit == "year" and isinstance(fact.value, int | float)
    ]
    return tuple(sorted(steps, key=lambda step: step.year))


def fiscal_share(case: Case) -> Estimate:
    """Return the share of the taxes raised in the territory that it keeps, in percent."""
    for fact in _facts(case):
        if fact.key.endswith(".fiscal_share_pct") and isinstance(fact.value, int | float):
            return Estimate(float(fact.value), "percent", sources=fact.source)
    return Estimate.missing("percent", "the case file records no fiscal share")


def _facts(case: Case) -> tuple[Fact, ...]:
    return tuple(fact for fact in case.fact if fact.key.startswith(PREFIX))
