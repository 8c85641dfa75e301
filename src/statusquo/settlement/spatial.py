"""The expected-utility model of politics in its spatial form, as a comparison with the model of acceptance.

Actors with a position, saliences and a capability press each other; each looks for the rival whose challenge pays
best, offers a bargain between the two positions, and takes the bargain that the weighted vote of all actors favours;
this goes on until positions hardly move. The idea is Bueno de Mesquita's (1984; 1994; Bueno de Mesquita and Stokman
1994); the forms are those of the KAPSARC Toolkit for Behavioral Analysis (Wise, Lester and Efird 2015, "An
introduction to KTAB using one-dimensional spatial models" and "Multidimensional bargaining using KTAB"), under the
settings of its reference run: proportional votes, linear odds, conditional probability, risk attitudes of the middle
range, a third of them seen by others, third parties half committed, bargains weighted by squared salience and squared
odds, the initiator's bargain alone on the table. It is run here step by step against that run's log
(``tests/settlement``). It forecasts where pressed actors would move, not what is fair, and knows nothing of
no-agreement values or of risk; actors' ideal points move with their positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from statusquo.core.draws import Floats

Contest = Literal["linear", "square", "quartic", "octic"]

POWERS: Mapping[Contest, int] = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}
"""Contest success functions: strengths to this power, over their sum (Tullock 1980)."""

_LEAST_COALITION = 1e-8
_LEAST_SUPPORT = 1e-10
_LEAST_WEIGHT = 1e-6
_LEAST_GAIN = 1e-5
_PLACES = 4
"""Positions agreed in a bargain are rounded to this many places of the unit scale."""


@dataclass(frozen=True, slots=True)
class Players:
    """Who presses whom.

    Attributes:
        positions: (actors, issues), each from 0 to 1.
        salience: (actors, issues), at least 0; each actor's sum at most 1.
        capability: (actors,), above 0.
    """

    positions: Floats
    salience: Floats
    capability: Floats


@dataclass(frozen=True, slots=True)
class Views:
    """What the actors make of each other's positions.

    Attributes:
        value: (i, j) risk-neutral value to i of j's position.
        risk: (i,) attitude to risk, -0.5 to 1 of the middle range.
        utility: (i, j) with i's own attitude to risk.
        seen: (h, i, j) the same as h believes it.
        chance: (i,) probability that i's position prevails over all others.
    """

    value: Floats
    risk: Floats
    utility: Floats
    seen: Floats
    chance: Floats


@dataclass(frozen=True, slots=True)
class Challenge:
    """What one actor expects of pressing another.

    Attributes:
        target: the actor pressed.
        odds: the initiator's estimate that it would prevail.
        gain: the initiator's expected gain over leaving things as they are.
    """

    target: int
    odds: float
    gain: float


@dataclass(frozen=True, slots=True)
class Bargain:
    """Where two actors would move to.

    Attributes:
        initiator: who offers.
        receiver: to whom.
        initiator_position: (issues,) where the initiator would stand.
        receiver_position: (issues,) where the receiver would stand.
    """

    initiator: int
    receiver: int
    initiator_position: Floats
    receiver_position: Floats


def distances(points: Floats, others: Floats, salience: Floats) -> Floats:
    """Return (i, j): the salience-weighted distance from i's point to j's, between 0 and 1.

    d_ij = sqrt(sum_k (s_ik (x_ik - y_jk))^2 / sum_k s_ik^2).
    """
    weighted = salience[:, None, :] * (points[:, None, :] - others[None, :, :])
    return np.asarray(np.sqrt((weighted**2).sum(axis=2) / (salience**2).sum(axis=1)[:, None]))


def utility(distance: Floats, risk: Floats | float) -> Floats:
    """Return u = (1 - d)(1 + d R): linear without an attitude to risk, concave above R = 0 and convex below."""
    return np.asarray((1 - distance) * (1 + distance * risk))


def coalitions(votes: Floats) -> Floats:
    """Return (i, j): the strength of all votes for i over j.

    Args:
        votes: (voter, i, j), positive where the voter prefers i.
    """
    strength = _LEAST_COALITION + np.clip(votes, 0.0, None).sum(axis=0)
    np.fill_diagonal(strength, _LEAST_COALITION)
    return np.asarray(strength)


def proportional_votes(weights: Floats, utilities: Floats) -> Floats:
    """Return (voter, i, j): each voter's weight times the difference of its utilities of options i and j."""
    return np.asarray(weights[:, None, None] * (utilities[:, :, None] - utilities[:, None, :]))


def option_chances(strength: Floats, contest: Contest = "linear") -> tuple[Floats, Floats]:
    """Return the probability of each option that it beats every other, given that one does, and the pairwise odds."""
    powered = strength ** POWERS[contest]
    odds = powered / (powered + powered.T)
    product = odds.prod(axis=1)
    return product / product.sum(), odds


def views(players: Players) -> Views:
    """Return what the actors make of each other's positions.

    Risk attitudes are inferred from the chance of one's position: who stands where the others would vote has most to
    lose (R = 1 for the best placed, -0.5 for the worst: Wise, Lester and Efird 2015). Others see two thirds of their
    own attitude in it and one third of the true one.
    """
    apart = distances(players.positions, players.positions, players.salience)
    value = utility(apart, 0.0)
    chance, _ = option_chances(coalitions(proportional_votes(players.capability, value)))
    low, high = chance.min(), chance.max()
    spread = high - low
    risk = (3 * chance - (high + 2 * low)) / (2 * spread) if spread > 0 else np.zeros_like(chance)
    seen_risk = (2 * risk[:, None] + risk[None, :]) / 3
    seen = utility(apart[None, :, :], seen_risk[:, :, None])
    return Views(value, risk, utility(apart, risk[:, None]), seen, chance)


