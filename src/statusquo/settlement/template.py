"""Writes commented templates, each valid as it stands: a settlement file, options of one's own, a vocabulary."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from statusquo.cases.model import Case
from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.core.files import write_text

TemplateKind = Literal["actors", "options", "vocabulary"]


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


def write_template(kind: TemplateKind, case: Case, path: Path) -> None:
    """Write a template; the file appears whole or not at all.

    Args:
        kind: what to write.
        case: the dispute that it is about.
        path: the file to write.

    Raises:
        InputError: when the file exists or cannot be written.
    """
    text = template(kind, case)
    if path.is_symlink() or path.exists():
        raise InputError(Problem("the file exists and is not overwritten", str(path), allowed="another name: -o FILE"))
    write_text(path, text)


def template(kind: TemplateKind, case: Case) -> str:
    """Return the text of a template, with the dispute's own parent and separatist side in it."""
    text = (files("statusquo.settlement") / f"{kind}_template.toml").read_text(encoding="utf-8")
    one, other = (*case.parents()[:1], *case.separatists()[:1]) or case.claimants()[:2]
    words = {"case": case.id, "parent": one.id, "separatist": other.id}
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return text
