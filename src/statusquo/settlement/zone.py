"""The zone of agreement around one option: as a map over two issues, and what would widen it.

Both move one option along the issues and ask anew who would accept. A widening is exact over its grid: every move of
one issue to any of the grid's places, and every pair of such moves, is worked out, and those that raise the
probability of agreement most for their length are kept. What an actor would have to be paid, in shares of its own
scale, to be as likely to accept as not, is the compensating variation of the option (Hicks 1939). Only terms are
moved: nothing here weighs pressure or force.

A move is weighed only where it can be answered: not onto an issue on which an actor with a veto has no position, and
not beyond a red line of the people concerned, whose no to it stands at any price. Where they refuse the option as it
is at any price, or give no answer to all of it, no fall of their consent could be told, and no move is weighed that is
worse for them on the issue moved. So a guarantee that
those who live there hold out for is not offered away as what would bring governments together at no cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from statusquo.core.draws import Floats
from statusquo.core.seeds import spawn_generator
from statusquo.settlement.acceptance import (
    acceptance_probability,
    advantage_on_issue,
    crosses,
    status_quo_distances,
    taken_apart,
)
from statusquo.settlement.agenda import Agenda, Flags, OptionPoint
from statusquo.settlement.draws import Draws, Singles, draw

N_DRAWS = 1_500
MAP_PLACES = np.round(np.linspace(0, 1, 21), 2)
MOVE_PLACES = np.round(np.linspace(0, 1, 11), 1)
_LEAST_RAISE = 0.005
"""A widening below half a percentage point is none."""
_SAME = 1e-9
"""Places and zones nearer than this to each other are the same."""
_MOSTLY = 0.5
"""A red line counts as crossed where it is in more than this share of the draws."""


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
        start: where the option has it, 0 to 1, or where things stand, where the option leaves it open.
        to: where it is moved.
        was_open: whether the option left it open.
    """

    issue: str
    start: float
    to: float
    was_open: bool

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
        acceptance: (actors,) probability of each actor's acceptance after them; not a number for an actor without a
            position on what the option decides then.
        change: (actors,) what they do to it; not a number for the same.
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
            likely to accept as not; 0 where it is already, and for actors without a veto; not a number where no
            payment would do, since the option lies beyond a red line.
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
    """One option's draws, its advantage over no agreement and the red lines that it crosses taken apart by issue."""

    draws: Draws
    before: list[Singles]
    own: dict[int, Singles]
    crossed: dict[int, Flags]
    silent: Flags
    """(issues, actors) who has no position on an issue."""

    def advantage(self, instead: Mapping[int, Singles] | None = None) -> Singles:
        """Return (actors, draws): the advantage of the option, with some issues' parts replaced."""
        parts = self.own | dict(instead or {})
        return np.asarray(sum(parts.values(), np.zeros_like(self.before[0])))

    def beyond(self, instead: Mapping[int, Flags] | None = None) -> Flags:
        """Return (actors, draws): whether the option crosses a red line, with some issues' parts replaced."""
        parts = self.crossed | dict(instead or {})
        return np.asarray(np.logical_or.reduce([np.zeros(self.before[0].shape, dtype=bool), *parts.values()]))


def zone_map(
    agenda: Agenda,
    option: OptionPoint,
    across: str,
    up: str,
    *,
    n_draws: int = N_DRAWS,
    war_risk: tuple[float, float, float] | None = None,
) -> ZoneMap:
    """Return the probability of agreement over two issues.

    Args:
        agenda: the period.
        option: what is agreed on all other issues.
        across: the issue along the map.
        up: the issue up the map.
        n_draws: number of draws.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
    """
    ground = _ground(agenda, option, n_draws, war_risk)
    first, second = agenda.issues.index(across), agenda.issues.index(up)
    vetoes = agenda.vetoes
    nothing = {first: np.zeros_like(ground.before[0]), second: np.zeros_like(ground.before[0])}
    never = {issue: np.zeros(part.shape, dtype=bool) for issue, part in nothing.items()}
    rest, red = ground.advantage(nothing)[vetoes], ground.beyond(never)[vetoes]
    along = [_at(ground, first, place) for place in MAP_PLACES]
    upward = [_at(ground, second, place) for place in MAP_PLACES]
    table = np.empty((len(upward), len(along)))
    for row, (high, over) in enumerate(upward):
        for column, (wide, past) in enumerate(along):
            advantage, crossed = rest + (high + wide)[vetoes], red | (over | past)[vetoes]
            chance = acceptance_probability(advantage, ground.draws, crossed)
            table[row, column] = chance.prod(axis=0).mean()
    return ZoneMap(option.id, across, up, MAP_PLACES, table)


def most_contested(agenda: Agenda) -> tuple[str, str] | None:
    """Return the two issues that divide the actors with a veto most: salience times the spread of their ideals.

    Only issues on which each of them has a position count; None where there are fewer than two.
    """
    answered = np.flatnonzero(agenda.held[agenda.vetoes].all(axis=0))
    if answered.size < 2:
        return None
    ideal, salience = agenda.ideal[agenda.vetoes, :, 1], agenda.salience[agenda.vetoes, :, 1]
    spread = np.ptp(ideal[:, answered], axis=0) * salience[:, answered].sum(axis=0)
    first, second = answered[np.argsort(-spread, kind="stable")[:2]]
    return agenda.issues[int(first)], agenda.issues[int(second)]


