"""What was tabled over a dispute, how often such offers were accepted, and who stands against which status formula.

It is what there is to say where nobody placed the actors on scales: the case file's proposals with their answers, the
rate of acceptance by who proposed (the rule that nothing beat, `docs/methods/acceptance-record.md`), counted on the
other disputes, and what each actor last said of a formula of the vocabulary. It forecasts nothing, gives no formula a
chance and widens nothing: what a move would cost whom is not known without positions on scales.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from statusquo.cases.answers import COUNTED, ActorAnswer, answers_to, roles_on
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case, RoleName
from statusquo.cases.statements import Position, Proposal
from statusquo.core.errors import InputError
from statusquo.core.estimates import Estimate
from statusquo.core.names import all_of
from statusquo.core.shown import Shown, frame_of
from statusquo.core.wording import counted, listed
from statusquo.risk.scores import bootstrap_over_disputes, estimate
from statusquo.settlement.answers import AnswerRow, answer_rows
from statusquo.settlement.load import bundled_settlements, load_vocabulary
from statusquo.settlement.vocabulary import Formula

if TYPE_CHECKING:
    import polars as pl

Author = Literal["its own side", "the other side", "both sides", "a third party"]
AUTHORS: tuple[Author, ...] = get_args(Author)
UNIT = "share of answers that were yes"

NOTES = (
    "A rate is the share of yes among answers that left a record in other disputes, “as a basis” counted as a yes: "
    "no forecast of an answer. On what a third party proposes no rule that was tried beats it.",
    "Who refuses a formula by the record may come to accept a text, and who asked for it may not: terms and trust "
    "decide. A silence is no consent.",
    "People who live there and those who fled were mostly never asked. Force is no option here.",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal with the answers that count.

    Attributes:
        proposal: as the case file has it.
        answers: of those who answer for themselves; none where no such answer is on record.
    """

    proposal: Proposal
    answers: tuple[ActorAnswer, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often an offer of some author was accepted.

    Attributes:
        author: who proposed, as seen by who answered.
        elsewhere: the share of yes in the other disputes, with its interval over disputes.
        n_elsewhere: answers it is counted on.
        n_disputes: disputes these come from.
        n_here: answers in this dispute.
        yes_here: how many of them were yes.
    """

    author: Author
    elsewhere: Estimate
    n_elsewhere: int
    n_disputes: int
    n_here: int
    yes_here: int


@dataclass(frozen=True, slots=True)
class FormulaStand:
    """What the actors last said of one status formula.

    Attributes:
        formula: of the vocabulary.
        asked: the last statement of each actor that asks for it.
        refused: the last statement of each actor that rules it out.
        blocked_by: of those who refuse, the sides, patrons, veto powers and guarantors of today.
    """

    formula: Formula
    asked: tuple[Position, ...]
    refused: tuple[Position, ...]
    blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Tabled(Shown):
    """What was tabled over a dispute and where its actors stand.

    Attributes:
        case: the dispute.
        offers: the latest first.
        rates: of acceptance, by who proposed.
        formulas: those that somebody asks for or rules out, in the vocabulary's order.
        unspoken: the formulas of which nobody speaks.
        silent: ids of the sides, patrons, veto powers and guarantors of today that speak of no formula.
    """

    case: Case
    offers: tuple[Offer, ...]
    rates: tuple[Rate, ...]
    formulas: tuple[FormulaStand, ...]
    unspoken: tuple[Formula, ...]
    silent: tuple[str, ...]

    def in_short(self) -> str:
        """Return which dispute this is of, and how much is on record."""
        n = sum(len(offer.answers) for offer in self.offers)
        return f"of {self.case.id}: {counted(len(self.offers), 'offer')}, {counted(n, 'answer')} that count"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each offer and actor whose answer counts."""
        return frame_of(
            {
                "proposal": offer.proposal.id,
                "date": offer.proposal.date.text,
                "actor": answer.actor.id,
                "role": answer.role,
                "answers": ", then ".join(row.answer for row in answer.responses),
                "accepted": answer.accepted,
            }
            for offer in self.offers
            for answer in offer.answers
        )

    @property
    def why_no_chances(self) -> str:
        """Why no formula has a chance of acceptance, and who is silent."""
        told = (
            "No formula is given a chance of acceptance: that takes every actor's place on each issue, with ranges and "
            f"sources, which is written down for {_with_actor_file()} only. An actor file of your own gives it."
        )
        if self.silent:
            names = all_of(self.case.actor_by_id(name).name for name in self.silent)
            told += f" On record nothing is said of any formula by {names}."
        return told


def tabled(case: Case) -> Tabled:
    """Return what was tabled over a dispute and where its actors stand.

    Args:
        case: the dispute, bundled or a user's own.

    Raises:
        InputError: when the case file holds no proposal.
    """
    if not case.proposal:
        raise InputError(
            f"No proposal is on record for {case.title}, and no file of actors and positions is bundled for it, "
            f"only for {_with_actor_file()}. Give an actor file of your own."
        )
    day = _last_day(case)
    parties = tuple(_parties(case, day))
    stands = [_stand(case, formula, day, parties) for formula in load_vocabulary().formula]
    spoken = tuple(one for one in stands if one.asked or one.refused)
    speakers = {row.actor for one in spoken for row in (*one.asked, *one.refused)}
    return Tabled(
        case=case,
        offers=tuple(
            Offer(one, tuple(answer for answer in answers_to(case, one) if answer.is_counted))
            for one in sorted(case.proposal, key=lambda one: one.date, reverse=True)
        ),
        rates=acceptance_rates(case),
        formulas=spoken,
        unspoken=tuple(one.formula for one in stands if not one.asked and not one.refused),
        silent=tuple(name for name in _parties(case, day, but="group") if name not in speakers),
    )


def acceptance_rates(case: Case) -> tuple[Rate, ...]:
    """Return how often offers were accepted in the bundled disputes but this one, by who proposed, and in this one.

    Args:
        case: the dispute that is left out of the rates.
    """
    others = [row for name in bundled_ids() if name != case.id for row in _known(load_case(name))]
    here = _known(case)
    return tuple(_rate(author, others, here) for author in AUTHORS)


def _known(case: Case) -> list[AnswerRow]:
    return [row for row in answer_rows(case) if row.accepted is not None]


def _author(row: AnswerRow) -> Author:
    if row.by_own_side and row.by_other_side:
        return "both sides"
    return "its own side" if row.by_own_side else "the other side" if row.by_other_side else "a third party"


def _rate(author: Author, others: list[AnswerRow], here: list[AnswerRow]) -> Rate:
    rows = [row for row in others if _author(row) == author]
    cases = sorted({row.case for row in rows})
    disputes = np.array([cases.index(row.case) for row in rows])
    yes = np.array([bool(row.accepted) for row in rows], dtype=float)
    weights = bootstrap_over_disputes(disputes, np.ones(len(rows), dtype=bool)).weights
    told = [row for row in here if _author(row) == author]
    return Rate(
        author,
        estimate(weights @ yes / weights.sum(axis=1), UNIT),
        len(rows),
        len(cases),
        len(told),
        sum(bool(row.accepted) for row in told),
    )


def _stand(case: Case, formula: Formula, day: dt.date, parties: Collection[str]) -> FormulaStand:
    """Return each actor's last word on a formula that it has not given up by a day."""
    spoken = [row for row in case.position if formula.id in (*row.asks, *row.refuses) and row.holds_on(day)]
    last = {row.actor: row for row in sorted(spoken, key=lambda row: row.date)}
    refused = tuple(row for row in last.values() if formula.id in row.refuses)
    return FormulaStand(
        formula,
        asked=tuple(row for row in last.values() if formula.id in row.asks),
        refused=refused,
        blocked_by=tuple(row.actor for row in refused if row.actor in parties),
    )


def _parties(case: Case, day: dt.date, *, but: RoleName | None = None) -> Iterator[str]:
    """Yield the actors that answer for themselves on a day, by a role other than `but`."""
    for actor in case.actor:
        if any(role.role in COUNTED and role.role != but for role in roles_on(actor, day)):
            yield actor.id


def _with_actor_file() -> str:
    """Return the disputes for which a file of actors and positions is bundled, as a sentence lists them."""
    return listed([load_case(name).title for name in bundled_settlements()])


def _last_day(case: Case) -> dt.date:
    """Return the last day of which proposals or positions tell."""
    dates = [row.date for row in case.proposal] + [row.date for row in case.position]
    return max(date.last for date in dates)
