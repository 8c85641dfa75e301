"""Words and figures that may stand on no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_INNER = re.compile(r"\bNone\b|\bnan\b|\bnull\b|\{[a-z_]+\}|\bTODO\b|  +\S")
_NOUGHT = re.compile(r"(?<![\d.,])0(?:\.0+)? ?%(?! of)")


def inner_names(facts: dict[str, Any]) -> list[str]:
    return [text for text in _texts(facts) if _INNER.search(text)]


def certain_noughts(facts: dict[str, Any]) -> list[str]:
    return [text for text in _texts(facts) if "risk" in text.casefold() and _NOUGHT.search(text)]


def _texts(facts: dict[str, Any]) -> list[str]:
    """Return the sentences of the page of a bundled dispute; the others' pages are made of the same parts."""
    if facts["case"].origin == "derived":
        return []
    # What the product says; the blocks and sources hold people's own words, such as "None" for a term of a proposal.
    sections = [{**section, "blocks": []} for section in facts["page"]["sections"]]
    return list(_strings([facts["page"]["answer"], sections, facts["page"]["left_out"]]))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if " " in value and not value.startswith(("{", "http", "@")):
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
