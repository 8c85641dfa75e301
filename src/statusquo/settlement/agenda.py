"""One period of a dispute as arrays: its actors, issues, status quo, and the options and proposals put to them.

Everything judged keeps its three numbers (low, best, high), on the unit scale; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from statusquo.cases.model import Case
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.documents.dates import PartialDate
from statusquo.settlement.admission import admit
from statusquo.settlement.model import FIRST_CODER, ActorKind, Option, Period, Position, SettlementFile, Side
from statusquo.settlement.values import SCALE_TOP, Bounds, Range
from statusquo.settlement.vocabulary import Vocabulary

Flags = NDArray[np.bool_]
OptionKind = Literal["status quo", "formula", "option", "proposal"]

DEFAULT_WAR_COST = (0.05, 0.2, 0.5)
"""What war would cost an actor that the file gives no figure for, as a share of the distance between losing and
winning all."""

PEOPLE: tuple[ActorKind, ...] = ("people", "displaced people")


@dataclass(frozen=True, slots=True)
class Player:
    """An actor in one period.

    Attributes:
        id: its id.
        name: its name.
        kind: government, people, displaced people, domestic veto player or outside power.
        side: parent, separatist or none.
        is_veto: whether no agreement stands without it.
    """

    id: str
    name: str
    kind: ActorKind
    side: Side
    is_veto: bool

    @property
    def is_people(self) -> bool:
        """Whether it stands for people rather than for those who govern."""
        return self.kind in PEOPLE


@dataclass(frozen=True, slots=True)
class Agenda:
    """One period, with ranges (low, best, high) on the unit scale in the last axis.

    Attributes:
        case_id: the dispute.
        period: the id of the period.
        players: the actors with admitted positions.
        issues: ids of the issues on the agenda.
        is_ordinal: (issues,) whether the scale is an order only.
        ideal: (actors, issues, 3).
        salience: (actors, issues, 3); 0 where an actor takes no position.
        flexibility: (actors, issues, 3).
        status_quo: (issues, 3).
        capability: (actors, 3).
        outlook: (actors, 3), from -1 to 1.
        war_cost: (actors, 3).
        war_risk: (3,) yearly probability of war, as stated in the file; None where it states none.
        left_out: by actor that is left out, the reason.
        held: (actors, issues) whether an actor has a position, or needs none: a side payment is nothing that the
            people who would get it have to have asked for, and counts neither for nor against where they have not.
        in_law: (issues,) whether the issue is one of status.
        feared: (actors, issues) the end of the scale toward which an actor loses: 1 toward 100, -1 toward 0; 0 where
            the ends favour no side, or the actor is on none, so that it loses both ways.
        refused: (actors, issues) on which side of its limit an actor says no at any price: 1 from there up, -1 from
            there down, 0 where it has no limit.
        limit: (actors, issues, 3) where that no begins.
        is_red: (actors, issues) whether it says no at any price to what lies beyond its flexibility.
    """

    case_id: str
    period: str
    players: tuple[Player, ...]
    issues: tuple[str, ...]
    is_ordinal: Flags
    ideal: Floats
    salience: Floats
    flexibility: Floats
    status_quo: Floats
    capability: Floats
    outlook: Floats
    war_cost: Floats
    war_risk: tuple[float, float, float] | None
    left_out: Mapping[str, str]
    held: Flags
    in_law: Flags
    feared: Floats
    refused: Floats
    limit: Floats
    is_red: Flags

    @property
    def vetoes(self) -> Flags:
        """(actors,) who can stop an agreement."""
        return np.array([player.is_veto for player in self.players], dtype=bool)

    def unanswered(self, option: OptionPoint) -> dict[str, tuple[str, ...]]:
        """Return, by actor that gives no answer to an option, the issues it decides on which it has no position.

        A term that leaves an issue where it stands asks nothing of anybody, but for a status: to consent in law to
        what stands in fact is a change.
        """
        best, now = option.point[:, 1], self.status_quo
        is_as_it_stands = (now[:, 0] <= best) & (best <= now[:, 2]) & ~self.in_law
        missing = option.decides & ~is_as_it_stands & ~self.held
        return {
            player.id: tuple(self.issues[k] for k in np.flatnonzero(missing[row]))
            for row, player in enumerate(self.players)
            if missing[row].any()
        }

    def answers(self, option: OptionPoint) -> Flags:
        """(actors,) who answers an option: it has a position on every issue that the option decides."""
        silent = self.unanswered(option)
        return np.array([player.id not in silent for player in self.players], dtype=bool)

    def index_of(self, actor: str) -> int:
        """Return the place of an actor.

        Raises:
            UnknownNameError: when it is not among them.
        """
        ids = [player.id for player in self.players]
        if actor not in ids:
            raise UnknownNameError("actor of the period", actor, ids)
        return ids.index(actor)


@dataclass(frozen=True, slots=True)
class OptionPoint:
    """Something that could be agreed, on one agenda.

    Attributes:
        id: its id.
        name: its name.
        kind: what it is.
        point: (issues, 3); an issue that it does not decide has the status quo's range.
        decides: (issues,) which issues it decides.
    """

    id: str
    name: str
    kind: OptionKind
    point: Floats
    decides: Flags


def agenda_of(
    file: SettlementFile,
    vocabulary: Vocabulary,
    case: Case,
    period: str | None = None,
    *,
    before: PartialDate | None = None,
    coder: str = FIRST_CODER,
    without: Iterable[str] = (),
    without_issues: Iterable[str] = (),
) -> Agenda:
    """Return one period as arrays.

    Args:
        file: the settlement file.
        vocabulary: its issues.
        case: the dispute, for the actors' names.
        period: id of the period; the last by default.
        before: the date of what is predicted, before which every source used must be dated.
        coder: whose judgements are used.
        without: ids of actors left out.
        without_issues: ids of issues taken off the agenda.

    Raises:
        UnknownNameError: when there is no such period or actor.
        InputError: when nobody, or nobody with a veto, is left.
    """
    known = {row.id: row for row in file.period}
    name = period or file.period[-1].id
    if name not in known:
        raise UnknownNameError("period", name, known)
    left = _checked(without, file)
    row = known[name]
    issues = tuple(issue for issue in row.issue if issue not in set(without_issues))
    admitted = admit(file, name, before=before, coder=coder)
    names = {actor.id: actor.name for actor in case.actor}
    actors = [actor for actor in file.actor if actor.id in admitted.stances and actor.id not in left]
    held = {key for key in admitted.positions if key[1] in issues}
    actors = [actor for actor in actors if any((actor.id, issue) in held for issue in issues)]
    if not any(admitted.stances[actor.id].is_veto for actor in actors):
        raise InputError(f"the period {name} has no actor with a veto whose positions may be used")
    stances = [admitted.stances[actor.id] for actor in actors]

    def cells(field: str) -> Floats:
        blank = (0.0, 0.0, 0.0)
        return np.array(
            [
                [_three(getattr(admitted.positions[a.id, k], field)) if (a.id, k) in held else blank for k in issues]
                for a in actors
            ]
        )

    refused, limit, is_red = _red_lines(admitted.positions, [a.id for a in actors], issues)
    ends = {"separatist": {"separatist": -1.0, "parent": 1.0}, "parent": {"separatist": 1.0, "parent": -1.0}}
    scales = [vocabulary.issue_by_id(issue) for issue in issues]
    has_position = [
        [(a.id, s.id) in held or (s.lever == "side payment" and a.kind in PEOPLE) for s in scales] for a in actors
    ]
    return Agenda(
        case_id=file.case,
        period=name,
        players=tuple(
            Player(a.id, a.name or names[a.id], a.kind, a.side, s.is_veto) for a, s in zip(actors, stances, strict=True)
        ),
        issues=issues,
        is_ordinal=np.array([scale.scale == "ordinal" for scale in scales], dtype=bool),
        ideal=cells("ideal"),
        salience=cells("salience"),
        flexibility=cells("flexibility"),
        status_quo=np.array([_three(row.status_quo[issue]) for issue in issues]),
        capability=np.array([_three(s.capability) for s in stances]),
        outlook=np.array([(s.outlook.low, s.outlook.best, s.outlook.high) for s in stances]),
        war_cost=np.array([DEFAULT_WAR_COST if s.war_cost is None else _three(s.war_cost) for s in stances]),
        war_risk=None if row.war_risk is None else (row.war_risk.low, row.war_risk.best, row.war_risk.high),
        left_out=admitted.left_out | dict.fromkeys(left, "left out as asked"),
        held=np.array(has_position, dtype=bool),
        in_law=np.array([scale.lever == "status" for scale in scales], dtype=bool),
        feared=np.array([[ends.get(s.toward_100, {}).get(a.side, 0.0) for s in scales] for a in actors]),
        refused=refused,
        limit=limit,
        is_red=is_red,
    )


def _red_lines(
    positions: Mapping[tuple[str, str], Position], actors: list[str], issues: tuple[str, ...]
) -> tuple[Floats, Floats, Flags]:
    """Return (actors, issues): the side of the limit that is refused, the limit's range, and lines without a limit."""
    shape = len(actors), len(issues)
    refused, limit, is_red = np.zeros(shape), np.zeros((*shape, 3)), np.zeros(shape, dtype=bool)
    for row, actor in enumerate(actors):
        for column, issue in enumerate(issues):
            held = positions.get((actor, issue))
            if held is None or not held.red_line:
                continue
            if held.limit is None:
                is_red[row, column] = True
            else:
                refused[row, column] = 1.0 if held.limit.best > held.ideal.best else -1.0
                limit[row, column] = _three(held.limit)
    return refused, limit, is_red


