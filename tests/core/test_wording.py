"""How numbers are written: a chance that is not none never as none, a minus sign as one, a count with its noun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.estimates import Estimate
from statusquo.core.wording import cells, chance, chance_with_bounds, figure, one_in, per_cent, plural, ranged, slug


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"), (0.0002, "under 0.1 %"), (0.0021, "0.21 %"), (0.0225, "2.2 %"), (0.0996, "10 %"),
        (0.234, "23 %"), (0.9, "90 %"), (0.996, "over 99 %"), (1.0, "100 %"),
    ],
)  # fmt: skip
def test_two_significant_digits(share: float, text: str) -> None:
    assert chance(share) == text


@given(st.floats(0, 1))
def test_only_none_is_printed_as_none(share: float) -> None:
    zero = not any(digit in per_cent(share) for digit in "123456789")
    assert zero == (share == 0)


def test_bounds_stand_in_brackets() -> None:
    assert chance_with_bounds(Estimate(0.0021, "share", 0.0004, 0.077, "credible95")) == "0.21 % (under 0.1 to 7.7)"
    assert chance_with_bounds(Estimate.missing("share", "no row")) == "–"


@pytest.mark.parametrize(("share", "text"), [(0.0225, "about 1 in 44"), (0.0021, "about 1 in 480"), (0.7, ""), (0, "")])
def test_one_in_so_many(share: float, text: str) -> None:
    assert one_in(share) == text


def test_a_number_prints_with_a_true_minus_and_a_missing_one_as_a_dash() -> None:
    assert [figure(-0.5), figure(None), figure(12.0, "+.0f")] == ["−0.50", "–", "+12"]
    assert [ranged(-1.0, 2.0, ".0f", " to "), ranged(None, None)] == ["−1 to 2", ""]
    assert cells(Estimate(0.5, "share", 0.25, 0.75, "range"), ".0%") == ("50%", "25% to 75%")
    assert cells(Estimate(0.5, "share"), ".0%") == ("–", "–")


def test_counts_agree_with_their_noun() -> None:
    assert [plural(1, "year"), plural(0, "year"), plural(2211, "year")] == ["1 year", "0 years", "2,211 years"]


def test_a_key_keeps_letters_and_digits_alone() -> None:
    assert slug("As it was, run on") == "as-it-was-run-on"
