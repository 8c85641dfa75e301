"""How much of a solution survives other choices: a sweep over everything a coder may decide otherwise.

Each draw takes anchors from their stated ranges, a cut-off of consistency and of cases, either reading of every
contested coding, values that rest on general knowledge or on copies of an encyclopedia or not, and leaves out one case,
one cluster or none. A term's share says in how many of these analyses it appears in every minimal model, in some, and
how often the set itself stays consistent whether a model names it or not (Skaaning 2011; Oana and Schneider 2021 on
robustness of set relations).
The shares describe these choices; they are no probability that a term is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.comparison.admission import THEORY_CASES
from statusquo.comparison.case_conditions import CONDITIONS, Anchors, CodedRow
from statusquo.comparison.coded_comparison import CodedCases, compare_coded, contested_readings, expectations
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.fit import sufficiency
from statusquo.comparison.sets import CalibratedCases, parse_model, render_term
from statusquo.comparison.solutions import Complexity, minimise_table
from statusquo.comparison.truth_table import Cuts, build_truth_table
from statusquo.core.jsonable import Jsonable
from statusquo.core.seeds import spawn_generator

INCLUSION_CUTS = (0.75, 0.9)
CASE_CUTS = (1, 2)
"""Cut-offs drawn: of consistency from the range, of cases one of the two."""


@dataclass(frozen=True, slots=True)
class TermSurvival(Jsonable):
    """How often one term of the headline survives.

    Attributes:
        expression: the term.
        in_every_model: share of draws in which every minimal model names it.
        in_some_model: share of draws in which a minimal model names it.
        consistent: share of draws in which the set is as consistent as the draw's cut-off asks.
    """

    expression: str
    in_every_model: float
    in_some_model: float
    consistent: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """A sweep of one solution.

    Attributes:
        complexity: the solution swept.
        draws: analyses made.
        without_model: share of them that found no model.
        terms: the headline's terms.
        others: terms not in the headline that some model named, most frequent first.
    """

    complexity: Complexity
    draws: int
    without_model: float
    terms: tuple[TermSurvival, ...]
    others: tuple[tuple[str, float], ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "complexity": self.complexity,
            "draws": self.draws,
            "without_model": self.without_model,
            "terms": [term.to_json() for term in self.terms],
            "other_terms": [{"expression": name, "in_some_model": share} for name, share in self.others],
        }


Draw = Callable[[np.random.Generator], tuple[CalibratedCases, Cuts, Expectations]]
"""One analysis drawn at random: calibrated cases, cut-offs and expectations."""


def sweep(
    draw: Draw,
    terms: Iterable[str],
    *,
    complexity: Complexity,
    draws: int,
    progress: Callable[[], object] = lambda: None,
) -> Robustness:
    """Return how often terms survive.

    Args:
        draw: makes one analysis.
        terms: the terms of the headline, as written.
        complexity: the solution to follow.
        draws: analyses to make.
        progress: called after each.
    """
    watched = tuple(dict.fromkeys(terms))
    every, some, consistent = (dict.fromkeys(watched, 0) for _ in range(3))
    others: dict[str, int] = {}
    empty = 0
    rng = spawn_generator("comparison", "sweep", complexity)
    for _ in range(draws):
        data, cuts, expected = draw(rng)
        found = minimise_table(build_truth_table(data, cuts), complexity, expected)
        empty += not found.models
        named = [{render_term(term, data.conditions) for term in model} for model in found.models]
        for name in watched:
            every[name] += bool(named) and all(name in model for model in named)
            some[name] += any(name in model for model in named)
            fit = sufficiency(data.model_membership(parse_model(name, data.conditions)), data.outcome)
            consistent[name] += fit.consistency is not None and fit.consistency >= cuts.inclusion
        for name in set().union(*named) - set(watched):
            others[name] = others.get(name, 0) + 1
        progress()
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    n = max(draws, 1)
    return Robustness(
        complexity,
        draws,
        empty / n,
        tuple(TermSurvival(name, every[name] / n, some[name] / n, consistent[name] / n) for name in watched),
        tuple((name, count / n) for name, count in ranked),
    )


def draws_of_coded_cases(
    coded: CodedCases, conditions: Sequence[str], outcome: str, *, without_theory_cases: bool = True
) -> Draw:
    """Return a draw over every choice about the bundled cases."""
    contested = contested_readings(coded, conditions, outcome)
    expected = expectations(conditions, negated=outcome.startswith("~"))
    base = dict(THEORY_CASES) if without_theory_cases else {}
    reasons = dict.fromkeys(coded.main, "left out of this draw")
    choices: list[set[str]] = [set(), *({case} for case in coded.main if case not in base)]
    choices += [
        {c for c, of in coded.clusters.items() if of == name}
        for name in sorted(set(coded.clusters.values()) - {None}, key=str)
    ]

    def draw(rng: np.random.Generator) -> tuple[CalibratedCases, Cuts, Expectations]:
        rows: dict[str, CodedRow] = dict(coded.main if rng.random() < 0.5 else coded.unsourced)
        for case, field in contested:
            if rows[case][field] is not None and rng.random() < 0.5:
                rows[case] = {**rows[case], field: coded.alternative[case][field]}
        gone = choices[rng.integers(len(choices))]
        left_out = {**base, **{case: reasons[case] for case in sorted(gone)}}
        made = compare_coded(conditions, outcome, rows=rows, anchors=_anchors(conditions, rng), left_out=left_out)
        cuts = Cuts(inclusion=float(rng.uniform(*INCLUSION_CUTS)), cases=int(rng.choice(CASE_CUTS)))
        return made.data, cuts, Expectations.parse(expected, made.data.conditions)

    return draw


def draws_of_a_table(data: CalibratedCases, expect: Sequence[str]) -> Draw:
    """Return a draw over cut-offs and one case left out, for cases that come calibrated."""
    expectations_read = Expectations.parse(expect, data.conditions)
    cases = (None, *data.cases)

    def draw(rng: np.random.Generator) -> tuple[CalibratedCases, Cuts, Expectations]:
        gone = cases[rng.integers(len(cases))]
        cuts = Cuts(inclusion=float(rng.uniform(*INCLUSION_CUTS)), cases=int(rng.choice(CASE_CUTS)))
        return (data.without([gone]) if gone else data), cuts, expectations_read

    return draw


def _anchors(conditions: Sequence[str], rng: np.random.Generator) -> Mapping[str, Anchors]:
    found: dict[str, Anchors] = {}
    for name in conditions:
        if ranges := CONDITIONS[name].ranges:
            exclusion, crossover, inclusion = (float(rng.uniform(*bounds)) for bounds in ranges)
            found[name] = (exclusion, crossover, inclusion)
    return found
