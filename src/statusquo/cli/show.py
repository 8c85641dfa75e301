"""`statusquo show`: the answer on one dispute, at most 24 lines of 80 columns."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import complete_case_id
from statusquo.cli.output import JsonFlag, print_fuller, print_json

if TYPE_CHECKING:
    from statusquo.answer.blocks import Block
    from statusquo.answer.model import Answer

WIDTH, LINES = 80, 24
_INDENT = 9
_GIVES_WAY = ("Likely", "Stronger", "Offered", "Endings", "Stands", "Watch", "Data")
"""Blocks in the order in which they lose an entry where there is too little room; then from the first again."""


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A dispute: its id, a name in any language, its parent state, a number of UCDP, or a case file.",
            autocompletion=complete_case_id,
        ),
    ],
    json: JsonFlag = False,
) -> None:
    """Say what a dispute is, where it stands, how likely war is and what to watch: the place to start."""
    from statusquo.answer.answer import answer_on
    from statusquo.cases.load import load_case
    from statusquo.snapshot.store import open_snapshot

    case = load_case(name)
    answer = answer_on(case, open_snapshot())
    if json:
        print_json(answer.to_json())
        return
    print_fuller(case, "show")
    for line in lines_of(answer):
        typer.echo(line)


def lines_of(answer: Answer) -> list[str]:
    """Return the answer as at most 24 lines of 80 columns; what has no room is left out whole, never cut."""
    from statusquo.answer.blocks import blocks_of

    head = [*_title(answer), *_tags(answer)]
    head += _wrapped(" ".join(answer.sentences))
    foot = f"Next: statusquo dossier {answer.dispute}"
    blocks = list(blocks_of(answer))
    while len(found := [*head, *(line for block in blocks for line in _block(block)), foot]) > LINES:
        shorter = _with_less(blocks)
        if shorter is None:
            break
        blocks = shorter
    return found


def _with_less(blocks: list[Block]) -> list[Block] | None:
    """Return the blocks without one more entry, of the longest block that can spare one; None where none can."""
    spare = [block for block in blocks if len(block.entries) > block.least]
    if not spare:
        return blocks[:-1] if len(blocks) > 1 else None
    gives = max(spare, key=lambda block: (len(_block(block)), -_GIVES_WAY.index(block.head)))
    return [replace(block, entries=block.entries[:-1]) if block is gives else block for block in blocks]


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
