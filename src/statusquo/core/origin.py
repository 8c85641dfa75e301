"""Where data come from: one `Origin` per data set, one `RawFile` per file of it.

The address of a raw file is pinned: for copies held by a public repository, the raw address at one commit, so that
the bytes behind it are the very bytes whose sha256 stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from statusquo.core.domain import Domain

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as published.

    Attributes:
        path: where it lies under the raw directory, such as ``ucdp/ucdp-prio-acd-251.csv``.
        repository: the public repository that holds it, ``owner/name``.
        commit: the commit, 40 hexadecimal digits.
        repository_path: its path in that repository.
        size: in bytes.
        sha256: of its bytes.
    """

    path: str
    repository: str
    commit: str
    repository_path: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"{self.path}: sha256 must be 64 hexadecimal digits, found {self.sha256!r}")

    @property
    def address(self) -> str:
        """The pinned public address of these bytes."""
        return f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{quote(self.repository_path)}"


@dataclass(frozen=True, slots=True)
class Origin:
    """A data set: who made it, which version, under which terms, how to cite it, where it speaks.

    Attributes:
        id: short name used by estimates, tables and citations, such as ``ucdp-prio-acd``.
        title: the full title.
        producer: who made it.
        version: version as the producer names it.
        terms: the terms as stated, in short.
        citation: the full citation as text.
        bibtex: BibTeX fields beside `title` and `version`: ``type`` and ``key`` are required.
        domain: where it speaks.
        files: the raw files.
        link: the producer's public page.
        quirks: known traps, each one sentence.
        short: the name under a chart, with its version; the title where it is left empty.
    """

    id: str
    title: str
    producer: str
    version: str
    terms: str
    citation: tuple[str, ...]
    bibtex: tuple[Mapping[str, str], ...]
    domain: Domain
    files: tuple[RawFile, ...]
    link: str = ""
    quirks: tuple[str, ...] = field(default=())
    short: str = ""

    @property
    def short_name(self) -> str:
        """The name under a chart."""
        return self.short or f"{self.title}, {self.version}"

    def bibtex_text(self) -> str:
        """Return the BibTeX entries, one per work to cite."""
        return "\n\n".join(_bibtex_entry(entry) for entry in self.bibtex)

    def to_json(self) -> dict[str, Any]:
        """Return what a reader needs to cite and find the data."""
        return {
            "id": self.id,
            "title": self.title,
            "producer": self.producer,
            "version": self.version,
            "terms": self.terms,
            "citation": list(self.citation),
            "bibtex": self.bibtex_text(),
            "domain": self.domain.to_json(),
            "link": self.link,
            "quirks": list(self.quirks),
            "files": [{"path": f.path, "address": f.address, "sha256": f.sha256, "bytes": f.size} for f in self.files],
        }


def _bibtex_entry(fields: Mapping[str, str]) -> str:
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if name not in ("type", "key"))
    return f"@{fields['type']}{{{fields['key']},\n{body}\n}}"
