"""What the hazard's models must do whatever the data: recover what made the data, and look at nothing they may not."""

from __future__ import annotations

import numpy as np
import pytest

from statusquo.core.errors import FitError
from statusquo.core.seeds import spawn_generator
from statusquo.risk.bases import CLOCK_KNOTS_YEARS, log_clock, natural_spline
from statusquo.risk.hazard import CONSTANT, fit_hazard
from statusquo.risk.immune import fit_immune_class
from statusquo.risk.links import LINKS, Floats, Integers, Link, derivatives, log_likelihood, probability
from statusquo.risk.random_effect import LAPLACE, fit_random_intercept
from statusquo.risk.within import fit_within

NAMES = (CONSTANT, "a", "b")
TRUE = np.array([-2.0, 0.8, -0.5])


def world(run: int, *, sd: float = 0.9, disputes: int = 80, years: int = 20) -> tuple[Floats, Floats, Integers]:
    draw = spawn_generator("tests", "hazard", run)
    numbers = np.repeat(np.arange(disputes), years)
    matrix = np.column_stack([np.ones(len(numbers)), draw.normal(size=(len(numbers), 2))])
    eta = matrix @ TRUE + draw.normal(0, sd, disputes)[numbers]
    return matrix, (draw.random(len(eta)) < probability(eta, "logit")).astype(float), numbers


@pytest.mark.parametrize("link", LINKS)
def test_the_derivatives_are_those_of_the_log_likelihood(link: Link) -> None:
    eta, step = np.linspace(-6, 2, 33), 1e-5
    for event in (np.zeros(33), np.ones(33)):
        first, second, third = derivatives(eta, event, link)
        slope = (log_likelihood(eta + step, event, link) - log_likelihood(eta - step, event, link)) / (2 * step)
        assert first == pytest.approx(slope, abs=1e-8)
        above, below = derivatives(eta + step, event, link), derivatives(eta - step, event, link)
        assert second == pytest.approx((above[0] - below[0]) / (2 * step), abs=1e-8)
        assert third == pytest.approx((above[1] - below[1]) / (2 * step), abs=1e-8)


def test_known_coefficients_and_spread_are_recovered() -> None:
    """`benchmarks/risk_recovery.py` does 200 runs: intervals there hold the truth in 92 to 98 of 100."""
    truth, runs = np.r_[TRUE, np.log(0.9)], 10
    held, total = np.zeros(4), np.zeros(4)
    for run in range(runs):
        fit = fit_random_intercept(*world(run), names=NAMES, nodes=9)
        found = np.r_[fit.coefficients, fit.log_sd]
        held += np.abs(found - truth) < 1.96 * np.sqrt(np.diag(fit.covariance))
        total += found
    assert total / runs == pytest.approx(truth, abs=0.15)
    assert (held >= runs - 3).all()


def test_an_unseen_dispute_is_told_the_mean_over_the_effects() -> None:
    matrix, event, disputes = world(1, disputes=400)
    fit = fit_random_intercept(matrix, event, disputes, names=NAMES, nodes=LAPLACE)
    draws = spawn_generator("tests", "mean effect").normal(0, fit.sd, 200_000)
    expected = probability(fit.coefficients[0] + draws, "logit").mean()
    assert fit.mean(np.array([[1.0, 0, 0]]), np.array([-1]))[0] == pytest.approx(expected, abs=1e-3)


def test_a_seen_dispute_with_many_events_is_told_more_than_an_unseen_one() -> None:
    matrix, event, disputes = world(2)
    fit = fit_random_intercept(matrix, event, disputes, names=NAMES)
    counts = np.bincount(disputes, event)
    row = np.array([[1.0, 0, 0]])
    low, high = int(counts.argmin()), int(counts.argmax())
    seen = [fit.mean(row, np.array([number]))[0] for number in (low, -1, high)]
    assert seen[0] < seen[1] < seen[2]


def test_an_immune_class_is_found_where_there_is_one() -> None:
    matrix, event, disputes = world(3, sd=1e-6, disputes=400)
    immune = spawn_generator("tests", "immune").random(400) < 0.5
    event = np.where(immune[disputes], 0.0, event)
    ones = np.ones((len(event), 1))
    fit = fit_immune_class(matrix, ones, event, disputes, names=NAMES, class_names=(CONSTANT,))
    susceptible = probability(fit.class_coefficients, "logit")[0]
    assert susceptible == pytest.approx(1 - immune.mean(), abs=0.06)
    assert fit.coefficients == pytest.approx(TRUE, abs=0.2)


def test_weights_count_rows() -> None:
    matrix, event, _ = world(4, disputes=20)
    twice = fit_hazard(np.vstack([matrix, matrix[:100]]), np.r_[event, event[:100]], names=NAMES)
    weighted = fit_hazard(matrix, event, names=NAMES, weights=np.r_[np.full(100, 2.0), np.ones(300)])
    assert weighted.coefficients == pytest.approx(twice.coefficients, abs=1e-8)
    assert weighted.covariance == pytest.approx(twice.covariance, abs=1e-8)


def test_a_strong_penalty_leaves_the_constant_alone() -> None:
    matrix, event, _ = world(4)
    fit = fit_hazard(matrix, event, names=NAMES, penalty=1e8)
    assert fit.coefficients[1:] == pytest.approx([0, 0], abs=1e-4)
    assert probability(fit.coefficients[:1], "logit")[0] == pytest.approx(event.mean(), abs=1e-6)


def test_separated_events_and_gaps_are_refused_in_words() -> None:
    matrix, event, _ = world(6, disputes=10)
    separating = np.column_stack([matrix, event])
    with pytest.raises(FitError, match="separate"):
        fit_hazard(separating, event, names=(*NAMES, "c"))
    assert np.isfinite(fit_hazard(separating, event, names=(*NAMES, "c"), penalty=1.0).coefficients).all()
    matrix[3, 1] = np.nan
    with pytest.raises(FitError, match="missing values in a"):
        fit_hazard(matrix, event, names=NAMES)
    with pytest.raises(FitError, match="no dispute has both"):
        fit_within(np.ones((4, 1)), np.array([0.0, 0, 1, 1]), np.array([1, 1, 2, 2]), names=["a"])


def test_the_natural_spline_is_linear_beyond_its_knots() -> None:
    knots = log_clock(np.asarray(CLOCK_KNOTS_YEARS)).tolist()
    beyond = natural_spline(np.linspace(knots[-1] + 0.1, knots[-1] + 3, 20), knots)
    assert np.diff(beyond, 2, axis=0) == pytest.approx(np.zeros((18, beyond.shape[1])), abs=1e-9)
