"""What was offered and who answered what: the last three, from the case file, else from UCDP's peace agreements.

A case file may hold proposals with each side's answers; where it holds none it may name them in one coded line, and
then no answers are on record. A conflict without a case file has the agreements that UCDP lists: the sides signed them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from statusquo.answer.model import Answered, Offer
from statusquo.answer.stands import Ground
from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.core.names import called, the
from statusquo.core.wording import MOST_FIGURES, listed, n_figures, sentence
from statusquo.documents.dates import PartialDate

N_OFFERS = 3
ACCOUNTS_DIFFER = "accounts differ"
MOST_ANSWERS = 3
"""How many answers are told in words, the sides' and their patrons' first; the data have them all."""
_NONE_NAMED = re.compile(r"no (agreed )?(plan|referendum)")
_LONGEST = 130
_QUOTED = re.compile(r"\s*\([\"“].*$")


def offers(ground: Ground) -> tuple[Offer, ...]:
    """Return the last three offers, the earliest first."""
    case = ground.case
    if case.proposal:
        ordered = sorted(case.proposal, key=lambda row: row.date)
        return tuple(proposed(case, row) for row in ordered[-N_OFFERS:])
    coded = case.coded("settlement_proposals")
    if coded is not None:
        named = [part.strip() for part in str(coded.value).split(";")]
        return tuple(Offer(name, None, "proposal", (), coded.source) for name in named if not _NONE_NAMED.match(name))[
            -N_OFFERS:
        ]
    return _signed(ground)


def proposed(case: Case, row: Proposal) -> Offer:
    """Return a proposal of the case file with who answered what, the sides first."""
    by_actor: dict[str, list[str]] = {}
    for response in row.response:
        by_actor.setdefault(response.actor, []).append(response.answer)
    sides = [actor.id for actor in (*case.parents(), *case.separatists(), *case.claimants(), *case.with_role("patron"))]
    ordered = sorted(by_actor, key=lambda actor: sides.index(actor) if actor in sides else len(sides))
    answered = tuple(Answered(called(case.actor_by_id(actor).name), _in_words(by_actor[actor])) for actor in ordered)
    return Offer(row.name, row.date.text, "proposal", answered, row.source)


def offer_sentence(found: tuple[Offer, ...]) -> str | None:
    """Return the sentence on the last offer; None where none is on record."""
    if not found:
        return None
    last = found[-1]
    when = "" if last.date is None or last.date[:4] in last.name else f" of {PartialDate(last.date).long_text}"
    if last.kind == "agreement":
        return sentence(f"The last agreement on record is {_article(last.name)}{when}") if _is_short(last) else None
    if not last.answers:
        return sentence(f"The last step to a settlement on record: {last.name}") if _is_short(last) else None
    if not _is_short(last):
        return None
    return sentence(
        f"The last offer on record{when and f', {when.strip()}'}: {last.name}; {answers_text(last.answers)}"
    )


def answers_text(answers: Sequence[Answered]) -> str:
    """Return what the first who answered said, those of one answer together: ``accepted by Armenia and Azerbaijan``.

    In the passive, since what was offered may be one thing or many.
    """
    by_answer: dict[str, list[str]] = {}
    for row in answers[:MOST_ANSWERS]:
        by_answer.setdefault(row.answer, []).append(row.side)
    told = []
    for answer, sides in by_answer.items():
        who = listed(the(side) for side in sides)
        said, doubt, _ = answer.partition(f" ({ACCOUNTS_DIFFER})")
        then = "," if ", then" in said else ""
        told.append(
            f"accounts of the answer of {who} differ" if answer == ACCOUNTS_DIFFER else f"{said}{then} by {who}{doubt}"
        )
    return "; ".join(told)


def _in_words(answers: list[str]) -> str:
    said = {
        "accepted": "accepted",
        "accepted as a basis": "accepted as a basis",
        "rejected": "rejected",
        "withdrew": "withdrawn from",
        "no answer": "left unanswered",
    }
    known = [said[answer] for answer in dict.fromkeys(answers) if answer in said]
    if not known:
        return ACCOUNTS_DIFFER
    text = ", then ".join(known)
    return f"{text} ({ACCOUNTS_DIFFER})" if ACCOUNTS_DIFFER in answers else text


def _signed(ground: Ground) -> tuple[Offer, ...]:
    table = ground.snapshot.table("dispute_agreements")
    rows = table.filter(pl.col("conflict_id_ucdp").is_in(ground.case.ids.ucdp_conflict)).sort("date")
    return tuple(
        Offer(
            _QUOTED.sub("", " ".join(row["name"].split())),
            row["date"].isoformat(),
            "agreement",
            (),
            ("ucdp-peace-agreements",),
        )
        for row in rows.tail(N_OFFERS).to_dicts()
    )


def _article(name: str) -> str:
    return f"the {name.removeprefix('The ').removeprefix('the ')}"


def _is_short(offer: Offer) -> bool:
    return len(offer.name) <= _LONGEST and n_figures(offer.name) + bool(offer.date) <= MOST_FIGURES
