"""The months since the record of fighting ends, from the user's own event files: deaths, and what they say of the year.

Without such files there is nothing to tell. The deaths are those of UCDP's events under the dispute's own numbers; the
interval is that of UCDP's coders, and how the year will count is told by `event_files.nowcast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from statusquo.answer.likelihood import bare_frequency
from statusquo.answer.model import RiskTold, Since
from statusquo.answer.stands import LEAST_DEATHS, Ground
from statusquo.core.estimates import Estimate
from statusquo.core.wording import plural, whole
from statusquo.event_files.own_events import own_events

if TYPE_CHECKING:
    from statusquo.event_files.months import DisputeMonths
    from statusquo.event_files.nowcast import Evidence


def since(ground: Ground, risk: RiskTold) -> Since | None:
    """Return what is known of the year after the data; None where the user's files say nothing of it.

    Args:
        ground: the dispute as it stands.
        risk: the chance told of that year.

    Raises:
        SourceError: when one of the user's files is not as it was added.
    """
    numbers, own = ground.case.ids.ucdp_conflict, own_events()
    if own is None or not numbers:
        return None
    # Reckoning with deaths loads scipy, which an answer without event files can do without.
    from statusquo.event_files.months import months_of
    from statusquo.event_files.nowcast import evidence

    months = months_of(ground.case.id, numbers, own)
    seen = _from_january(months, risk.year)
    if seen.is_empty():
        return None
    last: date = seen["month"][-1]
    best = int(seen["deaths_best"].sum())
    disputes = ground.snapshot.table("disputes")
    was_active = ground.intensity != "none"
    said = evidence(own, disputes, best, last.month, was_active=was_active)
    chance = (
        Estimate.missing(risk.fighting.unit, "your event files hold no GED, over whose years it is counted")
        if said is None
        else said.after(risk.fighting)
    )
    events, not_clear = int(seen["events"].sum()), int(seen["events_not_clear"].sum())
    deaths = months.deaths(date(risk.year, 1, 1), last)
    is_candidate = bool(seen["is_candidate"].any())
    found = Since(f"{risk.year}-01", f"{last:%Y-%m}", best, deaths, events, not_clear, is_candidate, chance, ())
    return replace(found, lines=tuple(_lines(found, risk, said)))


def _from_january(months: DisputeMonths, year: int) -> pl.DataFrame:
    """Return the months of a year that are covered without a gap from January on."""
    of_year = months.frame.filter(pl.col("month").dt.year() == year).sort("month")
    return of_year.filter(pl.col("month").dt.month() == pl.int_range(1, pl.len() + 1))


def _lines(found: Since, risk: RiskTold, said: Evidence | None) -> Iterator[str]:
    last = date.fromisoformat(f"{found.last}-01")
    when = f"in January {risk.year}" if last.month == 1 else f"from January to {last:%B} {risk.year}"
    whose = "UCDP’s candidate files" if found.is_candidate else "UCDP’s events"
    if found.events:
        yield f"{whose} count {plural(found.deaths_best, 'battle death')} {when}{_as_coders_see(found.deaths)}."
    else:
        yield f"{whose} tell of no battle deaths {when}."
    if found.deaths_best >= LEAST_DEATHS:
        yield f"With {LEAST_DEATHS} or more the year will count as active, unless they are revised."
    elif found.chance.value is not None and risk.fighting.value is not None and said is not None:
        before, after = bare_frequency(risk.fighting.value), bare_frequency(found.chance.value)
        yield f"By how GED’s years went on, the chance that {risk.year} sees fighting moves from {before} to {after}."
    elif found.chance.value is None and risk.fighting.value is not None:
        yield "The forecast is from before these months: to update it takes GED among your files."
    if found.events_not_clear:
        yield f"Of {plural(found.events, 'event')} {found.events_not_clear:,} are not cleared yet."


def _as_coders_see(deaths: Estimate) -> str:
    if deaths.low is None or deaths.high is None:
        return ""
    return f"; its coders, who hold that reports fall short, think of {whole(deaths.low)} to {whole(deaths.high)}"
