"""The two links of a discrete-time hazard, and the derivatives of their log-likelihood.

A dispute-year at risk has an event with probability `h`. Under `logit` the linear predictor is the log odds of `h`;
under `cloglog` (complementary log-log) it is the log of the integrated hazard of a proportional-hazards process that
is observed by the year (Prentice and Gloeckler 1978), so that coefficients are log hazard ratios. Both log-likelihoods
are concave in the linear predictor.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Link = Literal["logit", "cloglog"]

LINKS: tuple[Link, ...] = get_args(Link)

_FARTHEST = 30.0
"""Linear predictors are held within this distance of zero: beyond it a probability is 0 or 1 to the last digit."""


def probability(predictor: Floats, link: Link) -> Floats:
    """Return the hazard at each linear predictor."""
    eta = np.clip(predictor, -_FARTHEST, _FARTHEST)
    result: Floats = 1 / (1 + np.exp(-eta)) if link == "logit" else -np.expm1(-np.exp(np.minimum(eta, 5.0)))
    return result


def log_likelihood(predictor: Floats, event: Floats, link: Link) -> Floats:
    """Return each row's log-likelihood; `event` is 0 or 1 and is broadcast against `predictor`."""
    eta = np.clip(predictor, -_FARTHEST, _FARTHEST)
    if link == "logit":
        result: Floats = event * eta - np.logaddexp(0.0, eta)
        return result
    integrated = np.exp(np.minimum(eta, 5.0))
    return np.where(event > 0, np.log(-np.expm1(-integrated)), -integrated)


def derivatives(predictor: Floats, event: Floats, link: Link) -> tuple[Floats, Floats, Floats]:
    """Return the first three derivatives of each row's log-likelihood by its linear predictor."""
    eta = np.clip(predictor, -_FARTHEST, _FARTHEST)
    if link == "logit":
        p = 1 / (1 + np.exp(-eta))
        weight = p * (1 - p)
        return event - p, -weight, -weight * (1 - 2 * p)
    # With m = exp(eta), the log-likelihood of an event is log(1 - exp(-m)) and that of none is -m.
    m = np.exp(np.minimum(eta, 5.0))
    r = m / np.expm1(m)
    slope = 1 - m - r  # of log r by eta
    second = r * slope
    third = r * slope**2 - r * (m + second)
    has = event > 0
    return np.where(has, r, -m), np.where(has, second, -m), np.where(has, third, -m)


def expected_weight(predictor: Floats, link: Link) -> Floats:
    """Return each row's expected information on its linear predictor (Fisher's)."""
    p = np.clip(probability(predictor, link), 1e-14, 1 - 1e-14)
    if link == "logit":
        result: Floats = p * (1 - p)
        return result
    return np.asarray((1 - p) * np.log1p(-p) ** 2 / p)
