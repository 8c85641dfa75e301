"""The brief: two printed pages on a dispute, the answer and then its evidence in short, each from the dossier's parts.

What has no room on the second page is left out whole, never cut: each list keeps as many of its rows as its share of
the page holds, by an estimate of their lines in the widest of the common system fonts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from altair.utils.schemapi import debug_mode

from statusquo.answer.offers import answers_text, proposed
from statusquo.cases.model import Case
from statusquo.cases.statements import Event
from statusquo.core.wording import capitalised, day_in_words
from statusquo.dossier.context import Context
from statusquo.dossier.first_screen import first_screen, screen_sources
from statusquo.dossier.parts import Block, Brief, Cell, Entry, EntryList, Section, Table
from statusquo.dossier.references import references
from statusquo.dossier.sections.claims import verdict_table
from statusquo.dossier.sections.headline import claimant_table, rival_keys
from statusquo.dossier.sections.sides import accounts_table
from statusquo.dossier.sections.what_happened import episodes_table, event_entry
from statusquo.dossier.sections.where import where
from statusquo.explanations.comparing import standings
from statusquo.explanations.ledger import judge
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

MOST_EVENTS = 10
MOST_OFFERS = 6
MOST_ROWS = 8

_COLUMN_CHARACTERS = 56
_PAGE_CHARACTERS = 112
"""Characters of a line in one of the two columns, and across the page."""

_STORY_LINES = 38.0
_OFFER_LINES = 18.0
_BELOW_LINES = 48.0
"""Lines of a list in its column, and of the columns with the table across the page below them."""

_BETWEEN = 0.5
"""The white between two rows, in lines."""

T = TypeVar("T")


def assemble_brief(case: Case, snapshot: Snapshot, *, built_on: dt.date | None = None) -> Brief:
    """Return the brief on a case, computed from it and the snapshot alone.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        built_on: the date printed on it; today by default.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    context = Context(case, snapshot)
    answer = context.answer
    with debug_mode(False):  # the tests check the finished specifications instead
        on_map = where(context)
    sections = tuple(
        Section(name, heading, "", (block,)) for name, heading, block in _parts(context) if block is not None
    )
    cited = references(
        case,
        (*([] if on_map is None else [on_map]), *sections),
        snapshot,
        also=[
            *case.status_source,
            *screen_sources(answer),
            *answer.data.releases,
            *answer.stronger.ratio.sources,
        ],
    )
    return Brief(
        case=case,
        screen=first_screen(context),
        where=on_map,
        sections=sections,
        references=cited,
        data_versions=tuple(snapshot.origin(item.id).short_name for item in cited if item.id in ORIGINS),
        built_on=day_in_words(built_on or dt.date.today()),
        version=__version__,
    )


def _parts(context: Context) -> Iterator[tuple[str, str, Block | None]]:
    story, offers, explanations = _story(context), _offers(context.case), _explanations(context)
    yield "story", "What happened?", story
    yield "offers", "What was tabled, and who answered what?", offers
    yield "claims", "What explains it?", explanations
    beside = _lines_of(offers) + _lines_of(explanations)
    room = _BELOW_LINES - max(_lines_of(story), beside)
    if context.case.origin == "derived":
        yield "episodes", "How hard was it fought over?", _episodes(context, room)
    yield "sides", "What does each side say?", _accounts(context.case, room)


def _story(context: Context) -> EntryList | None:
    """Return the events that tell the story, in order."""
    events = context.case.event
    if not events:
        return None
    entries = {event.id: replace(event_entry(context.case, event), accounts=()) for event in events}
    chosen = [entries[event.id] for event in sorted(events, key=_weight)[:MOST_EVENTS]]
    told = _that_fit(chosen, _STORY_LINES, _entry_lines)
    return EntryList("story-events", "", tuple(entry for entry in entries.values() if entry in told))


