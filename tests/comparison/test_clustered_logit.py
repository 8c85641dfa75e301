"""Clustered logit gives statsmodels' figures, and refuses what has no finite estimate."""

from __future__ import annotations

import numpy as np
import pytest

from statusquo.comparison.logit import EstimationError, clustered_logit


def test_coefficients_and_clustered_errors_against_statsmodels() -> None:
    api = pytest.importorskip("statsmodels.api")
    random = np.random.default_rng(11)
    clusters = random.integers(0, 25, 600)
    shared = random.normal(size=25)[clusters]
    x = np.column_stack([random.normal(size=600), random.integers(0, 2, 600)])
    y = (random.random(600) < 1 / (1 + np.exp(1 - x[:, 0] - shared))).astype(float)
    ours = clustered_logit(x, y, ["a", "b"], clusters.tolist())
    theirs = api.Logit(y, api.add_constant(x)).fit(disp=0, cov_type="cluster", cov_kwds={"groups": clusters})
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-7)
    assert ours.standard_errors == pytest.approx(theirs.bse, rel=1e-6)
    value, low, high = ours.bounds("a")
    assert (low, high) == pytest.approx(tuple(theirs.conf_int()[1]), rel=1e-6)
    assert low < value < high
    assert (ours.n, ours.n_clusters, ours.n_events) == (600, 25, int(y.sum()))


def test_separation_has_no_finite_estimate() -> None:
    x, y = np.array([[0.0], [0], [1], [1]]), np.array([0.0, 0, 1, 1])
    with pytest.raises(EstimationError, match="no finite estimate"):
        clustered_logit(x, y, ["x"], [1, 2, 3, 4])
