"""Calibration keeps the anchors' meaning, and fit keeps to its definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.comparison.calibration import calibrate_crisp, calibrate_fuzzy, calibrate_multi_value
from statusquo.comparison.fit import necessity, sufficiency
from statusquo.comparison.sets import CalibratedCases, Condition, parse_conjunction, parse_model, render_model
from statusquo.comparison.truth_table import Cuts, build_truth_table
from statusquo.core.errors import InputError

memberships = st.lists(st.floats(0, 1), min_size=2, max_size=12)


def test_the_direct_method_gives_its_anchors_their_membership() -> None:
    """Ragin (2008, ch. 5): 0.05, 0.5 and 0.95 at the three anchors."""
    found = calibrate_fuzzy([2_500, 5_000, 20_000], exclusion=2_500, crossover=5_000, inclusion=20_000)
    assert found == pytest.approx([0.05, 0.5, 0.95])


def test_national_income_against_ragin_2008() -> None:
    """Ragin (2008, table 5.2): developed countries by income, anchors 2,500, 5,000 and 20,000 dollars.

    His log odds at the anchors are rounded to 3.0 (membership 0.953), so that values differ in the third digit.
    """
    incomes = {40_110: 1.00, 34_400: 1.00, 25_200: 0.98, 20_060: 0.95, 17_090: 0.92, 15_320: 0.89, 13_680: 0.85}
    found = calibrate_fuzzy(list(incomes), exclusion=2_500, crossover=5_000, inclusion=20_000)
    assert found == pytest.approx(list(incomes.values()), abs=0.01)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20))
def test_calibration_keeps_the_order_and_falling_anchors_turn_it(values: list[float]) -> None:
    rising = calibrate_fuzzy(sorted(values), exclusion=-10, crossover=0, inclusion=30)
    falling = calibrate_fuzzy(sorted(values), exclusion=30, crossover=0, inclusion=-10)
    assert (np.diff(rising) >= 0).all()
    assert (np.diff(falling) <= 0).all()
    assert ((rising >= 0) & (rising <= 1)).all()


def test_crisp_and_multi_value_cut_at_their_thresholds() -> None:
    assert calibrate_crisp([4.9, 5, 6], 5).tolist() == [0, 1, 1]
    assert calibrate_multi_value([0, 5, 19, 20], [5, 20]).tolist() == [0, 1, 1, 2]
    for wrong in ([5, 5], [20, 5], []):
        with pytest.raises(InputError, match="must rise"):
            calibrate_multi_value([1], wrong)
    with pytest.raises(InputError, match="between"):
        calibrate_fuzzy([1], exclusion=0, crossover=5, inclusion=3)


@given(memberships, st.data())
def test_fit_stays_in_bounds_and_mirrors_between_sufficiency_and_necessity(x: list[float], data: st.DataObject) -> None:
    y = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(x), max_size=len(x))))
    forward, back = sufficiency(np.array(x), y), necessity(np.array(x), y)
    assert forward.consistency == back.coverage or sum(x) < 1e-9
    assert forward.coverage == back.consistency
    for value in (forward.consistency, forward.pri, forward.coverage, back.relevance):
        assert value is None or -1e-9 <= value <= 1 + 1e-9


def crisp(rows: list[list[float]], outcome: list[float]) -> CalibratedCases:
    values = np.array(rows, dtype=float)
    names = tuple(
        Condition("ABCDEF"[i], "crisp" if set(values[:, i]) <= {0, 1} else "fuzzy") for i in range(values.shape[1])
    )
    return CalibratedCases(tuple(f"c{i}" for i in range(len(rows))), names, values, "Y", np.array(outcome, dtype=float))


def test_a_row_between_the_cut_offs_is_contradictory_and_its_cases_are_named() -> None:
    data = crisp([[1], [1], [1], [0], [0]], [1, 1, 0, 0, 0])
    high = build_truth_table(data, Cuts(inclusion=0.8, exclusion=0.5))
    assert [row.outcome for row in high.rows] == ["0", "C"]
    low = build_truth_table(data, Cuts(inclusion=0.6))
    assert [(row.outcome, row.deviant) for row in low.rows] == [("0", ()), ("1", ("c2",))]
    few = build_truth_table(data, Cuts(cases=3))
    assert [row.outcome for row in few.rows] == ["?", "0"]


def test_a_case_on_the_crossover_belongs_to_no_row_and_is_named() -> None:
    table = build_truth_table(crisp([[0.5], [0.9], [0.1]], [1, 1, 0]))
    assert table.unassigned == ("c0",)
    assert sum(len(row.cases) for row in table.rows) == 2


def test_pri_keeps_out_a_row_that_goes_as_well_with_the_absence_of_the_outcome() -> None:
    data = crisp([[0.6], [0.55], [0.1]], [0.5, 0.52, 0.2])
    assert build_truth_table(data).rows[-1].outcome == "1"
    assert build_truth_table(data, Cuts(pri=0.7)).rows[-1].outcome == "0"


def test_expressions_are_read_as_they_are_written() -> None:
    conditions = [Condition("A", "crisp"), Condition("B", "fuzzy"), Condition("C", "multi-value", 3)]
    for text in ("A*~B + C[2]", "~A*C[0]", "B"):
        assert render_model(parse_model(text, conditions), conditions) == text
    assert parse_conjunction("~C[2]", conditions) == {2: frozenset({0, 1})}
    for wrong in ("A*~A", "C", "C[7]", "A**B", "", "D"):
        with pytest.raises(InputError):
            parse_model(wrong, conditions)
