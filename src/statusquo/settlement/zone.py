"""The zone of agreement around one option: as a map over two issues, and what would widen it.

Both move one option along the issues and ask anew who would accept. A widening is exact over its grid: every move of
one issue to any of the grid's places, and every pair of such moves, is worked out, and those that raise the
probability of agreement most for their length are kept. What an actor would have to be paid, in shares of its own
scale, to be as likely to accept as not, is the compensating variation of the option (Hicks 1939). Only terms are
moved: nothing here weighs pressure or force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from statusquo.core.seeds import spawn_generator
from statusquo.settlement.acceptance import (
    acceptance_probability,
    no_agreement_value,
    option_utility,
    status_quo_distances,
    worth_on_issue,
)
from statusquo.settlement.agenda import Agenda, OptionPoint
from statusquo.settlement.draws import Draws, Ranges, draw, draw_option

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

N_DRAWS = 1_500
MAP_PLACES = np.round(np.linspace(0, 1, 21), 2)
MOVE_PLACES = np.round(np.linspace(0, 1, 11), 1)
_LEAST_RAISE = 0.005
"""A widening below half a percentage point is none."""


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """The probability of agreement over two issues, all else as in one option.

    Attributes:
        option: id of the option.
        across: the issue along the map.
        up: the issue up the map.
        places: (n,) places on both scales, 0 to 1.
        probability: (up, across) that every actor with a veto accepts.
    """

    option: str
    across: str
    up: str
    places: Floats
    probability: Floats


@dataclass(frozen=True, slots=True)
class Move:
    """One issue of an option set to another place.

    Attributes:
        issue: which.
        start: where the option has it, 0 to 1.
        to: where it is moved.
    """

    issue: str
    start: float
    to: float

    @property
    def length(self) -> float:
        """How far it is moved, in shares of the scale."""
        return abs(self.to - self.start)


@dataclass(frozen=True, slots=True)
class Widening:
    """What one or two moves do to the zone of agreement.

    Attributes:
        moves: one or two.
        zone: probability of agreement after them.
        raised_by: by how much they raise it.
        acceptance: (actors,) probability of each actor's acceptance after them.
        change: (actors,) what they do to it.
    """

    moves: tuple[Move, ...]
    zone: float
    raised_by: float
    acceptance: Floats
    change: Floats

    @property
    def length(self) -> float:
        """How far the option is moved in all, in shares of a scale."""
        return sum(move.length for move in self.moves)


@dataclass(frozen=True, slots=True)
class Widenings:
    """What would widen the zone of agreement around one option.

    Attributes:
        option: id of the option.
        zone: probability of agreement as it stands.
        by_issue: the best move of each issue that raises it, best first.
        sparing: the same among moves that make none of the people concerned less likely to accept.
        best_pair: the best two moves together; None where no pair raises it more than one move does.
        cheapest: from the shortest to the longest, the widenings that no shorter one equals.
        payment: (actors,) what each actor with a veto would have to be given, in shares of its own scale, to be as
            likely to accept as not; 0 where it is already, and for actors without a veto.
    """

    option: str
    zone: float
    by_issue: tuple[Widening, ...]
    sparing: tuple[Widening, ...]
    best_pair: Widening | None
    cheapest: tuple[Widening, ...]
    payment: Floats


@dataclass(frozen=True, slots=True)
class _Ground:
    """One option's draws, with what each issue adds taken apart."""

    draws: Draws
    before: list[Singles]
    base: Singles
    own: dict[int, Singles]


