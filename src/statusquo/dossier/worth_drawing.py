"""Which charts say something of the dispute: what would stand flat, or hold one year, is left out and named at the end.

The rules look at a finished figure's numbers alone, so that one place knows them all; the numbers stay in the section.
"""

from __future__ import annotations

import re
from dataclasses import replace

from statusquo.dossier.parts import Block, Figure, Section

LONGEST_SHORT_CLOCK = 3
"""A clock that never ran past so many years says only that it was fought over nearly all the time."""

_MEASURE, _YEAR, _VALUE = "measure", "year", "value"


def with_what_is_worth_drawing(section: Section) -> Section | None:
    """Return a section without the figures that show nothing, each named with its reason; None where nothing is left.

    Where the figure that stood open is gone, the first of the others does.

    Args:
        section: the section as it was made.
    """
    reasons = {block.id: why for block in section.blocks if isinstance(block, Figure) and (why := why_not(block))}
    if not reasons:
        return section
    blocks: list[Block] = [block for block in section.blocks if block.id not in reasons]
    drawn = [place for place, block in enumerate(blocks) if isinstance(block, Figure)]
    if drawn and all(blocks[place].is_folded for place in drawn):
        blocks[drawn[0]] = replace(blocks[drawn[0]], is_folded=False)
    named = [f"{_short(block)} ({reasons[block.id]})" for block in section.figures if block.id in reasons]
    if not blocks:
        return None
    return replace(section, blocks=tuple(blocks), left_out=(*section.left_out, *named))


def why_not(figure: Figure) -> str | None:
    """Return why a figure shows nothing of the dispute; None where it does.

    Args:
        figure: any figure; one that is not over years is always worth drawing.
    """
    rows = figure.data
    if _YEAR not in rows.columns or rows.is_empty():
        return None
    lines = rows.partition_by(_MEASURE) if _MEASURE in rows.columns else [rows]
    if max(line[_YEAR].n_unique() for line in lines) == 1:
        return "known of one year alone"
    if _VALUE not in rows.columns:
        return None
    if figure.id == "inertia" and float(rows[_VALUE].max() or 0) <= LONGEST_SHORT_CLOCK:  # type: ignore[arg-type]
        return f"never more than {LONGEST_SHORT_CLOCK}"
    if all(line[_VALUE].n_unique() == 1 for line in lines):
        return "the same in every year"
    return None


def _short(figure: Figure) -> str:
    """Return what a figure shows, without what its title adds after a colon, a comma or a bracket."""
    title = re.split(r"[:,]| \(", figure.title)[0]
    return f"{title[0].lower()}{title[1:]}"
