"""Conservative, parsimonious and intermediate solutions of a truth table.

The conservative solution uses no remainder, the parsimonious one any that makes it simpler, the intermediate one only
easy counterfactuals (Ragin 2008, ch. 9). Models follow R's QCA (Dusa 2019): all covers with the fewest primes,
every tie kept, no row dominance. An intermediate solution belongs to a pair of a conservative and a parsimonious model:
a remainder is an easy counterfactual when it lies within a parsimonious term and differs from a conservative term in
that term only in the direction expected.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from statusquo.comparison.covers import MOST_COVERS, smallest_covers
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.fit import Sufficiency, TermFit, fit_terms, sufficiency
from statusquo.comparison.primes import Box, box_of, complement, meet_boxes, prime_implicants
from statusquo.comparison.sets import FREE, CalibratedCases, Term, render_term
from statusquo.comparison.truth_table import TruthTable

Complexity = Literal["conservative", "parsimonious", "intermediate"]

MOST_PAIRS = 400
"""Pairs of a conservative and a parsimonious model tried for the intermediate solution."""

NO_POSITIVE = "no row of the truth table is sufficient for the outcome at these cut-offs"
NO_NEGATIVE = "every row that holds cases is sufficient, so that nothing bounds a simplification"


@dataclass(frozen=True, slots=True)
class Minimised:
    """The models of one solution, as terms.

    Attributes:
        models: the models, each a tuple of terms.
        n_primes: how many prime implicants there are to choose from.
        truncated: whether there may be more models than are listed.
        pairs: for an intermediate solution, the pairs of conservative and parsimonious models each model comes from.
        reason: why there is no model; None when there is one.
    """

    models: tuple[tuple[Term, ...], ...]
    n_primes: int
    truncated: bool
    pairs: tuple[tuple[str, ...], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One model with its fit.

    Attributes:
        terms: the terms as written, in order.
        fit: fit of the whole model.
        term_fits: fit of every term, with its cases.
        pairs: see `Minimised.pairs`.
    """

    terms: tuple[str, ...]
    levels: tuple[Term, ...]
    fit: Sufficiency
    term_fits: tuple[TermFit, ...]
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """All minimal models of one complexity."""

    complexity: Complexity
    models: tuple[Model, ...]
    n_primes: int
    truncated: bool
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `models` holds lists of terms, `fit` the parameters in the same order."""
        return {
            "models": [list(model.terms) for model in self.models],
            "fit": [
                {
                    "consistency": model.fit.consistency,
                    "pri": model.fit.pri,
                    "coverage": model.fit.coverage,
                    "terms": [term.to_json() for term in model.term_fits],
                }
                for model in self.models
            ],
            "pairs": [list(model.pairs) for model in self.models],
            "n_prime_implicants": self.n_primes,
            "truncated": self.truncated,
            "reason": self.reason,
        }


def solve(table: TruthTable, complexity: Complexity, expectations: Expectations | None = None) -> Solution:
    """Return the solution of one complexity with the fit of every model.

    Args:
        table: the truth table.
        complexity: which remainders may be used.
        expectations: directional expectations; without any, the intermediate solution is the conservative one.
    """
    found = minimise_table(table, complexity, expectations or Expectations.none(len(table.data.conditions)))
    pairs = found.pairs or ((),) * len(found.models)
    models = tuple(fit_model(table.data, terms, of) for terms, of in zip(found.models, pairs, strict=True))
    return Solution(complexity, models, found.n_primes, found.truncated, found.reason)


def fit_model(data: CalibratedCases, terms: Sequence[Term], pairs: tuple[str, ...] = ()) -> Model:
    """Return a model with its fit to the cases."""
    return Model(
        terms=tuple(render_term(term, data.conditions) for term in terms),
        levels=tuple(terms),
        fit=sufficiency(data.model_membership(terms), data.outcome),
        term_fits=fit_terms(data, terms),
        pairs=pairs,
    )


def minimise_table(
    table: TruthTable, complexity: Complexity, expectations: Expectations, *, keep: bool = True
) -> Minimised:
    """Return all minimal models of a truth table.

    Args:
        table: the truth table.
        complexity: which remainders may be used.
        expectations: for the intermediate solution.
        keep: whether the result is kept for the next table with the same rows.
    """
    levels = tuple(condition.levels for condition in table.data.conditions)
    of = minimise if keep else minimise.__wrapped__
    return of(levels, table.levels("1"), table.levels("0", "C"), complexity, expectations, table.excluded)


@lru_cache(maxsize=65_536)
def minimise(
    levels: tuple[int, ...],
    positives: tuple[Term, ...],
    negatives: tuple[Term, ...],
    complexity: Complexity,
    expectations: Expectations,
    excluded: tuple[Box, ...] = (),
) -> Minimised:
    """Return all minimal models; the same rows are minimised once, however many calibrations lead to them.

    Args:
        levels: how many levels each condition has.
        positives: the sufficient rows.
        negatives: the rows that no model may cover; all others are remainders.
        complexity: which remainders may be used.
        expectations: for the intermediate solution.
        excluded: remainders that must not be used.
    """
    if not positives:
        return Minimised((), 0, truncated=False, reason=NO_POSITIVE)
    own = [box_of(row, levels) for row in positives]
    barred = meet_boxes(excluded, complement(own, levels)) if excluded else []
    if not negatives and not barred and complexity != "conservative":
        return Minimised((), 0, truncated=False, reason=NO_NEGATIVE)
    if complexity == "parsimonious":
        return _cover(positives, [*(box_of(row, levels) for row in negatives), *barred])
    if complexity == "conservative":
        return _cover(positives, complement(own, levels))
    return _intermediate(levels, positives, negatives, own, expectations, excluded)


def _cover(positives: tuple[Term, ...], forbidden: list[Box]) -> Minimised:
    primes = prime_implicants(positives, forbidden)
    rows, terms = np.asarray(positives), np.asarray(primes)
    chart = ((terms[:, None, :] == FREE) | (terms[:, None, :] == rows[None, :, :])).all(axis=2)
    found = smallest_covers(chart)
    models = tuple(tuple(primes[i] for i in cover) for cover in found.covers)
    return Minimised(models, len(primes), found.truncated)


def _intermediate(
    levels: tuple[int, ...],
    positives: tuple[Term, ...],
    negatives: tuple[Term, ...],
    own: list[Box],
    expectations: Expectations,
    excluded: tuple[Box, ...],
) -> Minimised:
    conservative = minimise(levels, positives, negatives, "conservative", expectations)
    # Easy counterfactuals lie within its terms, so that they keep clear of what is excluded.
    parsimonious = minimise(levels, positives, negatives, "parsimonious", expectations, excluded)
    pairs = list(itertools.product(enumerate(conservative.models, 1), enumerate(parsimonious.models, 1)))
    is_cut = conservative.truncated or parsimonious.truncated or len(pairs) > MOST_PAIRS
    done: dict[frozenset[Box], Minimised] = {}
    models: dict[tuple[Term, ...], list[str]] = {}
    n_primes = 0
    for (i, complex_model), (j, simple_model) in pairs[:MOST_PAIRS]:
        allowed = {*own, *easy_counterfactuals(levels, complex_model, simple_model, expectations)}
        key = frozenset(allowed)
        if key not in done:
            done[key] = _cover(positives, complement(sorted(allowed), levels))
        found = done[key]
        is_cut, n_primes = is_cut or found.truncated, max(n_primes, found.n_primes)
        for terms in found.models:
            models.setdefault(terms, []).append(f"C{i}P{j}")
    is_cut = is_cut or len(models) > MOST_COVERS
    kept = list(models.items())[:MOST_COVERS]
    return Minimised(
        tuple(terms for terms, _ in kept), n_primes, is_cut, pairs=tuple(tuple(names) for _, names in kept)
    )


def easy_counterfactuals(
    levels: tuple[int, ...], complex_model: Sequence[Term], simple_model: Sequence[Term], expectations: Expectations
) -> list[Box]:
    """Return boxes that hold the easy counterfactuals between two models, and rows of the complex one.

    For each complex term inside a simple term: what the simple term names is kept; of the rest, each condition that is
    not at an expected level is dropped, and the conditions of a conjunctural expectation may move together.
    """
    boxes = []
    for complex_term, simple_term in itertools.product(complex_model, simple_model):
        if all(s in (FREE, c) for c, s in zip(complex_term, simple_term, strict=True)):
            boxes += expectations.widen(complex_term, simple_term, levels)
    return boxes
