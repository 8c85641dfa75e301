"""Differences within one model: what an issue on the agenda does to the zone, and one status over another.

Both are paired: the same draws are read twice, so that what is uncertain in common cancels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.core.draws import central_95
from statusquo.core.seeds import spawn_generator
from statusquo.settlement.acceptance import acceptance_probability, status_quo_distances, taken_apart
from statusquo.settlement.agenda import Agenda, Flags, OptionPoint
from statusquo.settlement.draws import Draws, Singles, draw

N_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of probabilities, with the range of it over draws.

    Attributes:
        value: mean difference.
        low: 2.5 % point over draws.
        high: 97.5 % point.
        first: mean of the first probability.
        second: mean of the second.
    """

    value: float
    low: float
    high: float
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """Draws on one agenda; by option and issue that it decides, its advantage there and the red lines it crosses."""

    draws: Draws
    advantage: list[dict[int, Singles]]
    crossed: list[dict[int, Flags]]


def issue_effects(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    *,
    n_draws: int = N_DRAWS,
    war_risk: tuple[float, float, float] | None = None,
) -> dict[str, Difference]:
    """Return, by issue, what its being on the agenda does to the zone of agreement.

    In each draw the option that all actors with a veto would likeliest accept is looked for, once with the issue and
    once without: without it, its salience goes to the actor's other issues in proportion, options leave it open, and
    no red line on it stands. An actor that cares for nothing else is indifferent then. Only options that every actor
    with a veto answers count; nothing is told where there is none.

    Args:
        agenda: the period.
        options: what there is to agree on.
        n_draws: number of draws.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    answered = [option for option in options if agenda.answers(option)[agenda.vetoes].all()]
    if not answered:
        return {}
    reading = _read(agenda, answered, n_draws, war_risk)
    with_all = _best_zone(agenda, reading, None)
    found = {}
    for issue, name in enumerate(agenda.issues):
        if len(agenda.issues) > 1:
            found[name] = _difference(with_all, _best_zone(agenda, reading, issue))
    return found


def status_contrast(
    agenda: Agenda,
    first: OptionPoint,
    second: OptionPoint,
    actor: str,
    *,
    n_draws: int = N_DRAWS,
    war_risk: tuple[float, float, float] | None = None,
) -> Difference:
    """Return by how much likelier an actor accepts one option than another, both of which it answers.

    Args:
        agenda: the period.
        first: the one.
        second: the other.
        actor: id of the actor.
        n_draws: number of draws.
        war_risk: (low, best, high) yearly probability of war from elsewhere.

    Raises:
        UnknownNameError: when the period has no such actor.
    """
    place = agenda.index_of(actor)
    reading = _read(agenda, (first, second), n_draws, war_risk)
    issues = range(len(agenda.issues))
    one, other = (chance[place] for chance in _chances(reading, issues, np.ones(1, dtype=np.float32)))
    return _difference(one, other)


def _read(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    n_draws: int,
    war_risk: tuple[float, float, float] | None,
) -> _Reading:
    rng = spawn_generator("settlement", "contrasts", agenda.case_id, agenda.period)
    draws = draw(agenda, n_draws, rng, war_risk=war_risk)
    before = status_quo_distances(draws)
    apart = [taken_apart(option, draws, before, rng) for option in options]
    return _Reading(draws, [advantage for advantage, _ in apart], [crossed for _, crossed in apart])


def _best_zone(agenda: Agenda, reading: _Reading, without: int | None) -> Singles:
    """Return (draws,): the probability of agreement of the likeliest option."""
    kept = [issue for issue in range(len(agenda.issues)) if issue != without]
    share = reading.draws.weight[kept].sum(axis=0)
    scale = np.divide(1, share, out=np.zeros_like(share), where=share > 0)
    best: Singles = np.zeros(reading.draws.n, dtype=np.float32)
    for chance in _chances(reading, kept, scale):
        best = np.maximum(best, chance[agenda.vetoes].prod(axis=0))
    return best


def _chances(reading: _Reading, kept: Sequence[int], scale: Singles) -> Iterator[Singles]:
    """Yield (actors, draws): each option's chances over some issues, whose weights are scaled up to those of all."""
    for advantage, crossed in zip(reading.advantage, reading.crossed, strict=True):
        decided = [issue for issue in kept if issue in advantage]
        if decided:
            total = scale * np.sum([advantage[issue] for issue in decided], axis=0)
            red = np.logical_or.reduce([crossed[issue] for issue in decided])
            yield acceptance_probability(total, reading.draws, red)


def _difference(first: Singles, second: Singles) -> Difference:
    gap = first.astype(np.float64) - second
    low, high = central_95(gap)
    value = float(np.clip(gap.mean(), low, high))
    return Difference(value, float(low), float(high), float(first.mean()), float(second.mean()))
