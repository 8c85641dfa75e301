"""The answer and its parts, with the JSON that the contract promises and the card that a notebook shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.core.shown import Shown


@dataclass(frozen=True, slots=True)
class Stands(Jsonable):
    """Where the territory stands.

    Attributes:
        held_by: who holds most of it; None where no source says so, or where it is a state of its own.
        since: since when, as finely as a source says; None where no source tells the start of the holding. The date
            from which a case file begins its record is no such start.
        status: in a few words what it is today; None where nobody coded it.
    """

    held_by: str | None
    since: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class RiskTold:
    """How likely fighting and war are in the year after the data.

    Attributes:
        year: that year.
        fighting: the chance of 25 battle deaths or more in it: of renewed fighting where the last year was quiet, that
            it goes on where it was not.
        war: the chance of 1,000 or more; missing where the last year was a year of war.
        base_rate: how often disputes quiet, or fought over, for as long saw fighting in a year.
        rank: the dispute's place by risk of war among the open ones; None where it has none.
        of: how many have a place.
        skill: the track record in one line.
        goes_on: whether the chance of fighting is that it goes on.
        at_war: whether the last year of the data was one of war on its ground.
        successor: id of the UCDP conflict under which its ground is fought over; None where it is its own.
        lines: what a reader must know, in sentences: interval, base rate, place, track record, what is not known.
    """

    year: int
    fighting: Estimate
    war: Estimate
    base_rate: Estimate
    rank: int | None
    of: int
    skill: str | None
    goes_on: bool
    at_war: bool
    successor: str | None
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the risk as the contract has it."""
        return {
            "year": self.year,
            "fighting": self.fighting.to_json(),
            "war": self.war.to_json(),
            "base_rate": self.base_rate.to_json(),
            "rank": self.rank,
            "of": self.of,
            "skill": self.skill,
            "at_war": self.at_war,
            "successor": self.successor,
        }


@dataclass(frozen=True, slots=True)
class Since(Jsonable):
    """What the user's own event files tell of the year after the data.

    Attributes:
        first: the first month told, as ``2026-01``.
        last: the last.
        deaths_best: battle deaths in them, UCDP's best estimate.
        deaths: the same as UCDP's coders see them, with the middle 95 % of their distribution.
        events: how many events.
        events_not_clear: those that UCDP has not cleared yet.
        is_candidate: whether any of the months is told by a candidate file.
        chance: that the year will count as active, by these months.
        lines: all this in sentences.
    """

    first: str
    last: str
    deaths_best: int
    deaths: Estimate
    events: int
    events_not_clear: int
    is_candidate: bool
    chance: Estimate
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stronger(Jsonable):
    """Who has the larger means, by name.

    Attributes:
        ratio: the stronger's stock of military spending over the weaker's, with its reason where it is missing.
        weaker: the state with the smaller stock; None where there is no ratio.
        stronger: the other.
        year: the year of the ratio.
        notes: whose stock stands for a side that is no state, and what it leaves out, in sentences.
    """

    ratio: Estimate
    weaker: str | None
    stronger: str | None
    year: int | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered(Jsonable):
    """What one side answered to a proposal.

    Attributes:
        side: who.
        answer: what, such as ``accepted, then withdrew``.
    """

    side: str
    answer: str


@dataclass(frozen=True, slots=True)
class Offer(Jsonable):
    """A settlement that was offered, or an agreement that was signed.

    Attributes:
        name: what it is called.
        date: when, as finely as the source says; None where the name holds the year.
        kind: ``proposal`` or ``agreement``.
        answers: who answered what, the sides first; empty where no answer is on record.
        source: ids of the sources.
    """

    name: str
    date: str | None
    kind: str
    answers: tuple[Answered, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endings(Jsonable):
    """How such attempts ended.

    Attributes:
        text: in sentences; empty where nothing is known.
        movements: movements for self-rule on record; None for a dispute that is no such attempt.
        independent: those that became states.
        autonomy: those that were granted autonomy.
        own: how the episodes of fighting over this territory ended, the earliest first.
    """

    text: str
    movements: int | None
    independent: int | None
    autonomy: int | None
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToWatch:
    """What to watch, by when.

    Attributes:
        what: what may come or be decided.
        by: by when; None where no date is known.
        why: why it matters.
        source: ids of the sources.
        looked_at: the day on which somebody last looked; None for what follows from the data.
        when: by when it is due, in words; of what is past, that it was due.
    """

    what: str
    by: str | None
    why: str
    source: tuple[str, ...]
    looked_at: str | None
    when: str

    def to_json(self) -> dict[str, Any]:
        """Return the row as the contract has it."""
        return {"what": self.what, "by": self.by, "source": list(self.source), "looked_at": self.looked_at}


@dataclass(frozen=True, slots=True)
class Thin(Jsonable):
    """How thin the case is.

    Attributes:
        facts: figures and readings given.
        sourced: those that rest on a source that somebody answers for.
        missing: of what a complete case has, how much is not there.
        expected: how much a complete case has.
        has_case_file: whether somebody wrote a case file; else data sets are all there is.
    """

    facts: int
    sourced: int
    missing: int
    expected: int
    has_case_file: bool


@dataclass(frozen=True, slots=True)
class Data(Jsonable):
    """What the answer rests on.

    Attributes:
        ends: the last year of the record of fighting.
        built: the day on which the answer was put together.
        releases: version of each data set behind the risk, by id.
        thin: how thin the case is.
    """

    ends: int
    built: date
    releases: Mapping[str, str]
    thin: Thin


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown):
    """The answer on one dispute.

    Attributes:
        dispute: its id.
        names: what it is called, the most common name first.
        tags: at most three: how it stands, whether it is fought over, whether the claim is open.
        sentences: at most three, in plain words.
        stands: who holds it, since when, as what.
        risk: how likely fighting is.
        since: the months since the data end, from the user's own event files; None without such files.
        stronger: who has the larger means.
        offered: the last three proposals or agreements, the earliest first.
        endings: how such attempts ended.
        watch: what to watch.
        data: what all this rests on, and how thin the case is.
    """

    dispute: str
    names: tuple[str, ...]
    tags: tuple[str, ...]
    sentences: tuple[str, ...]
    stands: Stands
    risk: RiskTold
    since: Since | None
    stronger: Stronger
    offered: tuple[Offer, ...]
    endings: Endings
    watch: tuple[ToWatch, ...]
    data: Data

    def in_short(self) -> str:
        """Return the name and the tags."""
        return f"on {self.names[0]}: {'; '.join(self.tags)}"

    def _repr_html_(self) -> str:
        from statusquo.answer.card import card

        return card(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from statusquo.answer.lines import lines_of

        printer.text(repr(self) if cycle else "\n".join(lines_of(self)))

    def to_json(self) -> dict[str, Any]:
        """Return the answer as the contract of `statusquo show` has it; `since` stands only where event files tell."""
        return {
            "dispute": self.dispute,
            "names": list(self.names),
            "tags": list(self.tags),
            "sentences": list(self.sentences),
            "stands": self.stands.to_json(),
            "risk": self.risk.to_json(),
            **({} if self.since is None else {"since": self.since.to_json()}),
            "stronger": self.stronger.to_json(),
            "offered": [offer.to_json() for offer in self.offered],
            "endings": self.endings.to_json(),
            "watch": [row.to_json() for row in self.watch],
            "data": self.data.to_json(),
        }
