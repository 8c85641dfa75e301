"""Who answered a proposal, in what role, whether that answer counts, and whether it was a yes: one rule for all.

The rule is the codebook's (docs/reference/record-of-proposals.md). An actor is what the case file says it was on the
first day on which the proposal may have been put. Sides, what stands together as a side, patrons, veto powers and
guarantors count; mediators, and whoever made the proposal, do not. The last word decides; of contested words none does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from statusquo.cases.model import Actor, Case, Role, RoleName
from statusquo.cases.statements import Proposal, Response

YES = ("accepted", "accepted as a basis")
NO = ("rejected", "withdrew")

COUNTED: tuple[RoleName, ...] = (
    "parent",
    "separatist",
    "claimant",
    "group",
    "federal centre",
    "patron",
    "veto power",
    "guarantor",
)
"""The roles whose answers count; an actor with several is named by the first of them."""

OTHERS: tuple[RoleName, ...] = ("kin state", "mediator", "peacekeeper", "ally", "arms supplier", "neighbour")


@dataclass(frozen=True, slots=True)
class ActorAnswer:
    """All that is on record of one actor's answer to one proposal.

    Attributes:
        actor: who answered.
        roles: what it was in the dispute on the first day of the proposal.
        is_proposer: whether it made the proposal, alone or with others.
        responses: its answers, the latest last.
    """

    actor: Actor
    roles: tuple[Role, ...]
    is_proposer: bool
    responses: tuple[Response, ...]

    @property
    def role(self) -> RoleName | None:
        """The role by which the answer is read, one that counts before any other; None where it had none."""
        held = {role.role for role in self.roles}
        return next((name for name in (*COUNTED, *OTHERS) if name in held), None)

    @property
    def is_counted(self) -> bool:
        """Whether it answers for itself, and what others put to it."""
        return self.role in COUNTED and not self.is_proposer

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in their order, without those of which accounts differ."""
        return tuple(one.answer for one in self.responses if one.answer != "accounts differ")

    @property
    def is_disputed(self) -> bool:
        """Whether accounts differ of any of its words."""
        return len(self.words) < len(self.responses)

    @property
    def accepted(self) -> bool | None:
        """Whether its last word was a yes; None where it gave none, or where accounts differ."""
        if self.is_disputed or self.words[-1] not in (*YES, *NO):
            return None
        return self.words[-1] in YES


def answers_to(case: Case, proposal: Proposal) -> tuple[ActorAnswer, ...]:
    """Return the answer of each actor that answered a proposal, in the order of the file.

    Args:
        case: the dispute, bundled or a user's own.
        proposal: one of its proposals.
    """
    by_actor: dict[str, list[Response]] = {}
    for response in proposal.response:
        by_actor.setdefault(response.actor, []).append(response)
    day = proposal.date.first
    return tuple(
        ActorAnswer(
            actor=(actor := case.actor_by_id(name)),
            roles=roles_on(actor, day),
            is_proposer=name in proposal.proposed_by,
            responses=tuple(told),
        )
        for name, told in by_actor.items()
    )


def roles_on(actor: Actor, day: dt.date) -> tuple[Role, ...]:
    """Return the roles that an actor had on a day, as exactly as their dates are known."""
    return tuple(
        role
        for role in actor.role
        if (role.start is None or role.start.first <= day) and (role.end is None or day <= role.end.last)
    )
