"""Every answer to a proposal that the case files record, as rows of a test: the outcome and what was known before it.

Rows and columns are those of `docs/methods/acceptance-record.md`, written before anything was scored. No settlement
file is needed: who proposed, who answered, who held the land and what the actor had answered before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from statusquo.cases.answers import answers_to, roles_on
from statusquo.cases.model import Case, RoleName
from statusquo.cases.statements import Proposal

Kind = Literal["parent", "challenger", "patron", "veto power"]
Last = Literal["yes", "no", "none"]
Possession = Literal["holder", "revisionist", "neither"]

_KINDS: dict[RoleName, Kind] = {
    "parent": "parent",
    "federal centre": "parent",
    "separatist": "challenger",
    "claimant": "challenger",
    "group": "challenger",
    "patron": "patron",
    "veto power": "veto power",
    "guarantor": "veto power",
}
_SIDES: tuple[Kind, ...] = ("parent", "challenger")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One actor's answer to one proposal, with what stood before the proposal.

    Attributes:
        case: id of the dispute.
        proposal: id of the proposal.
        first: first day on which it may have been put.
        last: last day on which the proposal may have been put or the answer given.
        actor: id of the actor.
        kind: its role on that first day.
        accepted: its last word; None where it gave none, or accounts differ.
        by_own_side: whether its own side was among those who proposed.
        by_other_side: whether the other side was.
        own_last: its answer to the latest earlier proposal that it answered.
        possession: whether it held the land, or contested the holding.
    """

    case: str
    proposal: str
    first: dt.date
    last: dt.date
    actor: str
    kind: Kind
    accepted: bool | None
    by_own_side: bool
    by_other_side: bool
    own_last: Last
    possession: Possession


def answer_rows(case: Case) -> tuple[AnswerRow, ...]:
    """Return the rows of a dispute, in the order of their dates."""
    found: list[AnswerRow] = []
    for proposal in sorted(case.proposal, key=lambda one: (one.date.first, one.id)):
        found += _rows(case, proposal, tuple(found))
    return tuple(found)


def _rows(case: Case, proposal: Proposal, earlier: Iterable[AnswerRow]) -> Iterator[AnswerRow]:
    day = proposal.date.first
    proposers = {_side(case, actor, day) for actor in proposal.proposed_by} - {None}
    for answer in answers_to(case, proposal):
        actor = answer.actor.id
        if not answer.is_counted or answer.role is None:
            continue
        before = [row for row in earlier if row.actor == actor and row.accepted is not None and row.last < day]
        side = _side(case, actor, day)
        yield AnswerRow(
            case=case.id,
            proposal=proposal.id,
            first=day,
            last=max([proposal.date.last, *(one.date.last for one in answer.responses if one.date is not None)]),
            actor=actor,
            kind=_KINDS[answer.role],
            accepted=answer.accepted,
            by_own_side=side in proposers,
            by_other_side=side is not None and bool(proposers - {side}),
            own_last="none" if not before else "yes" if before[-1].accepted else "no",
            possession=_possession(case, actor, day),
        )


def _side(case: Case, actor: str, day: dt.date) -> Kind | None:
    """Return the side that an actor stands on; None where it stands on neither.

    A patron stands on its client's, and so does an ally that does not mediate.
    """
    roles = roles_on(case.actor_by_id(actor), day)
    held = {_KINDS[role.role] for role in roles if role.role in _KINDS}
    own = next((kind for kind in _SIDES if kind in held), None)
    mediates = any(role.role == "mediator" for role in roles)
    stands_by = ("patron",) if mediates else ("patron", "ally")
    backed = [role.toward for role in roles if role.role in stands_by and role.toward is not None]
    if own is not None or not backed:
        return own
    return "parent" if any(_side(case, client, day) == "parent" for client in backed) else "challenger"


def _possession(case: Case, actor: str, day: dt.date) -> Possession:
    on_the_day = [one for one in case.holding if one.start.first <= day and (one.end is None or day <= one.end.last)]
    if any(one.holder == actor for one in on_the_day):
        return "holder"
    return "revisionist" if any(one.revisionist == actor for one in on_the_day) else "neither"
