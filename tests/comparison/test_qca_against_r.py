"""Configurations against R's QCA 3.25.1 (Dusa 2019): published data sets and 160 random ones, every model of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from statusquo.comparison.case_tables import read_cases
from statusquo.comparison.expectations import Expectations
from statusquo.comparison.fit import Necessity, Sufficiency
from statusquo.comparison.necessity import analyse_necessity
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.comparison.solutions import Complexity, Model, solve
from statusquo.comparison.truth_table import build_truth_table

ORACLES = Path(__file__).parent / "oracles"
RANDOM: list[dict[str, Any]] = json.loads((ORACLES / "random_r_qca.json").read_text(encoding="utf-8"))


def models(data: CalibratedCases, complexity: Complexity) -> tuple[Model, ...]:
    present = tuple(0 if condition.kind == "multi-value" else 0b10 for condition in data.conditions)
    solution = solve(build_truth_table(data), complexity, Expectations(present))
    assert not solution.truncated
    return solution.models


def written(found: Iterable[Model]) -> set[frozenset[str]]:
    return {frozenset(model.terms) for model in found}


def expected(*texts: str) -> set[frozenset[str]]:
    return {frozenset(text.split(" + ")) for text in texts}


def rounded(fit: Sufficiency | Necessity) -> tuple[float, ...]:
    second = fit.pri if isinstance(fit, Sufficiency) else fit.relevance
    return tuple(round(value, 3) for value in (fit.consistency, second, fit.coverage) if value is not None)


def test_lipset_crisp_against_r_qca() -> None:
    data = read_cases(ORACLES / "lipset_crisp.csv", outcome="SURV")
    assert written(models(data, "conservative")) == expected("DEV*~URB*LIT*STB + DEV*LIT*IND*STB")
    assert written(models(data, "parsimonious")) == expected("DEV*STB")
    collapse = read_cases(ORACLES / "lipset_crisp.csv", outcome="~SURV")
    assert written(models(collapse, "conservative")) == expected("~DEV*~URB*~IND + DEV*LIT*IND*~STB")
    assert written(models(collapse, "parsimonious")) == expected("~DEV + ~STB")


def test_lipset_multi_value_against_r_qca() -> None:
    path, names = ORACLES / "lipset_multi_value.csv", ["DEV", "URB", "LIT", "IND"]
    data = read_cases(path, outcome="SURV", conditions=names)
    [conservative] = models(data, "conservative")
    assert set(conservative.terms) == {"DEV[2]*LIT[1]*IND[1]", "DEV[1]*URB[0]*LIT[1]*IND[0]"}
    assert conservative.fit.coverage == pytest.approx(0.875)
    assert written(models(data, "parsimonious")) == expected("DEV[2] + DEV[1]*IND[0]")
    [collapse] = models(data.negated(), "conservative")
    assert set(collapse.terms) == {"DEV[0]*URB[0]*IND[0]", "DEV[1]*URB[0]*LIT[1]*IND[1]"}
    assert collapse.fit.coverage == pytest.approx(0.9)
    assert written(models(data.negated(), "parsimonious")) == expected("DEV[0] + DEV[1]*URB[0]*IND[1]")


def test_lipset_fuzzy_against_r_qca() -> None:
    data = read_cases(ORACLES / "lipset_fuzzy.csv", outcome="SURV")
    table = build_truth_table(data)
    positive = {row.number: (round(row.consistency, 3), round(row.pri, 3)) for row in table.rows if row.outcome == "1"}
    assert positive == {22: (0.804, 0.719), 32: (0.904, 0.886)}
    found = {}
    for name in ("conservative", "parsimonious", "intermediate"):
        [model] = models(data, name)  # type: ignore[arg-type]
        found[name] = (frozenset(model.terms), rounded(model.fit))
    assert found == {
        "conservative": (frozenset({"DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"}), (0.870, 0.843, 0.658)),
        "parsimonious": (frozenset({"DEV*~IND", "URB*STB"}), (0.850, 0.819, 0.714)),
        "intermediate": (frozenset({"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}), (0.866, 0.839, 0.660)),
    }


def test_what_is_necessary_in_lipset_fuzzy_against_r_qca() -> None:
    data = read_cases(ORACLES / "lipset_fuzzy.csv", outcome="SURV")
    found = {item.expression: rounded(item.fit) for item in analyse_necessity(data).expressions}
    assert found == {
        "LIT": (0.991, 0.509, 0.643),
        "STB": (0.920, 0.680, 0.707),
        "LIT*STB": (0.915, 0.800, 0.793),
        "DEV+URB+IND": (0.903, 0.704, 0.716),
    }


def test_ethnic_protest_against_r_qca() -> None:
    data = read_cases(ORACLES / "cebotari_vink_fuzzy.csv", outcome="PROTEST")
    [conservative] = models(data, "conservative")
    assert len(conservative.terms) == 5
    assert rounded(conservative.fit) == (0.899, 0.808, 0.712)
    fits = sorted(rounded(model.fit) for model in models(data, "parsimonious"))
    assert fits == [(0.877, 0.777, 0.805)] * 2 + [(0.879, 0.782, 0.810)] * 2
    [intermediate] = models(data, "intermediate")
    assert written([intermediate]) == expected(
        "GEOCON*~NATPRIDE + DEMOC*ETHFRACT*GEOCON + DEMOC*GEOCON*POLDIS + ETHFRACT*GEOCON*POLDIS"
        " + DEMOC*ETHFRACT*POLDIS*~NATPRIDE"
    )
    assert rounded(intermediate.fit) == (0.881, 0.785, 0.800)
    necessary = analyse_necessity(data).expressions
    assert len(necessary) == 12
    assert (necessary[0].expression, rounded(necessary[0].fit)) == ("GEOCON", (0.904, 0.492, 0.624))


def random_cases(record: dict[str, Any]) -> CalibratedCases:
    """A random data set as cases; R writes levels for every condition of a multi-value one."""
    table = np.array(record["data"], dtype=float)
    values, kind = table[:, :-1], record["kind"]
    conditions = tuple(
        Condition(name, kind, int(values[:, i].max()) + 1 if kind == "multi-value" else 2)
        for i, name in enumerate(record["conditions"])
    )
    return CalibratedCases(tuple(map(str, range(len(table)))), conditions, values, "Y", table[:, -1])


@pytest.mark.parametrize("number", range(len(RANDOM)))
def test_every_model_of_a_random_data_set_against_r_qca(number: int) -> None:
    record = RANDOM[number]
    data = random_cases(record)
    table = build_truth_table(data)
    rows = [[row.number, row.outcome, len(row.cases)] for row in table.rows]
    assert rows == [row[:3] for row in record["truth_table"]]
    for row, (*_, consistency, pri) in zip(table.rows, record["truth_table"], strict=True):
        assert (row.consistency, row.pri) == pytest.approx((consistency, pri), abs=5e-4)
    solved = {name: models(data, name) for name in ("conservative", "parsimonious")}  # type: ignore[arg-type]
    for (name, found), fit in zip(solved.items(), record["fit"], strict=True):
        assert written(found) == expected(*record[name])
        if fit:
            model = found[0].fit
            assert (model.consistency, model.pri, model.coverage) == pytest.approx(fit, abs=5e-4)
    if not record["intermediate"]:
        return
    numbers = {name: {frozenset(m.terms): i for i, m in enumerate(found, 1)} for name, found in solved.items()}
    intermediate = models(data, "intermediate")
    for pair, texts in record["intermediate"].items():
        c, p = (int(n) - 1 for n in pair[1:].split("P"))
        ours = (
            f"C{numbers['conservative'][frozenset(record['conservative'][c].split(' + '))]}"
            f"P{numbers['parsimonious'][frozenset(record['parsimonious'][p].split(' + '))]}"
        )
        assert written(m for m in intermediate if ours in m.pairs) == expected(*texts), pair
