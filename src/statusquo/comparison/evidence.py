"""What a solution says above chance: lift over the base rate, and permutation tests.

A solution that is nearly always consistent is no news where nearly every case has the outcome, and a search through
many configurations finds some by luck (Braumoeller 2015, "Guarding Against False Positives in Qualitative Comparative
Analysis", Political Analysis 23:471-487). So beside each model stand

- the *lift*: its consistency over the mean membership in the outcome, with a bootstrap interval over cases;
- the permutation test of the *expression*: how often shuffled outcomes fit it as consistently (per term adjusted by
  Holm's method for the number of terms);
- the permutation test of the *search*: how often a search through shuffled outcomes, with the same cut-offs, finds any
  model that fits and covers as well. It is the stricter one, because the model was chosen by its fit.

Neither makes a handful of dependent cases a sample: shuffling takes cases for exchangeable, which neighbours are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from statusquo.comparison.expectations import Expectations
from statusquo.comparison.fit import sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, render_term
from statusquo.comparison.solutions import Complexity, Solution, minimise
from statusquo.comparison.truth_table import TruthTable, build_truth_table
from statusquo.core.draws import Floats
from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.core.seeds import spawn_generator

PERMUTATIONS = 2_000
SEARCHES = 200
MOST_CONDITIONS_SEARCHED = 8
"""With more conditions a search takes too long to repeat unasked."""

MOST_MODELS_TRIED = 20
"""Tied models of one shuffled outcome looked at; they fit nearly alike."""

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Evidence(Jsonable):
    """What an expression says above chance.

    Attributes:
        expression: a term, or a whole model.
        n_cases: cases in it.
        base_rate: mean membership in the outcome.
        lift: its consistency over the base rate.
        p_expression: share of shuffled outcomes that fit it at least as consistently.
        p_adjusted: the same, adjusted for the number of terms of its model.
        p_search: share of shuffled outcomes in which a search finds a model at least as good; None where not run.
    """

    expression: str
    n_cases: int
    base_rate: float
    lift: Estimate
    p_expression: float | None
    p_adjusted: float | None = None
    p_search: float | None = None


@dataclass(frozen=True, slots=True)
class ModelEvidence:
    """The evidence for a model and for each of its terms."""

    model: Evidence
    terms: tuple[Evidence, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**self.model.to_json(), "terms": [term.to_json() for term in self.terms]}


def weigh_expression(
    data: CalibratedCases, terms: Sequence[Term], *, name: str, permutations: int = PERMUTATIONS
) -> Evidence:
    """Return lift and permutation test of an expression named in advance, which no search has chosen.

    Args:
        data: the calibrated cases.
        terms: the terms of the expression.
        name: how it is written.
        permutations: outcomes to shuffle.
    """
    membership = data.model_membership(terms)
    rng = spawn_generator("comparison", "permutation", data.outcome_name, name)
    p = _p_value(membership, data.outcome, permutations, rng)
    return Evidence(name, int((membership > 0.5).sum()), float(data.outcome.mean()), _lift(membership, data, name), p)


def weigh_solution(
    table: TruthTable,
    solution: Solution,
    expectations: Expectations,
    *,
    permutations: int = PERMUTATIONS,
    searches: int = SEARCHES,
) -> tuple[ModelEvidence, ...]:
    """Return the evidence for every model of a solution, in the order of its models.

    Args:
        table: the truth table the solution comes from.
        solution: the solution.
        expectations: the directional expectations it was made with.
        permutations: shuffled outcomes for the test of the expressions.
        searches: shuffled outcomes for the test of the search; 0 to leave it out.
    """
    data = table.data
    best = _searched(table, solution.complexity, expectations, searches) if solution.models else []
    found = []
    for model in solution.models:
        name = " + ".join(model.terms)
        whole = weigh_expression(data, model.levels, name=name, permutations=permutations)
        p_search = None
        if best:
            goal = (model.fit.consistency or 0, model.fit.coverage or 0)
            as_good = sum(any(c >= goal[0] - 1e-9 and v >= goal[1] - 1e-9 for c, v in fits) for fits in best)
            p_search = (1 + as_good) / (1 + len(best))
        terms = [
            weigh_expression(data, [t], name=render_term(t, data.conditions), permutations=permutations)
            for t in model.levels
        ]
        adjusted = _holm([term.p_expression for term in terms])
        found.append(
            ModelEvidence(
                replace(whole, p_search=p_search),
                tuple(replace(term, p_adjusted=p) for term, p in zip(terms, adjusted, strict=True)),
            )
        )
    return tuple(found)


def _p_value(membership: Floats, outcome: Floats, permutations: int, rng: np.random.Generator) -> float | None:
    """Return the share of shuffled outcomes that a membership fits at least as consistently; None where untestable."""
    if membership.sum() <= 0 or not permutations:
        return None
    shuffled = rng.permuted(np.broadcast_to(outcome, (permutations, len(outcome))), axis=1)
    reached = np.minimum(membership, outcome).sum()
    by_chance = np.minimum(membership[None, :], shuffled).sum(axis=1)
    return float((1 + (by_chance >= reached - _TOLERANCE).sum()) / (1 + permutations))


def _lift(membership: Floats, data: CalibratedCases, name: str, draws: int = 1_000) -> Estimate:
    """Return consistency over base rate with a 95 % percentile bootstrap interval over cases."""
    base, fit = float(data.outcome.mean()), sufficiency(membership, data.outcome)
    if fit.consistency is None:
        return Estimate.missing("ratio", "no case is in it")
    if base <= 0:
        return Estimate.missing("ratio", "no case has the outcome")
    rng = spawn_generator("comparison", "bootstrap", data.outcome_name, name)
    picked = rng.integers(0, len(data.cases), size=(draws, len(data.cases)))
    x, y = membership[picked], data.outcome[picked]
    size, has = x.sum(axis=1), y.mean(axis=1)
    is_defined = (size > 0) & (has > 0)
    lifts = np.minimum(x, y).sum(axis=1)[is_defined] / size[is_defined] / has[is_defined]
    value = fit.consistency / base
    return Estimate.from_draws(lifts, "ratio", value=value, interval="confidence95")


def _searched(
    table: TruthTable, complexity: Complexity, expectations: Expectations, searches: int
) -> list[list[tuple[float, float]]]:
    """Return for each shuffled outcome the consistency and coverage of every model a search finds."""
    data = table.data
    levels = tuple(condition.levels for condition in data.conditions)
    rng = spawn_generator("comparison", "search", complexity, data.outcome_name)
    found = []
    for _ in range(searches):
        shuffled = build_truth_table(data.with_outcome(rng.permutation(data.outcome)), table.cuts)
        # Through the cache's back door: no two shuffles share their rows, and they would push out what is reused.
        made = minimise.__wrapped__(levels, shuffled.levels("1"), shuffled.levels("0", "C"), complexity, expectations)
        fits = [
            sufficiency(data.model_membership(terms), shuffled.data.outcome)
            for terms in made.models[:MOST_MODELS_TRIED]
        ]
        found.append([(fit.consistency or 0.0, fit.coverage or 0.0) for fit in fits])
    return found


def _holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p-values adjusted by Holm's step-down method (1979); a missing one stays missing."""
    present = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, i) in enumerate(present):
        highest = max(highest, min(1.0, p * (len(present) - rank)))
        adjusted[i] = highest
    return adjusted
