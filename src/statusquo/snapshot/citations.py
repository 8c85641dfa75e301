"""The references of what was used, as text and BibTeX, by the ids that stand beside every number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from statusquo.core.jsonable import Jsonable
from statusquo.core.shown import Shown
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS, origin


@dataclass(frozen=True, slots=True, repr=False)
class Citation(Shown, Jsonable):
    """How to cite one data set.

    Attributes:
        id: the id of the origin.
        title: the data set's title.
        version: the version that is used.
        terms: its terms, in short.
        text: the works to cite, one reference each.
        bibtex: the same as BibTeX entries.
    """

    id: str
    title: str
    version: str
    terms: str
    text: tuple[str, ...]
    bibtex: str

    def in_short(self) -> str:
        """Return the data set, its version and the first work to cite."""
        return shorten(f"{self.id} {self.version}: {self.text[0]}", 150, placeholder="…")


def cite(origin_ids: Iterable[str], snapshot: Snapshot | None = None) -> tuple[Citation, ...]:
    """Return the citations of the data sets named, each once, in the order of the registry.

    Args:
        origin_ids: ids of data sets.
        snapshot: the one whose releases are cited; by default the package's own.

    Raises:
        UnknownNameError: when an id names no data set; it offers the nearest ones.
    """
    wanted = {origin(key).id for key in origin_ids}
    return tuple(
        Citation(found.id, found.title, found.version, found.terms, found.citation, found.bibtex_text())
        for key in (*ORIGINS, *OWN_ORIGINS)
        if key in wanted
        for found in (snapshot.origin(key) if snapshot else origin(key),)
    )


def citations_as_text(citations: Iterable[Citation]) -> str:
    """Return the references as paragraphs: data set, version and terms, then the works to cite."""
    return "\n\n".join(
        "\n".join([f"{c.title}, version {c.version} [{c.id}]. Terms: {c.terms}.", *(f"  {work}" for work in c.text)])
        for c in citations
    )


def citations_as_bibtex(citations: Iterable[Citation]) -> str:
    """Return all BibTeX entries; a work that several data sets ask for stands once."""
    entries = (entry for citation in citations for entry in citation.bibtex.split("\n\n"))
    return "\n\n".join(dict.fromkeys(entries))
