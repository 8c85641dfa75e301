"""Writes a commented explanation file: valid as it stands, with a claim that describes and one that names a cause."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import write_text
from statusquo.documents.faults import show
from statusquo.documents.values import Slug


def write_template(explanation_id: str, path: Path) -> None:
    """Write a template of an explanation file; the file appears whole or not at all.

    Args:
        explanation_id: the id of the new explanation.
        path: the file to write.

    Raises:
        InputError: when the id is not allowed, or the file exists or cannot be written.
    """
    text = template(explanation_id)
    if path.is_symlink() or path.exists():
        raise InputError(Problem("the file exists and is not overwritten", str(path), allowed="another name: -o FILE"))
    write_text(path, text)


def template(explanation_id: str) -> str:
    """Return the text of a template.

    Args:
        explanation_id: the id of the new explanation.

    Raises:
        InputError: when the id is not allowed.
    """
    try:
        TypeAdapter(Slug).validate_python(explanation_id)
    except ValidationError:
        allowed = "lower-case words joined by hyphens, such as smith-2020"
        raise InputError(
            Problem("the id is not allowed", field="ID", found=show(explanation_id), allowed=allowed)
        ) from None
    text = (files("statusquo.explanations") / "template.toml").read_text(encoding="utf-8")
    return text.replace("{id}", explanation_id)
