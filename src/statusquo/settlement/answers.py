"""Every answer to a proposal that the case files record, as rows of a test: the outcome and what was known before it.

Rows and columns are those of `docs/methods/acceptance-record.md`, written before anything was scored. No settlement
file is needed: who proposed, who answered, who held the land and what the actor had answered before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.documents.dates import PartialDate
from statusquo.settlement.record import NO, YES

Kind = Literal["parent", "challenger", "patron", "veto power"]
Last = Literal["yes", "no", "none"]
Possession = Literal["holder", "revisionist", "neither"]

_KINDS: dict[str, Kind] = {
    "parent": "parent",
    "separatist": "challenger",
    "claimant": "challenger",
    "group": "challenger",
    "patron": "patron",
    "veto power": "veto power",
}


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
    for actor in dict.fromkeys(response.actor for response in proposal.response):
        kind = _kind(case, actor, day)
        if kind is None or actor in proposal.proposed_by:
            continue
        answers = [response for response in proposal.response if response.actor == actor]
        words = [response.answer for response in answers]
        known = [word for word in words if word in (*YES, *NO)]
        unsettled = not known or "accounts differ" in words
        before = [row for row in earlier if row.actor == actor and row.accepted is not None and row.last < day]
        side = _side(case, actor, day)
        yield AnswerRow(
            case=case.id,
            proposal=proposal.id,
            first=day,
            last=max([proposal.date.last, *(one.date.last for one in answers if one.date is not None)]),
            actor=actor,
            kind=kind,
            accepted=None if unsettled else not any(word in NO for word in known),
            by_own_side=side in proposers,
            by_other_side=side is not None and bool(proposers - {side}),
            own_last="none" if not before else "yes" if before[-1].accepted else "no",
            possession=_possession(case, actor, day),
        )


def _kind(case: Case, actor: str, day: dt.date) -> Kind | None:
    """Return the first of the kinds, in their order, that the actor is on the day."""
    held = {_KINDS[role] for role, _ in _roles(case, actor, day) if role in _KINDS}
    return next((kind for kind in _KINDS.values() if kind in held), None)


def _side(case: Case, actor: str, day: dt.date) -> str | None:
    kind = _kind(case, actor, day)
    if kind != "patron":
        return kind if kind != "veto power" else None
    clients = [toward for role, toward in _roles(case, actor, day) if role == "patron" and toward is not None]
    return "parent" if any(_kind(case, client, day) == "parent" for client in clients) else "challenger"


def _roles(case: Case, actor: str, day: dt.date) -> list[tuple[str, str | None]]:
    return [
        (role.role, role.toward)
        for one in case.actor
        if one.id == actor
        for role in one.role
        if _covers(role.start, role.end, day)
    ]


def _possession(case: Case, actor: str, day: dt.date) -> Possession:
    on_the_day = [one for one in case.holding if _covers(one.start, one.end, day)]
    if any(one.holder == actor for one in on_the_day):
        return "holder"
    return "revisionist" if any(one.revisionist == actor for one in on_the_day) else "neither"


def _covers(start: PartialDate | None, end: PartialDate | None, day: dt.date) -> bool:
    return (start is None or start.first <= day) and (end is None or day <= end.last)
