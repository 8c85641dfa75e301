"""The distribution of an event's deaths is that of the R package uncertainUCDP 0.7.6, run under R 4.2.2."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gumbel_r

from statusquo.core.seeds import spawn_generator
from statusquo.event_files.death_distribution import draw, mean, parameters, quantile

# mean_uncertainUCDP, and quncertainUCDP at 0.025, 0.5 and 0.975
OF_R = {
    ("state-based", 1): (2.200399078, 1, 1.14110089, 6.463439869),
    ("state-based", 3): (4.370579563, 2.152961999, 3.211555279, 9.920335834),
    ("state-based", 13): (14.01712644, 8.584372995, 13, 24.40439577),
    ("state-based", 25): (35.47885874, 25, 29.00340521, 70.65467041),
    ("state-based", 100): (131.3770012, 97.3239561, 112.8020884, 237.6634791),
    ("state-based", 1001): (1128.452283, 898.0961799, 1012.535109, 1673.041493),
    ("state-based", 3500): (3850.319593, 2998.606443, 3500, 5652.463132),
    ("non-state", 1): (2.12995939, 1, 1.831142022, 5.213034956),
    ("non-state", 25): (34.81797091, 25, 32.10887771, 61.99868121),
    ("non-state", 1001): (1093.231757, 992.8590697, 1048.664187, 1392.185226),
    ("one-sided", 0): (0.5758183311, 0, 0.4078951872, 2.176669913),
    ("one-sided", 3): (4.205930592, 2.788345142, 3, 8.934545552),
    ("one-sided", 100): (127.3576709, 100, 115.6846448, 212.3906511),
}


@pytest.mark.parametrize(("kind", "reported"), OF_R)
def test_mean_and_quantiles_are_those_of_the_package(kind: str, reported: int) -> None:
    events = np.array([float(reported)])
    found = [mean(events, kind)[0], *(quantile(share, events, kind)[0] for share in (0.025, 0.5, 0.975))]
    assert found == pytest.approx(OF_R[kind, reported], rel=1e-8)


def test_the_coefficient_of_a_number_asked_about_counts_for_that_number_alone() -> None:
    at_20, beside = (parameters(np.array([n]), "state-based").location[0] for n in (20.0, 20.001))
    assert np.log1p(at_20) - np.log1p(beside) == pytest.approx(-0.3916634175, abs=1e-4)


@pytest.mark.parametrize("kind", ["state-based", "non-state", "one-sided"])
def test_draws_have_the_mean_and_the_quantiles_of_the_distribution(kind: str) -> None:
    reported = np.array([1.0, 7, 101, 1500])
    drawn = draw(reported, kind, 200_000, spawn_generator("test", kind))
    assert drawn.min() >= 0
    assert drawn.mean(axis=0) == pytest.approx(mean(reported, kind), rel=0.01)
    for share in (0.1, 0.9):
        assert np.quantile(drawn, share, axis=0) == pytest.approx(quantile(share, reported, kind), rel=0.02)


def test_a_quantile_is_the_number_reported_over_its_whole_weight() -> None:
    events = np.array([100.0])
    location, scale, weight = (each[0] for each in parameters(events, "state-based"))
    below = gumbel_r.cdf(100, location, scale) * (1 - weight)
    inside = [quantile(share, events, "state-based")[0] for share in (below + 1e-9, below + weight - 1e-9)]
    assert inside == [100, 100]
    outside = [quantile(share, events, "state-based")[0] for share in (below - 0.01, below + weight + 0.01)]
    assert outside[0] < 100 < outside[1]


def test_an_unknown_type_of_violence_is_refused() -> None:
    with pytest.raises(KeyError):
        parameters(np.array([1.0]), "riots")
