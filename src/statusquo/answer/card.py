"""The answer as a card in a notebook: the boxes of a page's first screen in their order, in plain HTML without scripts.

Colours are the notebook's own, so that it reads in light and in dark; the map and the line of the risk are the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from statusquo.answer.blocks import Block, blocks_of
from statusquo.answer.model import Answer
from statusquo.answer.numbers import how_likely, how_strong
from statusquo.core.wording import capitalised

_HEADS = {
    "Likely": "How likely is war?",
    "Stronger": "Who is stronger?",
    "Offered": "What was offered?",
    "Watch": "What to watch, by when?",
    "Stands": "Where does it stand?",
    "Endings": "How do such attempts end?",
}
"""The boxes in the order of the page, with its questions."""

_FOOT = "Data"

_MUTED = "opacity:.75;font-size:88%"
_TAG = "border:1px solid currentColor;border-radius:3px;padding:0 .5em;margin-right:.4em;font-size:88%;font-weight:600"
_NAME = "font-size:150%;font-weight:700"
_ALSO = "opacity:.75;font-size:60%;font-weight:400"
_GRID = "columns:17em;column-gap:1.8em;margin-top:.8em"
_BOX = "break-inside:avoid;border-top:2px solid currentColor;padding:.35em 0 .8em;line-height:1.4"
_BIG = "font-size:190%;font-weight:700;line-height:1.15"
_ROW = "padding:.15em 0"


def card(answer: Answer) -> str:
    """Return the card of an answer."""
    name, *others = answer.names
    also = f' <span style="{_ALSO}">{escape(" · ".join(others))}</span>' if others else ""
    tags = "".join(f'<span style="{_TAG}">{escape(tag)}</span>' for tag in answer.tags)
    blocks = {block.head: block for block in blocks_of(answer)}
    boxes = "".join(_box(answer, blocks[head]) for head in _HEADS if head in blocks)
    foot = escape(" ".join(blocks[_FOOT].entries))
    return (
        f'<div style="max-width:64em;text-align:left"><div style="{_NAME}">{escape(name)}{also}</div>'
        f'<div style="margin:.4em 0">{tags}</div>'
        f'<div style="font-size:112%;line-height:1.4">{escape(" ".join(answer.sentences))}</div>'
        f'<div style="{_GRID}">{boxes}</div><div style="{_MUTED}">{foot}</div></div>'
    )


def _box(answer: Answer, block: Block) -> str:
    large = {"Likely": how_likely(answer.risk), "Stronger": how_strong(answer.stronger)}.get(block.head)
    if large is not None:
        beside = answer.stronger.notes if block.head == "Stronger" else block.entries
        return _section(large.head, large.number, large.says, beside)
    n_rows = len(block.entries) if block.is_list else 1
    return _section(_HEADS[block.head], "", block.entries[:n_rows], block.entries[n_rows:])


def _section(head: str, number: str, rows: Sequence[str], beside: Sequence[str]) -> str:
    big = f'<div style="{_BIG}">{escape(number)}</div>' if number else ""
    told = "".join(f'<div style="{_ROW}">{escape(capitalised(row))}</div>' for row in rows)
    muted = f'<div style="{_MUTED}">{escape(" ".join(beside))}</div>' if beside else ""
    return f'<section style="{_BOX}"><strong>{escape(head)}</strong>{big}{told}{muted}</section>'
