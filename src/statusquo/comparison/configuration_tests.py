"""Configurations of the bundled cases as tested: each with its cases, exceptions, lift, p-values and survival.

Loaded from the artefact ``comparison_configurations``, which `statusquo data fit` makes; nothing is solved, shuffled or
swept here.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate

TESTED = "comparison_configurations"

CODED_SOURCES = ("ucdp-prio-acd", "epr-core", "cow-nmc", "democracy")
"""What the coded cases rest on beside the works named with each value in their files."""


@dataclass(frozen=True, slots=True)
class ConfigurationTest:
    """One tested expression.

    Attributes:
        test: unique name of the test.
        outcome: the outcome explained, with ``~`` for its absence.
        coding: whether values that rest on general knowledge or mirrors enter.
        role: a minimal model, one of its terms, the whole structural conjunction, it without one part, or a part.
        complexity: the solution a model belongs to; None for the conjunction.
        model: number of the model among those that fit equally well; None for the conjunction.
        dropped: part of the conjunction that is left out; None otherwise.
        expression: as written in the field.
        n_compared: cases that have a value for each part.
        n_cases: cases in it.
        base_rate: mean membership in the outcome.
        consistency: share of the membership that lies within the outcome; None where no case is a member.
        coverage: share of the outcome that lies within it.
        lift: consistency over the base rate.
        p_expression: share of shuffled outcomes that fit it as consistently.
        p_adjusted: the same adjusted for the terms of its model.
        p_search: share of searches through shuffled outcomes that find a model as good; of models alone.
        cases: cases in it with the outcome.
        exceptions: cases in it without the outcome.
        reason: why it is not testable; None where it is.
        in_every_model: share of analyses under other choices in which every minimal model names it.
        in_some_model: share in which some model names it.
        consistent: share in which it stays as consistent as the cut-off asks.
        lost_without: clusters without which no minimal model names it.
    """

    test: str
    outcome: str
    coding: str
    role: str
    complexity: str | None
    model: int | None
    dropped: str | None
    expression: str
    n_compared: int
    n_cases: int
    base_rate: float
    consistency: float | None
    coverage: float | None
    lift: Estimate
    p_expression: float | None
    p_adjusted: float | None
    p_search: float | None
    cases: tuple[str, ...]
    exceptions: tuple[str, ...]
    reason: str | None
    in_every_model: float | None
    in_some_model: float | None
    consistent: float | None
    lost_without: tuple[str, ...]

    @property
    def p(self) -> float | None:
        """The p-value that counts: of the search where a search chose it, else of the expression."""
        return next((p for p in (self.p_search, self.p_adjusted, self.p_expression) if p is not None), None)


def configuration_tests() -> tuple[ConfigurationTest, ...]:
    """Return every tested expression.

    Raises:
        ArtefactError: when they were never fitted.
    """
    found = []
    for row in load_artefact(TESTED).drop("pri").iter_rows(named=True):
        why_none = {"unit": "ratio", "missing_reason": "no case is in it"}
        lift = Estimate.from_row(row | why_none, "confidence95", CODED_SOURCES, of="lift")
        told = {name: value for name, value in row.items() if not name.startswith("lift")}
        told |= {name: tuple(row[name]) for name in ("cases", "exceptions", "lost_without")}
        found.append(ConfigurationTest(lift=lift, **told))
    return tuple(found)
