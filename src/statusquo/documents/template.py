"""What every template has in common: the id of the new file, the line that names its JSON Schema, a file of its own."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import write_text
from statusquo.documents.faults import show
from statusquo.documents.values import Slug


def checked_id(text: str, example: str) -> str:
    """Return an id for a new file.

    Args:
        text: the id.
        example: an id that is allowed, for the error.

    Raises:
        InputError: when it is not allowed.
    """
    try:
        return TypeAdapter[str](Slug).validate_python(text)
    except ValidationError:
        allowed = f"lower-case words joined by hyphens, such as {example}"
        raise InputError(Problem("the id is not allowed", field="ID", found=show(text), allowed=allowed)) from None


def with_schema_line(text: str, kind: str) -> str:
    """Return a template that tells editors where its JSON Schema lies, so that they complete and check as one types.

    Args:
        text: the template.
        kind: of file, as `statusquo schema` calls it.
    """
    name = f"{kind}.schema.json"
    how = f"# Editors complete and check by it once it is made: statusquo schema {kind} > {name}"
    return f"#:schema ./{name}\n{how}\n{text}"


def write_new(path: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        InputError: when the file exists or cannot be written.
    """
    if path.is_symlink() or path.exists():
        raise InputError(Problem("the file exists and is not overwritten", str(path), allowed="another name: -o FILE"))
    write_text(path, text)