def option_point(
    agenda: Agenda,
    vocabulary: Vocabulary,
    id: str,
    name: str,
    kind: OptionKind,
    *,
    formula: str | None = None,
    point: Mapping[str, Range] | None = None,
) -> OptionPoint:
    """Return an option on an agenda: the formula's point, overruled by its own; all else stays as it is."""
    terms = dict(vocabulary.formula_by_id(formula).point) if formula else {}
    terms |= dict(point or {})
    decides = np.array([issue in terms for issue in agenda.issues], dtype=bool)
    rows = [
        _three(terms[issue]) if issue in terms else tuple(agenda.status_quo[k]) for k, issue in enumerate(agenda.issues)
    ]
    return OptionPoint(id, name, kind, np.array(rows), decides)


def options_of(
    file: SettlementFile, vocabulary: Vocabulary, case: Case, agenda: Agenda, own: Iterable[Option] = ()
) -> tuple[OptionPoint, ...]:
    """Return what can be judged on an agenda: the analyst's own options, the file's, then the bare status formulas.

    A formula that decides nothing on the agenda is left out, and so is one that leaves all as it stands: what has
    been brought about already, by whatever means, is no settlement to be offered. One that takes a patron is judged
    only in a dispute whose separatist side had one in the period.
    """
    has_patron = _has_patron(case, file.period_by_id(agenda.period))
    found = [
        option_point(agenda, vocabulary, row.id, row.name, "option", formula=row.formula, point=row.point)
        for row in (*own, *file.option)
        if not row.period or agenda.period in row.period
    ]
    formulas = [
        option_point(agenda, vocabulary, formula.id, formula.name, "formula", formula=formula.id)
        for formula in vocabulary.formula
        if "status" in agenda.issues
        and (has_patron or not formula.needs_patron)
        and set(formula.needs_issue) <= set(agenda.issues)
    ]
    found += [option for option in formulas if not leaves_all(agenda, option)]
    unique = {option.id: option for option in reversed(found)}
    return tuple(option for option in found if option.decides.any() and unique[option.id] is option)


def leaves_all(agenda: Agenda, option: OptionPoint) -> bool:
    """Return whether an option's best values all lie within the range of the status quo."""
    best, now = option.point[:, 1], agenda.status_quo
    return bool(((now[:, 0] <= best) & (best <= now[:, 2])).all())


def _has_patron(case: Case, period: Period) -> bool:
    """Return whether a state stood behind the separatist side at some time of a period, by the case file."""
    own = {actor.id for actor in case.separatists()}
    return any(
        role.role == "patron"
        and role.toward in own
        and (role.start is None or period.end is None or role.start.first <= period.end.last)
        and (role.end is None or role.end.last >= period.start.first)
        for actor in case.actor
        for role in actor.role
    )


def _checked(without: Iterable[str], file: SettlementFile) -> frozenset[str]:
    names = frozenset(without)
    known = {actor.id for actor in file.actor}
    for name in names:
        if name not in known:
            raise UnknownNameError("actor of the settlement file", name, known)
    return names


def _three(bounds: Bounds) -> tuple[float, float, float]:
    return bounds.low / SCALE_TOP, bounds.best / SCALE_TOP, bounds.high / SCALE_TOP
