"""Where data come from: one `Origin` per data set, one `Release` per dated version of it, one `RawFile` per file.

A file has the producer's own address first, with the member's name where it lies in a zip, and second a pinned copy:
for copies held by a public repository, the raw address at one commit, so that the bytes behind it are the very bytes
whose sha256 stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from statusquo.core.domain import Domain

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as published.

    Attributes:
        path: where it lies under the raw directory, such as ``ucdp/ucdp-prio-acd-251.csv``.
        repository: the public repository that holds a copy, ``owner/name``; empty where none is known.
        commit: the commit, 40 hexadecimal digits.
        repository_path: its path in that repository.
        size: in bytes; None where it is not known.
        sha256: of its bytes; empty where nobody has recorded it.
        producer: the producer's own address, needing no token; empty where none is known.
        member: the name of the file in the zip behind that address; empty where it is the file itself.
        zip_sha256: of the bytes of that zip; empty where nobody has recorded it.
    """

    path: str
    repository: str = ""
    commit: str = ""
    repository_path: str = ""
    size: int | None = None
    sha256: str = ""
    producer: str = ""
    member: str = ""
    zip_sha256: str = ""

    def __post_init__(self) -> None:
        for name in ("sha256", "zip_sha256"):
            found = getattr(self, name)
            if found and not _SHA256.fullmatch(found):
                raise ValueError(f"{self.path}: {name} must be 64 hexadecimal digits, found {found!r}")

    @property
    def address(self) -> str:
        """The pinned public address of these bytes; empty where there is none."""
        if not self.repository:
            return ""
        return f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{quote(self.repository_path)}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, the producer's own first."""
        return tuple(address for address in (self.producer, self.address) if address)


@dataclass(frozen=True, slots=True)
class Release:
    """A dated version of a data set.

    Attributes:
        version: as the producer names it, such as ``26.1``.
        first_year: first year it covers, inclusive; None for a source that is not dated.
        last_year: last year it covers, inclusive.
        files: its raw files.
        columns: the columns of its file in order, where they differ between releases or are checked.
        facts: what else differs between releases and a reader must know, such as ``base_year``.
        citation: works to cite in place of the data set's own.
        bibtex: BibTeX fields of these works.
        note: what a reader of its numbers must be told of how they were come by; empty for a file as published.
    """

    version: str
    first_year: int | None
    last_year: int | None
    files: tuple[RawFile, ...] = ()
    columns: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)
    citation: tuple[str, ...] = ()
    note: str = ""
    bibtex: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """A data set: who made it, which version, under which terms, how to cite it, where it speaks.

    Attributes:
        id: short name used by estimates, tables and citations, such as ``ucdp-prio-acd``.
        title: the full title.
        producer: who made it.
        version: version of the release that the embedded snapshot is made from, as the producer names it.
        terms: the terms as stated, in short.
        citation: the full citation as text.
        bibtex: BibTeX fields beside `title` and `version`: ``type`` and ``key`` are required.
        domain: where that release speaks.
        files: its raw files.
        link: the producer's public page.
        quirks: known traps, each one sentence.
        short: the name under a chart, with its version; the title where it is left empty.
        abbreviation: what a sentence calls it, without its version; the title where it is left empty.
        others: the other releases that the readers know, older or newer.
        columns: the columns of the embedded release's file, in order.
        facts: what its reader must know of it and differs between releases.
        note: what a reader of its numbers must be told; empty for a file as published.
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
    abbreviation: str = ""
    others: tuple[Release, ...] = ()
    columns: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)
    note: str = ""

    @property
    def release(self) -> Release:
        """The release that the embedded snapshot is made from."""
        first, last = self.domain.first_year, self.domain.last_year
        return Release(
            self.version, first, last, self.files, self.columns, self.facts, self.citation, self.note, self.bibtex
        )

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release that the readers know, from the one that reaches least far to the one that reaches furthest."""
        return tuple(sorted((self.release, *self.others), key=lambda release: release.last_year or 0))

    def at(self, release: Release) -> Origin:
        """Return the data set as it is in another release: version, years, files, works to cite and name under a chart.

        Of a release that is not known the works are those of the last one that is.
        """
        last = self.releases[-1]
        return replace(
            self,
            version=release.version,
            citation=release.citation or last.citation or self.citation,
            bibtex=release.bibtex or last.bibtex or self.bibtex,
            domain=replace(self.domain, first_year=release.first_year, last_year=release.last_year),
            files=release.files,
            short=self.short.replace(self.version, release.version) if self.version in self.short else "",
            note=release.note,
        )

    @property
    def short_name(self) -> str:
        """The name under a chart."""
        return self.short or f"{self.title}, {self.version}"

    def name_of(self, release: Release) -> str:
        """What a sentence calls a release, such as ``UCDP BRD 26.1``."""
        return f"{self.abbreviation or self.title} {release.version}"

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
