"""Checks that what a dispute rests on is what it is shown to rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from statusquo.cases.source_kinds import mirror_host

_MIRROR = "encyclopedia mirror"
_WEAK = {_MIRROR, "general knowledge"}
_WORKING_NOTES = re.compile(
    r"general knowledge|to check|to be checked|not checked|looked up|latest page seen|search engine|groupcon|\bTODO\b",
    re.IGNORECASE,
)


def _kinds(facts: Any) -> dict[str, str]:
    return {source["id"]: source["kind"] for source in facts["show"]["source"]}


def _rests_on_weak_sources(row: dict[str, Any], kinds: dict[str, str]) -> bool:
    return {kinds[name] for name in row["source"]} <= _WEAK


def counts_a_copy_as_a_source(facts: Any) -> list[str]:
    """Return the rows that count as sourced though every source of theirs is weak."""
    case, kinds = facts["case"], _kinds(facts)
    rows = [*case.fact, *case.coding, *case.event]
    return [
        f"{getattr(row, 'key', None) or getattr(row, 'field', None) or row.id} counts as sourced"
        for row in rows
        if {kinds[name] for name in row.source} <= _WEAK and (case.is_sourced(row) or case.standing(row) == "sourced")
    ]


def hides_a_copy_under_another_kind(facts: Any) -> list[str]:
    """Return the sources on a host of the list that stand under another kind."""
    return [
        f"{source['id']} is {source['kind']}, on {mirror_host(source['url'])}"
        for source in facts["show"]["source"]
        if source["url"] and mirror_host(source["url"]) and source["kind"] != _MIRROR
    ]


def calls_official_what_no_authority_issued(facts: Any) -> list[str]:
    """Return the official sources that name neither author nor publisher."""
    return [
        f"{source['id']}: {source['title']}"
        for source in facts["show"]["source"]
        if source["kind"] == "official" and not (source["author"] or source["publisher"])
    ]


def shows_a_working_note(facts: Any) -> list[str]:
    """Return the texts of a case that are notes of the coder's desk."""
    document = {key: value for key, value in facts["show"].items() if key != "source"}
    return [text for text in _texts(document) if _WORKING_NOTES.search(text)]


def moves_the_line_without_a_source(facts: Any) -> list[str]:
    """Return the events that are said to have moved the line and rest on weak sources alone."""
    kinds = _kinds(facts)
    return [
        f"{event['date']} {event['title']}"
        for event in facts["show"]["event"]
        if event["moves_line"] and _rests_on_weak_sources(event, kinds)
    ]


def tells_of_five_and_two_without_its_end(facts: Any) -> list[str]:
    """Return the texts on Transnistria that name the format of talks and not that it was called unworkable."""
    if facts["id"] != "transnistria":
        return []
    show = facts["show"]
    told = [show["status_today"] or "", *(phase["text"] for phase in show["phase"] if not phase["end"])]
    return [text for text in told if "five and two" in text and "unworkable" not in text and "2025" not in text]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("source", "status_source"):
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node
