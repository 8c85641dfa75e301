"""Tests the configurations of the bundled cases: every minimal model and term, and the structural conjunction.

Searching, shuffling and sweeping take their time, so that they are done once here; Karabakh is left out throughout,
because the conjunction was made from it (`comparison.admission`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from statusquo.comparison.bundled import DRAWS, BundledComparison, compare_bundled
from statusquo.comparison.conjunction import TestedConjunction, TestedExpression
from statusquo.comparison.evidence import PERMUTATIONS, SEARCHES, Evidence
from statusquo.comparison.fit import Sufficiency
from statusquo.core.columns import schema_of
from statusquo.fits.registry import FitInputs, Fitted

OUTCOMES_TESTED = ("SEPARATED", "~SEPARATED")

_SURVIVAL = ("in_every_model", "in_some_model", "consistent")


def fit_configurations(inputs: FitInputs) -> Fitted:
    """Return table ``fit.comparison_configurations``: one row per tested expression."""
    rows: list[dict[str, Any]] = []
    for i, outcome in enumerate(OUTCOMES_TESTED):
        inputs.progress(i, len(OUTCOMES_TESTED), outcome)
        compared = compare_bundled(outcome=outcome)
        rows += _solution_rows(compared)
    # The conjunction explains the absence of separation, whatever outcome the search explains.
    rows += _conjunction_rows(compared.conjunction, "sourced only")
    rows += _conjunction_rows(compared.conjunction_unsourced, "with unsourced")
    return Fitted(
        pl.DataFrame(rows, schema=schema_of("fit.comparison_configurations")),
        {"permutations": PERMUTATIONS, "searches": SEARCHES, "draws": DRAWS},
    )


def _solution_rows(compared: BundledComparison) -> Iterator[dict[str, Any]]:
    """Yield each minimal model and its terms, with how they survive other choices."""
    data = compared.main.table.data
    swept = {item.complexity: {term.expression: term for term in item.terms} for item in compared.robustness}
    for complexity, solution in compared.main.solutions.items():
        for number, (model, weighed) in enumerate(
            zip(solution.models, compared.main.evidence[complexity], strict=True), 1
        ):
            common = {
                "outcome": data.outcome_name,
                "coding": "sourced only",
                "complexity": complexity,
                "model": number,
                "n_compared": len(data.cases),
            }
            name = f"{data.outcome_name}, {complexity}, model {number}"
            cases = [case for term in model.term_fits for case in term.consistent]
            exceptions = [case for term in model.term_fits for case in term.deviant]
            yield {
                **common,
                "test": name,
                "role": "model",
                **_weighed(weighed.model, model.fit),
                "cases": list(dict.fromkeys(cases)),
                "exceptions": list(dict.fromkeys(exceptions)),
                "lost_without": [],
            }
            for i, (term, evidence) in enumerate(zip(model.term_fits, weighed.terms, strict=True), 1):
                survival = swept[complexity][term.expression].to_json()
                yield {
                    **common,
                    "test": f"{name}, term {i}",
                    "role": "term",
                    **_weighed(evidence, term.fit),
                    "cases": list(term.consistent),
                    "exceptions": list(term.deviant),
                    **{column: survival[column] for column in _SURVIVAL},
                    "lost_without": [
                        cluster
                        for cluster, found in compared.without_clusters.items()
                        if not any(term.expression in terms for terms in found[complexity])
                    ],
                }


def _conjunction_rows(tested: TestedConjunction, coding: str) -> Iterator[dict[str, Any]]:
    """Yield the whole conjunction, the same without each part, and each part alone."""
    items: list[tuple[str, TestedExpression]] = [("whole", tested.whole)]
    items += [("without one", item) for item in tested.without_one]
    items += [("part", item) for item in tested.parts]
    for role, item in items:
        named = {"whole": "whole", "without one": f"without {item.dropped}", "part": f"{item.expression} alone"}[role]
        yield {
            "test": f"conjunction, {coding}, {named}",
            "outcome": tested.outcome,
            "coding": coding,
            "role": role,
            "dropped": item.dropped,
            "n_compared": item.n_compared,
            **_weighed(item.evidence, item.fit),
            "expression": item.expression,
            "cases": list(item.cases),
            "exceptions": list(item.exceptions),
            "reason": item.reason,
            "lost_without": [],
        }


def _weighed(evidence: Evidence, fit: Sufficiency) -> dict[str, Any]:
    return {
        "expression": evidence.expression,
        "n_cases": evidence.n_cases,
        "base_rate": evidence.base_rate,
        "consistency": fit.consistency,
        "pri": fit.pri,
        "coverage": fit.coverage,
        "lift": evidence.lift.value,
        "lift_low": evidence.lift.low,
        "lift_high": evidence.lift.high,
        "p_expression": evidence.p_expression,
        "p_adjusted": evidence.p_adjusted,
        "p_search": evidence.p_search,
    }
