"""The readings: codes as words, logarithms as factors, no interval of no width."""

from __future__ import annotations

import math

import pytest

from statusquo.core.estimates import Estimate
from statusquo.explanations.model import Expectation
from statusquo.explanations.reading import expectation_text, number_text, times_text

YES_NO = "yes (1) or no (0)"
FORMS = "unitary (0), federal (1) or confederal (2)"


@pytest.mark.parametrize(
    ("value", "unit", "word"),
    [(1.0, YES_NO, "yes"), (0.0, YES_NO, "no"), (0.0, FORMS, "unitary"), (2.0, FORMS, "confederal")],
)
def test_a_code_is_told_by_its_word(value: float, unit: str, word: str) -> None:
    assert number_text(Estimate(value, unit)) == word
    assert expectation_text(Expectation(direction="equal", value=value), unit) == word


def test_a_code_that_is_not_sure_has_its_range() -> None:
    assert number_text(Estimate(1.0, YES_NO, 0.0, 1.0, "range")) == "yes (no to yes)"
    assert expectation_text(Expectation(direction="above", value=0.5), YES_NO) == "yes"


def test_an_interval_that_rounds_to_its_value_is_left_out() -> None:
    assert number_text(Estimate(0.3701, "ratio", 0.3699, 0.3703, "range")) == "0.37"


def test_logarithms_are_told_as_factors_too() -> None:
    estimate = Estimate(math.log(2), "log odds for yes against no", math.log(0.5), math.log(8), "confidence95")
    assert times_text(estimate) == "2.0 times the odds (0.50 to 8.0)"
    assert times_text(Estimate(math.log(5.4), "log ratio")) == "5.4 times"
    assert times_text(Estimate(0.1, "log ratio a year")) == ""
    assert times_text(Estimate(0.3, "Cliff’s delta")) == ""
