"""What the bundled case files code: holders, shares, moves of the line, exits; each as runs of years.

A year's code is the state at the end of that year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from statusquo.cases.load import bundled_chronicle, bundled_ids
from statusquo.cases.model import Chronicle
from statusquo.documents.dates import PartialDate
from statusquo.panels.codings import Coding


def bundled_codings(last_year: int) -> Iterator[Coding]:
    """Yield the codings of every bundled case, for each UCDP conflict it names."""
    for name in bundled_ids():
        case = bundled_chronicle(name)
        for number in case.ids.ucdp_conflict:
            yield from case_codings(case, number, last_year)


def case_codings(case: Chronicle, number: int, last_year: int) -> Iterator[Coding]:
    """Yield what one case file codes about one UCDP conflict.

    Args:
        case: the case.
        number: the conflict's UCDP number.
        last_year: last year of the panel.
    """
    side = _sides(case)
    for holding in case.holding:
        first, last = _years(holding.start, holding.end, last_year)
        source = " ".join(holding.source)
        holder = side.get(holding.holder, "other")
        yield Coding(number, "holder", holder, first, last, source, holding.confidence, "case file", holding.note or "")
        if holding.share_pct is not None and holder != "other":
            share = holding.share_pct if holder == "separatist" else 100 - holding.share_pct
            yield Coding(
                number, "control_share_pct", f"{share:g}", first, last, source, holding.confidence, "case file"
            )
    yield from _line_codings(case, number, last_year)
    for ending in case.exit:
        first, last = _years(ending.date, None, last_year)
        source = " ".join(ending.source)
        yield Coding(
            number, "exit", ending.kind, first, last, source, ending.confidence, "case file", ending.note or ""
        )
    if case.exit:
        # The case says when the claim ended, so that before it no rule may say that it had.
        before = min(ending.date.year for ending in case.exit) - 1
        first = min(event.date.year for event in case.event)
        yield Coding(number, "exit", "none", first, before, "case file", "high", "case file")


def _line_codings(case: Chronicle, number: int, last_year: int) -> Iterator[Coding]:
    """Yield when the line last moved, for the years whose moves the case file declares to be all there."""
    years, moves = case.line_years(), case.line_moves()
    for event in moves:
        later = [other.date.year for other in moves if other.date.year > event.date.year]
        first = max(event.date.year, years.start)
        last = min(later[0] - 1 if later else last_year, last_year, years.stop - 1)
        if first <= last:
            source, year = " ".join(event.source), str(event.date.year)
            yield Coding(number, "line_changed", year, first, last, source, event.confidence, "case file", event.title)


def _sides(case: Chronicle) -> dict[str, str]:
    sides = {actor.id: "separatist" for actor in (*case.with_role("patron", "kin state"), *case.separatists())}
    return sides | {actor.id: "parent" for actor in case.parents()}


def _years(start: PartialDate, end: PartialDate | None, last_year: int) -> tuple[int, int]:
    """Return the first and last year at whose end a run of time is under way."""
    if end is None:
        return start.year, last_year
    ends_with_the_year = end.last == dt.date(end.year, 12, 31)
    return start.year, min(end.year if ends_with_the_year else end.year - 1, last_year)
