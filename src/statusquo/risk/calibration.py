"""Whether predicted probabilities came true: the slope and intercept of calibration.

Slope and intercept are those of a logit of the event on the predicted log odds (Cox 1958): a slope below one says
that the predictions are spread too far, an intercept (at slope one) above zero that they are too low. Their intervals
are sandwich intervals over disputes.
"""

from __future__ import annotations

import math

import numpy as np

from statusquo.core.errors import FitError
from statusquo.core.estimates import Estimate
from statusquo.core.intervals import Z_95
from statusquo.risk.hazard import CONSTANT, fit_hazard
from statusquo.risk.links import Floats, Integers
from statusquo.risk.scores import Mask


def calibration(event: Floats, predicted: Floats, disputes: Integers, at_risk: Mask) -> tuple[Estimate, Estimate]:
    """Return the slope and the intercept of the predictions of the rows at risk."""
    y, p, groups = event[at_risk], np.clip(predicted[at_risk], 1e-6, 1 - 1e-6), disputes[at_risk]
    odds = np.log(p / (1 - p))
    ones = np.ones((len(y), 1))
    try:
        slope_fit = fit_hazard(np.column_stack([ones, odds]), y, names=(CONSTANT, "log odds"), disputes=groups)
        slope = _wald(slope_fit.coefficients[1], slope_fit.covariance[1, 1], "slope")
    except FitError:
        slope = Estimate.missing("slope", "the predictions do not vary, or nothing happened")
    return slope, _intercept(y, odds, groups)


def _intercept(event: Floats, odds: Floats, disputes: Integers) -> Estimate:
    """Return the shift of the log odds that makes predictions right on average, by Newton's method."""
    if not 0 < event.sum() < len(event):
        return Estimate.missing("log odds", "nothing happened, or always")
    shift = 0.0
    for _ in range(100):
        p = 1 / (1 + np.exp(-(odds + shift)))
        step = float((event - p).sum() / (p * (1 - p)).sum())
        shift += float(np.clip(step, -2, 2))
        if abs(step) < 1e-10:
            break
    p = 1 / (1 + np.exp(-(odds + shift)))
    _, place = np.unique(disputes, return_inverse=True)
    by_dispute = np.bincount(place, event - p)
    variance = float((by_dispute**2).sum() / (p * (1 - p)).sum() ** 2)
    return _wald(shift, variance, "log odds")


def _wald(value: float, variance: float, unit: str) -> Estimate:
    half = Z_95 * math.sqrt(variance)
    return Estimate(float(value), unit, float(value) - half, float(value) + half, "confidence95")
