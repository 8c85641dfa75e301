"""Theory evaluation: where a theory and a solution meet, where they part, and which cases speak to it.

Ragin (1987, pp. 118-121) and Schneider and Wagemann (2012, ch. 11.3): the theory T and the solution S, both written as
expressions over the conditions, intersect in four areas. Cases with the outcome are covered or uncovered by the
solution, and most or least likely by the theory; cases without it are consistent or inconsistent with the solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.comparison.algebra import intersection, negation
from statusquo.comparison.fit import IN, Sufficiency, sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, parse_model, render_model

_AREAS = (
    ("T*S", "covered most likely", "inconsistent most likely"),
    ("~T*S", "covered least likely", "inconsistent least likely"),
    ("T*~S", "uncovered most likely", "consistent most likely"),
    ("~T*~S", "uncovered least likely", "consistent least likely"),
)
"""Each area with what its cases are called, with the outcome and without."""


@dataclass(frozen=True, slots=True)
class Area:
    """One of the four intersections of theory and solution.

    Attributes:
        area: T*S, ~T*S, T*~S or ~T*~S.
        expression: as written; empty where the two exclude each other.
        fit: its fit as sufficient for the outcome.
        with_outcome: what its cases with the outcome are called.
        cases: these cases.
        without_outcome: what its cases without the outcome are called.
        others: these cases.
    """

    area: str
    expression: str
    fit: Sufficiency
    with_outcome: str
    cases: tuple[str, ...]
    without_outcome: str
    others: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; the cases stand under what they are called."""
        return {
            "area": self.area,
            "expression": self.expression,
            "fit": self.fit.to_json(),
            self.with_outcome: list(self.cases),
            self.without_outcome: list(self.others),
        }


@dataclass(frozen=True, slots=True)
class TheoryEvaluation:
    """A theory held against a solution.

    Attributes:
        theory: the theory as written.
        solution: the model it is held against.
        theory_fit: fit of the theory as sufficient for the outcome.
        areas: the four intersections.
    """

    theory: str
    solution: str
    theory_fit: Sufficiency
    areas: tuple[Area, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "theory": self.theory,
            "solution": self.solution,
            "theory_fit": self.theory_fit.to_json(),
            "areas": [area.to_json() for area in self.areas],
        }


def evaluate_theory(data: CalibratedCases, theory: str, solution: Sequence[Term]) -> TheoryEvaluation:
    """Return how a theory and a model meet and part.

    Args:
        data: the calibrated cases.
        theory: an expression over the conditions, such as ``A*~B + C``.
        solution: the terms of the model.

    Raises:
        InputError: when the theory cannot be read or names a condition there is not.
    """
    expected = parse_model(theory, data.conditions)
    t, s = data.model_membership(expected), data.model_membership(solution)
    expressions = {"": expected, "~": negation(expected, data.conditions)}
    found = {"": tuple(solution), "~": negation(solution, data.conditions)}
    areas = []
    for area, with_outcome, without_outcome in _AREAS:
        not_t, not_s = (part[:-1] for part in area.split("*"))
        membership = np.minimum(1 - t if not_t else t, 1 - s if not_s else s)
        areas.append(
            Area(
                area,
                render_model(intersection(expressions[not_t], found[not_s]), data.conditions),
                sufficiency(membership, data.outcome),
                with_outcome,
                data.named((membership > IN) & (data.outcome > IN)),
                without_outcome,
                data.named((membership > IN) & (data.outcome < IN)),
            )
        )
    return TheoryEvaluation(
        render_model(expected, data.conditions),
        render_model(solution, data.conditions),
        sufficiency(t, data.outcome),
        tuple(areas),
    )
