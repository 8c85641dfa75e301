"""Parameters of fit of set relations.

Consistency and coverage of sufficiency (Ragin 2006), proportional reduction in inconsistency (PRI; Ragin and Davey
2014; Schneider and Wagemann 2012, eq. 9.2), consistency, coverage and relevance (RoN) of necessity (Schneider and
Wagemann 2012, ch. 9). A parameter whose denominator is zero is missing, except PRI, which is then 0: nothing speaks for
the outcome more than for its absence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.comparison.sets import CalibratedCases, Term, render_term
from statusquo.core.draws import Floats
from statusquo.core.jsonable import Jsonable

IN = 0.5
"""A case is a member of a set above this membership; at it, neither in nor out."""


@dataclass(frozen=True, slots=True)
class Sufficiency(Jsonable):
    """How far membership in a set goes with the outcome.

    Attributes:
        consistency: share of the membership that lies within the outcome; missing when no case is a member.
        pri: the same after taking out what lies within the outcome and its absence alike.
        coverage: share of the outcome that lies within the set; missing when no case has the outcome.
        unique_coverage: share that no other term of the model covers; missing for a whole model.
    """

    consistency: float | None
    pri: float | None
    coverage: float | None
    unique_coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Necessity(Jsonable):
    """How far the outcome lies within a set, and whether that says anything.

    Attributes:
        consistency: share of the outcome that lies within the set.
        relevance: relevance of necessity (RoN): low when nearly every case is in the set.
        coverage: share of the set that lies within the outcome.
    """

    consistency: float | None
    relevance: float | None
    coverage: float | None


def sufficiency(membership: Floats, outcome: Floats) -> Sufficiency:
    """Return the parameters of fit of a set as sufficient for an outcome."""
    shared = np.minimum(membership, outcome)
    both = np.minimum(shared, 1 - outcome).sum()
    within, size = shared.sum(), membership.sum()
    if size <= 0:
        return Sufficiency(None, None, _share(within, outcome.sum()))
    pri = (within - both) / (size - both) if size - both > 1e-12 else 0.0
    return Sufficiency(float(within / size), float(pri), _share(within, outcome.sum()))


def necessity(membership: Floats, outcome: Floats) -> Necessity:
    """Return the parameters of fit of a set as necessary for an outcome."""
    shared = np.minimum(membership, outcome)
    return Necessity(
        consistency=_share(shared.sum(), outcome.sum()),
        relevance=_share((1 - membership).sum(), (1 - shared).sum()),
        coverage=_share(shared.sum(), membership.sum()),
    )


@dataclass(frozen=True, slots=True)
class TermFit:
    """One term of a model with its fit and the cases in it.

    Attributes:
        expression: the term as written.
        fit: its parameters of fit.
        consistent: cases in the term and in the outcome.
        deviant: cases in the term but not in the outcome.
    """

    expression: str
    fit: Sufficiency
    consistent: tuple[str, ...]
    deviant: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "expression": self.expression,
            **self.fit.to_json(),
            "cases": list(self.consistent),
            "deviant_cases": list(self.deviant),
        }


def fit_terms(data: CalibratedCases, terms: Sequence[Term]) -> tuple[TermFit, ...]:
    """Return the fit of every term of a model, with its unique coverage and the cases in it."""
    members = [data.term_membership(term) for term in terms]
    whole = sufficiency(data.model_membership(terms), data.outcome).coverage
    found = []
    for i, (term, membership) in enumerate(zip(terms, members, strict=True)):
        fit = sufficiency(membership, data.outcome)
        others = [m for j, m in enumerate(members) if j != i]
        rest = sufficiency(np.max(others, axis=0), data.outcome).coverage if others else 0.0
        unique = None if whole is None or rest is None else whole - rest
        inside = membership > IN
        has = data.outcome > IN
        found.append(
            TermFit(
                render_term(term, data.conditions),
                Sufficiency(fit.consistency, fit.pri, fit.coverage, unique),
                tuple(np.array(data.cases)[inside & has].tolist()),
                tuple(np.array(data.cases)[inside & ~has].tolist()),
            )
        )
    return tuple(found)


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 1e-12 else None
