"""What the bundled cases say is to be watched, in order of time: what was due, what is due next, what has no date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statusquo.cases.load import bundled_ids, load_case
from statusquo.core.jsonable import Jsonable


@dataclass(frozen=True, slots=True)
class Watched(Jsonable):
    """One thing to watch.

    Attributes:
        id: the case.
        title: what it is called.
        what: what is to be watched.
        by: by when it is due, as fine as the file says it; None where no date is set.
        was_due: whether that lies in the past.
        when: the same in words, such as ``due by October 2026``.
        why: why it matters.
        sources: the sources, as text.
        looked_at: the day up to which the sources of the author reach.
    """

    id: str
    title: str
    what: str
    by: str | None
    was_due: bool
    when: str
    why: str
    sources: tuple[str, ...]
    looked_at: date


def things_to_watch(today: date) -> tuple[Watched, ...]:
    """Return what the bundled cases say is to be watched, by its date; what has none comes last.

    Args:
        today: the day.
    """
    rows = [(watch, case) for case in map(load_case, bundled_ids()) for watch in case.watch]
    rows.sort(key=lambda row: (row[0].by.last if row[0].by else date.max, row[1].id))
    return tuple(
        Watched(
            case.id,
            case.title,
            watch.what,
            str(watch.by) if watch.by else None,
            watch.was_due(today),
            watch.when_text(today),
            watch.why,
            tuple(case.sources_by_id[name].citation for name in watch.source),
            watch.looked_at.first,
        )
        for watch, case in rows
    )
