"""The essay's structural conjunction, evaluated on cases that did not produce it.

Babayev (2021) explains the failure of Karabakh's attempt by structure: a small area, an enclave, mountains or a gap to
the patron, no earlier statehood, a small group, and borders of first-order units that speak for the parent. Karabakh is
left out, because an explanation cannot be tested on the case it was made from. The conjunction is no search, so its
permutation test is that of one expression named in advance. Where no other case is in it, it is not testable, and what
can be tested are the conjunctions that do without one of its parts, and each part alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from statusquo.comparison.admission import THEORY_CASES
from statusquo.comparison.case_conditions import STRUCTURE_AGAINST, CodedRow
from statusquo.comparison.coded_comparison import CodedComparison, compare_coded, read_coded_cases
from statusquo.comparison.evidence import PERMUTATIONS, Evidence, weigh_expression
from statusquo.comparison.fit import Sufficiency, fit_terms
from statusquo.comparison.sets import CalibratedCases, parse_model
from statusquo.core.jsonable import Jsonable

FEWEST_CASES = 2
"""With fewer cases in it an expression says what happened there, not what goes with what."""

Testability = Literal["testable", "not testable"]


@dataclass(frozen=True, slots=True)
class TestedExpression(Jsonable):
    """One expression with its fit, its evidence, the cases in it and the exceptions among them.

    Attributes:
        expression: as written.
        n_compared: cases that have a value for each of its parts.
        dropped: the part of the whole conjunction that is left out; None for the whole and for single parts.
        fit: its parameters of fit.
        evidence: lift and permutation test.
        cases: cases in it with the outcome.
        exceptions: cases in it without the outcome.
        testability: whether enough cases are in it.
        reason: why it is not testable; None where it is.
    """

    expression: str
    n_compared: int
    dropped: str | None
    fit: Sufficiency
    evidence: Evidence
    cases: tuple[str, ...]
    exceptions: tuple[str, ...]
    testability: Testability
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, those of the fit among its own."""
        told = Jsonable.to_json(self)
        fit, reason = told.pop("fit"), told.pop("reason")
        return {**told, **fit, "not_testable_reason": reason}


@dataclass(frozen=True, slots=True)
class TestedConjunction(Jsonable):
    """A conjunction named in advance, tested without the cases that produced it.

    Attributes:
        outcome: the outcome explained.
        whole: the conjunction.
        without_one: the conjunctions that do without one part.
        parts: each part alone.
        left_out: case and reason, for the whole conjunction; what names fewer parts keeps more cases.
    """

    outcome: str
    whole: TestedExpression
    without_one: tuple[TestedExpression, ...]
    parts: tuple[TestedExpression, ...]
    left_out: Mapping[str, str]


def structural_conjunction(
    *,
    outcome: str = "~SEPARATED",
    literals: Sequence[str] = STRUCTURE_AGAINST,
    sourced_only: bool = True,
    left_out: Mapping[str, str] | None = None,
    permutations: int = PERMUTATIONS,
) -> TestedConjunction:
    """Return the test of the structural conjunction.

    Args:
        outcome: the outcome it is said to bring about; by default that the territory has not left its parent.
        literals: its parts.
        sourced_only: leave out cases in which a part rests on general knowledge or mirrors alone.
        left_out: further cases to leave out, with the reason, such as a cluster.
        permutations: shuffled outcomes per test.
    """
    coded = read_coded_cases()
    rows: Mapping[str, CodedRow] = coded.main if sourced_only else coded.unsourced
    gone = {**THEORY_CASES, **(left_out or {})}

    def compared(parts: Sequence[str]) -> CodedComparison:
        return compare_coded([part.removeprefix("~") for part in parts], outcome, rows=rows, left_out=gone)

    def tested(parts: Sequence[str], dropped: str | None = None) -> TestedExpression:
        return _test(compared(parts).data, "*".join(parts), dropped, permutations)

    whole = compared(literals)
    return TestedConjunction(
        outcome=whole.data.outcome_name,
        whole=tested(literals),
        without_one=tuple(tested([p for p in literals if p != dropped], dropped) for dropped in literals),
        parts=tuple(tested([part]) for part in literals),
        left_out=whole.left_out,
    )


def _test(data: CalibratedCases, expression: str, dropped: str | None, permutations: int) -> TestedExpression:
    terms = parse_model(expression, data.conditions)
    [fit] = fit_terms(data, terms)
    inside = len(fit.consistent) + len(fit.deviant)
    reason = None
    if inside < FEWEST_CASES:
        only = f"only {(fit.consistent + fit.deviant)[0]} is" if inside else "none is"
        reason = f"of the {len(data.cases)} cases compared {only} in it"
    return TestedExpression(
        expression=expression,
        n_compared=len(data.cases),
        dropped=dropped,
        fit=fit.fit,
        evidence=weigh_expression(data, terms, name=expression, permutations=permutations),
        cases=fit.consistent,
        exceptions=fit.deviant,
        testability="testable" if reason is None else "not testable",
        reason=reason,
    )
