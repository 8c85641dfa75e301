"""The robust core of a solution, its fit, and which cases are robust, shaky or possible.

The second and third steps of the protocol of Oana and Schneider (2024): a test set of solutions under other choices is
held against the initial solution (IS). Membership in the robust core is the smallest in the initial and in every test
solution. With minTS the intersection and maxTS the union of the test set,

- RF_cons = consistency of IS / consistency of the core, RF_cov = coverage of the core / coverage of IS;
- RF_SC_minTS and RF_SC_maxTS = sum of min(IS, TS) / sum of max(IS, TS), for minTS and maxTS;
- RCR_typ, RCR_dev: of the typical (deviant) cases that are robust, shaky or possible, the share that is robust;
- RCC_Rank: 1 with neither shaky nor possible cases, 2 with possible ones alone, 3 with shaky ones alone, 4 with both.

A case is robust in IS and minTS, shaky in IS outside minTS, possible in maxTS outside IS, and in each typical with the
outcome and deviant without it. 1 is the best value of each measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from statusquo.comparison.algebra import intersection
from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.fit import IN, Sufficiency, sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, parse_model, render_model
from statusquo.comparison.solutions import Minimised
from statusquo.core.draws import Floats
from statusquo.core.jsonable import Jsonable


@dataclass(frozen=True, slots=True)
class TestSolution:
    """One solution of the test set.

    Attributes:
        choices: what was chosen otherwise.
        terms: its terms.
        expression: these as written.
        membership: of the initial analysis's cases in it, as they are calibrated for it.
    """

    __test__ = False
    choices: str
    terms: tuple[Term, ...]
    expression: str
    membership: Floats


@dataclass(frozen=True, slots=True)
class RobustnessFit(Jsonable):
    """Fit of the robust core against the initial solution; a measure without a denominator is missing.

    Attributes:
        rf_cons: consistency of the initial solution over that of the core.
        rf_cov: coverage of the core over that of the initial solution.
        rf_sc_min_ts: overlap of the initial solution with the intersection of the test set.
        rf_sc_max_ts: overlap with its union.
        rcr_typ: share of typical cases that are robust.
        rcr_dev: share of deviant cases that are robust.
        rcc_rank: 1 (neither shaky nor possible cases) to 4 (both).
    """

    rf_cons: float | None
    rf_cov: float | None
    rf_sc_min_ts: float | None
    rf_sc_max_ts: float | None
    rcr_typ: float | None
    rcr_dev: float | None
    rcc_rank: int


@dataclass(frozen=True, slots=True)
class CaseTypes(Jsonable):
    """The cases by how they stand to the initial solution and to the test set."""

    robust_typical: tuple[str, ...]
    robust_deviant: tuple[str, ...]
    shaky_typical: tuple[str, ...]
    shaky_deviant: tuple[str, ...]
    possible_typical: tuple[str, ...]
    possible_deviant: tuple[str, ...]
    extreme_deviant_coverage: tuple[str, ...]
    irrelevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RobustCore:
    """The initial solution against its test set.

    Attributes:
        initial: the initial solution as written.
        initial_fit: its fit.
        tests: the test set.
        without_model: other choices under which there is no model, so that nothing can be tested there.
        core: the robust core as written; empty where the solutions exclude each other.
        core_fit: its fit.
        fit: the fit of the core against the initial solution.
        cases: the cases by type.
    """

    initial: str
    initial_fit: Sufficiency
    tests: tuple[TestSolution, ...]
    without_model: tuple[str, ...]
    core: str
    core_fit: Sufficiency
    fit: RobustnessFit
    cases: CaseTypes

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "initial": self.initial,
            "initial_fit": self.initial_fit.to_json(),
            "test_set": [{"choices": test.choices, "expression": test.expression} for test in self.tests],
            "without_model": list(self.without_model),
            "core": self.core,
            "core_fit": self.core_fit.to_json(),
            "fit": self.fit.to_json(),
            "cases": self.cases.to_json(),
        }


Test = str | Change | TestSolution
"""Other choices, written or not, an expression, or a solution that was found elsewhere."""


def robust_core(analysis: Analysis, tests: Sequence[Test]) -> RobustCore | None:
    """Return the robust core of an analysis's first model, None where it has no model.

    Args:
        analysis: the initial analysis. Further models that fit equally few terms belong to the test set.
        tests: other choices (a `Change`, or as written: ``incl=0.75 n=2``), expressions such as ``A*B + C``, or
            solutions.

    Raises:
        InputError: when a test cannot be read.
    """
    data = analysis.cases.data
    if not analysis.initial.models:
        return None
    initial, *ties = analysis.initial.models
    tested = [_test(f"model {n} of the same choices", data, model) for n, model in enumerate(ties, 2)]
    for test in tests:
        if isinstance(test, TestSolution):
            tested.append(test)
        elif isinstance(test, str) and "=" not in test:
            tested.append(_test("as given", data, parse_model(test, data.conditions)))
        else:
            change = analysis.read_change(test) if isinstance(test, str) else test
            tested += solutions_of(str(change), *analysis.minimised(change))
    without = tuple(test.choices for test in tested if not test.terms)
    return held_against(data, initial, [test for test in tested if test.terms], without)


def solutions_of(choices: str, data: CalibratedCases, found: Minimised) -> list[TestSolution]:
    """Return the models found under other choices as test solutions; one without a term where there is no model."""
    return [_test(choices, data, model) for model in found.models or ((),)]


def held_against(
    data: CalibratedCases, initial: Sequence[Term], tests: Sequence[TestSolution], without_model: tuple[str, ...] = ()
) -> RobustCore:
    """Return a solution held against a test set.

    Args:
        data: the cases as the initial solution has them.
        initial: the terms of the initial solution.
        tests: the test set; without any the core is the initial solution.
        without_model: other choices under which there was no model.
    """
    first = data.model_membership(initial)
    members = np.array([test.membership for test in tests]) if tests else first[None, :]
    least, most = members.min(axis=0), members.max(axis=0)
    whole, core = sufficiency(first, data.outcome), sufficiency(np.minimum(first, least), data.outcome)
    shared = tuple(initial)
    for terms in dict.fromkeys(test.terms for test in tests):
        shared = intersection(shared, terms)
    types = _types(data, first, least, most)
    fit = RobustnessFit(
        _ratio(whole.consistency, core.consistency),
        _ratio(core.coverage, whole.coverage),
        _overlap(first, least),
        _overlap(first, most),
        _robust_share(types.robust_typical, types.shaky_typical, types.possible_typical),
        _robust_share(types.robust_deviant, types.shaky_deviant, types.possible_deviant),
        # Ranked over all cases, as the measure is defined, those on 0.5 of the outcome among them.
        _rank(has_shaky=bool(_in(first, 1 - least).any()), has_possible=bool(_in(1 - first, most).any())),
    )
    text = render_model(initial, data.conditions)
    return RobustCore(text, whole, tuple(tests), without_model, render_model(shared, data.conditions), core, fit, types)


def _test(choices: str, data: CalibratedCases, terms: Sequence[Term]) -> TestSolution:
    return TestSolution(choices, tuple(terms), render_model(terms, data.conditions), data.model_membership(terms))


def _types(data: CalibratedCases, first: Floats, least: Floats, most: Floats) -> CaseTypes:
    """Return the cases by type; one on 0.5 of a set or of the outcome belongs to no type."""

    def both(inside: NDArray[np.bool_]) -> Iterator[tuple[str, ...]]:
        yield data.named(inside & (data.outcome > IN))
        yield data.named(inside & (data.outcome < IN))

    return CaseTypes(
        *both(_in(first, least)),
        *both(_in(first, 1 - least)),
        *both(_in(1 - first, most)),
        *both(_in(1 - first, 1 - most)),
    )


def _in(one: Floats, other: Floats) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.minimum(one, other) > IN
    return inside


def _rank(*, has_shaky: bool, has_possible: bool) -> int:
    return 1 + int(has_possible) + 2 * int(has_shaky)


def _robust_share(robust: Sequence[str], shaky: Sequence[str], possible: Sequence[str]) -> float | None:
    return _ratio(float(len(robust)), float(len(robust) + len(shaky) + len(possible)))


def _overlap(one: Floats, other: Floats) -> float | None:
    return _ratio(float(np.minimum(one, other).sum()), float(np.maximum(one, other).sum()))


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
