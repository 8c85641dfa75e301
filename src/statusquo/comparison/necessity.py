"""Necessary conditions: single ones, conjunctions, and disjunctions (SUIN conditions).

A set is necessary when nearly all of the outcome lies within it, and worth naming when it is not trivially large
(coverage, and relevance of necessity; Schneider and Wagemann 2012, ch. 5 and 9). Every conjunction that passes is
listed, since each says more than its parts; of the disjunctions only those that stop passing when a part is taken out,
since a longer one passes trivially. A part of such a disjunction is a SUIN condition: sufficient but unnecessary for
something that is itself insufficient but necessary (Mahoney, Kimball and Koivu 2009).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.fit import Necessity, necessity
from statusquo.comparison.sets import CalibratedCases
from statusquo.core.jsonable import Jsonable

MOST_EXPRESSIONS = 2_000_000
"""Sets of literals tried before the search stops at the length reached and says so."""

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class NecessaryExpression:
    """One expression that the outcome lies within.

    Attributes:
        expression: as written; parts joined by ``*`` or ``+``.
        is_suin: whether it is a disjunction, so that each part is a SUIN condition.
        fit: its parameters of fit.
    """

    expression: str
    is_suin: bool
    fit: Necessity

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"expression": self.expression, "is_suin": self.is_suin, **self.fit.to_json()}


@dataclass(frozen=True, slots=True)
class NecessityAnalysis(Jsonable):
    """Every single condition with its fit, and the expressions that pass the cut-offs.

    Attributes:
        single: the fit of every literal, whether it passes or not.
        expressions: expressions that pass, conjunctions first.
        truncated: whether longer expressions were left untried.
    """

    single: tuple[NecessaryExpression, ...]
    expressions: tuple[NecessaryExpression, ...]
    truncated: bool


def analyse_necessity(
    data: CalibratedCases,
    *,
    inclusion_cut: float = 0.9,
    coverage_cut: float = 0.6,
    relevance_cut: float = 0.0,
    most: int = MOST_EXPRESSIONS,
) -> NecessityAnalysis:
    """Return what is necessary for the outcome.

    Args:
        data: the calibrated cases.
        inclusion_cut: least consistency of necessity.
        coverage_cut: least coverage.
        relevance_cut: least relevance of necessity (RoN).
        most: sets of literals to try at most.
    """
    literals = [
        (i, condition.literal(level), data.literals[i][level])
        for i, condition in enumerate(data.conditions)
        for level in range(condition.levels)
    ]

    def passes(fit: Necessity) -> bool:
        found = ((fit.consistency, inclusion_cut), (fit.coverage, coverage_cut), (fit.relevance, relevance_cut))
        return all(value is not None and value >= cut - _TOLERANCE for value, cut in found)

    single = tuple(
        NecessaryExpression(text, is_suin=False, fit=necessity(membership, data.outcome))
        for _, text, membership in literals
    )
    conjunctions, cut_short = _conjunctions(data, literals, inclusion_cut, most)
    kept = [item for item in conjunctions if passes(item.fit)]
    disjunctions, cut_too = _disjunctions(data, literals, passes, most)
    return NecessityAnalysis(single, (*kept, *disjunctions), truncated=cut_short or cut_too)


Literals = list[tuple[int, str, NDArray[np.float64]]]


def _conjunctions(
    data: CalibratedCases, literals: Literals, inclusion_cut: float, most: int
) -> tuple[list[NecessaryExpression], bool]:
    """Return every conjunction that holds the outcome; adding a part never raises consistency, so the search prunes."""
    found: list[NecessaryExpression] = []
    layer: list[tuple[tuple[int, ...], NDArray[np.float64]]] = [((), np.ones(len(data.cases)))]
    tried = 0
    while layer:
        longer = []
        for chosen, membership in layer:
            first = chosen[-1] + 1 if chosen else 0
            for j in range(first, len(literals)):
                if any(literals[i][0] == literals[j][0] for i in chosen):
                    continue
                tried += 1
                if tried > most:
                    return found, True
                narrower = np.minimum(membership, literals[j][2])
                fit = necessity(narrower, data.outcome)
                if fit.consistency is not None and fit.consistency >= inclusion_cut - _TOLERANCE:
                    parts = (*chosen, j)
                    text = "*".join(literals[i][1] for i in parts)
                    found.append(NecessaryExpression(text, is_suin=False, fit=fit))
                    longer.append((parts, narrower))
        layer = longer
    return found, False


def _disjunctions(
    data: CalibratedCases, literals: Literals, passes: Any, most: int
) -> tuple[list[NecessaryExpression], bool]:
    """Return every disjunction that passes while none of its parts does."""
    found: list[NecessaryExpression] = []
    minimal: list[frozenset[int]] = [
        frozenset({i}) for i, (_, _, membership) in enumerate(literals) if passes(necessity(membership, data.outcome))
    ]
    tried = 0
    for length in range(2, len(data.conditions) + 1):
        for parts in _one_literal_each(literals, length):
            tried += 1
            if tried > most:
                return found, True
            if any(smaller <= set(parts) for smaller in minimal):
                continue
            fit = necessity(np.max([literals[i][2] for i in parts], axis=0), data.outcome)
            if passes(fit):
                minimal.append(frozenset(parts))
                text = "+".join(literals[i][1] for i in parts)
                found.append(NecessaryExpression(text, is_suin=True, fit=fit))
    return found, False


def _one_literal_each(literals: Literals, length: int) -> Iterator[tuple[int, ...]]:
    for parts in itertools.combinations(range(len(literals)), length):
        if len({literals[i][0] for i in parts}) == length:
            yield parts
