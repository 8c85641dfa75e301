"""Robustness, theory, clusters and barred remainders against R's SetMethods 4.1 and QCA 3.23.

Every number was made by these packages on the data that stand beside it (`oracles/README.md`).
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from statusquo.comparison.algebra import intersection, negation
from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.case_tables import read_case_table, read_cases
from statusquo.comparison.cluster_diagnostics import diagnose_clusters
from statusquo.comparison.enhanced_analysis import Claims, Enhanced, enhance
from statusquo.comparison.fit import Sufficiency
from statusquo.comparison.measured_cases import MeasuredCases
from statusquo.comparison.measured_tables import measured_cases
from statusquo.comparison.robust_core import robust_core
from statusquo.comparison.sensitivity import sensitivity_ranges
from statusquo.comparison.sets import FREE, CalibratedCases, Condition, parse_model
from statusquo.comparison.solutions import solve
from statusquo.comparison.theory_evaluation import evaluate_theory
from statusquo.comparison.truth_table import build_truth_table

ORACLES = Path(__file__).parent / "oracles"
STORED: dict[str, Any] = json.loads((ORACLES / "robustness_r_setmethods.json").read_text(encoding="utf-8"))
RANDOM: list[dict[str, Any]] = STORED["random"]
ANCHORS: dict[str, tuple[float, ...]] = {name: tuple(of) for name, of in STORED["lipset"]["anchors"].items()}
EACH = pytest.mark.parametrize("record", RANDOM, ids=[str(i) for i in range(len(RANDOM))])


def cases_of(record: dict[str, Any]) -> CalibratedCases:
    table = np.array(record["data"], float)
    conditions = tuple(Condition(name, "fuzzy") for name in record["conditions"])
    return CalibratedCases(
        tuple(f"c{i}" for i in range(1, len(table) + 1)), conditions, table[:, :-1], "Y", table[:, -1]
    )


def analysis_of(record: dict[str, Any]) -> Analysis:
    return Analysis(MeasuredCases(cases_of(record), {}, {}))


def three(fit: Sufficiency) -> tuple[float | None, ...]:
    return fit.consistency, fit.coverage, fit.pri


@EACH
def test_the_core_its_fit_and_the_types_of_cases(record: dict[str, Any]) -> None:
    found = robust_core(analysis_of(record), ["incl=0.7", "incl=0.9", "n=2"])
    assert found is not None
    assert set(found.initial.split(" + ")) == set(record["initial"])
    assert [set(test.expression.split(" + ")) for test in found.tests] == [set(terms) for terms in record["tests"]]
    fit = found.fit
    # R divides fits that it has rounded to three digits.
    ours = (fit.rf_cov, fit.rf_cons, fit.rf_sc_min_ts, fit.rf_sc_max_ts)
    assert ours == pytest.approx(record["fit"], abs=2e-3)
    assert three(found.core_fit) == pytest.approx(record["core"], abs=6e-4)
    # R has NaN, written as null, where there is no case of a type; here the measure is missing.
    for measure, theirs in zip((fit.rcr_typ, fit.rcr_dev, fit.rcc_rank), record["ratio"], strict=True):
        assert measure == (None if theirs is None else pytest.approx(theirs, abs=6e-4))
    types = found.cases.to_json()
    assert {name: types[name] for name in record["cases"]} == record["cases"]


@EACH
def test_where_a_theory_and_a_solution_meet(record: dict[str, Any]) -> None:
    data = cases_of(record)
    solution = parse_model(" + ".join(record["initial"]), data.conditions)
    found = evaluate_theory(data, "A*~B + C", solution)
    fits = [found.theory_fit, *(area.fit for area in found.areas)]
    for fit, theirs in zip(fits, record["theory"]["fit"], strict=True):
        # A PRI of 0 / 0 is 0 here and missing in R.
        assert three(fit) == pytest.approx([0 if value is None else value for value in theirs], abs=6e-4)
    assert [[list(area.cases), list(area.others)] for area in found.areas] == record["theory"]["areas"]


@EACH
def test_clusters_and_units(record: dict[str, Any]) -> None:
    data = cases_of(record)
    solution = parse_model(" + ".join(record["initial"]), data.conditions)
    groups = [dict(zip(data.cases, record[name], strict=True)) for name in ("clusters", "units")]
    whole, *_ = diagnose_clusters(data, solution, *groups)
    expected = record["cluster"]
    assert whole.pooled.consistency == pytest.approx(expected["pooled"][0], abs=1e-5)
    assert [group.consistency for group in whole.between] == pytest.approx(expected["between"], abs=1e-5)
    assert [group.coverage for group in whole.between] == pytest.approx(expected["cov_between"], abs=1e-5)
    assert [group.consistency for group in whole.within] == pytest.approx(expected["within"], abs=1e-5)
    assert [group.coverage for group in whole.within] == pytest.approx(expected["cov_within"], abs=1e-5)
    assert whole.distance_between == pytest.approx(expected["d_between"][0], abs=1e-5)
    assert whole.distance_within == pytest.approx(expected["d_within"][0], abs=1e-5)


def barred_rows(found: Enhanced) -> set[int]:
    """The numbers of the remainders that are barred."""
    every = itertools.product(*(range(condition.levels) for condition in found.table.data.conditions))
    return {
        number
        for number, row in enumerate(every, 1)
        if any(all(bits >> level & 1 for bits, level in zip(box, row, strict=True)) for box in found.table.excluded)
    }


@EACH
def test_barred_remainders(record: dict[str, Any]) -> None:
    table = build_truth_table(cases_of(record))
    found = enhance(table, Claims(("A + C",), ("~B*C",), bar_contradictory=False))
    before, after = record["table"], record["esa_table"]
    expected = {n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if (a, b) == ("?", "0")}
    assert barred_rows(found) == expected
    # R codes rows with cases as 0 too where they lack what is claimed to be necessary; here cases speak for themselves.
    if record["esa"] and not any((a, b) == ("1", "0") for a, b in zip(before, after, strict=True)):
        models = {frozenset(model.terms) for model in solve(found.table, "parsimonious").models}
        assert models == {frozenset(terms) for terms in record["esa"]}


@EACH
def test_contradictory_simplifying_assumptions(record: dict[str, Any]) -> None:
    table = build_truth_table(cases_of(record))
    found = enhance(table)
    assert barred_rows(found) >= set(record["contradictory"] or ())
    opposite = replace(build_truth_table(table.data.negated()), excluded=found.table.excluded)
    observed = {row.levels for row in table.rows}
    used = []
    for side in (found.table, opposite):
        terms = [term for model in solve(side, "parsimonious").models for term in model.levels]
        rows = itertools.product((0, 1), repeat=len(table.data.conditions))
        used.append(
            {row for row in rows if any(all(t in (FREE, v) for t, v in zip(term, row, strict=True)) for term in terms)}
        )
    assert not (used[0] & used[1]) - observed


def lipset() -> MeasuredCases:
    return measured_cases(read_case_table(ORACLES / "lipset_raw.csv", outcome="SURV"), ANCHORS)


def test_published_anchors_give_the_published_memberships() -> None:
    published = read_cases(ORACLES / "lipset_fuzzy.csv", outcome="SURV")
    found = lipset().data
    assert np.abs(found.values - published.values).max() < 0.0101
    assert np.abs(found.outcome - published.outcome).max() < 0.0101


def test_sensitivity_ranges_hold_those_found_in_steps() -> None:
    """R moves a choice in steps and tells the last one that changed nothing, so that our ends lie less than one on."""
    found = {item.choice: item for item in sensitivity_ranges(Analysis(lipset()))}
    for choice, (step, low, high) in STORED["lipset"]["ranges"].items():
        ours = found[choice]
        if low is not None:
            assert low - step < ours.low <= low + 1e-6, choice
        if high is not None:
            assert high - 1e-6 <= ours.high < high + step, choice


@pytest.mark.parametrize("place", [0, 1, 2], ids=["exclusion", "crossover", "inclusion"])
@pytest.mark.parametrize("name", ANCHORS)
def test_past_either_end_of_a_range_the_solution_is_another(name: str, place: int) -> None:
    cases = lipset()
    anchors = cases.anchors[name]
    analysis = Analysis(replace(cases, anchors={name: anchors}))

    def at(value: float) -> frozenset[str]:
        return analysis.written(Change(anchors={name: (*anchors[:place], value, *anchors[place + 1 :])}))

    item = sensitivity_ranges(analysis)[2 + place]
    for end, beyond, side in ((item.low, item.below, -1), (item.high, item.above, 1)):
        assert at(end) == at(anchors[place])
        if beyond is not None:
            assert at(end + side * 1e-3) != at(anchors[place])


def test_an_intersection_and_a_negation_hold_the_cases_they_should() -> None:
    data = lipset().data
    one, other = parse_model("DEV*~IND + URB*STB", data.conditions), parse_model("DEV + ~LIT*STB", data.conditions)
    both = data.model_membership(intersection(one, other))
    assert both == pytest.approx(np.minimum(data.model_membership(one), data.model_membership(other)))
    assert data.model_membership(negation(one, data.conditions)) == pytest.approx(1 - data.model_membership(one))
