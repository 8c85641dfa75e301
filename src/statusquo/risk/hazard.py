"""The discrete-time hazard: a regression of yearly events on what was known before, by Newton's method.

Without a penalty it is the maximum-likelihood fit of a binomial regression (McCullagh and Nelder 1989, chapter 4); with
one it is ridge regression (Le Cessie and van Houwelingen 1992), which is the mode under independent normal priors of
variance `1 / penalty` on the coefficients. The constant is never penalised. Covariates should be on one scale
(`encoding`), or a common penalty has no meaning.

Intervals: the model's own covariance, or the sandwich summed by dispute (Liang and Zeger 1986), since the years of a
dispute are not independent. Under a penalty the covariance is the inverse of the penalised information, whose intervals
are credible under the stated prior and do not cover at a known rate otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.errors import FitError
from statusquo.risk.links import Floats, Integers, Link, derivatives, expected_weight, log_likelihood, probability

CONSTANT = "constant"
"""Name of the column of ones, which no penalty touches."""

_STEPS = 60
TOLERANCE = 1e-9
"""Gain in log-likelihood below which the search ends."""


@dataclass(frozen=True, slots=True)
class HazardFit:
    """A fitted hazard.

    Attributes:
        names: the coefficients' names, in the order of the matrix's columns.
        coefficients: on the scale of the link.
        covariance: of the coefficients; the sandwich where disputes were given.
        link: ``logit`` or ``cloglog``.
        penalty: the ridge penalty of each coefficient.
        log_likelihood: of the rows, without the penalty.
        n_rows: rows fitted.
        n_events: events among them.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    link: Link
    penalty: Floats
    log_likelihood: float
    n_rows: int
    n_events: int

    def mean(self, matrix: Floats, disputes: Integers) -> Floats:
        """Return the hazard of each row; it is the same for all disputes."""
        return probability(matrix @ self.coefficients, self.link)

    def drawn(self, matrix: Floats, disputes: Integers, draw: np.random.Generator, n: int) -> Floats:
        """Return draws of the rows' hazard, draws by rows."""
        return probability(normal_draws(draw, self.coefficients, self.covariance, n) @ matrix.T, self.link)


def normal_draws(draw: np.random.Generator, mean: Floats, covariance: Floats, n: int) -> Floats:
    """Return draws of coefficients under the normal approximation, draws by coefficients."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    result: Floats = mean + draw.standard_normal((n, len(mean))) @ root.T
    return result


def penalties(names: Sequence[str], penalty: float | Floats) -> Floats:
    """Return the penalty of each coefficient, from one for all or one for each: none for the constant."""
    return np.where(np.asarray(names) == CONSTANT, 0.0, np.broadcast_to(np.asarray(penalty, dtype=float), len(names)))


def fit_hazard(
    matrix: Floats,
    event: Floats,
    *,
    names: Sequence[str],
    link: Link = "logit",
    penalty: float | Floats = 0.0,
    weights: Floats | None = None,
    disputes: Integers | None = None,
) -> HazardFit:
    """Fit a hazard.

    Args:
        matrix: one row per dispute-year at risk, one column per name, without missing values.
        event: 1 where the event came, else 0.
        names: of the columns; a column of ones is called `CONSTANT`.
        link: ``logit`` or ``cloglog``.
        penalty: ridge penalty on every coefficient but the constant's, one for all or one for each.
        weights: of the rows; each counts as that many.
        disputes: of the rows; given, the covariance is the sandwich over disputes.

    Raises:
        FitError: when a value is missing or the likelihood has no maximum, as when a column separates the events.
    """
    check_rows(matrix, event, names)
    weight = np.ones(len(event)) if weights is None else np.asarray(weights, dtype=float)
    ridge = penalties(names, penalty)
    beta = _most_likely(matrix, event, weight, ridge, names, link)
    eta = matrix @ beta
    bread = _inverse((matrix * (weight * expected_weight(eta, link))[:, None]).T @ matrix + np.diag(ridge))
    covariance = bread
    if disputes is not None:
        scores = sums_by_dispute(matrix * (weight * derivatives(eta, event, link)[0])[:, None], disputes)
        n = len(scores)
        covariance = bread @ (scores.T @ scores) @ bread * (n / (n - 1))
    height = float(weight @ log_likelihood(eta, event, link))
    return HazardFit(tuple(names), beta, covariance, link, ridge, height, len(event), int(event.sum()))


def _most_likely(
    matrix: Floats, event: Floats, weight: Floats, ridge: Floats, names: Sequence[str], link: Link
) -> Floats:
    """Return the coefficients at which the penalised likelihood is largest, by Newton's method."""
    beta = _start(matrix, event, weight, names, link)
    height = _height(matrix, event, weight, beta, ridge, link)
    for _ in range(_STEPS):
        first, second, _ = derivatives(matrix @ beta, event, link)
        gradient = matrix.T @ (weight * first) - ridge * beta
        step = _solve((matrix * (-weight * second)[:, None]).T @ matrix + np.diag(ridge), gradient)
        beta, height, gained = _climb(matrix, event, weight, beta, step, ridge, link, height)
        if gained < TOLERANCE:
            break
    else:
        raise FitError("the hazard's likelihood has no maximum: a covariate may separate the events; add a penalty")
    if np.abs(matrix @ beta).max() > 25 and not ridge.any():
        raise FitError("fitted hazards reach 0 or 1: a covariate separates the events; add a penalty")
    return beta


