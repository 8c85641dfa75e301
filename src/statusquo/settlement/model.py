"""The model of a settlement file: periods, actors, stances, positions, and proposals and options as points over issues.

It stands beside a case file and names its dispute. Everything judged is a range with dated sources, a rationale and the
`coder` who judged it, so that a second coder can judge the same rows blind. Nothing here reads a file (see `load`) or
computes anything.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from statusquo.core.errors import by_id
from statusquo.documents.dates import PartialDate
from statusquo.documents.values import Flag, Line, Slug, Strict, Text
from statusquo.settlement.values import Cited, DatedSource, Outlook, Probability, Range

ActorKind = Literal["government", "people", "displaced people", "domestic veto player", "outside power"]
Side = Literal["parent", "separatist", "none"]
Setting = Literal["negotiation", "after force"]
"""`after force`: put or signed while or right after one side imposed its will by arms; no test of free acceptance."""

FIRST_CODER = "first"


class Period(Cited):
    """A stretch of time with one agenda: which issues were on it, and where things stood (the status quo point)."""

    id: Slug
    name: Line
    start: PartialDate
    end: PartialDate | None = None
    question: Line
    """What a settlement was about then."""
    issue: tuple[Slug, ...] = Field(min_length=1)
    status_quo: dict[Slug, Range]
    """Where each issue stood without agreement; every issue of the period."""
    war_risk: Probability | None = None
    """A stated yearly risk of war as judged then; without it the risk model's is used where there is one."""


class SettlementActor(Strict):
    """A government, people, veto player or outside power. `id` is that of the case's actor where it has one."""

    id: Slug
    name: Line | None = None
    """Needed where the case file has no actor of this id."""
    kind: ActorKind
    side: Side
    note: Line | None = None


class Judged(Cited):
    """A judgement of one actor in one period, by one coder."""

    actor: Slug
    period: Slug
    rationale: Text
    coder: Slug = FIRST_CODER


class Stance(Judged):
    """What holds of an actor in a period beyond single issues: veto, capability, prospects without agreement."""

    is_veto: Flag
    """Whether no agreement stands without its consent."""
    capability: Range
    outlook: Outlook
    war_cost: Range | None = None
    """What renewed war would cost it, in percent of the distance between losing and winning all it wants."""


class Position(Judged):
    """What an actor wanted on one issue, how much it cared, and how far it could move.

    `ideal`: its preferred place on the scale. `salience`: 0 indifferent, 100 above all else. `flexibility`: how many
    points from its ideal it was ready to go before it counted the rest as a loss. `red_line`: it said no at any price,
    by the row's sources, to what lies beyond; no gain on another issue buys that off. `limit`: the place at which its
    no begins, where that is not where its flexibility ends.
    """

    issue: Slug
    start: PartialDate | None = None
    """From when within the period, where it changed within it; the latest row before a proposal is used."""
    ideal: Range
    salience: Range
    flexibility: Range
    red_line: Flag = False
    limit: Range | None = None


class ProposalPoint(Cited):
    """A proposal of the case file as a point: an issue it leaves as it is, is left out; one it leaves open, is wide."""

    id: Slug
    period: Slug
    setting: Setting
    formula: Slug | None = None
    point: dict[Slug, Range] = Field(min_length=1)
    rationale: Text
    coder: Slug = FIRST_CODER


class Option(Cited):
    """A settlement to be judged: a point over issues, alone or on top of a status formula."""

    id: Slug
    name: Line
    period: tuple[Slug, ...] = ()
    """The periods it is judged in; all where left out."""
    formula: Slug | None = None
    point: dict[Slug, Range] = Field(default_factory=dict)
    rationale: Text


class SettlementFile(Strict):
    """The actors of one dispute, what they wanted when, and what was or could be put to them."""

    case: Slug
    title: Line
    period: tuple[Period, ...] = Field(min_length=1)
    actor: tuple[SettlementActor, ...] = Field(min_length=2)
    stance: tuple[Stance, ...] = Field(min_length=2)
    position: tuple[Position, ...] = Field(min_length=2)
    proposal: tuple[ProposalPoint, ...] = ()
    option: tuple[Option, ...] = ()
    source: tuple[DatedSource, ...] = Field(min_length=1)

    def period_by_id(self, name: str) -> Period:
        """Return one period.

        Raises:
            UnknownNameError: when the file has no such period.
        """
        return by_id("period", name, self.period)


class OptionFile(Strict):
    """An analyst's own options for a dispute that has a settlement file."""

    case: Slug
    option: tuple[Option, ...] = Field(min_length=1)
    source: tuple[DatedSource, ...] = Field(min_length=1)
