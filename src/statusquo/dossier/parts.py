"""What a dossier is made of: sections, figures, tables, and the whole.

Plain frozen data between the sections, which compute, and the page, which lays out; neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import polars as pl

from statusquo.answer.model import Answer
from statusquo.cases.model import Case
from statusquo.core.errors import by_id
from statusquo.core.estimates import Estimate, Series
from statusquo.core.wording import plural
from statusquo.dossier.screen import Screen


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart or map with everything a reader needs to read, check and reuse it.

    Attributes:
        id: unique on the page; also the name of its CSV file.
        title: the variable with its unit.
        spec: the Vega-Lite specification, without configuration.
        alt: the picture in words, for those who do not see it.
        how_to_read: one line.
        sources: ids of the origins and case sources it rests on.
        data: the numbers shown, one row per mark; the CSV link gives these.
        height_px: height of the plot, by default that of its specification; for maps `aspect` rules.
        phone_px: the same on a phone, where that is another.
        aspect: width over height, for maps.
        inset: id of the figure whose corner this one sits in on a wide page.
        totals: for a chart over years, the yearly amounts that the shared year brush adds up, by label.
        finding: what this figure says, in sentences made from its numbers; empty where the section's finding says it.
        headline: what it says in one sentence, its title on the page with `title` beneath; empty for an inset.
        is_folded: whether a reader has to open it.
    """

    id: str
    title: str
    spec: dict[str, Any]
    alt: str
    how_to_read: str
    sources: tuple[str, ...]
    data: pl.DataFrame
    height_px: int | None = None
    phone_px: int | None = None
    aspect: float | None = None
    inset: str | None = None
    totals: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    finding: str = ""
    headline: str = ""
    is_folded: bool = False
    kind: ClassVar[str] = "figure"

    def __post_init__(self) -> None:
        """Take the height from the specification, where nothing else gives one."""
        if self.height_px is None and self.aspect is None:
            object.__setattr__(self, "height_px", self.spec["height"])


@dataclass(frozen=True, slots=True)
class CellLine:
    """One statement in a cell of a table, with when it holds, the sources behind it, a note and a mark."""

    text: str
    when: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    mark: Literal["", "unsourced", "mirror only", "low confidence"] = ""


Cell = tuple[CellLine, ...]
"""The statements of one cell; none of them where nobody made one."""


