"""Differences within one model: what an issue on the agenda does to the zone, and one status over another.

Both are paired: the same draws are read twice, so that what is uncertain in common cancels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from statusquo.core.seeds import spawn_generator
from statusquo.settlement.acceptance import (
    acceptance_probability,
    no_agreement_value,
    status_quo_distances,
    worth_on_issue,
)
from statusquo.settlement.agenda import Agenda, OptionPoint
from statusquo.settlement.draws import Draws, Ranges, draw, draw_option

Singles = NDArray[np.float32]

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
    """Draws on one agenda with the worth of each option on each issue that it decides."""

    draws: Draws
    before: list[Singles]
    worth: list[dict[int, Singles]]


def issue_effects(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    *,
    n_draws: int = N_DRAWS,
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
) -> dict[str, Difference]:
    """Return, by issue, what its being on the agenda does to the zone of agreement.

    In each draw the option that all actors with a veto would likeliest accept is looked for, once with the issue and
    once without: without it, its salience goes to the actor's other issues in proportion, and options leave it as it
    is. An actor that cares for nothing else is indifferent then.

    Args:
        agenda: the period.
        options: what there is to agree on.
        n_draws: number of draws.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    reading = _read(agenda, options, n_draws, ranges, war_risk)
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
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
) -> Difference:
    """Return by how much likelier an actor accepts one option than another.

    Args:
        agenda: the period.
        first: the one.
        second: the other.
        actor: id of the actor.
        n_draws: number of draws.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war from elsewhere.

    Raises:
        UnknownNameError: when the period has no such actor.
    """
    place = agenda.index_of(actor)
    reading = _read(agenda, (first, second), n_draws, ranges, war_risk)
    floor = no_agreement_value(reading.draws, reading.before)
    one, other = (
        acceptance_probability((sum(worth.values(), np.zeros_like(floor)) - floor)[place], reading.draws)
        for worth in reading.worth
    )
    return _difference(one, other)


def _read(
    agenda: Agenda,
    options: Sequence[OptionPoint],
    n_draws: int,
    ranges: Ranges | None,
    war_risk: tuple[float, float, float] | None,
) -> _Reading:
    rng = spawn_generator("settlement", "contrasts", agenda.case_id, agenda.period)
    draws = draw(agenda, n_draws, rng, ranges=ranges, war_risk=war_risk)
    before = status_quo_distances(draws)
    worth = []
    for option in options:
        places = draw_option(option, draws, rng)
        decided = [int(issue) for issue in np.flatnonzero(option.decides)]
        worth.append({issue: worth_on_issue(places[issue], draws, issue, before[issue]) for issue in decided})
    return _Reading(draws, before, worth)


def _best_zone(agenda: Agenda, reading: _Reading, without: int | None) -> Singles:
    """Return (draws,): the probability of agreement of the likeliest option."""
    kept = [issue for issue in range(len(agenda.issues)) if issue != without]
    weight = reading.draws.weight
    share = weight[kept].sum(axis=0)
    scale = np.divide(1, share, out=np.zeros_like(share), where=share > 0)
    floor = _floor(reading, kept, scale)
    vetoes = agenda.vetoes
    best: Singles = np.zeros(reading.draws.n, dtype=np.float32)
    for worth in _rescaled(reading, kept, scale):
        chance = acceptance_probability((worth - floor)[vetoes], reading.draws)
        best = np.maximum(best, chance.prod(axis=0))
    return best


def _rescaled(reading: _Reading, kept: Sequence[int], scale: Singles) -> Iterator[Singles]:
    for worth in reading.worth:
        decided = [issue for issue in kept if issue in worth]
        if decided:
            yield scale * np.sum([worth[issue] for issue in decided], axis=0)


def _floor(reading: _Reading, kept: Sequence[int], scale: Singles) -> Singles:
    draws = reading.draws
    part = Draws(
        parameters=draws.parameters,
        bend=draws.bend[kept],
        ideal=draws.ideal[kept],
        weight=draws.weight[kept] * scale,
        flexibility=draws.flexibility[kept],
        status_quo=draws.status_quo[kept],
        outlook=draws.outlook,
        war_cost=draws.war_cost,
        war_risk=draws.war_risk,
    )
    return no_agreement_value(part, [reading.before[issue] for issue in kept])


def _difference(first: Singles, second: Singles) -> Difference:
    gap = first.astype(np.float64) - second
    low, high = np.quantile(gap, [0.025, 0.975])
    value = float(np.clip(gap.mean(), low, high))
    return Difference(value, float(low), float(high), float(first.mean()), float(second.mean()))
