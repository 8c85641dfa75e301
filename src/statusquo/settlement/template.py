"""Commented templates: a settlement file, options of one's own, a vocabulary.

A template is valid in form as it stands, but what it says is nobody's judgement: a file in which its words still stand
is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Literal, get_args

from statusquo.cases.model import Case
from statusquo.core.errors import UnknownNameError
from statusquo.documents.template import with_schema_line

TemplateKind = Literal["actors", "options", "vocabulary"]

_SCHEMAS: Mapping[TemplateKind, str] = {"actors": "settlement", "options": "options", "vocabulary": "vocabulary"}


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


def template(kind: TemplateKind, case: Case) -> str:
    """Return the text of a template, with the dispute's own parent and separatist side in it."""
    text = (files("statusquo.settlement") / f"{kind}_template.toml").read_text(encoding="utf-8")
    one, other = (*case.parents()[:1], *case.separatists()[:1]) or case.claimants()[:2]
    words = {"case": case.id, "parent": one.id, "separatist": other.id}
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return with_schema_line(text, _SCHEMAS[kind])