def expected_gain(players: Players, seen: Floats, affected: int, initiator: int, receiver: int) -> tuple[float, float]:
    """Return the odds of a challenge and what an actor gains by it, both as one observer sees them.

    Args:
        players: all actors.
        seen: (i, j) utilities as the observer believes them.
        affected: the actor whose gain is told.
        initiator: who challenges.
        receiver: who is challenged.
    """
    i, j = initiator, receiver
    weight = players.salience.sum(axis=1) * players.capability
    for_i = _LEAST_SUPPORT + max(0.0, weight[i] * (seen[i, i] - seen[i, j]))
    for_j = _LEAST_SUPPORT + max(0.0, weight[j] * (seen[j, j] - seen[j, i]))
    of_i, of_j, own = seen[:, i], seen[:, j], np.diagonal(seen)
    lean = weight * (of_i - of_j)
    with_i = (for_i + np.clip(lean, 0, None)) / (for_i + for_j + np.abs(lean))
    # A third party that joins keeps its own position if its side wins, and takes the winner's if it loses.
    join_i = with_i * (2 * of_i + own) + (1 - with_i) * 3 * of_j
    join_j = with_i * 3 * of_i + (1 - with_i) * (2 * of_j + own)
    third = weight * (join_i - join_j)
    third[[i, j]] = 0.0
    side_i = for_i + np.clip(third, 0, None).sum()
    side_j = for_j + np.clip(-third, 0, None).sum()
    odds = side_i / (side_i + side_j)
    won, lost = 2 * seen[affected, i], 2 * seen[affected, j]
    # The receiver resists only as far as it cares; otherwise it gives way.
    resists = players.salience[j].sum()
    challenged = (1 - resists) * won + resists * (odds * won + (1 - odds) * lost)
    return float(odds), float(challenged - (seen[affected, i] + seen[affected, j]))


def best_challenge(players: Players, view: Views, initiator: int) -> Challenge | None:
    """Return the challenge that an actor expects most of, None where none pays."""
    best: Challenge | None = None
    for j in range(len(players.capability)):
        if j == initiator:
            continue
        odds, gain = expected_gain(players, view.seen[initiator], initiator, initiator, j)
        if gain > _LEAST_GAIN and (best is None or gain > best.gain):
            best = Challenge(j, odds, gain)
    return best


def bargain(players: Players, initiator: int, receiver: int, odds: float) -> Bargain:
    """Return the bargain between two actors: their positions' mean, weighted by squared salience and squared odds."""
    s_i, s_j = players.salience[initiator], players.salience[receiver]
    x_i, x_j = players.positions[initiator], players.positions[receiver]
    w_i, w_j = (s_i * odds) ** 2, (s_j * (1 - odds)) ** 2
    total = w_i + w_j + _LEAST_WEIGHT
    to_i = _rounded(((w_i + _LEAST_WEIGHT) * x_i + w_j * x_j) / total)
    to_j = _rounded((w_i * x_i + (w_j + _LEAST_WEIGHT) * x_j) / total)
    return Bargain(initiator, receiver, to_i, to_j)


def bargain_utilities(players: Players, view: Views, bargains: list[Bargain | None]) -> Floats:
    """Return (actor, bargain): the mean utility of all positions after a bargain; None leaves all as it is."""
    now = view.utility
    n = len(players.capability)
    columns = []
    for deal in bargains:
        total = now.sum(axis=1)
        if deal is not None:
            ends = np.stack([deal.initiator_position, deal.receiver_position])
            moved = utility(distances(players.positions, ends, players.salience), view.risk[:, None])
            total = total - now[:, deal.initiator] - now[:, deal.receiver] + moved.sum(axis=1)
        columns.append(total / n)
    return np.stack(columns, axis=1)


def on_the_table(players: Players, view: Views) -> list[list[Bargain | None]]:
    """Return, by actor, the bargains that involve it: to stay first, then those offered, in the order of the actors."""
    table: list[list[Bargain | None]] = [[None] for _ in players.capability]
    for i in range(len(players.capability)):
        challenge = best_challenge(players, view, i)
        if challenge is not None:
            deal = bargain(players, i, challenge.target, challenge.odds)
            table[i].append(deal)
            table[challenge.target].append(deal)
    return table


def step(players: Players) -> Players:
    """Return the actors after one round: each takes, of its bargains, the one that the weighted vote favours."""
    view = views(players)
    moved = players.positions.copy()
    for k, bargains in enumerate(on_the_table(players, view)):
        worth = bargain_utilities(players, view, bargains)
        chance, _ = option_chances(coalitions(proportional_votes(players.capability, worth)))
        chosen = bargains[int(np.argmax(chance))]
        if chosen is not None:
            moved[k] = chosen.initiator_position if chosen.initiator == k else chosen.receiver_position
    return Players(moved, players.salience, players.capability)


def run(players: Players, *, most_steps: int = 100, least_change: float = 0.02) -> list[Players]:
    """Return the actors at each round, the first as given, until a round moves less than a share of the first round's.

    Args:
        players: all actors.
        most_steps: rounds at most.
        least_change: share of the first round's movement at which it stops.
    """
    history = [players]
    first = 0.0
    for _ in range(most_steps):
        history.append(step(history[-1]))
        moved = float(np.linalg.norm(history[-1].positions - history[-2].positions, axis=1).sum())
        first = first or moved
        if moved <= least_change * first:
            break
    return history


def _rounded(values: Floats) -> Floats:
    scale = 10.0**_PLACES
    return np.asarray(np.floor(0.5 + values * scale) / scale)
