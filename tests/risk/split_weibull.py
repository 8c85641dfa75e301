"""The split-population duration model with time-varying covariates of Svolik (2008) and Beger et al. (2017).

For comparison with R's spduration: each row is a stretch of a spell from `start` to `stop`, its likelihood conditional
on having lasted until `start`. The package itself fits the discrete-time relative (`statusquo.risk.immune`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, minimize

from statusquo.core.errors import FitError
from statusquo.risk.links import Floats


@dataclass(frozen=True, slots=True)
class SplitWeibull:
    """A fitted split-population Weibull model.

    Attributes:
        duration: coefficients of the log expected scale of the susceptible's duration.
        risk: coefficients of the log odds of being susceptible.
        log_alpha: minus the logarithm of the Weibull shape, as spduration reports it.
        covariance: of duration, risk and `log_alpha`, in that order.
        log_likelihood: at the maximum.
    """

    duration: Floats
    risk: Floats
    log_alpha: float
    covariance: Floats
    log_likelihood: float


def fit_split_weibull(
    matrix: Floats,
    classes: Floats,
    start: Floats,
    stop: Floats,
    event: Floats,
    *,
    search_from: Sequence[Floats] = (),
) -> SplitWeibull:
    """Fit the split-population Weibull model by maximum likelihood.

    The likelihood can have more than one maximum: the search starts from several points and the highest is returned.

    Args:
        matrix: covariates of the duration, with a column of ones.
        classes: covariates of susceptibility, with a column of ones.
        start: time in the spell at which each row begins.
        stop: time at which it ends.
        event: 1 where the row ends with the event, else 0.
        search_from: where to start instead, each the coefficients of duration and risk and `log_alpha`.

    Raises:
        FitError: when no search ends.
    """
    n_duration, size = matrix.shape[1], matrix.shape[1] + classes.shape[1] + 1

    def negative(theta: Floats) -> float:
        scale, shape = -(matrix @ theta[:n_duration]), np.exp(-theta[-1])
        log_odds = classes @ theta[n_duration:-1]
        log_susceptible, log_immune = -np.logaddexp(0, -log_odds), -np.logaddexp(0, log_odds)

        def log_survival(time: Floats) -> Floats:
            lasting: Floats = -np.exp(np.clip(shape * (scale + np.log(np.maximum(time, 1e-300))), -700, 50))
            return lasting

        lasted = np.logaddexp(log_immune, log_susceptible + log_survival(stop))
        density = -theta[-1] + shape * scale + (shape - 1) * np.log(stop) + log_survival(stop)
        entered = np.logaddexp(log_immune, log_susceptible + log_survival(start))
        return -float((np.where(event > 0, log_susceptible + density, lasted) - entered).sum())

    first = np.zeros(size)
    first[0] = np.log(max(float(stop.sum() / max(event.sum(), 1)), 1.0))
    # Once with even odds of susceptibility, once with nearly all susceptible: a plain Weibull model.
    plain = first.copy()
    plain[n_duration] = 6.0
    found = min((_search(negative, point) for point in search_from or (first, plain)), key=lambda end: float(end.fun))
    if not found.success:
        raise FitError(f"the split-population Weibull model was not fitted: {found.message}")
    covariance: Floats = np.linalg.inv(_hessian(negative, found.x)).astype(float)
    theta = found.x
    return SplitWeibull(theta[:n_duration], theta[n_duration:-1], float(theta[-1]), covariance, -float(found.fun))


def _search(negative: Callable[[Floats], float], start: Floats) -> OptimizeResult:
    near = minimize(negative, start, method="BFGS", options={"gtol": 1e-4, "maxiter": 1000}).x
    return minimize(negative, near, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-11, "maxfev": 20_000})


def _jacobian(gradient: Callable[[Floats], Floats], at: Floats, step: float = 1e-4) -> Floats:
    shifts = np.eye(len(at)) * step
    rows = np.array([(gradient(at + shift) - gradient(at - shift)) / (2 * step) for shift in shifts])
    result: Floats = (rows + rows.T) / 2
    return result


def _hessian(value: Callable[[Floats], float], at: Floats) -> Floats:
    step = 1e-4
    shifts = np.eye(len(at)) * step

    def gradient(theta: Floats) -> Floats:
        return np.array([(value(theta + shift) - value(theta - shift)) / (2 * step) for shift in shifts])

    return _jacobian(gradient, at, step)
