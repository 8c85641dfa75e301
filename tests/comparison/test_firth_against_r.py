"""Firth's logit gives the figures of R on the data sets of its own literature, and stays finite where ML does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.comparison.firth_oracles import (
    ENDOMETRIAL,
    ENDOMETRIAL_FIGURES,
    ENDOMETRIAL_PENALISED_LOG_LIKELIHOOD,
    SEX2,
    SEX2_FIGURES,
    SEX2_PENALISED_LOG_LIKELIHOOD,
)

from statusquo.comparison.firth import FirthFit, firth_coefficients, firth_logit, is_separated
from statusquo.comparison.logit import logit_coefficients
from statusquo.core.errors import InputError

PROFILES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "oracles" / "firth_profile_ends.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def endometrial() -> FirthFit:
    data = np.array(ENDOMETRIAL, float)
    return firth_logit(data[:, :3], data[:, 3], ["NV", "PI", "EH"])


@pytest.fixture(scope="module")
def sex2() -> FirthFit:
    rows = [[int(digit) for digit in pattern] for pattern, n in SEX2.items() for _ in range(n)]
    data = np.array(rows, float)
    return firth_logit(data[:, 1:], data[:, 0], ["age", "oc", "vic", "vicl", "vis", "dia"])


@pytest.mark.parametrize("number", range(len(PROFILES)))
def test_profile_intervals_of_small_tables_whose_profile_has_several_summits_are_logistfs(number: int) -> None:
    table = PROFILES[number]
    conditions = np.array(table["conditions"], float)
    fit = firth_logit(conditions, np.array(table["outcome"], float), [f"x{i}" for i in range(conditions.shape[1])])
    for found, of_r in ((fit.coefficients, "coefficients"), (fit.low, "low"), (fit.high, "high")):
        assert found == pytest.approx(table[of_r], rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("name", ENDOMETRIAL_FIGURES)
def test_heinze_and_schempers_endometrial_cancer(endometrial: FirthFit, name: str) -> None:
    assert _figures(endometrial, name) == pytest.approx(ENDOMETRIAL_FIGURES[name], abs=3e-5)


@pytest.mark.parametrize("name", SEX2_FIGURES)
def test_the_urinary_tract_infections_of_logistf(sex2: FirthFit, name: str) -> None:
    assert _figures(sex2, name) == pytest.approx(SEX2_FIGURES[name], abs=3e-5)


def test_the_penalised_likelihood_is_rs(endometrial: FirthFit, sex2: FirthFit) -> None:
    assert endometrial.log_likelihood == pytest.approx(ENDOMETRIAL_PENALISED_LOG_LIKELIHOOD, abs=1e-6)
    assert sex2.log_likelihood == pytest.approx(SEX2_PENALISED_LOG_LIKELIHOOD, abs=1e-6)


def test_neovasculation_separates_the_patients(endometrial: FirthFit, sex2: FirthFit) -> None:
    assert (endometrial.n, endometrial.n_events, endometrial.is_separated) == (79, 30, True)
    assert (sex2.n, sex2.n_events) == (239, 130)


def test_the_manuals_p_values(sex2: FirthFit) -> None:
    found = dict(zip(sex2.names, sex2.p_values, strict=True))
    assert found["age"] == pytest.approx(6.143472e-03, rel=1e-3)
    assert found["dia"] == pytest.approx(4.951873e-03, rel=1e-3)


def test_complete_separation_has_a_finite_estimate_and_maximum_likelihood_has_none() -> None:
    x, y = np.array([[0.0], [0], [0], [0], [1], [1], [1], [1]]), np.array([0.0] * 4 + [1.0] * 4)
    fit = firth_logit(x, y, ["x"])
    assert fit.is_separated
    # The maximum for a two-by-two table with a half added to each cell.
    assert fit.coefficients[1] == pytest.approx(np.log((4.5 / 0.5) ** 2), abs=1e-6)
    assert fit.low[1] > 0
    assert is_separated(x, y)


def test_a_saturated_table_is_the_log_odds_with_a_half_added_to_each_cell() -> None:
    """Firth (1993): for a saturated table the correction is Haldane's."""
    cells = {(0, 0): 7, (0, 1): 2, (1, 0): 3, (1, 1): 9}
    rows = np.array([cell for cell, n in cells.items() for _ in range(n)], float)
    found = firth_coefficients(rows[:, :1], rows[:, 1], ["x"])
    assert found[1] == pytest.approx(np.log((9.5 / 3.5) / (2.5 / 7.5)), abs=1e-8)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(8, 40), st.integers(1, 3))
def test_estimates_are_finite_whatever_the_cases(seed: int, n: int, k: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 2, (n, k)).astype(float), random.integers(0, 2, n).astype(float)
    try:
        found = firth_coefficients(x, y, [f"x{i}" for i in range(k)])
    except InputError:
        return  # the outcome or a condition does not vary
    assert np.isfinite(found).all()


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1000))
def test_the_unit_of_a_condition_changes_its_coefficient_and_nothing_else(seed: int, unit: float) -> None:
    random = np.random.default_rng(seed)
    x = random.normal(size=(40, 2))
    y = (x[:, 0] + random.normal(size=40) > 0).astype(float)
    one, other = firth_coefficients(x, y, ["a", "b"]), firth_coefficients(x * [unit, 1], y, ["a", "b"])
    assert other == pytest.approx(one / [1, unit, 1], rel=1e-5, abs=1e-9)


def test_with_many_cases_it_is_maximum_likelihood() -> None:
    random = np.random.default_rng(7)
    x = random.normal(size=(20_000, 2))
    y = (random.random(20_000) < 1 / (1 + np.exp(-(0.5 + x @ [1.0, -0.5])))).astype(float)
    assert firth_coefficients(x, y, ["a", "b"]) == pytest.approx(logit_coefficients(x, y), abs=2e-3)


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ([[0.0], [1], [0]], [1.0, 1, 1], "the outcome does not vary"),
        ([[1.0], [1], [1]], [1.0, 0, 1], "a condition does not vary"),
        ([[0.0, 0], [1, 1], [0, 0], [1, 1]], [1.0, 0, 1, 1], "cannot be told apart"),
    ],
)
def test_what_cannot_be_estimated_is_said(x: list[list[float]], y: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        firth_logit(np.array(x), np.array(y), [f"x{i}" for i in range(len(x[0]))])


def _figures(fit: FirthFit, name: str) -> tuple[float, ...]:
    j = fit.names.index(name)
    return tuple(float(values[j]) for values in (fit.coefficients, fit.standard_errors, fit.low, fit.high))
