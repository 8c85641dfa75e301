"""How numbers, intervals, lists, counts, chances and dates are written: the one place, for every room that writes some.

Thousands have commas, minus signs are typeset, an interval has ``to`` between its ends and a run of years an en dash; a
computed figure has at most three significant digits; a probability is per cent with two of them, and never none when
it is not none.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate, Point


def listed(items: Iterable[str]) -> str:
    """Return items as prose lists them: ``a``, ``a and b``, ``a, b and c``."""
    *others, last = [*items] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def significant(number: float, digits: int = 2) -> str:
    """Return a number cut to significant digits, without an exponent, such as ``0.91`` or ``4,200``."""
    if number == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(number)))
    return f"{round(number, places):,.{max(places, 0)}f}"


def signed(number: float, digits: int = 2) -> str:
    """Return a change cut to significant digits with its sign, such as ``+0.91`` or ``−12``; ``0`` for none."""
    return ("+" if number > 0 else "−" if number else "") + significant(abs(number), digits)


def significant_range(low: float | None, high: float | None) -> str:
    """Return bounds cut to significant digits, such as ``0.91 to 1.4``; empty where there are none."""
    return "" if low is None or high is None else f"{significant(low)} to {significant(high)}"


def bounded(value: float, low: float | None, high: float | None) -> str:
    """Return a number with its bounds in significant digits, such as ``1.1 (0.91 to 1.4)``; bare without a width."""
    bounds = significant_range(low, high)
    has_width = len({*bounds.split(" to ")}) > 1
    return f"{significant(value)} ({bounds})" if has_width else significant(value)


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


def spans_or_count(years: Sequence[int], most: int = 2) -> str:
    """Return years as runs in prose, of more runs than a reader holds how many years they are and between which.

    Examples:
        >>> spans_or_count([1991, 1992, 1997]), spans_or_count([1991, 1993, 1995, 1997])
        ('1991–1992 and 1997', 'four years between 1991 and 1997')
    """
    if len(runs(years)) <= most:
        return spans(years)
    return f"{counted(len({*years}), 'year')} between {min(years)} and {max(years)}"


def day_in_words(day: date) -> str:
    """Return a day as prose has it, such as ``30 November 2026``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def whole(number: float) -> str:
    """Return a count, such as ``7,646``."""
    return f"{number:,.0f}"


def whole_or_less(number: float) -> str:
    """Return a share in whole per cent, one that is there and rounds to none as ``under 1``."""
    return "under 1" if 0 < number < 0.5 else whole(number)


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


def plural(number: int, noun: str) -> str:
    """Return a number in figures with its noun, such as ``1 year`` or ``2,211 years``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted_unit(unit: str, number: str) -> str:
    """Return a unit as it stands after a number in figures: ``state`` after ``1``, else as it is given."""
    return unit.removesuffix("s") if number == "1" and " " not in unit else unit


def percent(share: float) -> str:
    """Return a share in whole per cent, such as ``62 %``."""
    return f"{100 * share:.0f} %"


def percent_range(low: float | None, high: float | None) -> str:
    """Return the bounds of a share in whole per cent without the sign, such as ``41 to 98``; empty without bounds."""
    return "" if low is None or high is None else f"{100 * low:.0f} to {100 * high:.0f}"


def typeset(text: str) -> str:
    """Return numbers as they are printed, with a true minus sign."""
    return text.replace("-", "−")


def figure(value: float | None, spec: str = ".2f") -> str:
    """Return a number in a format of Python's with its minus sign typeset, a dash where there is none."""
    return "–" if value is None else typeset(f"{value:{spec}}")


def ranged(low: float | None, high: float | None, spec: str = ".2f", between: str = " to ") -> str:
    """Return the bounds of a number in a format of Python's, such as ``0.91 to 1.4``; empty where there are none."""
    return "" if low is None or high is None else typeset(f"{low:{spec}}") + between + typeset(f"{high:{spec}}")


def cells(estimate: Estimate, spec: str) -> tuple[str, str]:
    """Return a number and its interval for two cells of a printed table, dashes where it has none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–", "–"
    return f"{estimate.value:{spec}}", f"{estimate.low:{spec}} to {estimate.high:{spec}}"


def with_range(value: float, low: float | None, high: float | None) -> str:
    """Return a best value with its range, such as ``7,646 (7,547 to 9,076)``; a range of no width is left out."""
    if low is None or high is None or low == high:
        return whole(value)
    return f"{whole(value)} ({whole(low)} to {whole(high)})"


_ISO_DAY = re.compile(r"(?<![\d-])((?:1[89]|20)\d\d)-([01]\d)-([0-3]\d)(?![\d-])")
_HYPHENED_RANGE = re.compile(r"(?<![-\w.,])(\d[\d,.]*)-(?=[1-9][\d,.]*(?![-\w]))")
_PER_CENT = re.compile(r"(?<=\d) ?(?:per ?cent\b|%)")


def as_printed(text: str) -> str:
    """Return a text that somebody typed as print sets it: per cent, square kilometres, ranges, days, apostrophes.

    Examples:
        >>> as_printed("15 percent less, 4,388 km2 in 1994-2020, since 2005-08-15")
        '15 % less, 4,388 km² in 1994–2020, since 15 August 2005'
    """
    text = _ISO_DAY.sub(lambda found: day_in_words(date(*map(int, found.groups()))), text)
    text = _PER_CENT.sub(" %", text.replace("km2", "km²"))
    return re.sub(r"(?<=\w)'(?=\w)", "’", _HYPHENED_RANGE.sub(r"\1–", text))


def capitalised(text: str) -> str:
    """Return a sentence that begins with a capital letter, the rest as it stands."""
    return f"{text[:1].upper()}{text[1:]}"


def slug(text: str) -> str:
    """Return a text as a key has it: ``the status quo`` as ``the-status-quo``, other signs left out."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def sentence(text: str) -> str:
    """Return the text with a capital and a full stop."""
    text = text.strip()
    return capitalised(text) + ("" if text.endswith((".", "!", "?")) else ".")


