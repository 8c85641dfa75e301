"""A class of disputes that can never have the event, and nobody sees which.

`fit_immune_class` has the hazard of `hazard` for the susceptible and the class drawn once for a dispute: a dispute that
has had the event is susceptible. It is the discrete-time relative of the split-population duration model of Svolik
(2008) and Beger et al. (2017; R package spduration).

The class explains the same fact as a falling hazard, so that the two are told apart by their assumed forms alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from statusquo.risk.hazard import check_rows, fit_hazard, penalties
from statusquo.risk.links import Floats, Integers, Link, derivatives, log_likelihood, probability

CLASS_PRIOR_SD = 1.5
"""Standard deviation of the normal prior on the log odds of susceptibility where there is one."""


@dataclass(frozen=True, slots=True)
class ImmuneClassFit:
    """A fitted hazard with a class of disputes that cannot have the event.

    Attributes:
        names: of the hazard's coefficients.
        coefficients: of the susceptible's hazard, on the link's scale.
        class_names: of the coefficients of susceptibility.
        class_coefficients: of the log odds of being susceptible.
        covariance: of both, in that order.
        link: ``logit`` or ``cloglog``.
        penalty: the ridge penalty of each of the hazard's coefficients.
        log_likelihood: without the penalty.
    """

    names: tuple[str, ...]
    coefficients: Floats
    class_names: tuple[str, ...]
    class_coefficients: Floats
    covariance: Floats
    link: Link
    penalty: Floats
    log_likelihood: float


def fit_immune_class(
    matrix: Floats,
    classes: Floats,
    event: Floats,
    disputes: Integers,
    *,
    names: Sequence[str],
    class_names: Sequence[str],
    link: Link = "logit",
    penalty: float | Floats = 0.0,
) -> ImmuneClassFit:
    """Fit a hazard for the susceptible together with the odds of being so.

    Args:
        matrix: covariates of the hazard, one row per dispute-year at risk.
        classes: covariates of susceptibility; each dispute's first row counts.
        event: 1 where the event came, else 0.
        disputes: of the rows.
        names: of the hazard's columns.
        class_names: of the columns of `classes`.
        link: ``logit`` or ``cloglog``.
        penalty: ridge penalty on the hazard's coefficients, one for all or one for each; with one,
            susceptibility has a normal prior of standard deviation `CLASS_PRIOR_SD` on its log odds.

    Raises:
        FitError: when the rows hold nothing to fit.
    """
    check_rows(matrix, event, names)
    order = np.argsort(disputes, kind="stable")
    matrix, event, disputes = matrix[order], event[order], disputes[order]
    starts = np.flatnonzero(np.r_[True, np.diff(disputes) != 0])
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(event)]))
    by_dispute = classes[order][starts]
    has_event = np.add.reduceat(event, starts) > 0
    n_hazard = matrix.shape[1]
    own = penalties(names, penalty)
    ridge = np.r_[own, np.full(by_dispute.shape[1], 1 / CLASS_PRIOR_SD**2 if own.any() else 0)]

    def value_and_gradient(theta: Floats) -> tuple[float, Floats]:
        eta, log_odds = matrix @ theta[:n_hazard], by_dispute @ theta[n_hazard:]
        rows = np.add.reduceat(log_likelihood(eta, event, link), starts)
        log_susceptible, log_immune = -np.logaddexp(0, -log_odds), -np.logaddexp(0, log_odds)
        quiet = np.logaddexp(log_immune, log_susceptible + rows)
        values = np.where(has_event, log_susceptible + rows, quiet)
        share = np.where(has_event, 1.0, np.exp(log_susceptible + rows - quiet))
        by_hazard = matrix.T @ (share[group] * derivatives(eta, event, link)[0])
        by_class = by_dispute.T @ (share - probability(log_odds, "logit"))
        gradient = np.r_[by_hazard, by_class] - ridge * theta
        return -float(values.sum() - 0.5 * (ridge * theta) @ theta), -gradient

    plain = fit_hazard(matrix, event, names=names, link=link, penalty=np.maximum(own, 1e-6))
    theta = np.r_[plain.coefficients, np.zeros(by_dispute.shape[1])]
    metric = np.eye(len(theta)) * 0.5
    metric[:n_hazard, :n_hazard] = plain.covariance
    root = np.linalg.cholesky(metric + np.eye(len(theta)) * 1e-9)

    def scaled(z: Floats) -> tuple[float, Floats]:
        value, gradient = value_and_gradient(theta + root @ z)
        return value, root.T @ gradient

    found = minimize(scaled, np.zeros(len(theta)), jac=True, method="L-BFGS-B", options={"gtol": 1e-6, "ftol": 1e-13})
    best = theta + root @ found.x
    covariance = np.linalg.pinv(_jacobian(lambda t: value_and_gradient(t)[1], best)).astype(float)
    return ImmuneClassFit(
        tuple(names),
        best[:n_hazard],
        tuple(class_names),
        best[n_hazard:],
        covariance,
        link,
        own,
        -value_and_gradient(best)[0] + 0.5 * float((ridge * best) @ best),
    )


def _jacobian(gradient: Callable[[Floats], Floats], at: Floats, step: float = 1e-4) -> Floats:
    shifts = np.eye(len(at)) * step
    rows = np.array([(gradient(at + shift) - gradient(at - shift)) / (2 * step) for shift in shifts])
    result: Floats = (rows + rows.T) / 2
    return result
