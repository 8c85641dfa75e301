"""Draws of everything judged, from positions to prospects, and of the model's own parameters.

Each range (low, best, high) is drawn from the triangular distribution over it (Johnson 1997, "The triangular
distribution as a proxy for the beta distribution in risk analysis"); judgements of different rows are drawn
independently. An ordinal scale is drawn too: in each draw its places are moved by one increasing function for all
actors and options, x -> x^g with g between 2/3 and 3/2, so that no result rests on equal distances between anchors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from statusquo.core.draws import Floats
from statusquo.settlement.agenda import Agenda, Flags, OptionPoint

Singles = NDArray[np.float32]
"""Draws are single numbers: judged ranges have one or two digits, and half the memory is twice the speed."""

STRETCH = 1.5
"""Largest power by which an ordinal scale is bent, either way."""

ROUNDING = 1e-6
"""What the rounding of single numbers may add up to: utilities nearer to each other than this are the same."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges of the model's own parameters, none of them estimated from the proposals.

    Attributes:
        loss_aversion: (low, best, high) weight of a loss over an equal gain: between none and the upper end of the
            literature, about 1.96 in the meta-analysis of Brown, Imai, Vieider and Camerer (2024).
        noise: (low, high) scale of what the model does not see, in shares of the whole scale; drawn evenly in its
            logarithm.
        horizon_years: (low, high) years over which an actor weighs the risk of war.
        war_risk: (low, best, high) yearly probability of war where neither the risk model nor the file gives one.
        threshold: (low, high) what an actor wants beyond its no-agreement value; 0 unless calibrated.
        crossing: (low, high) chance that who has said no at any price answers as if it had not: a line drawn in
            public binds, since giving it up costs its author at home (Fearon 1994), but some lines were given up.
    """

    loss_aversion: tuple[float, float, float] = (1.0, 1.96, 2.6)
    noise: tuple[float, float] = (0.05, 0.2)
    horizon_years: tuple[float, float] = (3.0, 10.0)
    war_risk: tuple[float, float, float] = (0.005, 0.03, 0.1)
    threshold: tuple[float, float] = (0.0, 0.0)
    crossing: tuple[float, float] = (0.0, 0.1)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Draws of what is the same for all actors: each (draws,), the scale's bend (issues, draws)."""

    loss_aversion: Singles
    noise: Singles
    horizon_years: Singles
    threshold: Singles
    crossing: Singles


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws on one agenda, the draws in the last axis.

    Attributes:
        parameters: the model's own.
        bend: (issues, draws) power by which each scale is bent.
        ideal: (issues, actors, draws) on the bent scale.
        weight: (issues, actors, draws), summing to 1 over issues.
        flexibility: (issues, actors, draws).
        status_quo: (issues, draws) on the bent scale.
        outlook: (actors, draws).
        war_cost: (actors, draws).
        war_risk: (draws,) yearly probability of war.
        feared: (issues, actors, 1) the end toward which an actor loses, as in the agenda.
        refused: (issues, actors, 1) the side of its limit that an actor refuses at any price, as in the agenda.
        limit: (issues, actors, draws) where that no begins, on the bent scale.
        is_red: (issues, actors, 1) whether it refuses what lies beyond its flexibility.
    """

    parameters: Parameters
    bend: Singles
    ideal: Singles
    weight: Singles
    flexibility: Singles
    status_quo: Singles
    outlook: Singles
    war_cost: Singles
    war_risk: Singles
    feared: Singles
    refused: Singles
    limit: Singles
    is_red: Flags

    @property
    def n(self) -> int:
        """How many draws there are."""
        return self.war_risk.size


def draw_parameters(ranges: Ranges, n: int, rng: np.random.Generator) -> Parameters:
    """Return draws of the model's own parameters."""
    low, high = np.log(ranges.noise)
    return Parameters(
        triangular(np.array(ranges.loss_aversion), n, rng),
        np.exp(_evenly(low, high, n, rng)),
        _evenly(*ranges.horizon_years, n, rng),
        _evenly(*ranges.threshold, n, rng),
        _evenly(*ranges.crossing, n, rng),
    )


def draw(
    agenda: Agenda,
    n: int,
    rng: np.random.Generator,
    *,
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
    parameters: Parameters | None = None,
) -> Draws:
    """Return draws on an agenda.

    Args:
        agenda: the period.
        n: number of draws.
        rng: random numbers.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war; by default the file's, failing that the stated range.
        parameters: draws of the model's own parameters, where they are given.
    """
    ranges = ranges or Ranges()
    drawn = parameters or draw_parameters(ranges, n, rng)
    n_issues = len(agenda.issues)
    span = np.where(agenda.is_ordinal, np.log(STRETCH), 0.0)[:, None].astype(np.float32)
    bend = np.exp(span * (2 * rng.random((n_issues, n), dtype=np.float32) - 1))
    salience = triangular(agenda.salience.transpose(1, 0, 2), n, rng)
    total = salience.sum(axis=0)
    # An actor whose saliences are all drawn at nought is indifferent: every option is worth the same to it.
    weight: Singles = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
    return Draws(
        parameters=drawn,
        bend=bend,
        ideal=triangular(agenda.ideal.transpose(1, 0, 2), n, rng) ** bend[:, None, :],
        weight=weight,
        flexibility=triangular(agenda.flexibility.transpose(1, 0, 2), n, rng),
        status_quo=triangular(agenda.status_quo, n, rng) ** bend,
        outlook=triangular(agenda.outlook, n, rng),
        war_cost=triangular(agenda.war_cost, n, rng),
        war_risk=triangular(np.array(war_risk or agenda.war_risk or ranges.war_risk), n, rng),
        feared=agenda.feared.T[:, :, None].astype(np.float32),
        refused=agenda.refused.T[:, :, None].astype(np.float32),
        limit=triangular(agenda.limit.transpose(1, 0, 2), n, rng) ** bend[:, None, :],
        is_red=agenda.is_red.T[:, :, None],
    )


def draw_option(option: OptionPoint, draws: Draws, rng: np.random.Generator) -> Singles:
    """Return (issues, draws): an option on the bent scale; an issue it does not decide is the status quo's own draw."""
    places = draws.status_quo.copy()
    places[option.decides] = triangular(option.point[option.decides], draws.n, rng) ** draws.bend[option.decides]
    return places


def triangular(bounds: Floats, n: int, rng: np.random.Generator) -> Singles:
    """Return draws from triangular distributions, a new last axis of n.

    Args:
        bounds: (..., 3) low, most likely, high.
        n: number of draws.
        rng: random numbers.
    """
    low, best, high = (bounds[..., place, None].astype(np.float32) for place in range(3))
    reach = rng.random((*bounds.shape[:-1], n), dtype=np.float32)
    width = high - low
    reach *= width
    is_left = reach < best - low
    root = np.sqrt(np.where(is_left, reach * (best - low), (width - reach) * (high - best)))
    return np.asarray(np.where(is_left, low + root, high - root))


def _evenly(low: float, high: float, n: int, rng: np.random.Generator) -> Singles:
    return np.asarray(np.float32(low) + np.float32(high - low) * rng.random(n, dtype=np.float32))
