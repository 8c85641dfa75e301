"""Trends and breaks: known ones are found, and what should not matter does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.balances.trends import Kind, break_date, break_date_of_draws, linear_trend
from statusquo.core.domain import Domain
from statusquo.core.draws import Floats
from statusquo.core.errors import DomainError
from statusquo.core.estimates import Point, Series

ANY_YEAR = Domain(1800, 2100, "sipri", "year")
N_BOOTSTRAP = 99


def series(values: Floats, first_year: int = 1990) -> Series:
    points = tuple(Point(first_year + i, float(value)) for i, value in enumerate(values))
    return Series("made-up", "a quantity", "units", ANY_YEAR, points, sources=("sipri-milex",))


@st.composite
def noisy(draw: st.DrawFn) -> Floats:
    n = draw(st.integers(16, 40))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    return rng.standard_normal(n) + draw(st.floats(-0.3, 0.3)) * np.arange(n)


KINDS = st.sampled_from(["level", "trend"])


@given(st.integers(6, 24), st.floats(4, 20), st.integers(0, 1000))
@settings(max_examples=30)
def test_a_step_much_larger_than_the_noise_is_found_to_the_year(first_part: int, step: float, seed: int) -> None:
    values = np.random.default_rng(seed).standard_normal(30) * 0.5
    values[first_part:] += step
    found = break_date(series(values), "level", n_bootstrap=N_BOOTSTRAP)
    assert found.date.value == 1990 + first_part - 1
    assert found.date.interval == "confidence95"
    assert found.after.value - found.before.value == pytest.approx(step, abs=1.5)


def test_a_change_of_slope_is_found_and_both_slopes_with_it() -> None:
    time = np.arange(30.0)
    values = np.where(time < 14, 0.1 * time, 0.1 * 14 + 0.5 * (time - 14))
    values += 0.05 * np.random.default_rng(1).standard_normal(30)
    found = break_date(series(values), "trend", n_bootstrap=N_BOOTSTRAP)
    assert abs(found.date.value - 2003) <= 1
    assert found.before.value == pytest.approx(0.1, abs=0.02)
    assert found.after.value == pytest.approx(0.5, abs=0.02)
    assert found.p_value == pytest.approx(1 / (N_BOOTSTRAP + 1))


@given(noisy(), KINDS, st.floats(-1000, 1000), st.floats(0.1, 100), st.booleans())
@settings(max_examples=30)
def test_a_constant_or_a_scale_moves_no_date(
    values: Floats, kind: Kind, shift: float, scale: float, flip: bool
) -> None:
    factor = -scale if flip else scale
    plain = break_date(series(values), kind, n_bootstrap=N_BOOTSTRAP)
    changed = break_date(series(values * factor + shift), kind, n_bootstrap=N_BOOTSTRAP)
    assert changed.date.value == plain.date.value
    if not flip:  # a flip mirrors the noise of the bootstrap too, which is then another sample
        assert (changed.date.low, changed.date.high) == (plain.date.low, plain.date.high)
        assert changed.p_value == pytest.approx(plain.p_value)


@given(noisy(), st.floats(-5, 5))
@settings(max_examples=30)
def test_a_straight_line_added_moves_no_break_of_trend(values: Floats, slope: float) -> None:
    plain = break_date(series(values), "trend", n_bootstrap=N_BOOTSTRAP)
    tilted = break_date(series(values + slope * np.arange(len(values))), "trend", n_bootstrap=N_BOOTSTRAP)
    assert tilted.date.value == plain.date.value
    assert tilted.before.value == pytest.approx(plain.before.value + slope, abs=1e-9)


@given(noisy(), KINDS)
@settings(max_examples=30)
def test_time_reversed_mirrors_the_break(values: Floats, kind: Kind) -> None:
    forward = break_date(series(values), kind, n_bootstrap=N_BOOTSTRAP)
    backward = break_date(series(values[::-1]), kind, n_bootstrap=N_BOOTSTRAP)
    first, last = 1990, 1990 + len(values) - 1
    # The break lies half a year after its date, and that point is mirrored.
    assert (forward.date.value + 0.5) + (backward.date.value + 0.5) == first + last


@given(noisy(), st.floats(-100, 100), st.floats(0.1, 10))
def test_a_trend_scales_with_the_series_and_ignores_a_constant(values: Floats, shift: float, scale: float) -> None:
    plain, changed = linear_trend(series(values)), linear_trend(series(scale * values + shift))
    for one, other in ((plain.value, changed.value), (plain.low, changed.low), (plain.high, changed.high)):
        assert other == pytest.approx(scale * one, abs=1e-7)


@given(noisy())
def test_time_reversed_flips_the_sign_of_a_trend(values: Floats) -> None:
    forward, backward = linear_trend(series(values)), linear_trend(series(values[::-1]))
    assert backward.value == pytest.approx(-forward.value, abs=1e-9)


@pytest.mark.parametrize("persistence", [0.0, 0.4, 0.7])
def test_the_interval_of_a_trend_holds_it_as_often_as_the_module_says(persistence: float) -> None:
    rng = np.random.default_rng(7)
    n_held = 0
    for _ in range(400):
        errors = rng.standard_normal(60)
        for year in range(1, 60):
            errors[year] += persistence * errors[year - 1]
        found = linear_trend(series(errors[30:] + 0.2 * np.arange(30)), n_bootstrap=199)
        n_held += found.low <= 0.2 <= found.high
    assert 0.87 <= n_held / 400 <= 0.98


def test_a_series_without_a_break_seldom_seems_to_have_one() -> None:
    rng = np.random.default_rng(11)
    n_seeming = sum(
        break_date(series(rng.standard_normal(30)), "level", n_bootstrap=N_BOOTSTRAP).p_value <= 0.05
        for _ in range(200)
    )
    assert n_seeming / 200 <= 0.10


def test_the_slope_against_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    values = np.random.default_rng(3).standard_normal(40).cumsum()
    fit = sm.OLS(values, sm.add_constant(np.arange(40))).fit()
    assert linear_trend(series(values)).value == pytest.approx(fit.params[1])


def test_the_break_of_the_nile_against_cobb_and_zeileis() -> None:
    """The flow at Aswan fell after 1898 (Cobb 1978, Biometrika 65: 243-251).

    Zeileis, Kleiber, Krämer and Hornik (2003, Computational Statistics and Data Analysis 44: 109-123) date the break in
    level at 1898 by least squares, with a 95 % interval from 1895 to 1902 by Bai's (1997) limit law; the levels are the
    means of the two parts, 1097.8 and 850.0.
    """
    sm = pytest.importorskip("statsmodels.api")
    nile = series(sm.datasets.nile.load_pandas().data["volume"].to_numpy(dtype=float), 1871)
    found = break_date(nile, "level")
    assert found.date.value == 1898
    assert abs(found.date.low - 1895) <= 2
    assert abs(found.date.high - 1902) <= 2
    assert found.before.value == pytest.approx(1097.75, abs=0.01)
    assert found.after.value == pytest.approx(849.97, abs=0.01)
    assert found.p_value <= 0.002


def test_the_same_series_gives_the_same_interval_twice() -> None:
    values = np.random.default_rng(5).standard_normal(25)
    assert break_date(series(values), "level") == break_date(series(values), "level")


def test_draws_that_break_in_other_years_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    values = 0.2 * rng.standard_normal(30)
    rows = np.tile(values, (100, 1))
    rows[:, 15:] += 5
    rows[50:, 15:20] -= 5
    central = series(rows[0])
    same = break_date_of_draws(central, {1990 + i: rows[:50, i] for i in range(30)}, "level")
    both = break_date_of_draws(central, {1990 + i: rows[:, i] for i in range(30)}, "level")
    assert (same.date.low, same.date.value, same.date.high) == (2004, 2004, 2004)
    assert (both.date.low, both.date.value, both.date.high) == (2004, 2004, 2009)


def test_a_gap_and_too_few_years_are_refused() -> None:
    values = series(np.arange(20.0))
    gap = Series("made-up", "a quantity", "units", ANY_YEAR, values.points[:8] + values.points[9:])
    with pytest.raises(DomainError, match="1998"):
        linear_trend(gap)
    with pytest.raises(DomainError, match="12 or more"):
        break_date(values, "level", 1990, 1995)
