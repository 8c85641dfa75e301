"""The model of a dispute: what a case file may say, and what it must.

A case is data, dated and sourced: names, actors with roles (a parent and a separatist side, or the claimants of a
dispute that has neither), who holds the territory and who wants that changed, the territory's shape, facts with each
side's figures under that side's name, events, phases, proposals with their answers, and the coded fields by which
cases are compared. Unknown keys are refused in every table, and every reference must lead somewhere (see
`cases.consistency`). Nothing here reads a file (see `cases.load`) or draws a conclusion.
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import Annotated, Literal

from pydantic import Field, model_validator

from statusquo.cases.coding import CodedValue
from statusquo.cases.consistency import find_faults
from statusquo.cases.source_kinds import MIRROR, NO_SOURCE, SourceKind, Standing
from statusquo.cases.territory import Name, Territory
from statusquo.cases.watch import Watch
from statusquo.core.errors import by_id
from statusquo.documents.dates import PartialDate
from statusquo.documents.faults import InconsistentError
from statusquo.documents.values import (
    Address,
    AreaCode,
    ByLoader,
    FactKey,
    Flag,
    Line,
    Number,
    Slug,
    Sourced,
    Strict,
    Text,
    Whole,
)

RoleName = Literal[
    "parent",
    "separatist",
    "claimant",
    "group",
    "patron",
    "kin state",
    "federal centre",
    "mediator",
    "veto power",
    "ally",
    "arms supplier",
    "peacekeeper",
    "neighbour",
]
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


class Role(Sourced):
    """What an actor is in the dispute, toward whom, and when."""

    role: RoleName
    toward: Slug | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


class Actor(Strict):
    """A state, de facto state, movement or organisation that has a part in the dispute."""

    id: Slug
    name: Line
    kind: Literal["state", "de facto state", "movement", "organisation"]
    gwno: Whole | None = Field(default=None, ge=1, le=1000)
    other_names: tuple[Name, ...] = ()
    role: tuple[Role, ...] = ()
    note: Line | None = None


class Holding(Sourced):
    """Who held most of the claimed territory over a run of time, and who wanted that changed where a source says it."""

    holder: Slug
    revisionist: Slug | None = None
    start: PartialDate
    end: PartialDate | None = None
    share_pct: float | None = Field(default=None, ge=0, le=100)
    """Share of the claimed territory that the holder controls, percent; None where no source gives it."""
    is_default: Flag = False
    """Whether nobody coded it: the parent is taken to hold where no source says who does."""

    @model_validator(mode="after")
    def _default_names_no_revisionist(self) -> Holding:
        if self.is_default and self.revisionist is not None:
            raise ValueError("a holding by default names no revisionist")
        return self


class Exit(Sourced):
    """How and when the dispute ceased to be an open claim."""

    kind: Literal["statehood", "implemented settlement", "claimant's dissolution", "claim lapsed"]
    date: PartialDate


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
    """A settlement proposal: when, by whom, its terms by issue, and who answered what."""

    id: Slug
    name: Line
    date: PartialDate
    proposed_by: tuple[Slug, ...] = Field(min_length=1)
    terms: dict[Slug, Text]
    response: tuple[Response, ...] = ()


class Ids(Strict):
    """The dispute's identifiers in other data sets; a dispute that UCDP does not record has no conflict number.

    `sdm` is the key ``country | group`` of a user's own file of Self-Determination Movements.
    """

    ucdp_conflict: tuple[Whole, ...] = ()
    ucdp_dyad: tuple[Whole, ...] = ()
    epr_group: tuple[Whole, ...] = ()
    natural_earth_area: tuple[AreaCode, ...] = ()
    sdm: Line | None = None


class Case(Strict):
    """One dispute: with a parent and a separatist side, or with claimants and neither.

    `status_source` names the sources of the summary and of the status today.
    """

    id: Slug
    title: Line
    summary: Text | None = None
    status_today: Text | None = None
    status_source: tuple[Slug, ...] = ()
    origin: Annotated[Literal["bundled", "derived", "file"], ByLoader()] = "bundled"
    ids: Ids
    actor: tuple[Actor, ...] = Field(min_length=2)
    holding: tuple[Holding, ...] = ()
    exit: tuple[Exit, ...] = ()
    territory: Territory
    fact: tuple[Fact, ...] = ()
    event: tuple[Event, ...] = ()
    line_history: LineHistory | None = None
    phase: tuple[Phase, ...] = ()
    proposal: tuple[Proposal, ...] = ()
    watch: tuple[Watch, ...] = ()
    coding: tuple[CodedValue, ...] = ()
    source: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Case:
        if faults := find_faults(self):
            raise InconsistentError(faults)
        return self

    def __repr__(self) -> str:
        given = f"{len(self.actor)} actors, {len(self.fact)} facts, {len(self.event)} events"
        return f"<Case {self.id}: {self.title}; {given}>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        head = f"<p><strong>{escape(self.title)}</strong> ({escape(self.id)})</p>"
        return head + "".join(f"<p>{escape(text)}</p>" for text in (self.summary, self.status_today) if text)

    def actor_by_id(self, name: str) -> Actor:
        """Return one actor.

        Raises:
            UnknownNameError: when the case has no such actor.
        """
        return by_id("actor", name, self.actor)

    def with_role(self, *roles: RoleName) -> tuple[Actor, ...]:
        """Return the actors that have any of the roles at any time, in the order of the file."""
        return tuple(actor for actor in self.actor if any(role.role in roles for role in actor.role))

    def parents(self) -> tuple[Actor, ...]:
        """Return the parent side."""
        return self.with_role("parent")

    def separatists(self) -> tuple[Actor, ...]:
        """Return the separatist side."""
        return self.with_role("separatist")

    def claimants(self) -> tuple[Actor, ...]:
        """Return the claimants of a dispute that has neither a parent nor a separatist side, as between states."""
        return self.with_role("claimant")

    def groups_of(self, side: Actor) -> tuple[Actor, ...]:
        """Return the groups that stand together as one side."""
        return tuple(a for a in self.actor if any(r.role == "group" and r.toward == side.id for r in a.role))

    def opposite(self, holding: Holding) -> Actor | None:
        """Return who stands over against a holder: the revisionist where one is named, else the other side.

        None where the other side is several actors, of which none stands for all, or is not known.
        """
        if holding.revisionist is not None:
            return self.actor_by_id(holding.revisionist)
        parents, separatists = self.parents(), self.separatists()
        others = separatists if holding.holder in {actor.id for actor in parents} else parents
        return others[0] if len(others) == 1 else None

    @cached_property
    def sources_by_id(self) -> dict[str, Source]:
        """The case's sources by id."""
        return {source.id: source for source in self.source}

    def is_sourced(self, row: Sourced) -> bool:
        """Whether a row rests on at least one source that is not weak; only such a row enters a headline analysis."""
        return self.standing(row) == "sourced"

    def standing(self, row: Sourced) -> Standing:
        """Return what a row rests on: the best of its sources decides."""
        sources = [self.sources_by_id[name] for name in row.source]
        if not all(source.is_weak for source in sources):
            return "sourced"
        return "mirror only" if any(source.is_source for source in sources) else "unsourced"

    def facts(self, key: str) -> tuple[Fact, ...]:
        """Return all figures under one key, in the order of the file."""
        return tuple(fact for fact in self.fact if fact.key == key)

    def coded(self, field: str) -> CodedValue | None:
        """Return how a field is coded, None where it is not."""
        return next((row for row in self.coding if row.field == field), None)

    def line_moves(self) -> tuple[Event, ...]:
        """Return the events that moved the line of control, in order of time."""
        return tuple(sorted((event for event in self.event if event.moves_line), key=lambda event: event.date))

    def line_years(self) -> range:
        """Return the years at whose end it is known when the line last moved; none without a history of the line."""
        history, moves = self.line_history, self.line_moves()
        if history is None or not moves:
            return range(0)
        first = next((move.date.year for move in moves if not history.start or move.date >= history.start), None)
        ends_with_the_year = (history.to.last.month, history.to.last.day) == (12, 31)
        return range(0) if first is None else range(first, history.to.year + ends_with_the_year)

    def contested(self) -> dict[str, tuple[Fact, ...]]:
        """Return, by key, the facts with figures of more than one claimant or with differing figures."""
        grouped: dict[str, list[Fact]] = {}
        for fact in self.fact:
            grouped.setdefault(fact.key, []).append(fact)
        return {
            key: tuple(rows) for key, rows in grouped.items() if len({(r.claimant, str(r.value)) for r in rows}) > 1
        }

    def holding_at(self, year: int) -> Holding | None:
        """Return who held the territory at the end of a year, None outside the holdings."""
        return next(
            (h for h in self.holding if h.start.year <= year and (h.end is None or h.end.last.year > year)),
            None,
        )
