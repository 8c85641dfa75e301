"""Every data set by its id, as its file in `origins/` describes it. Importing this module opens no raw file.

A file is named by the id and holds the fields of `Origin`, with ``own`` for a data set that only a user's own file
brings, and ``place``, its place in the order in which data sets are printed. Tables: ``domain``, ``facts``,
``[[work]]``, ``[[file]]`` and ``[[release]]``: another release with facts and files of its own, and the columns of the
embedded one. A work holds its BibTeX fields, from which its citation is made, or beside them a ``citation`` where that
reads otherwise. ``cites`` names works by key: without it the embedded release cites all, another none of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from statusquo.core.domain import Domain
from statusquo.core.errors import UnknownNameError
from statusquo.core.origin import Origin, RawFile, Release
from statusquo.sources.citation import citation_of

_Table = dict[str, Any]


def _read_all() -> dict[str, _Table]:
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in (files("statusquo.sources") / "origins").iterdir()
        if file.name.endswith(".toml")
    }
    return dict(sorted(found.items(), key=lambda item: item[1]["place"]))


def _origin(key: str, table: _Table) -> Origin:
    works = table["work"]
    citation, bibtex = _cited(works, table.get("cites", [work["key"] for work in works]))
    columns = tuple(table.get("columns", ()))
    taken = ("title", "producer", "version", "terms", "link", "short", "abbreviation", "note", "facts")
    return Origin(
        id=key,
        citation=citation,
        bibtex=bibtex,
        domain=Domain(**{"first_year": None, "last_year": None, **table["domain"]}),
        files=_files(table),
        quirks=tuple(table.get("quirks", ())),
        columns=columns,
        others=tuple(_release(release, works, columns) for release in table.get("release", ())),
        **{name: table[name] for name in taken if name in table},
    )


def _release(table: _Table, works: Sequence[_Table], columns: tuple[str, ...]) -> Release:
    citation, bibtex = _cited(works, table.get("cites", ()))
    return Release(
        table["version"],
        table["first_year"],
        table["last_year"],
        _files(table),
        columns,
        table.get("facts", {}),
        citation,
        bibtex=bibtex,
    )


def _files(table: _Table) -> tuple[RawFile, ...]:
    return tuple(RawFile(**file) for file in table.get("file", ()))


def _cited(works: Sequence[_Table], keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[Mapping[str, str], ...]]:
    by_key = {work["key"]: work for work in works}
    cited = [by_key[key] for key in keys]
    fields = tuple({name: value for name, value in work.items() if name != "citation"} for work in cited)
    return tuple(work.get("citation") or citation_of(work) for work in cited), fields


_TABLES = _read_all()

ORIGINS: dict[str, Origin] = {key: _origin(key, table) for key, table in _TABLES.items() if not table.get("own")}
"""Every data set the package knows, in the order in which it is printed."""

OWN_ORIGINS: dict[str, Origin] = {key: _origin(key, table) for key, table in _TABLES.items() if table.get("own")}
"""Data sets that only a user's own file brings; nothing of them is in the package."""


def origin(key: str) -> Origin:
    """Return one origin.

    Raises:
        UnknownNameError: when no data set has this id; it offers the nearest ones.
    """
    known = {**ORIGINS, **OWN_ORIGINS}
    if key not in known:
        raise UnknownNameError("data set", key, known)
    return known[key]
