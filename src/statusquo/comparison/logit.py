"""Plain logit with errors that allow for clusters: rows of one movement, or of one state, are not independent.

Maximum likelihood by Newton's method; the covariance is the sandwich of Liang and Zeger (1986, Biometrika 73: 13-22)
with the usual correction for few clusters, G/(G-1) times (n-1)/(n-k), and the interval that of the normal
distribution. With fewer than about forty clusters it is too narrow; `n_clusters` says how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from statusquo.core.draws import Floats
from statusquo.core.errors import StatusQuoError
from statusquo.core.intervals import Z_95

MAX_STEPS = 100


class EstimationError(StatusQuoError):
    """A model has no finite estimate in these data."""


@dataclass(frozen=True, slots=True)
class LogitFit:
    """A fitted logit.

    Attributes:
        names: the intercept, then the conditions.
        coefficients: log odds.
        standard_errors: clustered.
        n: rows.
        n_events: rows with the event.
        n_clusters: clusters.
    """

    names: tuple[str, ...]
    coefficients: Floats
    standard_errors: Floats
    n: int
    n_events: int
    n_clusters: int

    def bounds(self, name: str) -> tuple[float, float, float]:
        """Return a coefficient with its 95 % interval."""
        j = self.names.index(name)
        value, error = float(self.coefficients[j]), float(self.standard_errors[j])
        return value, value - Z_95 * error, value + Z_95 * error


def clustered_logit(conditions: Floats, event: Floats, names: Sequence[str], clusters: Sequence[object]) -> LogitFit:
    """Fit a logit with an intercept and clustered errors.

    Args:
        conditions: one row per observation, without missing values.
        event: 0 or 1.
        names: of the columns.
        clusters: the cluster of each row.

    Raises:
        EstimationError: when the likelihood has no finite maximum.
    """
    design = np.column_stack([np.ones(len(event)), conditions])
    at = logit_coefficients(conditions, event)
    chances = expit(design @ at)
    bread = np.linalg.inv(design.T @ (design * (chances * (1 - chances))[:, None]))
    _, index = np.unique(np.asarray(clusters), return_inverse=True)
    n_clusters = int(index.max()) + 1
    sums = np.zeros((n_clusters, design.shape[1]))
    np.add.at(sums, index, design * (event - chances)[:, None])
    n, k = design.shape
    correction = n_clusters / (n_clusters - 1) * (n - 1) / (n - k)
    covariance = correction * bread @ (sums.T @ sums) @ bread
    errors = np.sqrt(np.diag(covariance))
    return LogitFit(("(intercept)", *names), at, errors, n, int(event.sum()), n_clusters)


def logit_coefficients(conditions: Floats, event: Floats) -> Floats:
    """Return the maximum likelihood coefficients, the intercept first.

    Raises:
        EstimationError: when the likelihood has no finite maximum.
    """
    design = np.column_stack([np.ones(len(event)), conditions])
    at = np.zeros(design.shape[1])
    for _ in range(MAX_STEPS):
        chances = expit(design @ at)
        information = design.T @ (design * (chances * (1 - chances))[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (event - chances))
        except np.linalg.LinAlgError:
            break
        at = at + step
        if np.abs(step).max() < 1e-9:
            return at
    raise EstimationError("the model has no finite estimate: a condition goes with the event without exception")
