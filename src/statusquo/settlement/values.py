"""What the settlement files have in common: a range of a judged number, and a source with the date of what it says.

A judged number is a best value with the lowest and highest that its sources allow; nothing in these files is a bare
number. A source here is dated to the day, month or year of the statement or document itself, not of the page that it
was read on, because a prediction may rest only on what was said before.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from statusquo.cases.source_kinds import SourceKind
from statusquo.documents.dates import PartialDate
from statusquo.documents.values import Address, Line, Number, Slug, Strict

SCALE_TOP = 100.0
"""Every issue, salience, flexibility and capability runs from 0 to 100."""


class Bounds(Strict):
    """A judged number: best value, lowest and highest that the sources allow."""

    low: Number
    best: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if not self.low <= self.best <= self.high:
            found = f"low {self.low:g}, best {self.best:g}, high {self.high:g}"
            raise ValueError(f"{found} do not rise; allowed: low ≤ best ≤ high")
        return self


class Range(Bounds):
    """A judged number on a scale from 0 to 100."""

    low: Number = Field(ge=0, le=100)
    best: Number = Field(ge=0, le=100)
    high: Number = Field(ge=0, le=100)


class Outlook(Bounds):
    """Where things were expected to go without agreement: -1 all that one wants is lost, 0 as now, 1 all is won."""

    low: Number = Field(ge=-1, le=1)
    best: Number = Field(ge=-1, le=1)
    high: Number = Field(ge=-1, le=1)


class Probability(Bounds):
    """A stated probability."""

    low: Number = Field(ge=0, le=1)
    best: Number = Field(ge=0, le=1)
    high: Number = Field(ge=0, le=1)


class DatedSource(Strict):
    """A statement, document or work, dated.

    `date` is the date of the statement or document itself (for scholarship: of publication). `case_source` names the
    source of the case file that holds the same page, where there is one. `side` names the actor on whose side it
    stands.
    """

    id: Slug
    kind: SourceKind
    title: Line
    date: PartialDate
    author: Line | None = None
    publisher: Line | None = None
    read_in: Line | None = None
    """The work or page in which the statement was read, where it is another and maybe later one."""
    url: Address | None = None
    case_source: Slug | None = None
    side: Slug | None = None
    note: Line | None = None

    @property
    def is_source(self) -> bool:
        """Whether it counts as one: what everyone is said to know does not."""
        return self.kind != "general knowledge"

    @property
    def citation(self) -> str:
        """The reference as text."""
        head = ", ".join(part for part in (self.author, f"“{self.title}”", self.publisher) if part)
        read = f" (read in: {self.read_in})" if self.read_in else ""
        return f"{head}, {self.date.long_text}{read}."


class Cited(Strict):
    """A row that says on which sources it rests."""

    source: tuple[Slug, ...] = Field(min_length=1)
    note: Line | None = None
