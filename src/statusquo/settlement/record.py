"""What was answered to the proposals of the record, as trials of a model: one actor's answer to one proposal.

From the case file's responses: `accepted` and `accepted as a basis` are yes; `rejected` and `withdrew` are no; `no
answer` and `accounts differ` are unknown and no trial. An actor whose answers go both ways is counted by its last
word, which is no, since a consent that was taken back settled nothing; its first word is kept as a second reading. To
withdraw is not to reject: the first word was a yes, and the answer is told as `withdrew`. Where one account of an
answer stands against another, it is told so and decides nothing. An outside power's word on a text that it carries
between the sides is no answer of a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusquo.cases.answers import NO, YES
from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.documents.dates import PartialDate
from statusquo.settlement.model import FIRST_CODER, ProposalPoint, Setting, SettlementFile


@dataclass(frozen=True, slots=True)
class Trial:
    """One actor's answer to one proposal.

    Attributes:
        proposal: id of the proposal.
        name: its name.
        date: when it was put.
        period: the period of the settlement file that it falls in.
        setting: negotiation, or after force.
        actor: id of the actor.
        accepted: its last word.
        first_word: its first word.
        answers: the answers as recorded.
    """

    proposal: str
    name: str
    date: PartialDate
    period: str
    setting: Setting
    actor: str
    accepted: bool
    first_word: bool
    answers: tuple[str, ...]

    @property
    def told(self) -> str:
        """The last word as it is recorded: accepted, accepted as a basis, rejected or withdrew."""
        known = [answer for answer in self.answers if answer in (*YES, *NO)]
        if "withdrew" in known:
            return "withdrew"
        return "rejected" if "rejected" in known else known[-1]

    @property
    def is_disputed(self) -> bool:
        """Whether accounts of the answer differ."""
        return "accounts differ" in self.answers

    @property
    def what_happened(self) -> str:
        """The answer as it is told, with a word where accounts of it differ."""
        return f"{self.told}, but accounts differ" if self.is_disputed else self.told


def trials(file: SettlementFile, case: Case, *, coder: str = FIRST_CODER) -> tuple[Trial, ...]:
    """Return every known answer to the proposals that the settlement file places, in the order of their dates."""
    recorded = {proposal.id: proposal for proposal in case.proposal}
    found = [
        trial
        for row in file.proposal
        if row.coder == coder and row.id in recorded
        for trial in _answers(row, recorded[row.id], {a.id for a in file.actor if a.kind != "outside power"})
    ]
    return tuple(sorted(found, key=lambda trial: (trial.date.first, trial.proposal)))


def _answers(row: ProposalPoint, proposal: Proposal, actors: set[str]) -> Iterator[Trial]:
    by_actor: dict[str, list[str]] = {}
    for response in proposal.response:
        by_actor.setdefault(response.actor, []).append(response.answer)
    for actor, answers in by_actor.items():
        known = [answer for answer in answers if answer in (*YES, *NO)]
        if known and actor in actors:
            yield Trial(
                proposal.id,
                proposal.name,
                proposal.date,
                row.period,
                row.setting,
                actor,
                accepted=not any(answer in NO for answer in known),
                first_word=known[0] in (*YES, "withdrew"),
                answers=tuple(answers),
            )