def widenings(
    agenda: Agenda,
    option: OptionPoint,
    *,
    n_draws: int = N_DRAWS,
    war_risk: tuple[float, float, float] | None = None,
    known_zone: float | None = None,
) -> Widenings:
    """Return what would widen the zone of agreement around an option.

    Args:
        agenda: the period.
        option: where it starts; every actor with a veto answers it.
        n_draws: number of draws.
        war_risk: (low, best, high) yearly probability of war from elsewhere.
        known_zone: the probability of agreement from more draws, to which what the moves add is added.
    """
    ground = _ground(agenda, option, n_draws, war_risk)
    vetoes = agenda.vetoes
    now = acceptance_probability(ground.advantage(), ground.draws, ground.beyond())
    own_zone, chances = float(now[vetoes].prod(axis=0).mean()), now.mean(axis=1)
    zone = own_zone if known_zone is None else known_zone
    start = option.point[:, 1]
    people = np.array([player.is_people for player in agenda.players], dtype=bool)
    steps = _steps(ground, agenda, option)

    def made(keys: Sequence[tuple[int, int]]) -> tuple[float, tuple[tuple[int, int], ...]]:
        after = _after(ground, steps, keys)[vetoes]
        return float(np.clip(zone + after.prod(axis=0).mean() - own_zone, 0.0, 1.0)), tuple(keys)

    def told(value: float, keys: Sequence[tuple[int, int]]) -> Widening:
        after = _after(ground, steps, keys).mean(axis=1)
        silent = ground.silent[[issue for issue, _ in keys]].any(axis=0) | ~agenda.answers(option)
        after[silent] = np.nan
        moves = tuple(
            Move(agenda.issues[i], float(start[i]), float(MOVE_PLACES[p]), not option.decides[i]) for i, p in keys
        )
        return Widening(moves, value, value - zone, after.astype(np.float64), (after - chances).astype(np.float64))

    singles = [made([key]) for key in steps]
    pairs = [made(keys) for keys in combinations(steps, 2) if keys[0][0] != keys[1][0]]
    raising = [told(*one) for one in singles if one[0] - zone > _LEAST_RAISE]
    harmless = [one for one in raising if (one.change[people] >= -_LEAST_RAISE).all()]
    top_pair = max(pairs, default=None)
    top_single = max((value for value, _ in singles), default=zone)
    pair = told(*top_pair) if top_pair is not None and top_pair[0] - max(zone, top_single) > _LEAST_RAISE else None
    short = np.where(ground.beyond().mean(axis=1) > _MOSTLY, np.nan, np.median(ground.advantage(), axis=1))
    return Widenings(
        option=option.id,
        zone=zone,
        by_issue=_best_by_issue(raising),
        sparing=_best_by_issue(harmless),
        best_pair=pair,
        cheapest=tuple(
            sorted((told(*one) for one in _undominated([*singles, *pairs], start, zone)), key=lambda one: one.length)
        ),
        payment=np.where(vetoes, np.maximum(0.0, -short), 0.0),
    )


_Steps = Mapping[tuple[int, int], tuple[Singles, Flags]]
"""By issue and place, what a move makes the issue add, and whether it crosses a red line there."""


def _steps(ground: _Ground, agenda: Agenda, option: OptionPoint) -> _Steps:
    """Return the moves of one issue that can be answered: see the head of the module."""
    found = {}
    start = option.point[:, 1]
    people = np.array([player.is_people for player in agenda.players], dtype=bool)
    unheard = (ground.beyond().mean(axis=1) > _MOSTLY) | ~agenda.answers(option)
    for issue in map(int, np.flatnonzero(agenda.held[agenda.vetoes].all(axis=0))):
        nothing = np.zeros_like(ground.before[0])
        own, own_red = ground.own.get(issue, nothing), ground.crossed.get(issue, nothing)
        for place, at in enumerate(MOVE_PLACES):
            if abs(at - start[issue]) <= _SAME and issue in ground.own:
                continue
            adds, crossed = _at(ground, issue, at)
            over = (crossed.mean(axis=1) > _MOSTLY) & (own_red.mean(axis=1) <= _MOSTLY)
            worse = unheard & (adds.mean(axis=1) < own.mean(axis=1) - _SAME)
            if not ((over | worse) & people).any():
                found[issue, place] = adds, crossed
    return found


def _after(ground: _Ground, steps: _Steps, keys: Sequence[tuple[int, int]]) -> Singles:
    """Return (actors, draws): the chances of acceptance after moves."""
    moved = {issue: steps[issue, place] for issue, place in keys}
    advantage = ground.advantage({issue: adds for issue, (adds, _) in moved.items()})
    crossed = ground.beyond({issue: part for issue, (_, part) in moved.items()})
    return acceptance_probability(advantage, ground.draws, crossed)


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


def _ground(
    agenda: Agenda,
    option: OptionPoint,
    n_draws: int,
    war_risk: tuple[float, float, float] | None,
) -> _Ground:
    """Return draws of one option's advantage over no agreement, and what each issue adds to it."""
    rng = spawn_generator("settlement", "zone", agenda.case_id, agenda.period, option.id)
    draws = draw(agenda, n_draws, rng, war_risk=war_risk)
    before = status_quo_distances(draws)
    own, crossed = taken_apart(option, draws, before, rng)
    return _Ground(draws, before, own, crossed, ~agenda.held.T)


def _at(ground: _Ground, issue: int, place: float) -> tuple[Singles, Flags]:
    """Return (actors, draws): what an issue set to a place of the unbent scale adds, and whose red line it crosses."""
    places = np.float32(place) ** ground.draws.bend[issue]
    added = advantage_on_issue(places, ground.draws, issue, ground.before[issue])
    return added, crosses(places, ground.draws, issue)
