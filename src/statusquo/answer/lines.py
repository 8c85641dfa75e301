"""The answer as lines of text: what `statusquo show` prints, and what a notebook shows where it shows no HTML."""

from __future__ import annotations

import textwrap
from dataclasses import replace

from statusquo.answer.blocks import Block, blocks_of
from statusquo.answer.model import Answer

WIDTH, LINES = 80, 24
_INDENT = 9
_GOES_FIRST = ("Stands", "Endings")
"""Blocks in the order in which one is left out where even their weightiest entries have no room together."""
_ONE_WILL_DO = ("Watch", "Data", "Stronger")
"""Blocks in the order in which one is then cut to its first entry: what was offered is what a mediator asks."""
_GOES_LAST = ("Stronger", "Offered", "Data", "Watch")


def lines_of(answer: Answer, asked: str | None = None) -> list[str]:
    """Return the answer as at most 24 lines of 80 columns; what has no room is left out whole, never cut.

    Args:
        answer: the answer.
        asked: how the dossier is to be asked for; by default by the dispute's id.
    """
    head = [*_title(answer), *_tags(answer)]
    head += _wrapped(" ".join(answer.sentences))
    foot = f"Next: statusquo dossier {asked or answer.dispute}"
    blocks = list(blocks_of(answer))
    while len(found := [*head, *(line for block in blocks for line in _block(block)), foot]) > LINES:
        blocks = _with_less(blocks)
    return found


def _with_less(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the next least weighty entry or block left out."""
    by_head = {block.head: block for block in blocks}
    spare = [block for block in blocks if len(block.entries) > block.least]
    longest = max(spare, key=lambda block: len(_block(block)), default=None)
    gone = next((head for head in _GOES_FIRST if head in by_head), None)
    can_shorten = (by_head[head] for head in _ONE_WILL_DO if head in by_head)
    shortened = next((block for block in can_shorten if len(block.entries) > 1), None)
    gives = longest or (None if gone else shortened)
    if gives:
        return [replace(block, entries=block.entries[:-1]) if block is gives else block for block in blocks]
    goes = gone or next(head for head in _GOES_LAST if head in by_head)
    return [block for block in blocks if block.head != goes]


def _title(answer: Answer) -> list[str]:
    """Return the name with as many of the others as the line holds."""
    line, *others = answer.names
    lines = textwrap.wrap(line, WIDTH)
    for other in others:
        longer = f"{lines[-1]}{' · ' if lines[-1] != line else '  '}{other}"
        if len(longer) <= WIDTH:
            lines[-1] = longer
    return lines


def _tags(answer: Answer) -> list[str]:
    """Return the tags, none of which is broken."""
    whole = " ".join(f"[{tag}]".replace(" ", "\N{NO-BREAK SPACE}") for tag in answer.tags)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in _wrapped(whole)]


def _block(block: Block) -> list[str]:
    texts = block.entries if block.is_list else (" ".join(block.entries),)
    lines = [line for text in texts for line in _wrapped(text, " " * _INDENT)]
    return [f"{block.head:<{_INDENT}}{lines[0][_INDENT:]}", *lines[1:]]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
