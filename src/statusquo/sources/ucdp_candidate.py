"""UCDP Candidate Events: the events of the months since the last release of GED, some of them still being checked.

It is read only from files of the user's own: one per month (``GEDEvent_v26_0_7.csv`` is July 2026) or one for several
months (``GEDEvent_v26_01_26_06.csv``). The fields and the reader are those of GED (`sources.ucdp_ged`). The file says
nowhere which it is; its months do, by the days on which events ended.

Quirks, beside those of GED: some 43 % of events are not ``Clear`` and may be recoded or dropped; some 11 % have a best
estimate of 0; truth is told in words (true, false); an id recurs in a later month where the event was coded anew, and
the later file holds.
"""

from __future__ import annotations

import polars as pl

from statusquo.sources.registry import origin

ORIGIN = origin("ucdp-candidate")


def version_of(events: pl.DataFrame) -> str:
    """Return the version of a candidate file as UCDP names it, told from the months in which its events ended.

    Args:
        events: as `read_events_file` returns them.

    Returns:
        ``26.0.7`` for July 2026, ``26.01.26.06`` for January to June 2026.
    """
    first, last = events.select(pl.col("date_end").min(), last=pl.col("date_end").max()).row(0)
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%y}.0.{last.month}"
    return f"{first:%y.%m}.{last:%y.%m}"
