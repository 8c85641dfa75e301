"""What to watch in a dispute: what its author expects to tell how it goes on, by when, why, and on what source.

A thing to watch is dated twice: by when it is due, where it is due at all, and up to which day the author's sources
reach. A file is read long after it was written, so what was due by then is told as such and never as still ahead; what
came of it is for an event to tell.
"""

from __future__ import annotations

import datetime as dt

from pydantic import field_validator

from statusquo.documents.dates import PartialDate
from statusquo.documents.values import Line, Sourced

OUTCOME_NOT_RECORDED = "what came of it is not recorded here"


class Watch(Sourced):
    """One thing to watch: an election, the end of a mandate, a vote on a treaty, or what stands without a date."""

    what: Line
    by: PartialDate | None = None
    """By when it is due; None where no date is set."""
    why: Line
    looked_at: PartialDate
    """The day up to which the author's sources reach: what came after it nobody has looked for."""

    @field_validator("looked_at")
    @classmethod
    def _is_a_day(cls, value: PartialDate) -> PartialDate:
        if value.precision != "day":
            raise ValueError(f"{value.text!r} is not a day; allowed: a full date, such as 1992-05-18")
        return value

    def was_due(self, today: dt.date) -> bool:
        """Whether it was due before a day: of a month or a year, when the whole of it is over."""
        return self.by is not None and self.by.last < today

    def when_text(self, today: dt.date) -> str:
        """Return by when it is due as prose has it, such as ``due by October 2026``.

        Args:
            today: the day on which it is told.
        """
        if self.by is None:
            return "no date set"
        if self.was_due(today):
            return f"was due by {self.by.long_text}; {OUTCOME_NOT_RECORDED}"
        return f"due by {self.by.long_text}"
