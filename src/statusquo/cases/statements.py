"""What a case tells by its sources, row by row: facts, events with each side's account, phases, proposals, answers."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from statusquo.cases.source_kinds import MIRROR, NO_SOURCE, SourceKind
from statusquo.documents.dates import PartialDate
from statusquo.documents.values import Address, FactKey, Flag, Line, Number, Slug, Sourced, Strict, Text, Whole

EventKind = Literal[
    "fighting",
    "control",
    "agreement",
    "diplomacy",
    "politics",
    "law",
    "violence against civilians",
    "displacement",
    "arms",
    "outside power",
    "economy",
]
PhaseKind = Literal["political dispute", "war", "no war, no peace", "ceasefire regime", "after the dispute"]
ProposalKind = Literal["side's offer", "mediator's plan", "agreement", "referendum question"]
Answer = Literal["accepted", "accepted as a basis", "rejected", "withdrew", "no answer", "accounts differ"]
Topic = Literal[
    "territory", "people", "losses", "history", "law", "military", "outside powers", "economy", "settlement"
]


class Source(Strict):
    """A work or page that facts rest on.

    `side` names the actor on whose side the source stands, when it stands on one.
    """

    id: Slug
    kind: SourceKind
    title: Line
    author: Line | None = None
    publisher: Line | None = None
    year: Whole | None = Field(default=None, ge=1500, le=2100)
    url: Address | None = None
    side: Slug | None = None
    note: Line | None = None

    @property
    def is_source(self) -> bool:
        """Whether it is one at all: what everyone is said to know is not."""
        return self.kind != NO_SOURCE

    @property
    def is_weak(self) -> bool:
        """Whether nobody answers for it: general knowledge, and copies of an encyclopedia that anyone may edit."""
        return self.kind in (NO_SOURCE, MIRROR)

    @property
    def citation(self) -> str:
        """The reference as text."""
        head = ", ".join(part for part in (self.author, f"“{self.title}”", self.publisher) if part)
        return head + (f" ({self.year})" if self.year else "") + "."


class Fact(Sourced):
    """One figure or statement; rival figures share a key and differ by claimant or source.

    `value` is a number for a quantity and a text otherwise; `low` and `high` bound a number where the source
    gives a range. `claimant` is the actor whose figure it is; none means that it is no side's own.
    """

    key: FactKey
    label: Line
    topic: Topic
    value: Number | Text
    low: Number | None = None
    high: Number | None = None
    unit: Line
    as_of: Line | None = None
    claimant: Slug | None = None
    is_key: Flag = False
    """Whether the dossier's key figures show it; one row of a key is enough."""

    @property
    def value_text(self) -> str:
        """The value as it is printed, without its unit: ``4,388``, ``40 (30 to 55)``, or the text itself."""
        if not isinstance(self.value, float):
            return self.value
        text = self._number_text(self.value)
        if self.low is None or self.high is None:
            return text
        return f"{text} ({self._number_text(self.low)} to {self._number_text(self.high)})"

    def _number_text(self, number: float) -> str:
        return f"{number:.0f}" if self.unit == "year" else f"{number:,.10g}"

    @model_validator(mode="after")
    def _bounds_hold(self) -> Fact:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high go together")
        if self.low is not None and self.high is not None:
            if not isinstance(self.value, float):
                raise ValueError("bounds need a number as value")
            if not self.low <= self.value <= self.high:
                raise ValueError(f"value {self.value:g} lies outside {self.low:g} to {self.high:g}")
        return self


class Account(Sourced):
    """How one actor tells a contested event."""

    claimant: Slug
    text: Text


class Event(Sourced):
    """A dated event; `account` holds each side's version where they differ."""

    id: Slug
    date: PartialDate
    end: PartialDate | None = None
    title: Line
    kind: EventKind
    text: Text | None = None
    is_key: Flag = False
    """Whether the timeline labels it."""
    moves_line: Flag = False
    """Whether it changed the line of control."""
    account: tuple[Account, ...] = ()


class LineHistory(Sourced):
    """Says that the events hold every move of the line of control, and up to which day.

    Without it nobody can tell a line that stood still from one whose moves nobody wrote down, and how long the line
    has stood is missing. Its sources are those that tell the whole course.
    """

    start: PartialDate | None = None
    """Since when every move is there; None means since the first of them."""
    to: PartialDate
    """Up to when every move is there."""


class Phase(Sourced):
    """A stretch of the dispute with one character."""

    id: Slug
    name: Line
    kind: PhaseKind
    start: PartialDate
    end: PartialDate | None = None
    text: Text


class Response(Sourced):
    """What one actor answered to a proposal; a second row of an actor is its later answer, or another account of it.

    `date` is when it answered, None where no source says; `claimant` names the side by whose account it did.
    """

    actor: Slug
    answer: Answer
    date: PartialDate | None = None
    text: Text | None = None
    claimant: Slug | None = None


class Proposal(Sourced):
    """A settlement proposal: when, by whom, its terms by issue, and who answered what.

    `kind` and `is_package` follow the codebook of the record of proposals; None where nobody coded them.
    """

    id: Slug
    name: Line
    date: PartialDate
    proposed_by: tuple[Slug, ...] = Field(min_length=1)
    kind: ProposalKind | None = None
    is_package: Flag | None = None
    """Whether it settles several issues together, so that an answer is to all of them."""
    terms: dict[Slug, Text]
    response: tuple[Response, ...] = ()


class Position(Sourced):
    """What an actor said that it wanted, or would not have, on one issue: dated by the statement, in our words.

    `end` is when it ceased to hold, as a source shows; without it, it holds until the actor says otherwise. A red line
    is a no at any price. `asks` and `refuses` name formulas of the vocabulary of settlements, where the statement
    itself asks for one or rules one out.
    """

    actor: Slug
    issue: Slug
    date: PartialDate
    end: PartialDate | None = None
    text: Text
    red_line: Flag = False
    asks: tuple[Slug, ...] = ()
    refuses: tuple[Slug, ...] = ()

    def holds_on(self, day: dt.date) -> bool:
        """Whether it had been stated by a day, and not ended before it."""
        return self.date.last <= day and (self.end is None or day < self.end.first)
