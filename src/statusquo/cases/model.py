"""The model of a dispute: what a case file may say, and what it must.

A case is data, dated and sourced: names, actors with roles (a parent and a separatist side, or the claimants of a
dispute that has neither), who holds the territory and who wants that changed, the territory's shape, facts with each
side's figures under that side's name, events, phases, proposals with their answers, dated positions, and the coded
fields by which cases are compared. Unknown keys are refused in every table, and every reference must lead somewhere
(see `cases.consistency`). Nothing here reads a file (see `cases.load`) or draws a conclusion.
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from statusquo.cases.coding import CodedValue
from statusquo.cases.consistency import find_faults
from statusquo.cases.source_kinds import Standing
from statusquo.cases.statements import Event, Fact, LineHistory, Phase, Position, Proposal, Source
from statusquo.cases.territory import Name, Territory
from statusquo.cases.watch import Watch
from statusquo.core.errors import by_id
from statusquo.documents.bundle import SHIPPED
from statusquo.documents.dates import PartialDate
from statusquo.documents.faults import InconsistentError
from statusquo.documents.values import (
    AreaCode,
    ByLoader,
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
    "guarantor",
    "ally",
    "arms supplier",
    "peacekeeper",
    "neighbour",
]


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
    share_pct: Number | None = Field(default=None, ge=0, le=100)
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


class Ids(Strict):
    """The dispute's identifiers in other data sets; a dispute that UCDP does not record has no conflict number.

    `sdm` is the key ``country | group`` of a user's own file of Self-Determination Movements.
    """

    ucdp_conflict: tuple[Whole, ...] = ()
    ucdp_dyad: tuple[Whole, ...] = ()
    epr_group: tuple[Whole, ...] = ()
    natural_earth_area: tuple[AreaCode, ...] = ()
    sdm: Line | None = None


class Chronicle(Strict):
    """What panels read of every case: who was who, who held the territory and when, what happened, how it ended."""

    id: Slug
    title: Line
    ids: Ids
    actor: tuple[Actor, ...] = Field(min_length=2)
    holding: tuple[Holding, ...] = ()
    exit: tuple[Exit, ...] = ()
    territory: Territory
    event: tuple[Event, ...] = ()
    line_history: LineHistory | None = None

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


class Case(Chronicle):
    """One dispute: with a parent and a separatist side, or with claimants and neither.

    `status_source` names the sources of the summary and of the status today.
    """

    summary: Text | None = None
    status_today: Text | None = None
    status_source: tuple[Slug, ...] = ()
    origin: Annotated[Literal["bundled", "derived", "file"], ByLoader()] = "bundled"
    fact: tuple[Fact, ...] = ()
    phase: tuple[Phase, ...] = ()
    proposal: tuple[Proposal, ...] = ()
    position: tuple[Position, ...] = ()
    watch: tuple[Watch, ...] = ()
    coding: tuple[CodedValue, ...] = ()
    source: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self, info: ValidationInfo) -> Case:
        if info.context is not SHIPPED and (faults := find_faults(self)):
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