def zone_map(
    agenda: Agenda,
    option: OptionPoint,
    across: str,
    up: str,
    *,
    n_draws: int = N_DRAWS,
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
) -> ZoneMap:
    """Return the probability of agreement over two issues.

    Args:
        agenda: the period.
        option: what is agreed on all other issues.
        across: the issue along the map.
        up: the issue up the map.
        n_draws: number of draws.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    ground = _ground(agenda, option, n_draws, ranges, war_risk)
    first, second = agenda.issues.index(across), agenda.issues.index(up)
    rest = ground.base - ground.own[first] - ground.own[second]
    along = [_at(ground, first, place) for place in MAP_PLACES]
    upward = [_at(ground, second, place) for place in MAP_PLACES]
    vetoes = agenda.vetoes
    table = np.empty((len(upward), len(along)))
    for row, high in enumerate(upward):
        for column, wide in enumerate(along):
            advantage = (rest + high + wide)[vetoes]
            table[row, column] = acceptance_probability(advantage, ground.draws).prod(axis=0).mean()
    return ZoneMap(option.id, across, up, MAP_PLACES, table)


def most_contested(agenda: Agenda) -> tuple[str, str]:
    """Return the two issues that divide the actors with a veto most: salience times the spread of their ideals.

    Raises:
        ValueError: when the agenda has fewer than two issues.
    """
    if len(agenda.issues) < 2:
        raise ValueError("a map needs two issues")
    ideal, salience = agenda.ideal[agenda.vetoes, :, 1], agenda.salience[agenda.vetoes, :, 1]
    told = salience > 0
    spread = np.array(
        [
            np.ptp(ideal[told[:, k], k]) * salience[told[:, k], k].sum()
            if told[:, k].sum() > 1
            else salience[:, k].sum() / 10
            for k in range(len(agenda.issues))
        ]
    )
    first, second = np.argsort(-spread, kind="stable")[:2]
    return agenda.issues[int(first)], agenda.issues[int(second)]


def widenings(
    agenda: Agenda,
    option: OptionPoint,
    *,
    n_draws: int = N_DRAWS,
    ranges: Ranges | None = None,
    war_risk: tuple[float, float, float] | None = None,
) -> Widenings:
    """Return what would widen the zone of agreement around an option.

    Args:
        agenda: the period.
        option: where it starts.
        n_draws: number of draws.
        ranges: of the model's own parameters.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    ground = _ground(agenda, option, n_draws, ranges, war_risk)
    vetoes = agenda.vetoes
    now = acceptance_probability(ground.base, ground.draws)
    zone, chances = float(now[vetoes].prod(axis=0).mean()), now.mean(axis=1)
    start = option.point[:, 1]
    steps: dict[tuple[int, int], Singles] = {}
    for issue in range(len(agenda.issues)):
        for place, at in enumerate(MOVE_PLACES):
            if abs(at - start[issue]) > 1e-9:
                steps[issue, place] = _at(ground, issue, at) - ground.own[issue]

    def made(keys: Sequence[tuple[int, int]]) -> tuple[float, tuple[tuple[int, int], ...]]:
        advantage = ground.base[vetoes] + sum(steps[key][vetoes] for key in keys)
        return float(acceptance_probability(advantage, ground.draws).prod(axis=0).mean()), tuple(keys)

    def told(value: float, keys: Sequence[tuple[int, int]]) -> Widening:
        after = acceptance_probability(ground.base + sum(steps[key] for key in keys), ground.draws).mean(axis=1)
        moves = tuple(Move(agenda.issues[i], float(start[i]), float(MOVE_PLACES[p])) for i, p in keys)
        return Widening(moves, value, value - zone, after.astype(np.float64), (after - chances).astype(np.float64))

    singles = [made([key]) for key in steps]
    pairs = [made(keys) for keys in combinations(steps, 2) if keys[0][0] != keys[1][0]]
    raising = [told(*one) for one in singles if one[0] - zone > _LEAST_RAISE]
    people = np.array([player.is_people for player in agenda.players], dtype=bool)
    harmless = [one for one in raising if not (one.change[people] < -_LEAST_RAISE).any()]
    top_pair = max(pairs, default=None)
    top_single = max((value for value, _ in singles), default=zone)
    pair = told(*top_pair) if top_pair is not None and top_pair[0] - max(zone, top_single) > _LEAST_RAISE else None
    short = np.median(ground.base, axis=1)
    return Widenings(
        option=option.id,
        zone=zone,
        by_issue=_best_by_issue(raising),
        sparing=_best_by_issue(harmless),
        best_pair=pair,
        cheapest=_frontier([told(*one) for one in _undominated([*singles, *pairs], start, zone)]),
        payment=np.where(vetoes, np.maximum(0.0, -short), 0.0),
    )


def _best_by_issue(found: Sequence[Widening]) -> tuple[Widening, ...]:
    """Return the move of each issue that raises the zone most, best first; the shorter of two that do alike."""
    best: dict[str, Widening] = {}
    for one in sorted(found, key=lambda widening: (-round(widening.raised_by, 3), widening.length)):
        best.setdefault(one.moves[0].issue, one)
    return tuple(best.values())


def _undominated(
    found: list[tuple[float, tuple[tuple[int, int], ...]]], start: Floats, zone: float
) -> list[tuple[float, tuple[tuple[int, int], ...]]]:
    """Return the widenings to which no other is both shorter and better."""
    kept = []
    best = zone + _LEAST_RAISE
    for value, keys in sorted(found, key=lambda one: (_length(one[1], start), -one[0])):
        if value > best:
            best = value + _LEAST_RAISE
            kept.append((value, keys))
    return kept


def _length(keys: Sequence[tuple[int, int]], start: Floats) -> float:
    return round(sum(abs(float(MOVE_PLACES[place] - start[issue])) for issue, place in keys), 9)


def _frontier(found: list[Widening]) -> tuple[Widening, ...]:
    return tuple(sorted(found, key=lambda widening: widening.length))


def _ground(
    agenda: Agenda,
    option: OptionPoint,
    n_draws: int,
    ranges: Ranges | None,
    war_risk: tuple[float, float, float] | None,
) -> _Ground:
    """Return draws of one option's advantage over no agreement, and what each issue adds to it."""
    rng = spawn_generator("settlement", "zone", agenda.case_id, agenda.period, option.id)
    draws = draw(agenda, n_draws, rng, ranges=ranges, war_risk=war_risk)
    before = status_quo_distances(draws)
    places = draw_option(option, draws, rng)
    own = {
        issue: worth_on_issue(places[issue], draws, issue, before[issue])
        if option.decides[issue]
        else np.zeros_like(before[0])
        for issue in range(len(agenda.issues))
    }
    base = option_utility(places, draws, before, option.decides) - no_agreement_value(draws, before)
    return _Ground(draws, before, base, own)


def _at(ground: _Ground, issue: int, place: float) -> Singles:
    """Return (actors, draws): what an issue adds when it is set to a place of the unbent scale."""
    places = np.float32(place) ** ground.draws.bend[issue]
    return worth_on_issue(places, ground.draws, issue, ground.before[issue])
