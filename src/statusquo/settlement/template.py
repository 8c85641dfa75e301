"""Commented templates: a settlement file, options of one's own, a vocabulary; and knows what is left of one.

A template is valid in form as it stands, but what it says is nobody's judgement: a file in which its words still stand
is not reckoned with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from statusquo.cases.model import Case
from statusquo.core.errors import UnknownNameError
from statusquo.documents.faults import Fault, show
from statusquo.documents.template import with_schema_line

TemplateKind = Literal["actors", "options", "vocabulary"]

_SCHEMAS: Mapping[TemplateKind, str] = {"actors": "settlement", "options": "options", "vocabulary": "vocabulary"}

_FILLED_IN = ("rationale", "title")
"""Fields of a template in which its words say what belongs there."""

_MAY_STAY = frozenset({"The analyst's own option"})
"""Words of a template that are true of a file made from it."""


def kind_named(name: str) -> TemplateKind:
    """Return a kind of template.

    Raises:
        UnknownNameError: when there is no such kind.
    """
    kinds: tuple[TemplateKind, ...] = get_args(TemplateKind)
    found = next((kind for kind in kinds if kind == name), None)
    if found is None:
        raise UnknownNameError("kind of template", name, kinds)
    return found


def placeholder_faults(data: Mapping[str, object]) -> list[Fault]:
    """Return where the words of a template still stand in a file, each with its place."""
    left = _placeholders()
    return [
        Fault((table, place, field), "the template's own words still stand here", show(row[field]), "your own")
        for table, rows in data.items()
        if isinstance(rows, list)
        for place, row in enumerate(rows)
        if isinstance(row, dict)
        for field in _FILLED_IN
        if row.get(field) in left
    ]


@cache
def _placeholders() -> frozenset[str]:
    """Return what a template says where its reader is to say something: rationales, and titles of sources."""
    rows = [
        row
        for kind in get_args(TemplateKind)
        for rows in tomllib.loads(_raw(kind)).values()
        if isinstance(rows, list)
        for row in rows
    ]
    told = {str(row[field]) for row in rows for field in _FILLED_IN if field in row}
    return frozenset(told - _MAY_STAY)


def _raw(kind: TemplateKind) -> str:
    return (files("statusquo.settlement") / f"{kind}_template.toml").read_text(encoding="utf-8")


def template(kind: TemplateKind, case: Case) -> str:
    """Return the text of a template, with the dispute's own parent and separatist side in it."""
    text = _raw(kind)
    one, other = (*case.parents()[:1], *case.separatists()[:1]) or case.claimants()[:2]
    words = {"case": case.id, "parent": one.id, "separatist": other.id}
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return with_schema_line(text, _SCHEMAS[kind])
