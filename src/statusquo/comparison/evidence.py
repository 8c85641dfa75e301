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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from statusquo.comparison.expectations import Expectations
from statusquo.comparison.fit import sufficiency
from statusquo.comparison.sets import CalibratedCases, Term
from statusquo.comparison.solutions import Complexity, Solution, minimise_table
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

RESAMPLES = 1_000
"""Resamples of the cases behind each interval of a lift."""

_CELLS_AT_ONCE = 4_000_000
_PATHS = (("comparison", "permutation"), ("comparison", "bootstrap"))
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
    return _weigh(data, {name: terms}, permutations, of=name)[name]


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
    best = _searched(table, solution.complexity, expectations, searches) if solution.models else []
    named: dict[str, Sequence[Term]] = {" + ".join(model.terms): model.levels for model in solution.models}
    for model in solution.models:
        named |= {name: [term] for name, term in zip(model.terms, model.levels, strict=True)}
    weighed = _weigh(table.data, named, permutations, of="every model")
    found = []
    for model in solution.models:
        p_search = None
        if best:
            goal = (model.fit.consistency or 0, model.fit.coverage or 0)
            as_good = sum(any(c >= goal[0] - 1e-9 and v >= goal[1] - 1e-9 for c, v in fits) for fits in best)
            p_search = (1 + as_good) / (1 + len(best))
        terms = [weighed[name] for name in model.terms]
        adjusted = _holm([term.p_expression for term in terms])
        found.append(
            ModelEvidence(
                replace(weighed[" + ".join(model.terms)], p_search=p_search),
                tuple(replace(term, p_adjusted=p) for term, p in zip(terms, adjusted, strict=True)),
            )
        )
    return tuple(found)


def _weigh(
    data: CalibratedCases, named: Mapping[str, Sequence[Term]], permutations: int, *, of: str
) -> dict[str, Evidence]:
    """Return the evidence for expressions by name; one set of shuffles and one of resamples serves them all."""
    members = {name: data.model_membership(terms) for name, terms in named.items()}
    base = float(data.outcome.mean())
    chances = _p_values(members, data.outcome, permutations, spawn_generator(*_PATHS[0], data.outcome_name, of))
    lifts = _lifts(members, data.outcome, spawn_generator(*_PATHS[1], data.outcome_name, of))
    return {
        name: Evidence(name, int((membership > 0.5).sum()), base, lifts[name], chances[name])
        for name, membership in members.items()
    }


def _p_values(
    members: Mapping[str, Floats], outcome: Floats, permutations: int, rng: np.random.Generator
) -> dict[str, float | None]:
    """Return the shares of shuffled outcomes that fit as consistently; None where no case is a member or none asked."""
    tested = {name: membership for name, membership in members.items() if membership.sum() > 0}
    if not permutations or not tested:
        return dict.fromkeys(members)
    reached = {name: np.minimum(membership, outcome).sum() for name, membership in tested.items()}
    as_good = dict.fromkeys(tested, 0)
    for n in _blocks(permutations, len(outcome)):
        shuffled = rng.permuted(np.broadcast_to(outcome, (n, len(outcome))), axis=1)
        for name, membership in tested.items():
            by_chance = np.minimum(membership[None, :], shuffled).sum(axis=1)
            as_good[name] += int((by_chance >= reached[name] - _TOLERANCE).sum())
    return {name: (1 + as_good[name]) / (1 + permutations) if name in tested else None for name in members}


def _lifts(
    members: Mapping[str, Floats], outcome: Floats, rng: np.random.Generator, draws: int = RESAMPLES
) -> dict[str, Estimate]:
    """Return consistency over base rate with 95 % percentile bootstrap intervals over cases."""
    base, n_cases = float(outcome.mean()), len(outcome)
    tested = {name: membership for name, membership in members.items() if membership.sum() > 0 and base > 0}
    drawn: dict[str, list[Floats]] = {name: [] for name in tested}
    for n in _blocks(draws, n_cases) if tested else ():
        picked = rng.integers(0, n_cases, size=(n, n_cases)) + n_cases * np.arange(n)[:, None]
        times = np.bincount(picked.ravel(), minlength=n * n_cases).reshape(n, n_cases).astype(np.float64)
        has = times @ outcome / n_cases
        for name, membership in tested.items():
            size = times @ membership
            is_defined = (size > 0) & (has > 0)
            shared = times @ np.minimum(membership, outcome)
            drawn[name].append(shared[is_defined] / size[is_defined] / has[is_defined])
    why = "no case has the outcome" if base <= 0 else "no case is in it"
    found = {}
    for name, membership in members.items():
        if name not in tested:
            found[name] = Estimate.missing("ratio", "no case is in it" if membership.sum() <= 0 else why)
            continue
        value = float(np.minimum(membership, outcome).sum() / membership.sum()) / base
        lifts = np.concatenate(drawn[name])
        found[name] = Estimate.from_draws(lifts, "ratio", value=value, interval="confidence95")
    return found


def _blocks(runs: int, n_cases: int) -> Iterator[int]:
    """Yield how many runs are made at once, so that their cases fit the memory."""
    most = max(1, _CELLS_AT_ONCE // max(1, n_cases))
    for done in range(0, runs, most):
        yield min(most, runs - done)


def _searched(
    table: TruthTable, complexity: Complexity, expectations: Expectations, searches: int
) -> list[list[tuple[float, float]]]:
    """Return for each shuffled outcome the consistency and coverage of every model a search finds."""
    data = table.data
    rng = spawn_generator("comparison", "search", complexity, data.outcome_name)
    found = []
    for _ in range(searches):
        shuffled = build_truth_table(data.with_outcome(rng.permutation(data.outcome)), table.cuts)
        # No two shuffles share their rows, and they would push out what is reused.
        made = minimise_table(replace(shuffled, excluded=table.excluded), complexity, expectations, keep=False)
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
