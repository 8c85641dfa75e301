"""Calibration: from measured values to membership in sets.

Crisp sets cut at one threshold; multi-value conditions cut at several; fuzzy sets by the direct method of Ragin (2008,
Redesigning Social Inquiry, ch. 5), in which three anchors stand for full non-membership (0.05), the crossover (0.5) and
full membership (0.95) and log odds of membership are linear on either side of the crossover. Anchors come from outside
the data: a share, a law, a number the field uses. None is derived from the cases here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, Problem

FULL_MEMBERSHIP = 0.95
"""Membership at the inclusion anchor; its complement is the membership at the exclusion anchor."""


def calibrate_crisp(values: Sequence[float] | Floats, threshold: float) -> Floats:
    """Return 1 where a value reaches the threshold and 0 where it lies below."""
    return (_finite(values) >= threshold).astype(np.float64)


def calibrate_multi_value(values: Sequence[float] | Floats, thresholds: Sequence[float]) -> Floats:
    """Return the level of each value: how many of the rising thresholds it reaches.

    Raises:
        InputError: when the thresholds do not rise.
    """
    if not thresholds or any(later <= earlier for earlier, later in itertools.pairwise(thresholds)):
        raise InputError(
            Problem("thresholds must rise", field="thresholds", found=_listed(thresholds), allowed="such as 1, 5, 20")
        )
    return np.searchsorted(np.asarray(thresholds, float), _finite(values), side="right").astype(np.float64)


def calibrate_fuzzy(
    values: Sequence[float] | Floats, *, exclusion: float, crossover: float, inclusion: float
) -> Floats:
    """Return membership by the direct method; anchors that fall instead of rise give membership in "low".

    Args:
        values: the measured values.
        exclusion: the value at which a case is fully out (membership 0.05).
        crossover: the value at which it is neither in nor out (0.5).
        inclusion: the value at which it is fully in (0.95).

    Raises:
        InputError: when the crossover does not lie between the other two anchors.
    """
    rises, falls = exclusion < crossover < inclusion, exclusion > crossover > inclusion
    if not rises and not falls:
        raise InputError(
            Problem(
                "the crossover must lie between exclusion and inclusion",
                field="anchors",
                found=_listed((exclusion, crossover, inclusion)),
                allowed="three values that rise, or three that fall",
            )
        )
    measured = _finite(values)
    distance = measured - crossover
    is_towards_inclusion = distance * (inclusion - crossover) > 0
    span = np.where(is_towards_inclusion, inclusion - crossover, crossover - exclusion)
    log_odds = math.log(FULL_MEMBERSHIP / (1 - FULL_MEMBERSHIP)) * distance / span
    membership: Floats = expit(log_odds)
    return membership


def _finite(values: Sequence[float] | Floats) -> Floats:
    measured = np.asarray(values, dtype=np.float64)
    if not np.isfinite(measured).all():
        raise InputError(Problem("a value to calibrate is missing", found="nan", allowed="finite numbers"))
    return measured


def _listed(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers) or "none"
