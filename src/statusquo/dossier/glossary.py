"""The glossary: the terms that pages use, each with its sense; a page links the first mention of each to a fold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from statusquo.core.wording import slug

_BETWEEN_NAMES = re.compile(r"[,;] | \(.*\)$")


@cache
def glossary() -> Sequence[Mapping[str, str]]:
    """Return the terms: `id`, the anchor on a page, `name`, `means`, and `source` where the sense is from one."""
    text = files("statusquo.dossier").joinpath("glossary.toml").read_text(encoding="utf-8")
    return [{"id": slug(term["name"]), **term} for term in tomllib.loads(text)["term"]]


class Linked:
    """Links the first mention of each term on one page to its entry."""

    def __init__(self) -> None:
        self._places = {
            word.casefold(): term["id"] for term in glossary() for word in _BETWEEN_NAMES.split(term["name"]) if word
        }
        longest_first = sorted(self._places, key=len, reverse=True)
        words = (re.escape(word).replace(r"\ ", r"\s") for word in longest_first)
        self._word = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
        self._told: set[str] = set()

    def __call__(self, text: str) -> Markup:
        """Return text as HTML, with what it mentions first linked."""
        return Markup(self._word.sub(self._link, str(escape(text))))

    def _link(self, found: re.Match[str]) -> str:
        place = self._places[" ".join(found[0].casefold().split())]
        if place in self._told:
            return found[0]
        self._told.add(place)
        return f'<a class="term" href="#term-{place}">{found[0]}</a>'
