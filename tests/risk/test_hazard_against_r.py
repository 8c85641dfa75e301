"""The hazard core gives R's figures: `glm`, `lme4::glmer`, `survival::clogit`, spduration.

`oracles/oracles.R` made the figures below from `oracles/slice.csv` (R 4.2.2, lme4 1.1-31, survival 3.5-3). The
split-population figures are those published with spduration's coups data (Beger et al. 2017, The R Journal 9:2).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.conftest import raw_files
from tests.risk.split_weibull import fit_split_weibull

from statusquo.risk.hazard import CONSTANT, fit_hazard
from statusquo.risk.links import Floats, Integers, Link
from statusquo.risk.random_effect import fit_random_intercept, profile_interval
from statusquo.risk.within import fit_within
from statusquo.sources.r_files import read_r_frame

NAMES = (CONSTANT, "clock", "episodes")
SLICE = pl.read_csv(Path(__file__).parent / "oracles" / "slice.csv")


def rows() -> tuple[Floats, Floats, Integers]:
    clock = np.log1p(SLICE["quiet_years"].to_numpy().astype(float))
    matrix = np.column_stack([np.ones(SLICE.height), clock, SLICE["episodes"].to_numpy().astype(float)])
    return matrix, SLICE["event"].to_numpy().astype(float), SLICE["dispute"].to_numpy()


@pytest.mark.parametrize(
    ("link", "coefficients", "errors", "height"),
    [
        ("logit", [-0.6774474, -1.2445469, 0.1620623], [0.267574620, 0.125876375, 0.055177738], -372.6615416),
        ("cloglog", [-0.80285992, -1.18957659, 0.14699822], [0.245382728, 0.118258426, 0.049351181], -372.4080157),
    ],
)
def test_the_hazard_against_r_glm(link: Link, coefficients: list[float], errors: list[float], height: float) -> None:
    matrix, event, _ = rows()
    fit = fit_hazard(matrix, event, names=NAMES, link=link)
    assert fit.coefficients == pytest.approx(coefficients, abs=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(errors, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(height, abs=1e-6)


@pytest.mark.parametrize(
    ("link", "nodes", "coefficients", "sd", "height"),
    [
        ("logit", 25, [-0.902896648, -1.052195409, -0.031826882], 0.963776008, -371.1749392),
        ("logit", 1, [-0.904262314, -1.055815068, -0.025769038], 0.941328603, -371.1349698),
        ("cloglog", 25, [-1.022951256, -1.009545147, -0.014847514], 0.812398269, -371.0667302),
    ],
)
def test_the_random_intercept_against_r_glmer(
    link: Link, nodes: int, coefficients: list[float], sd: float, height: float
) -> None:
    matrix, event, disputes = rows()
    fit = fit_random_intercept(matrix, event, disputes, names=NAMES, link=link, nodes=nodes)
    # By Laplace's approximation R stops 3e-5 below the maximum.
    assert fit.log_likelihood == pytest.approx(height, abs=2e-6 if nodes > 1 else 5e-5)
    assert fit.coefficients == pytest.approx(coefficients, abs=2e-4 if nodes > 1 else 1e-2)
    assert fit.sd == pytest.approx(sd, abs=2e-4 if nodes > 1 else 1e-2)


@pytest.mark.parametrize(
    ("name", "bounds", "ratio"),
    [("clock", [-1.3770539, -0.7422537], None), ("episodes", [-0.2296144, 0.2126392], 0.0868975)],
)
def test_the_profile_interval_against_r_profile(name: str, bounds: list[float], ratio: float | None) -> None:
    """R interpolates its profile with splines, ours is searched to a hundredth of the root of the drop."""
    matrix, event, disputes = rows()
    fit = fit_random_intercept(matrix, event, disputes, names=NAMES)
    found = profile_interval(matrix, event, disputes, fit, name)
    assert [found.low, found.high] == pytest.approx(bounds, abs=3e-3)
    if ratio is not None:
        assert found.ratio == pytest.approx(ratio, abs=1e-4)


def test_the_random_intercept_s_errors_against_r_glmer() -> None:
    matrix, event, disputes = rows()
    fit = fit_random_intercept(matrix, event, disputes, names=NAMES)
    errors = np.sqrt(np.diag(fit.covariance))[:3]
    assert errors == pytest.approx([0.34660037, 0.15947621, 0.10645998], rel=0.01)  # R's are finite differences too


def test_the_comparison_within_disputes_against_r_clogit() -> None:
    matrix, event, disputes = rows()
    fit = fit_within(matrix[:, 1:], event, disputes, names=NAMES[1:])
    assert fit.coefficients == pytest.approx([-0.55245994, -0.32639995], abs=1e-5)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([0.156045188, 0.080507716], rel=1e-4)
    assert fit.log_likelihood == pytest.approx(-245.0169945, abs=1e-6)


PUBLISHED = np.array([4.00151, 0.20588, 6.5279, 0.8967, -0.03203])
"""Duration constant and polity2, risk constant and polity2, log alpha, as spduration prints them."""


@pytest.mark.raw
def test_the_split_population_against_r_spduration() -> None:
    matrix, start, stop, event = coups()
    fit = fit_split_weibull(matrix, matrix, start, stop, event, search_from=[PUBLISHED * 0.9])
    found = np.r_[fit.duration, fit.risk, fit.log_alpha]
    errors = np.sqrt(np.diag(fit.covariance))
    assert found == pytest.approx(PUBLISHED, rel=1e-3)
    assert errors == pytest.approx([0.23762, 0.03037, 3.2556, 0.4084, 0.11899], rel=0.02)


@pytest.mark.raw
def test_the_published_split_population_is_a_lower_maximum() -> None:
    """Spduration starts from a plain Weibull model and ends on a hill that is not the highest."""
    matrix, start, stop, event = coups()
    published = fit_split_weibull(matrix, matrix, start, stop, event, search_from=[PUBLISHED])
    best = fit_split_weibull(matrix, matrix, start, stop, event)
    assert published.log_likelihood == pytest.approx(-319.8094, abs=1e-3)
    assert best.log_likelihood == pytest.approx(-319.1436, abs=1e-3)


def coups() -> tuple[Floats, Floats, Floats, Floats]:
    """Spduration's coups data as its `add_duration` lays them out: a row a year, a spell until a successful coup."""
    raw = raw_files()
    if raw is None:
        pytest.skip("no raw files: set STATUSQUO_RAW, or run `statusquo data download`")
    path = raw.parent / "oracles" / "spduration" / "coups.rda"
    if not path.is_file():
        pytest.skip("spduration's coups data are not beside the raw files")
    pytest.importorskip("rdata")
    frame = read_r_frame(path, "coups").sort("gwcode", "year")
    lines: list[tuple[float, float, float, float]] = []
    for _, own in frame.group_by("gwcode", maintain_order=True):
        age, before = 0, 0.0
        for failed, polity in own.select("succ.coup", "polity2").iter_rows():
            ongoing, before = failed == 1 and before == 1, failed
            if ongoing:
                continue
            age = age + 1
            if polity is not None:
                lines.append((age - 1, age, failed, polity))
            age = 0 if failed == 1 else age
    table = np.array(lines, dtype=float)
    return np.column_stack([np.ones(len(table)), table[:, 3]]), table[:, 0], table[:, 1], table[:, 2]
