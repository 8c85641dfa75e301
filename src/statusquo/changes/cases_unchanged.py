"""Cases that nobody can be shown to have looked at for a year.

A case file does not record when somebody last held it against its sources. What stands in it that is dated stands in:
its newest event, proposal, phase or source. A file whose newest is a year old may have been looked at since and found
right; nobody can tell, and this is what is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.core.jsonable import Jsonable
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.snapshot.store import Snapshot

OLD_AFTER = timedelta(days=365)

NOT_RECORDED = "Case files do not record when they were last looked at; their newest dated event or source stands in."


@dataclass(frozen=True, slots=True)
class UnchangedCase(Jsonable):
    """A case without anything dated of the past year.

    Attributes:
        id: the case.
        title: what it is called.
        newest: the day of its newest event, proposal, phase or source; of a source the last day of its year.
        what: which that is.
        is_open: whether its claim is open at the end of the data.
    """

    id: str
    title: str
    newest: date
    what: str
    is_open: bool


def unchanged_cases(today: date, snapshot: Snapshot) -> tuple[UnchangedCase, ...]:
    """Return the bundled cases without anything dated of the year before a day, the oldest first.

    Args:
        today: the day.
        snapshot: the open snapshot, which says whose claims are open.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    known = standings(snapshot)
    found = [newest_in(load_case(name), today, known) for name in bundled_ids()]
    old = [each for each in found if today - each.newest > OLD_AFTER]
    return tuple(sorted(old, key=lambda each: (each.newest, each.id)))


def newest_in(case: Case, today: date, known: Mapping[int, Standing]) -> UnchangedCase:
    """Return the newest thing in a case that is dated, and had begun by a day."""
    standing = standing_of(known, case.ids.ucdp_conflict)
    is_open = not case.exit if standing is None else standing.is_open
    begun = [(min(last, today), what) for first, last, what in _dated(case) if first <= today]
    newest, what = max(begun, default=(date.min, "nothing"))
    return UnchangedCase(case.id, case.title, newest, what, is_open)


def _dated(case: Case) -> Iterator[tuple[date, date, str]]:
    """Yield the first and the last day that each dated thing may mean, and what it is."""
    for event in case.event:
        yield event.date.first, (event.end or event.date).last, "event"
    for phase in case.phase:
        yield phase.start.first, phase.start.last, "phase"
    for proposal in case.proposal:
        yield proposal.date.first, proposal.date.last, "proposal"
    if case.line_history is not None:
        yield case.line_history.to.first, case.line_history.to.last, "moves of the line known up to"
    for source in case.source:
        if source.year is not None:
            yield date(source.year, 1, 1), date(source.year, 12, 31), "source"
