"""With several levels, intermediate solutions are those of R's QCA 3.25.1: published data sets and random ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from statusquo.comparison.case_tables import read_cases
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.comparison.solutions import Minimised, Model, minimise, solve
from statusquo.comparison.truth_table import build_truth_table

ORACLE = Path(__file__).parent / "oracles" / "multi_value_r_qca.json"
RECORDS: list[dict[str, Any]] = json.loads(ORACLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_every_intermediate_model_under_expectations_on_levels_against_r_qca(number: int) -> None:
    record = RECORDS[number]
    table = np.array([list(row) for row in record["data"]], float)
    values = table[:, :-1]
    conditions = tuple(
        Condition(name, "multi-value", int(column.max()) + 1)
        for name, column in zip(record["conditions"], values.T, strict=True)
    )
    cases = tuple(f"case {i}" for i in range(len(table)))
    rows = build_truth_table(CalibratedCases(cases, conditions, values, record["outcome"], table[:, -1]))
    expectations = Expectations.parse(record["expect"], conditions)
    conservative, parsimonious, intermediate = (
        solve(rows, complexity, expectations) for complexity in ("conservative", "parsimonious", "intermediate")
    )
    assert not intermediate.truncated
    for of_r in record["pairs"].values():
        pair = f"C{place_of(of_r['c'], conservative.models)}P{place_of(of_r['p'], parsimonious.models)}"
        found = {frozenset(model.terms) for model in intermediate.models if pair in model.pairs}
        assert found == {frozenset(model.split(" + ")) for model in of_r["i"]}, pair


def place_of(terms: list[str], models: tuple[Model, ...]) -> int:
    [place] = [i for i, model in enumerate(models, 1) if set(model.terms) == set(terms)]
    return place


def test_a_term_that_contradicts_an_expectation_loses_the_condition_and_all_its_levels(tmp_path: Path) -> None:
    path = tmp_path / "mv.csv"
    path.write_text("case,A,B,Y\np,0,1,1\nq,0,0,0\nr,1,0,0\ns,2,0,0\n")
    data = read_cases(path, outcome="Y")
    expectations = Expectations.parse(["A[1]", "B[1]"], data.conditions)
    [model] = solve(build_truth_table(data), "intermediate", expectations).models
    assert model.terms == ("B[1]",)


def test_of_several_expected_levels_a_term_keeps_its_own() -> None:
    levels, positives, negatives = (3, 2), ((1, 1),), ((1, 0),)

    def intermediate(*levels_of_a: int) -> Minimised:
        bits = sum(1 << level for level in levels_of_a)
        return minimise(levels, positives, negatives, "intermediate", Expectations((bits, 0)))

    assert intermediate(1, 2).models == (((1, 1),),)
    assert intermediate(0, 2).models == (((-1, 1),),)
