"""The small grammar of names: articles, plurals, and what a state was called in the year that is told of.

UCDP names a state by its last name with an earlier one in brackets (``Russia (Soviet Union)``), and a side of several
groups by their number; a sentence wants the name of its year, and the article that English gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from statusquo.core.wording import counted, in_sentence, listed


class _Earlier(NamedTuple):
    name: str
    last_year: int


_EARLIER = {
    "Russia (Soviet Union)": _Earlier("Soviet Union", 1991),
    "Serbia (Yugoslavia)": _Earlier("Yugoslavia", 2005),
    "Vietnam (North Vietnam)": _Earlier("North Vietnam", 1975),
    "Yemen (North Yemen)": _Earlier("North Yemen", 1989),
}
_CALLED = {
    "Turkey": "Türkiye",
    "United States of America": "United States",
    "Bosnia-Herzegovina": "Bosnia and Herzegovina",
    "DR Congo": "Democratic Republic of the Congo",
    "IS": "Islamic State",
}
_SIDE_OF_GROUPS = re.compile(r"Separatist side \((\d+) groups\)")
_FORCES_OF = re.compile(r".*\((forces of .+)\)")
_IN_BRACKETS = re.compile(r"\s*[(\[].*[)\]]$")

_COLLECTIVES = (
    " side", " fronts", " parties", " movement", " movements", " insurgents", " republics", " resistance", " groups",
    " forces", " Tigers", " Movement", " Front", " Army", " Union", " Armenians", " Brothers", " district",
    " Organisation",
)  # fmt: skip
_BEGINNINGS = (
    "Republic of ",
    "State of ",
    "Kingdom of ",
    "Sultanate of ",
    "Democratic Republic ",
    "Forces of ",
    "forces of ",
)
_PLURALS = (" fronts", " parties", " movements", " insurgents", " republics", " groups", " forces", " Tigers",
            " Armenians", " Brothers")  # fmt: skip
_WITH_ARTICLE = ("Comoros", "Congo", "Islamic State", "Niger Delta")
_PLACES_WITH_ARTICLE = (
    " Channel", " Islands", " Strip", " strip", " Heights", " strait", " line", " river", " Delta", " Kingdom",
    " Emirate", " Empire", " territories", " Salient", " Tracts", " Province and Coast",
)  # fmt: skip
_LETTERS = re.compile(r"[A-Z]{3,6}(-[A-Z]+)?")
_SPOKEN_AS_WORDS = ("ETA", "FLEC", "UNITA", "SWAPO", "IZL", "POLISARIO", "EOKA", "JNIM")


def called(name: str, year: int | None = None) -> str:
    """Return what a state or a side is called in a year, today by default, without an article.

    Examples:
        >>> called("Russia (Soviet Union)", 1960), called("Russia (Soviet Union)"), called("Separatist side (4 groups)")
        ('Soviet Union', 'Russia', 'four armed groups')
    """
    earlier = _EARLIER.get(name)
    if earlier is not None and year is not None and year <= earlier.last_year:
        return earlier.name
    if groups := _SIDE_OF_GROUPS.fullmatch(name):
        return counted(int(groups[1]), "armed group")
    if forces := _FORCES_OF.fullmatch(name):
        return forces[1]
    bare = _IN_BRACKETS.sub("", name)
    return _CALLED.get(bare, bare)


def the(name: str, year: int | None = None) -> str:
    """Return a name as it stands inside a sentence, with the article that it takes.

    Examples:
        >>> the("United Kingdom"), the("Karabakh Armenians"), the("PKK"), the("Moldova"), the("ETA")
        ('the United Kingdom', 'the Karabakh Armenians', 'the PKK', 'Moldova', 'ETA')
    """
    bare = called(name, year)
    takes = (
        bare.endswith((*_COLLECTIVES, *_PLACES_WITH_ARTICLE))
        or bare.startswith(_BEGINNINGS)
        or bare in _WITH_ARTICLE
        or (_LETTERS.fullmatch(bare) is not None and bare not in _SPOKEN_AS_WORDS)
    )
    return f"the {bare}" if takes else in_sentence(bare)


def is_plural(name: str) -> bool:
    """Whether a name takes its verb in the plural.

    Examples:
        >>> is_plural("Moro fronts"), is_plural("Philippines")
        (True, False)
    """
    return (
        called(name).endswith(_PLURALS)
        or called(name).lower().startswith("forces of ")
        or " and " in name.removesuffix("Bosnia and Herzegovina")
    )


def all_of(names: Iterable[str], year: int | None = None) -> str:
    """Return names as a sentence lists them, each once, with their articles."""
    return listed(dict.fromkeys(the(name, year) for name in names))
