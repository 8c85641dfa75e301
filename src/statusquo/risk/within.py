"""The hazard within disputes: conditional logit, which compares a dispute only with itself.

Each dispute has a constant of its own, which conditioning on its number of events removes (Chamberlain 1980); the sum
over all ways to place the events is exact, by recursion (Gail, Lubin and Rubinstein 1981). Disputes without an event,
or with one every year, say nothing and are left out, so that the answer is about disputes that recur at all.

The conditioning assumes that a year's covariates do not depend on the dispute's earlier events. The clock does depend
on them, since an event sets it back to zero. With few years and few events the slope on the clock is then biased; how
much and which way, `benchmarks/risk_recovery.py` measures by simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from statusquo.core.errors import FitError
from statusquo.risk.links import Floats, Integers


@dataclass(frozen=True, slots=True)
class WithinFit:
    """A fitted conditional logit.

    Attributes:
        names: of the columns; there is no constant.
        coefficients: log odds ratios within a dispute.
        covariance: of the coefficients.
        log_likelihood: conditional on each dispute's number of events.
        n_disputes: disputes with both an event and a year without.
        n_rows: their rows.
        n_events: their events.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    n_disputes: int
    n_rows: int
    n_events: int


def fit_within(matrix: Floats, event: Floats, disputes: Integers, *, names: Sequence[str]) -> WithinFit:
    """Fit the conditional logit.

    Args:
        matrix: one row per dispute-year at risk, without a constant and without missing values.
        event: 1 where the event came, else 0.
        disputes: of the rows.
        names: of the columns.

    Raises:
        FitError: when no dispute has both an event and a year without, a column never varies within one, or the
            disputes do not tell the columns apart.
    """
    groups = []
    for number in np.unique(disputes):
        own = disputes == number
        if 0 < event[own].sum() < own.sum():
            # Centring changes nothing in the likelihood and keeps the exponentials small.
            groups.append((matrix[own] - matrix[own].mean(axis=0), event[own]))
    if not groups:
        raise FitError("no dispute has both an event and a year without one")
    varies = np.sum([(x**2).sum(axis=0) for x, _ in groups], axis=0) > 1e-12
    if not varies.all():
        raise FitError(f"never varies within a dispute: {', '.join(np.asarray(names)[~varies])}")

    def value_and_gradient(beta: Floats) -> tuple[float, Floats]:
        parts = [_of_one_dispute(x, y, beta) for x, y in groups]
        return -sum(value for value, _ in parts), -np.sum([gradient for _, gradient in parts], axis=0)

    found = minimize(value_and_gradient, np.zeros(matrix.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-5})
    if np.abs(found.x).max() > 50:
        raise FitError("a covariate separates the events within every dispute")
    step = 1e-4
    shifts = np.eye(len(names)) * step
    rows = [value_and_gradient(found.x + s)[1] - value_and_gradient(found.x - s)[1] for s in shifts]
    information = np.array(rows) / (2 * step)
    information = (information + information.T) / 2
    try:
        # A flat direction comes out of the arithmetic a little below nought, and its inverse as a negative variance.
        np.linalg.cholesky(information)
        covariance: Floats = np.linalg.inv(information).astype(float)
    except np.linalg.LinAlgError:
        raise FitError("the disputes do not tell the covariates apart") from None
    return WithinFit(
        tuple(names),
        found.x,
        covariance,
        -float(found.fun),
        len(groups),
        sum(len(y) for _, y in groups),
        int(sum(y.sum() for _, y in groups)),
    )


def _of_one_dispute(matrix: Floats, event: Floats, beta: Floats) -> tuple[float, Floats]:
    """Return one dispute's conditional log-likelihood and its gradient."""
    eta = matrix @ beta
    count = int(event.sum())
    top = eta.max()
    odds = np.exp(eta - top)
    # sums[j]: the sum over all choices of j of the years so far of the product of their odds; slopes[j]: its gradient.
    sums, slopes = np.zeros(count + 1), np.zeros((count + 1, matrix.shape[1]))
    sums[0] = 1.0
    for odd, row in zip(odds, matrix, strict=True):
        slopes[1:] += odd * (slopes[:-1] + sums[:-1, None] * row)
        sums[1:] += odd * sums[:-1]
    value = float(event @ eta - np.log(sums[-1]) - count * top)
    return value, event @ matrix - slopes[-1] / sums[-1]
