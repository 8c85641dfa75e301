"""How numbers, dates and lists are written in sentences.

Every sentence of a dossier is made from numbers through these few functions, so that one style holds throughout:
thin groups of thousands with commas, ranges with an en dash, at most three significant digits for a computed figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from statusquo.core.prose import listed as listed


def whole(number: float) -> str:
    """Return a count, such as ``7,646``."""
    return f"{number:,.0f}"


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


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, such as ``1 episode`` or ``seven episodes`` (words up to twelve)."""
    words = (
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    )
    noun = one if number == 1 else (many or one + "s")
    return f"{words[number] if 0 <= number < len(words) else whole(number)} {noun}"


def with_range(value: float, low: float | None, high: float | None) -> str:
    """Return a best value with its range, such as ``7,646 (7,547–9,076)``; a range of no width is left out."""
    if low is None or high is None or low == high:
        return whole(value)
    return f"{whole(value)} ({whole(low)}–{whole(high)})"


def in_sentence(name: str) -> str:
    """Return a state's name as it stands inside a sentence."""
    return f"the {name}" if name.startswith(("United ", "Soviet ", "Netherlands", "Philippines")) else name


def sentence(text: str) -> str:
    """Return the text with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
