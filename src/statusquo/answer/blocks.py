"""The answer in blocks of sentences under short heads: what a terminal prints and a card shows, in one order.

Each block's entries stand in order of weight, so that whoever has little room leaves out the last ones first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusquo.answer.model import Answer, Offer
from statusquo.answer.offers import answers_text
from statusquo.answer.strength import NO_FIGHTING, ratio_text
from statusquo.core.names import the
from statusquo.core.wording import capitalised, day_in_words, plural, sentence
from statusquo.documents.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the answer.

    Attributes:
        head: what it is on, in one or two words.
        entries: its sentences or rows, the weightiest first.
        least: how many of them stand in any room.
        is_list: whether each entry stands on a line of its own.
    """

    head: str
    entries: tuple[str, ...]
    least: int = 1
    is_list: bool = False


def blocks_of(answer: Answer) -> tuple[Block, ...]:
    """Return the blocks of an answer; one without an entry is left out."""
    found = (
        Block("Stands", tuple(_stands(answer))),
        Block("Since", () if answer.since is None else answer.since.lines, 2),
        Block("Likely", answer.risk.lines, 5),
        Block("Stronger", tuple(_stronger(answer)), 2),
        Block("Offered", tuple(_offered(answer)), is_list=True),
        Block("Endings", tuple(_sentences(answer.endings.text))),
        Block("Watch", tuple(_watch(answer)), min(2, len(answer.watch)), is_list=True),
        Block("Data", tuple(_data(answer)), 2),
    )
    return tuple(block for block in found if block.entries)


_EXTENT = {"mostly held by the state": " for the most part", "annexed": ", all or for the most part,"}
"""Where the holder of a territory, who is known to hold most of it, may not hold the whole."""


def _stands(answer: Answer) -> Iterator[str]:
    stands = answer.stands
    if stands.held_by is not None and stands.status != "independent":
        since = f" since {PartialDate(stands.since).long_text}" if stands.since else ""
        most = _EXTENT.get(stands.status or "", "")
        yield sentence(f"held{most} by {the(stands.held_by)}{since}")


def _stronger(answer: Answer) -> Iterator[str]:
    found = answer.stronger
    if found.ratio.missing_reason == NO_FIGHTING:
        return
    ratio = ratio_text(found)
    if ratio is None:
        yield sentence(f"not known: {found.ratio.missing_reason}")
        return
    yield f"{ratio} in stocks of military spending ({found.year})."
    yield from found.notes


def _offered(answer: Answer) -> Iterator[str]:
    """Yield the offers, the latest first; without the last where the answer's sentences tell of it."""
    *earlier, last = answer.offered or (None,)
    if last is None:
        return
    is_told = any(last.name[1:] in text for text in answer.sentences)
    if not is_told:
        yield _offer(last)
    for place, offer in enumerate(reversed(earlier)):
        yield f"{'Before: ' if is_told and not place else ''}{_offer(offer)}"


def _offer(offer: Offer) -> str:
    when = "" if offer.date is None or offer.date[:4] in offer.name else f", {offer.date[:4]}"
    answers = f": {answers_text(offer.answers)}" if offer.answers else ""
    return f"{capitalised(offer.name)}{when}{answers}."


def _watch(answer: Answer) -> Iterator[str]:
    for row in answer.watch:
        yield sentence(f"{row.what.rstrip('.')} ({row.when})")


def _data(answer: Answer) -> Iterator[str]:
    data, thin = answer.data, answer.data.thin
    yield f"The record of fighting ends with {data.ends}; this is as of {day_in_words(data.built)}."
    kept = f"{plural(thin.facts, 'fact')}, {thin.sourced} of them sourced"
    if not thin.has_case_file:
        yield "Nobody has written a case file: data sets are all there is."
    elif thin.missing:
        yield f"Case file: {kept}."
        yield f"Of a complete case {plural(thin.missing, 'thing')} of {thin.expected} {_are(thin.missing)} missing."
    else:
        yield f"Case file: {kept}; nothing that a complete case has is missing."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _sentences(text: str) -> list[str]:
    return [sentence(part) for part in text.split(". ") if part]
