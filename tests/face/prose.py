"""The prose of a page, as a reader meets it: passage by passage, with what is a chart's, a citation's or code left out.

A passage is the text of one heading, paragraph, entry, caption or cell. Left out are the list of sources and the lines
of sources, scripts, and what reads a chart out number by number for those who do not see it: that is a list, and no
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_LEFT_OUT = frozenset({"script", "style", "svg", "code"})
_CITING = frozenset({"source", "csv", "cites", "works"})
_EMPTY = frozenset({"meta", "link", "br", "hr", "img", "input"})
_INLINE = frozenset({"a", "abbr", "em", "span"})
_OF_NAMES = frozenset({"title", "h1", "h3", "th", "td", "dt", "li", "b", "figcaption", "summary"})
_LONGEST_NAME = 80
_STOP = re.compile(r"(?<=[.!?])(?:[”)])?\s+(?=[A-ZÀ-Ý“(\d])")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a page.

    Attributes:
        section: the id of the section it stands in; ``top`` for what stands above the first.
        tag: the element that holds it.
        text: what it says.
    """

    section: str
    tag: str
    text: str

    @property
    def is_name(self) -> bool:
        """Whether it names something and says nothing of it: a title, or a cell, head or term that stands alone."""
        return self.tag in _OF_NAMES and len(self.text) < _LONGEST_NAME

    @property
    def is_value(self) -> bool:
        """Whether it is a cell of a table that says no sentence: a table is there to hold figures."""
        return self.tag in ("td", "th") and not self.text.endswith(".")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Passage] = []
        self.read_out: set[str] = set()
        self.section = "top"
        self.open: list[tuple[str, bool]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Begin a passage, unless the element stands in the run of one."""
        named = dict(attributes)
        if named.get("role") == "img" and (label := named.get("aria-label")):
            self.read_out.add(_plain(label))
        if tag in _EMPTY:
            return
        if tag not in _INLINE or "line" in (named.get("class") or "").split():
            self._end()
        if tag == "section":
            self.section = named.get("id") or self.section
        is_cited = not _CITING.isdisjoint((named.get("class") or "").split())
        self.open.append((tag, tag in _LEFT_OUT or is_cited))

    def handle_endtag(self, tag: str) -> None:
        """End the passage with its element."""
        if tag not in _INLINE:
            self._end()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text that is prose."""
        if not any(is_hidden for _, is_hidden in self.open):
            self.text += data

    def _end(self) -> None:
        text, self.text = " ".join(self.text.split()).replace("\N{WORD JOINER}", ""), ""
        if text:
            self.found.append(Passage(self.section, self.open[-1][0] if self.open else "", text))


def _plain(text: str) -> str:
    """Return the letters and digits of a text, by which one set otherwise is known again."""
    return re.sub(r"\W+", "", text)


def passages(page: str) -> list[Passage]:
    """Return the passages of a page's HTML, in order."""
    reader = _Reader()
    reader.feed(page)
    known = [passage for passage in reader.found if passage.section != "sources"]
    return [passage for passage in known if _plain(passage.text) not in reader.read_out]


def sentences(text: str) -> list[str]:
    """Return the sentences of a passage."""
    return _STOP.split(text)
