"""How names and numbers are strung together in sentences, in every room that writes some."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable, Sequence
from datetime import date


def listed(items: Iterable[str]) -> str:
    """Return items as prose lists them: ``a``, ``a and b``, ``a, b and c``."""
    *others, last = [*items] or [""]
    return f"{', '.join(others)} and {last}" if others else last


_WITH_ARTICLE = (
    "United ", "Soviet ", "Netherlands", "Philippines", "Gambia", "Solomon Islands", "Central African Republic",
    "Dominican Republic", "Czech Republic", "German Democratic Republic",
)  # fmt: skip


def in_sentence(name: str) -> str:
    """Return the name of a state or a side as it stands inside a sentence, such as ``the United States``."""
    takes_article = name.startswith(_WITH_ARTICLE) or name.endswith((" side", " republics", " Front"))
    return f"the {name}" if takes_article else name


def significant(number: float, digits: int = 2) -> str:
    """Return a number cut to significant digits, without an exponent, such as ``0.91`` or ``4,200``."""
    if number == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(number)))
    return f"{round(number, places):,.{max(places, 0)}f}"


def span(first: int, last: int) -> str:
    """Return a run of years, such as ``1992–1994``, or the one year."""
    return str(first) if first == last else f"{first}–{last}"


def runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Return years as unbroken runs, each with its first and last year."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and year <= found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def spans(years: Sequence[int]) -> str:
    """Return years as runs in prose, such as ``1991–1994, 1997–1998 and 2005``."""
    return listed([span(first, last) for first, last in runs(years)])


def day_in_words(day: date) -> str:
    """Return a day as prose has it, such as ``30 November 2026``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