def sums_by_dispute(values: Floats, disputes: Integers) -> Floats:
    """Return the sum of the rows of each dispute, in the order of the disputes' numbers."""
    order = np.argsort(disputes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(disputes[order]) != 0])
    result: Floats = np.add.reduceat(values[order], starts, axis=0)
    return result


def check_rows(matrix: Floats, event: Floats, names: Sequence[str]) -> None:
    """Refuse rows that no fit can use.

    Raises:
        FitError: when shapes differ, a value is missing, or no row has an event.
    """
    if matrix.shape != (len(event), len(names)):
        raise FitError(f"{matrix.shape} values for {len(event)} events and {len(names)} names")
    if not np.isfinite(matrix).all():
        bad = [name for name, column in zip(names, matrix.T, strict=True) if not np.isfinite(column).all()]
        raise FitError(f"missing values in {', '.join(bad)}: encode the rows first")
    if not 0 < event.sum() < len(event):
        raise FitError(f"{int(event.sum())} events in {len(event)} rows: nothing to tell apart")


def _start(matrix: Floats, event: Floats, weight: Floats, names: Sequence[str], link: Link) -> Floats:
    beta = np.zeros(matrix.shape[1])
    if CONSTANT in names:
        share = float(weight @ event / weight.sum())
        beta[list(names).index(CONSTANT)] = (
            np.log(share / (1 - share)) if link == "logit" else np.log(-np.log1p(-share))
        )
    return beta


def _height(matrix: Floats, event: Floats, weight: Floats, beta: Floats, ridge: Floats, link: Link) -> float:
    return float(weight @ log_likelihood(matrix @ beta, event, link) - 0.5 * (ridge * beta) @ beta)


def _climb(
    matrix: Floats, event: Floats, weight: Floats, beta: Floats, step: Floats, ridge: Floats, link: Link, height: float
) -> tuple[Floats, float, float]:
    """Go the step, or half of it again and again until it leads upwards."""
    for halving in range(20):
        there = beta + step / 2**halving
        new = _height(matrix, event, weight, there, ridge, link)
        if new >= height - 1e-12:
            return there, new, new - height
    return beta, height, 0.0


def _solve(information: Floats, gradient: Floats) -> Floats:
    try:
        result: Floats = np.linalg.solve(information, gradient).astype(float)
    except np.linalg.LinAlgError as cause:
        raise FitError("two covariates are the same but for scale: drop one or add a penalty") from cause
    return result


def _inverse(information: Floats) -> Floats:
    try:
        result: Floats = np.linalg.inv(information).astype(float)
    except np.linalg.LinAlgError as cause:
        raise FitError("two covariates are the same but for scale: drop one or add a penalty") from cause
    return result