def cell(text: str, note: str = "") -> Cell:
    """Return a cell that holds one plain statement."""
    return (CellLine(text, note=note),)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` names the columns whose numbers align on the right."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[str, ...] = ()
    note: str = ""
    is_folded: bool = False
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated entry of a list of events or proposals.

    Attributes:
        mark: the number or letter that stands for it in the chart; empty if none does.
        date: as prose writes it.
        title: what it was.
        text: more about it.
        accounts: who said or answered what.
        terms: what was proposed, by issue; folded on the page.
        sources: ids of what it rests on.
        flag: a short warning, such as ``unsourced``.
    """

    mark: str
    date: str
    title: str
    text: str = ""
    accounts: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    flag: str = ""


@dataclass(frozen=True, slots=True)
class EntryList:
    """A chronological list, the readable form of a timeline's marks."""

    id: str
    caption: str
    entries: tuple[Entry, ...]
    is_folded: bool = False
    kind: ClassVar[str] = "entries"


@dataclass(frozen=True, slots=True)
class IntervalMark:
    """A number drawn with its interval beside what a claim says of it; positions in percent of the drawing's width.

    Attributes:
        text: the number in words, with its interval and unit.
        at: where the value stands.
        low: where the interval begins; None where there is none.
        high: where it ends.
        first: where the stretch begins in which the claim would hold.
        last: where that ends.
    """

    text: str
    at: float
    low: float | None
    high: float | None
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in a ledger.

    Attributes:
        id: the claim's id.
        sentence: what it says.
        verdict: the headline.
        is_fragile: whether some reading of the evidence turns the verdict around.
        parts: the verdict on each part that was tested, by the part's name.
        mark: the number behind the headline, drawn; None where there is none.
        readings: what the data say, each test's under its part and verdict; no name where there is one test.
        no_verdict: why there is no verdict where the readings do not tell; else empty.
        would_change: what would change the verdict.
        call: the call that computes the number behind the headline; empty where there is none.
        figure: id of a figure on the page that shows the number.
        sources: ids of what it rests on, among the page's references.
        works: other works it rests on, as text.
    """

    id: str
    sentence: str
    verdict: str
    is_fragile: bool
    parts: tuple[tuple[str, str], ...]
    mark: IntervalMark | None
    readings: tuple[tuple[str, str], ...]
    no_verdict: str
    would_change: str
    call: str
    figure: str | None = None
    sources: tuple[str, ...] = ()
    works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimList:
    """A ledger of claims."""

    id: str
    caption: str
    lines: tuple[ClaimLine, ...]
    intro: str = ""
    is_folded: bool = False
    kind: ClassVar[str] = "claims"


Block = Figure | Table | EntryList | ClaimList
"""What a section is made of; the page lays each out by its `kind`."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the question it answers, the finding in one sentence, and the evidence.

    Attributes:
        id: anchor on the page.
        heading: the question.
        finding: what the numbers say, with their uncertainty; computed from them.
        blocks: figures, tables and lists in order.
        caveats: what the evidence cannot say; folded on the page.
        numbers: what the finding and the figures rest on, as estimates and series by name.
        left_out: what would be empty, flat or about something else, and why it is left out, as half sentences.
    """

    id: str
    heading: str
    finding: str
    blocks: tuple[Block, ...]
    caveats: tuple[str, ...] = ()
    numbers: Mapping[str, Estimate | Series] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures among its blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list of sources, with its number on the page; of a data set the last year that it covers."""

    number: int
    id: str
    short: str
    citation: str
    bibtex: str
    url: str | None = None
    terms: str = ""
    side: str = ""
    is_source: bool = True
    is_mirror: bool = False
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has.

    Attributes:
        references: what the page rests on.
        data_versions: the short names of the data sets among these, with their versions.
        built_on: the date printed on the page.
        version: of the program.
    """

    references: tuple[Reference, ...]
    data_versions: tuple[str, ...]
    built_on: str
    version: str
    kind: ClassVar[str]
    """The name of its template."""

    @property
    def id(self) -> str:
        """What its files are called by."""
        return self.kind

    def number_of(self, source: str) -> int:
        """Return the number of a source in the list of references.

        Raises:
            UnknownNameError: when the list has no such source.
        """
        return by_id("reference", source, self.references).number

    @property
    def sources_finding(self) -> str:
        """What the page rests on, in sentences."""
        data = sum(bool(reference.terms) for reference in self.references)
        unsourced = sum(not reference.is_source for reference in self.references)
        works = len(self.references) - data - unsourced
        others = f", and {plural(works, 'other work')} cited in the case file" if works else ""
        return f"This page rests on {plural(data, 'data set')}{others}."

    @property
    def sources_note(self) -> str:
        """What the mark unsourced says; empty where nothing bears it."""
        if all(reference.is_source for reference in self.references):
            return ""
        return "What is marked unsourced is commonly stated but was found in no source read; no computation uses it."


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputePage(Page):
    """A page on one dispute.

    Attributes:
        case: the dispute.
        screen: the answer, the first thing on the page.
        where: the map and what it rests on; None where nothing can be drawn.
        sections: everything after the first screen, in order.
    """

    case: Case
    screen: Screen
    where: Section | None
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        """The dispute's id."""
        return self.case.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(DisputePage):
    """Two printed pages on one dispute."""

    kind: ClassVar[str] = "brief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(DisputePage):
    """The whole report on one dispute.

    Attributes:
        answer: the answer as data.
        left_out: what the page does not show, and why, as half sentences.
    """

    answer: Answer
    left_out: tuple[str, ...] = ()
    kind: ClassVar[str] = "dossier"

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """The map's section and those after the first screen."""
        return (*([] if self.where is None else [self.where]), *self.sections)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure on the page, the map's first."""
        return tuple(figure for section in self.all_sections for figure in section.figures)

    @property
    def figure_ids(self) -> frozenset[str]:
        """The ids of all figures on the page."""
        return frozenset(figure.id for figure in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage(Page):
    """What holds across disputes and is the same for each: one page beside the dossiers."""

    finding: str
    sections: tuple[Section, ...]
    kind: ClassVar[str] = "comparison"
