"""How uncertain the deaths of an event are: the reported-value inflated Gumbel distribution of UCDP's own coders.

Vesco and others (2026, "The Underreported Death Toll of Wars: A Probabilistic Reassessment From a Survey with UCDP
Coders", Journal of Conflict Resolution, doi:10.1177/00220027261423826; preprint 2024) asked the coders of UCDP how many
had died in events of 1 to 2,000 reported deaths. For each type of violence the deaths of an event with `n` reported
follow a mixture: with probability `w` they are the `n` reported, else they follow a Gumbel distribution with location
`m` and scale `s`, where

    log(1 + m) = a_m . x(n),    log s = a_s . x(n),    logit w = a_w . x(n),

and `x(n)` holds 1, log(1 + n) and one indicator for each number of deaths that the survey asked about, but 1. The
coefficients (``death_parameters.csv``) are those published in the R package uncertainUCDP 0.7.6 (Randahl 2026).

The coders hold that reports fall short: the middle of the distribution lies above the number reported, most for events
with few deaths. Outside 1 to 2,000 deaths the curves are carried on beyond what the survey asked.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import expit
from scipy.stats import gumbel_r

from statusquo.core.draws import Floats
from statusquo.core.shipped_tables import shipped_rows

ASKED = (2, 3, 13, 20, 24, 40, 101, 200, 1001, 2000)
"""Numbers of deaths with a coefficient of their own."""


class Parameters(NamedTuple):
    """Location and scale of the Gumbel distribution, in deaths, and the probability of the number reported."""

    location: Floats
    scale: Floats
    weight: Floats


def parameters(reported: Floats, type_of_violence: str) -> Parameters:
    """Return the parameters of events, each as an array of the shape of `reported`.

    Args:
        reported: the deaths reported (UCDP's best estimate), 0 or more.
        type_of_violence: ``state-based``, ``non-state`` or ``one-sided``.

    Raises:
        KeyError: when there is no such type.

    Example:
        >>> import numpy as np
        >>> found = parameters(np.array([1.0, 100.0]), "state-based")
        >>> found.location.round(1), found.weight.round(2)
        (array([  2.5, 135. ]), array([0.47, 0.42]))
    """
    terms = [np.ones_like(reported), np.log1p(reported), *(np.equal(reported, asked) for asked in ASKED)]
    location, scale, weight = _coefficients()[type_of_violence] @ np.stack(terms).astype(float)
    return Parameters(np.expm1(location), np.exp(scale), expit(weight))


def quantile(share: float, reported: Floats, type_of_violence: str) -> Floats:
    """Return a quantile of the deaths of events.

    Args:
        share: between 0 and 1.
        reported: as `parameters`.
        type_of_violence: as `parameters`.

    Example:
        >>> import numpy as np
        >>> quantile(0.975, np.array([1.0, 100.0]), "state-based").round(1)
        array([  6.5, 237.7])
    """
    location, scale, weight = parameters(reported, type_of_violence)
    below = gumbel_r.cdf(reported, location, scale) * (1 - weight)
    spread = np.where(share < below, share, np.maximum(share - weight, 0)) / (1 - weight)
    return np.where(
        (share >= below) & (share <= below + weight), reported, gumbel_r.ppf(np.minimum(spread, 1), location, scale)
    )


def mean(reported: Floats, type_of_violence: str) -> Floats:
    """Return the mean deaths of events; arguments as `parameters`."""
    location, scale, weight = parameters(reported, type_of_violence)
    return (1 - weight) * (location + np.euler_gamma * scale) + weight * reported


def draw(reported: Floats, type_of_violence: str, n_draws: int, random: np.random.Generator) -> Floats:
    """Return draws of the deaths of events, by draw and event; nobody dies less than zero times.

    Args:
        reported: the deaths reported of each event.
        type_of_violence: as `parameters`.
        n_draws: how many.
        random: the generator.
    """
    location, scale, weight = parameters(reported, type_of_violence)
    shape = (n_draws, len(reported))
    spread = np.maximum(random.gumbel(location, scale, shape), 0)
    return np.where(random.random(shape) < weight, reported, spread)


@cache
def _coefficients() -> dict[str, Floats]:
    """Return by type of violence the coefficients of location, scale and weight, as three rows."""
    found: dict[str, list[list[float]]] = {}
    for row in shipped_rows("statusquo.event_files", "death_parameters.csv"):
        kind, _, *cells = row.values()
        found.setdefault(kind, []).append([float(cell) for cell in cells])
    return {kind: np.array(rows) for kind, rows in found.items()}
