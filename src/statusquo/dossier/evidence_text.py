"""The evidence bundle in Markdown: what `evidence` holds, readable in a plain editor.

A figure's numbers stand as a table where they are few; where they are many, a line says how many there are and where
they are found. Numbers in square brackets are those of the list of sources.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from statusquo.answer.blocks import blocks_of
from statusquo.core.wording import counted
from statusquo.dossier.evidence import age_of, cite_as, shown_in
from statusquo.dossier.parts import Block, CellLine, ClaimList, Dossier, EntryList, Figure, Reference, Table

MOST_ROWS = 40
"""Rows that a figure's table may have to stand in the text."""

_INTERVALS = {
    "credible95": "95 % credible interval",
    "confidence95": "95 % confidence interval",
    "draws95": "95 % of the draws of uncertain inputs",
    "range": "least and most",
    "source-range": "range over sources",
}
_DIGITS = 6

Cites = Callable[[Sequence[str]], str]


def evidence_text(dossier: Dossier) -> str:
    """Return a dossier's evidence as Markdown.

    Args:
        dossier: the dossier.
    """
    return "\n\n".join(_parts(dossier)) + "\n"


def _parts(dossier: Dossier) -> Iterator[str]:
    answer, screen = dossier.answer, dossier.screen

    def cites(ids: Sequence[str]) -> str:
        return f" [{', '.join(str(dossier.number_of(name)) for name in ids)}]" if ids else ""

    yield f"# {screen.title}"
    if screen.names:
        yield f"*{' · '.join(name for name, _ in screen.names)}*"
    yield " · ".join(screen.tags)
    yield " ".join(answer.sentences)
    yield "\n".join(f"- **{block.head}.** {' '.join(block.entries)}" for block in blocks_of(answer))
    for section in dossier.all_sections:
        yield f"## {section.heading}"
        yield section.finding
        for block in section.blocks:
            yield from _block(block, dossier.id, cites)
        if section.caveats:
            yield "What this cannot say:"
            yield "\n".join(f"- {caveat}" for caveat in section.caveats)
    yield "## Sources"
    yield "\n".join(f"{each.number}. {_source(each, answer.data.built)}" for each in dossier.references)
    if dossier.left_out:
        yield f"Left out: {'; '.join(dossier.left_out)}."
    yield f"To cite: {cite_as(dossier)}"


def _block(block: Block, dispute: str, cites: Cites) -> Iterator[str]:
    match block:
        case Figure():
            yield from _figure(block, dispute, cites)
        case Table():
            yield f"### {block.caption}"
            yield _table(block.columns, [[_lines(cell, cites) for cell in row] for row in block.rows])
            if block.note:
                yield block.note
        case EntryList():
            yield f"### {block.caption}"
            entries = []
            for entry in block.entries:
                flag = f" ({entry.flag})" if entry.flag else ""
                text = f" {entry.text}" if entry.text else ""
                entries.append(f"- {entry.date}: **{entry.title}**{flag}{text}{cites(entry.sources)}")
                entries += [f"  - {who}: {what}" for who, what in (*entry.accounts, *entry.terms)]
            yield "\n".join(entries)
        case ClaimList():
            yield f"### {block.caption}"
            if block.intro:
                yield block.intro
            claims = []
            for claim in block.lines:
                fragile = ", fragile" if claim.is_fragile else ""
                claims.append(f"- **{claim.id}: {claim.verdict}{fragile}.** {claim.sentence}{cites(claim.sources)}")
                claims += [f"  - {part.capitalize() + ': ' if part else ''}{text}" for part, text in claim.readings]
            yield "\n".join(claims)


def _figure(figure: Figure, dispute: str, cites: Cites) -> Iterator[str]:
    shown = shown_in(figure)
    yield f"### {(figure.headline or figure.title).rstrip('.')}"
    around = f"; around it: {_INTERVALS[shown.interval]}" if shown.interval else ""
    head = f"{figure.title}. " if figure.headline else ""
    said = f" {figure.finding}" if figure.finding else ""
    yield f"{head}Unit: {shown.unit}{around}.{said}{cites(figure.sources)}"
    yield figure.how_to_read
    rows = figure.data
    if rows.height > MOST_ROWS:
        yield (
            f"{counted(rows.height, 'row').capitalize()} of {', '.join(rows.columns)}: "
            f"`statusquo dossier {dispute} --format json`, figure `{figure.id}`."
        )
    elif rows.height:
        yield _table(rows.columns, [[_value(value) for value in row] for row in rows.iter_rows()])


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _value(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)


def _lines(cell: Sequence[CellLine], cites: Cites) -> str:
    told = []
    for line in cell:
        beside = [f"({text})" for text in (line.when, line.mark, line.note) if text]
        told.append(" ".join([line.text, *beside]) + cites(line.sources))
    return "; ".join(told)


def _source(reference: Reference, today: dt.date) -> str:
    marks = [
        reference.side,
        "" if reference.is_source else "unsourced",
        "open encyclopedia" if reference.is_mirror else "",
    ]
    told = [reference.citation]
    if reference.url:
        told.append(f"<{reference.url}>")
    told += [f"({mark})" for mark in marks if mark]
    if reference.terms:
        told.append(reference.terms)
    if age := age_of(reference, today):
        told.append(f"The data {age}.")
    return " ".join(told)
