"""Exclusive competing events by the year: a multinomial logit of what, if anything, ends a quiet year.

Each row at risk ends in one of several exclusive events or in none; the log odds of each against none are linear in the
covariates (Allison 1982). The hazard of a wider event is the sum of those it is made of: recurrence is recurrence below
war plus war. A penalty is the same ridge as in `hazard`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.errors import FitError
from statusquo.risk.hazard import penalties
from statusquo.risk.links import Floats, Integers

_STEPS = 60
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class CompetingFit:
    """A fitted multinomial logit.

    Attributes:
        names: of the columns.
        events: the exclusive events, none left out.
        coefficients: one row per event.
        covariance: of the coefficients, event by event.
        penalty: the ridge penalty of each column.
        log_likelihood: without the penalty.
    """

    names: tuple[str, ...]
    events: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    penalty: Floats
    log_likelihood: float

    def predict(self, matrix: Floats) -> Floats:
        """Return the probability of each event, one column each; what is left of one is none."""
        return _probabilities(matrix @ self.coefficients.T)


def fit_competing(
    matrix: Floats,
    event: Integers,
    *,
    names: Sequence[str],
    events: Sequence[str],
    penalty: float | Floats = 0.0,
    start: Floats | None = None,
) -> CompetingFit:
    """Fit the multinomial logit by Newton's method.

    Args:
        matrix: one row per dispute-year at risk, without missing values.
        event: 0 for none, else the place of the event in `events`, counted from 1.
        names: of the columns.
        events: the exclusive events.
        penalty: ridge penalty on every coefficient but the constants.
        start: coefficients to start from, one row per event.

    Raises:
        FitError: when an event never happens without a penalty, or the likelihood has no maximum.
    """
    n, width, kinds = len(event), matrix.shape[1], len(events)
    happened = (event[:, None] == np.arange(1, kinds + 1)).astype(float)
    own = penalties(names, penalty)
    if not own.any() and (happened.sum(axis=0) == 0).any():
        raise FitError("an event that never happens has no coefficients: leave it out or add a penalty")
    ridge = np.tile(own, kinds)
    theta = np.zeros(kinds * width) if start is None else start.ravel().copy()
    if start is None and "constant" in names:
        shares = (happened.sum(axis=0) + 0.5) / n
        theta[list(names).index("constant") :: width] = np.log(shares / (1 - shares.sum()))
    height = _height(matrix, event, theta.reshape(kinds, width), ridge)
    information = np.eye(kinds * width)
    for _ in range(_STEPS):
        p = _probabilities(matrix @ theta.reshape(kinds, width).T)
        gradient = ((happened - p).T @ matrix).ravel() - ridge * theta
        information = _information(matrix, p) + np.diag(ridge)
        # A constant without events runs to minus infinity; a touch of ridge holds it.
        step = np.linalg.solve(information + 1e-9 * np.eye(len(theta)), gradient)
        old = height
        for halving in range(20):
            there = theta + step / 2**halving
            height = _height(matrix, event, there.reshape(kinds, width), ridge)
            if height >= old - 1e-12:
                theta = there
                break
        if height - old < _TOLERANCE:
            break
    else:
        raise FitError("the likelihood of the competing events has no maximum: add a penalty")
    coefficients = theta.reshape(kinds, width)
    return CompetingFit(
        tuple(names),
        tuple(events),
        coefficients,
        _inverse(information),
        own,
        _height(matrix, event, coefficients, np.zeros_like(ridge)),
    )


def _inverse(information: Floats) -> Floats:
    """Return the inverse; of a matrix without one, as when a column repeats another, the generalised inverse."""
    try:
        result: Floats = np.linalg.inv(information).astype(float)
    except np.linalg.LinAlgError:
        result = np.linalg.pinv(information).astype(float)
    return result


def _probabilities(eta: Floats) -> Floats:
    top = np.maximum(eta.max(axis=1, keepdims=True), 0)
    odds = np.exp(eta - top)
    result: Floats = odds / (np.exp(-top) + odds.sum(axis=1, keepdims=True))
    return result


def _height(matrix: Floats, event: Integers, coefficients: Floats, ridge: Floats) -> float:
    eta = np.column_stack([np.zeros(len(event)), matrix @ coefficients.T])
    top = eta.max(axis=1)
    total = top + np.log(np.exp(eta - top[:, None]).sum(axis=1))
    theta = coefficients.ravel()
    return float((eta[np.arange(len(event)), event] - total).sum() - 0.5 * (ridge * theta) @ theta)


def _information(matrix: Floats, p: Floats) -> Floats:
    width, kinds = matrix.shape[1], p.shape[1]
    result = np.empty((kinds * width, kinds * width))
    for a in range(kinds):
        for b in range(a, kinds):
            weight = p[:, a] * ((a == b) - p[:, b])
            block = (matrix * weight[:, None]).T @ matrix
            result[a * width : (a + 1) * width, b * width : (b + 1) * width] = block
            result[b * width : (b + 1) * width, a * width : (a + 1) * width] = block.T
    return result