def _weight(event: Event) -> tuple[bool, int, int]:
    """Order events: those of the time line first; what befell people, what moved the line or was agreed; the latest."""
    if event.kind in ("violence against civilians", "displacement"):
        kind = 0
    elif event.moves_line or event.kind in ("control", "agreement"):
        kind = 1
    else:
        kind = 2
    return not event.is_key, kind, -event.date.first.toordinal()


def _offers(case: Case) -> EntryList | None:
    """Return the latest proposals with who answered what, the latest first."""
    entries = []
    for row in sorted(case.proposal, key=lambda row: row.date, reverse=True)[:MOST_OFFERS]:
        offer = proposed(case, row)
        told = capitalised(f"{answers_text(offer.answers)}.") if offer.answers else ""
        entries.append(Entry("", row.date.long_text, capitalised(offer.name), told, sources=offer.source))
    return EntryList("offers-answered", "", tuple(_that_fit(entries, _OFFER_LINES, _entry_lines))) if entries else None


def _explanations(context: Context) -> Table | None:
    """Return how many claims of each explanation have which verdict; the ids of the claims stand in the dossier."""
    ledger = judge(context.case, context.snapshot, measures=context.measures).of_dispute
    if not ledger.claims:
        return None
    table = verdict_table(standings(ledger))
    rows = tuple(tuple(tuple(replace(line, note="") for line in cell) for cell in row) for row in table.rows)
    return replace(table, rows=rows, numeric=table.columns[1:], caption="Claims by verdict", note="")


def _episodes(context: Context, room: float) -> Table | None:
    """Return the latest episodes of fighting in the data."""
    if context.episodes.is_empty():
        return None
    table = episodes_table(context.episodes)
    latest = _that_fit(table.rows[::-1], room, _row_lines)[::-1]
    return replace(table, rows=tuple(latest), is_folded=False)


def _accounts(case: Case, room: float) -> Table | None:
    """Return what the sides tell of the same events; else figures by who gives them, contested ones first.

    Of the accounts as many stand as fit, those of the time line's events first.
    """
    for most in range(MOST_ROWS, 0, -1):
        told = accounts_table(case, most=most)
        if told is None:
            break
        if len(_that_fit(told.rows, room, _row_lines)) == len(told.rows):
            return replace(told, note="")
    keys = list(dict.fromkeys([*rival_keys(case), *(fact.key for fact in case.fact if fact.is_key)]))[:MOST_ROWS]
    if not keys:
        return None
    figures = claimant_table(case, keys, "figures", "Figures, by who gives them")
    return replace(figures, rows=tuple(_that_fit(figures.rows, room, _row_lines)))


def _that_fit(items: Sequence[T], lines: float, lines_of: Callable[[T], float]) -> list[T]:
    """Return the first items that have room in so many lines."""
    found: list[T] = []
    for item in items:
        lines -= lines_of(item)
        if lines < 0:
            break
        found.append(item)
    return found


def _lines_of(block: EntryList | Table | None) -> float:
    """Return how many lines a block takes in its column, its heading with it."""
    if block is None:
        return 0.0
    if isinstance(block, EntryList):
        return 2 + sum(map(_entry_lines, block.entries))
    return 6 + sum(_lines(row[0][0].text, _COLUMN_CHARACTERS / 4) + _BETWEEN for row in block.rows)


def _entry_lines(entry: Entry) -> float:
    return _lines(f"{entry.date} {entry.title} {entry.flag} {entry.text}", _COLUMN_CHARACTERS) + _BETWEEN


def _row_lines(row: Sequence[Cell]) -> float:
    """Return how many lines a row takes across the page, all columns alike."""
    width = _PAGE_CHARACTERS / len(row)
    return _BETWEEN + max(
        sum(_lines(f"{line.text} {line.when} {line.mark}", width) + _lines(line.note, width) for line in cell)
        for cell in row
    )


def _lines(text: str, width: float) -> int:
    return math.ceil(len(text) / width)
