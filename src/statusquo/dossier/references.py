"""The list of sources of a page: what was used, numbered in the order of its appearance, with BibTeX.

Data sets come from the registry of origins; works and pages come from the case file. Only what the page uses is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from statusquo.cases.model import Case
from statusquo.cases.source_kinds import MIRROR
from statusquo.cases.statements import Source
from statusquo.core.wording import span
from statusquo.dossier.parts import Block, ClaimList, EntryList, Figure, Reference, Section, Table
from statusquo.snapshot.ages import years_covered
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

_ESCAPES = str.maketrans({"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}"})


def references(
    case: Case,
    sections: Iterable[Section],
    snapshot: Snapshot,
    also: Iterable[str] = (),
    works: Mapping[str, Source] | None = None,
) -> tuple[Reference, ...]:
    """Return the references of the sections, numbered from 1: data sets first, then works in order of appearance.

    Args:
        case: the dispute.
        sections: of the page.
        snapshot: the open snapshot, whose releases are named.
        also: ids of sources used elsewhere on it.
        works: by id, sources that the case file does not have.
    """
    known = {**(works or {}), **case.sources_by_id}
    used = dict.fromkeys(
        [*(name for section in sections for block in section.blocks for name in _used_by(block)), *also]
    )
    ordered = [*(name for name in used if name in ORIGINS), *(name for name in used if name not in ORIGINS)]
    return tuple(_reference(case, known, snapshot, name, number) for number, name in enumerate(ordered, 1))


def _used_by(block: Block) -> Iterable[str]:
    match block:
        case Figure():
            yield from block.sources
        case Table():
            for row in block.rows:
                for line in (line for cell in row for line in cell):
                    yield from line.sources
        case EntryList():
            for entry in block.entries:
                yield from entry.sources
        case ClaimList():
            for claim in block.lines:
                yield from claim.sources


def origin_reference(snapshot: Snapshot, name: str, number: int) -> Reference:
    """Return a data set as a reference.

    Args:
        snapshot: the open snapshot, whose release of it is named.
        name: its id in the registry of origins.
        number: its number on the page.
    """
    origin = snapshot.origin(name)
    first, last = years_covered(origin, snapshot)
    years = "" if first is None or last is None else f", {span(first, last)}"
    return Reference(
        number,
        name,
        origin.short_name,
        " ".join(origin.citation),
        origin.bibtex_text(),
        origin.link or None,
        terms=f"{origin.title}, {origin.version}{years}. Terms: {origin.terms}.",
        last_year=last,
    )


def _reference(case: Case, known: Mapping[str, Source], snapshot: Snapshot, name: str, number: int) -> Reference:
    if name in ORIGINS:
        return origin_reference(snapshot, name, number)
    source = known[name]
    side = f"on the side of {case.actor_by_id(source.side).name}" if source.side else ""
    short = source.author or source.publisher or source.title
    return Reference(
        number,
        name,
        short,
        source.citation,
        bibtex_of(source),
        source.url,
        side=side,
        is_source=source.is_source,
        is_mirror=source.kind == MIRROR,
    )


def bibtex_of(source: Source) -> str:
    """Return a case file's source as a BibTeX entry (misc); empty for general knowledge, which cannot be cited."""
    if not source.is_source:
        return ""
    fields = {
        "author": source.author and f"{{{_escaped(source.author)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "howpublished": source.publisher and _escaped(source.publisher),
        "year": source.year and str(source.year),
        "url": source.url,
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{re.sub(r'[^a-z0-9]+', '-', source.id)},\n{body}\n}}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
