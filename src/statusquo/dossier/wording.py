"""How numbers, dates and lists are written in sentences.

Every sentence of a dossier is made from numbers through these few functions, so that one style holds throughout:
thin groups of thousands with commas, ranges with an en dash, at most three significant digits for a computed figure.
"""

from __future__ import annotations

from statusquo.core.prose import in_sentence as in_sentence
from statusquo.core.prose import listed as listed
from statusquo.core.prose import runs as runs
from statusquo.core.prose import significant as significant
from statusquo.core.prose import span as span
from statusquo.core.prose import spans as spans


def whole(number: float) -> str:
    """Return a count, such as ``7,646``."""
    return f"{number:,.0f}"


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


def sentence(text: str) -> str:
    """Return the text with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