LEAST_PCT, MOST_PCT = 0.1, 99.0
_FEW, _MANY = 2, 1000
"""Outside these, "one in" says less than the per cent, or more than any model knows."""


def per_cent(share: float) -> str:
    """Return a probability in per cent without the sign, such as ``2.3``, ``under 0.1`` or ``over 99``."""
    pct = 100 * share
    if 0 < pct < LEAST_PCT:
        return f"under {LEAST_PCT}"
    if MOST_PCT < pct < 100:
        return f"over {MOST_PCT:.0f}"
    return f"{pct:.2g}" if pct < 9.95 else f"{pct:.0f}"


def chance(share: float) -> str:
    """Return a probability in per cent, such as ``2.3 %``."""
    return f"{per_cent(share)} %"


def chance_with_bounds(estimate: Estimate | Point, missing: str = "–") -> str:
    """Return a probability with its interval, such as ``2.3 % (0.4 to 10)``."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return missing
    return f"{chance(estimate.value)} ({per_cent(estimate.low)} to {per_cent(estimate.high)})"


def one_in(share: float) -> str:
    """Return a probability as ``about 1 in 45``; empty where that says no more than the per cent."""
    if not 1 / _MANY <= share < 1 / _FEW:
        return ""
    return f"about 1 in {float(f'{1 / share:.2g}'):,.0f}"


MOST_FIGURES = 3
"""A sentence with more of them is read by nobody."""

_NUMBER = r"[+−]?\d(?:[\d.,]*\d)?(?: ?%)?"
_BETWEEN = r"(?: to |\u2060?[–-]\u2060?)"
_MONTHS = "|".join(calendar.month_name[1:])
_IN_BRACKETS = r"(?:[^()]|\([^()]*\))*"
_NO_FIGURE = re.compile(
    r"ICD 203|95 %|“[^”]*”"
    r"|\b[Cc]onflicts? \d+(?:, \d+)*(?: and \d+)*|\b[Rr]esolutions? \d+(?:, \d+)*(?: and \d+)*|\b[Aa]rticle \d+"
    r"|\b[A-Z][A-Za-z/]*[A-Z] ?\d[\d.]*|\b[A-Z]\d+"
    rf"|\((?=[A-Z])(?!(?:{_MONTHS}) ){_IN_BRACKETS}\b(?:1[89]|20)\d\d\b{_IN_BRACKETS}\)"
)
_FIGURE = re.compile(
    rf"(?:\d{{1,2}} (?:and \d{{1,2}} )?)?(?:{_MONTHS}) \d{{4}}"
    rf"|\d{{1,3}} (?:in|of|of the) (?!(?:1[89]|20)\d\d\b)\d[\d,]*(?: to \d+ in \d[\d,]*)?|\d[\d,.]* ?: ?\d[\d,.]*"
    rf"|\((?:under )?{_NUMBER}, {_NUMBER} to {_NUMBER}\)|{_NUMBER}{_BETWEEN}{_NUMBER}|{_NUMBER}"
)
_INTERVAL = re.compile(
    rf"(?<=[\d%])((?: [a-z²]+)?) \((?:under |over |at most )?{_NUMBER}(?:{_BETWEEN}(?:under |over )?{_NUMBER})?\)"
)


def n_figures(text: str) -> int:
    """Return how many figures a sentence asks its reader to hold.

    One is a date, a range, a ratio, ``1 in 45``, or an estimate with its interval in brackets, since the interval says
    how sure that one figure is. None is in the name of a thing or of a work: ICD 203, conflict 393, “Package of 1997”,
    (Fearon 1995). Numbers in words are none.

    Examples:
        >>> n_figures("For 2026 the risk is 2.5 % (0.91 to 5.8), or about 1 in 40; war, 0.25 % (under 0.1 to 1.3).")
        4
        >>> n_figures("Held since 21 July 1992 by 1,000 to 1,500 soldiers (Lavrov 2010), under conflict 393.")
        2
    """
    return len(_FIGURE.findall(_INTERVAL.sub(r"\1", _NO_FIGURE.sub("", text))))
