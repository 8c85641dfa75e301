"""Scores agree with scikit-learn where it has them, and keep to what scores must do."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.core.seeds import spawn_generator
from statusquo.risk import calibration, scores
from statusquo.risk.links import Floats, Integers
from statusquo.risk.scores import Mask


def some_rows(seed: int, n: int = 400) -> tuple[Floats, Floats, Integers, Mask]:
    draw = spawn_generator("tests", "scores", seed)
    predicted = np.round(draw.beta(1, 8, n), 2)  # with ties
    event = (draw.random(n) < predicted).astype(float)
    event[:2] = 0, 1
    mask = draw.random(n) < 0.8
    mask[:2] = True
    return event, predicted, np.sort(draw.integers(0, 40, n)), mask


def scored(event: Floats, predicted: Floats, mask: Mask) -> dict[str, float]:
    once = scores.Bootstrap(np.ones((1, int(mask.sum()))))
    return {name: float(values[0]) for name, values in scores.score_samples(event, predicted, mask, once).items()}


@pytest.mark.parametrize("seed", range(5))
def test_scores_against_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    event, predicted, _, mask = some_rows(seed)
    y, p = event[mask], predicted[mask]
    found, rate = scored(event, predicted, mask), y.mean()
    assert found["auroc"] == pytest.approx(metrics.roc_auc_score(y, p), abs=1e-12)
    assert found["auprc"] == pytest.approx(metrics.average_precision_score(y, p), abs=1e-12)
    assert found["brier_skill"] == pytest.approx(1 - metrics.brier_score_loss(y, p) / (rate * (1 - rate)), abs=1e-12)
    clipped = np.clip(p, 1e-9, 1 - 1e-9)
    assert found["log_score"] == pytest.approx(-metrics.log_loss(y, clipped), abs=1e-9)


def test_a_weighted_bootstrap_sample_scores_as_scikit_learn_weighs_it() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    event, predicted, disputes, mask = some_rows(7)
    bootstrap = scores.bootstrap_over_disputes(disputes, mask, samples=5)
    found = scores.score_samples(event, predicted, mask, bootstrap)
    for index, weight in enumerate(bootstrap.weights):
        used = weight > 0
        y, p, w = event[mask][used], predicted[mask][used], weight[used]
        assert found["auroc"][index] == pytest.approx(metrics.roc_auc_score(y, p, sample_weight=w), abs=1e-12)
        assert found["auprc"][index] == pytest.approx(metrics.average_precision_score(y, p, sample_weight=w), abs=1e-12)


def test_no_score_can_be_asked_for_without_the_rows_at_risk() -> None:
    for function in (scores.score_samples, calibration.calibration):
        assert inspect.signature(function).parameters["at_risk"].default is inspect.Parameter.empty


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0.2, 5))
def test_discrimination_does_not_depend_on_the_scale_of_predictions(seed: int, power: float) -> None:
    event, predicted, _, mask = some_rows(seed, 80)
    found, other = scored(event, predicted, mask), scored(event, predicted**power, mask)
    assert (other["auroc"], other["auprc"]) == pytest.approx((found["auroc"], found["auprc"]))


@given(st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_rows_that_are_not_at_risk_change_nothing(seed: int) -> None:
    event, predicted, _, mask = some_rows(seed, 80)
    other = np.where(mask, predicted, 1 - predicted)
    assert scored(event, other, mask) == scored(event, predicted, mask)


def test_the_sample_s_own_rate_has_no_skill_and_perfect_foresight_all() -> None:
    event, _, disputes, mask = some_rows(3)
    bootstrap = scores.bootstrap_over_disputes(disputes, mask, samples=10)
    rate = np.full(len(event), event[mask].mean())
    constant = scores.score_samples(event, rate, mask, bootstrap)
    assert constant["auroc"][0] == pytest.approx(0.5)
    assert constant["auprc"][0] == pytest.approx(rate[0])
    assert constant["brier_skill"][0] == pytest.approx(0)
    assert constant["log_skill"][0] == pytest.approx(0)
    perfect = scores.score_samples(event, event, mask, bootstrap)
    assert perfect["auroc"] == pytest.approx(1)
    assert perfect["auprc"] == pytest.approx(1)
    assert perfect["brier_skill"] == pytest.approx(1)


def test_predictions_that_are_right_have_slope_one_and_intercept_zero() -> None:
    draw = spawn_generator("tests", "calibration")
    predicted = draw.beta(1, 8, 20_000)
    event = (draw.random(20_000) < predicted).astype(float)
    disputes, mask = np.arange(20_000) // 20, np.ones(20_000, dtype=bool)
    found = calibration.calibration(event, predicted, disputes, mask)
    for value, right in zip(found, (1.0, 0.0), strict=True):
        assert value.low is not None
        assert value.high is not None
        assert value.low < right < value.high
    odds = np.log(predicted / (1 - predicted))
    slope, _ = calibration.calibration(event, 1 / (1 + np.exp(-2 * odds)), disputes, mask)
    assert slope.value == pytest.approx(0.5, abs=0.05)
