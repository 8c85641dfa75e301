"""The small grammar of names: articles, plurals, and what a state was called in the year that is told of.

UCDP names a state by its last name with an earlier one in brackets (``Russia (Soviet Union)``), and a side of several
groups by their number; a sentence wants the name of its year, and the article that English gives it. Which names and
nouns take one is data (`names.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from statusquo.core.wording import counted, listed

_SIDE_OF_GROUPS = re.compile(r"Separatist side \((\d+) groups\)")
_FORCES_OF = re.compile(r".*\((forces of .+)\)")
_IN_BRACKETS = re.compile(r"\s*[(\[].*[)\]]$")
_INVERTED = re.compile(r"(.+), (.+ of)")
_OF = re.compile(r" (?:of|on|for) ")
_LETTERS = re.compile(r"[A-Z]{3,6}([-/][A-Z]+)?")


def called(name: str, year: int | None = None) -> str:
    """Return what a state or a side is called in a year, today by default, without an article.

    Examples:
        >>> called("Russia (Soviet Union)", 1960), called("Russia (Soviet Union)"), called("Separatist side (4 groups)")
        ('Soviet Union', 'Russia', 'four armed groups')
    """
    if (dated := of_its_year(name, year)) != name:
        return dated
    if groups := _SIDE_OF_GROUPS.fullmatch(name):
        return counted(int(groups[1]), "armed group")
    if forces := _FORCES_OF.fullmatch(name):
        return forces[1]
    bare = _IN_BRACKETS.sub("", name).replace(" & ", " and ")
    if inverted := _INVERTED.fullmatch(bare):
        bare = f"{inverted[2]} {inverted[1]}"
    return str(_grammar()["called"].get(bare, bare))


def of_its_year(name: str, year: int | None = None) -> str:
    """Return a state that UCDP names with an earlier name in brackets as it was called in a year, today by default.

    Examples:
        >>> of_its_year("Russia (Soviet Union)", 1960), of_its_year("Russia (Soviet Union)", 2025)
        ('Soviet Union', 'Russia')
        >>> of_its_year("Myanmar (Burma)", 1960)  # both names are in use
        'Myanmar (Burma)'
    """
    earlier = _grammar()["earlier"].get(name)
    if earlier is None:
        return name
    is_past = year is not None and year <= earlier["last_year"]
    return str(earlier["name"]) if is_past else _IN_BRACKETS.sub("", name)


def the(name: str, year: int | None = None) -> str:
    """Return a name as it stands inside a sentence, with the article that it takes.

    Examples:
        >>> the("United Kingdom"), the("Karabakh Armenians"), the("PKK"), the("Moldova"), the("ETA")
        ('the United Kingdom', 'the Karabakh Armenians', 'the PKK', 'Moldova', 'ETA')
        >>> the("Chechen Republic of Ichkeria"), the("DR Congo"), the("Donetsk and Luhansk republics")[:11]
        ('the Chechen Republic of Ichkeria', 'the Democratic Republic of the Congo', 'the Donetsk')
    """
    bare = called(name, year)
    if bare in _grammar()["names_without_article"]:
        return bare
    first, _, last = bare.partition(" and ")
    parts = (first,) if last.startswith("the ") else (first, bare)
    return f"the {bare}" if any(_takes_article(part) for part in parts) else bare


def is_plural(name: str) -> bool:
    """Whether a name takes its verb in the plural.

    Examples:
        >>> is_plural("Moro fronts"), is_plural("Philippines")
        (True, False)
    """
    bare = called(name)
    return " and " in name.removesuffix("Bosnia and Herzegovina") or _ends_in(bare, "nouns_in_the_plural")


def all_of(names: Iterable[str], year: int | None = None) -> str:
    """Return names as a sentence lists them, each once, with their articles."""
    return listed(dict.fromkeys(the(name, year) for name in names))


def _takes_article(bare: str) -> bool:
    grammar = _grammar()
    is_spelt = _LETTERS.fullmatch(bare) is not None and bare not in grammar["letters_said_as_a_word"]
    return is_spelt or bare in grammar["names_with_article"] or _ends_in(bare, "nouns_with_article")


def _ends_in(bare: str, nouns: str) -> bool:
    """Whether the noun of a name is one of those."""
    head = f" {_OF.split(bare, maxsplit=1)[0].lower()}"
    return head.endswith(tuple(f" {noun.lower()}" for noun in _grammar()[nouns]))


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads(files("statusquo.core").joinpath("names.toml").read_text(encoding="utf-8"))
