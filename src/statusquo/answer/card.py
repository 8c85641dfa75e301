"""The answer as a card in a notebook: plain HTML with its own few styles, readable in light and in dark."""

from __future__ import annotations

from html import escape

from statusquo.answer.blocks import Block, blocks_of
from statusquo.answer.model import Answer

_TAG = "border:1px solid currentColor;border-radius:3px;padding:0 .4em;margin-right:.4em;font-size:90%"
_HEAD = "text-align:left;vertical-align:top;padding:.15em 1em .15em 0"
_CELL = "text-align:left;padding:.15em 0"


def card(answer: Answer) -> str:
    """Return the card of an answer."""
    name, *others = answer.names
    also = f" <small>{escape(' · '.join(others))}</small>" if others else ""
    tags = "".join(f'<span style="{_TAG}">{escape(tag)}</span>' for tag in answer.tags)
    rows = "".join(map(_row, blocks_of(answer)))
    return (
        f'<div style="max-width:46em"><p><strong>{escape(name)}</strong>{also}</p><p>{tags}</p>'
        f"<p>{escape(' '.join(answer.sentences))}</p><table>{rows}</table></div>"
    )


def _row(block: Block) -> str:
    text = ("<br>" if block.is_list else " ").join(escape(each) for each in block.entries)
    return f'<tr><th scope="row" style="{_HEAD}">{escape(block.head)}</th><td style="{_CELL}">{text}</td></tr>'
