"""How a chance is told in words and in natural frequencies.

Words are those of the United States' Intelligence Community Directive 203, *Analytic Standards* (2 January 2015), which
sets each against a range of per cent; analysts know it, and one word never stands alone: the frequency follows it.
Frequencies are of small whole numbers, since readers take ``1 in 45`` better than ``2.2 %`` (Gigerenzer and Hoffrage
1995, Psychological Review 102: 684-704).
"""

from __future__ import annotations

from statusquo.core.wording import one_in

SCALE = "ICD 203"
"""What the words of likelihood are from."""

_WORDS = (
    (0.05, "a remote chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly an even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
"""Upper ends of the directive's ranges, with its words."""

_RARE = 0.15
"""Below it a chance is told as one in so many."""
_OFTEN = 0.96
_DENOMINATORS = (2, 3, 4, 5, 6, 8, 10, 20)
_NEAR = 0.0251


def in_words(share: float) -> str:
    """Return the word of the scale for a chance, to stand after ``is``.

    Examples:
        >>> in_words(0.02), in_words(0.3), in_words(0.9)
        ('a remote chance', 'unlikely', 'very likely')
    """
    return next(word for end, word in _WORDS if share < end)


def frequency(share: float) -> str:
    """Return a chance as a natural frequency, without the word ``about`` where it is a bound.

    Examples:
        >>> frequency(0.0222), frequency(0.0004), frequency(0.74), frequency(0.995)
        ('about 1 in 45', 'under 1 in 1,000', 'about 3 in 4', 'over 99 in 100')
    """
    if share < 0.001:
        return "under 1 in 1,000"
    if share < _RARE:
        return one_in(share)
    if share > _OFTEN:
        return "over 99 in 100" if share > 0.99 else f"about {round(100 * share)} in 100"
    best = next(
        (n, of) for of in _DENOMINATORS for n in [round(share * of)] if 0 < n < of and abs(n / of - share) <= _NEAR
    )
    return f"about {best[0]} in {best[1]}"


def bare_frequency(share: float) -> str:
    """Return a chance as a natural frequency to stand as the end of a range, such as ``1 in 20``."""
    return frequency(share).removeprefix("about ")
