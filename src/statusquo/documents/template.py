"""What every template has in common: the id of the new file, the line that names its JSON Schema, a file of its own.

Words that wait for the author's own stand in a template in angle brackets, ``title = "<Title of the work>"``. Nothing
is reckoned from a file in which one still stands (`unfilled`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import kind_of, write_text
from statusquo.documents.faults import Fault, FieldPath, show
from statusquo.documents.values import Slug

_WAITING = re.compile(r"<[^<>]+>")


def unfilled(part: Any, place: FieldPath = ()) -> Iterator[Fault]:
    """Yield the words of a template that still stand in a file, each with its place.

    Args:
        part: the model of the file, or what stands in it.
        place: where it stands.
    """
    if isinstance(part, str):
        if _WAITING.fullmatch(part.strip()):
            yield Fault(place, "the template's own words still stand here", show(part), "your own")
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from unfilled(getattr(part, name), (*place, field.alias or name))
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from unfilled(inner, (*place, name))
    elif isinstance(part, tuple | list):
        for position, inner in enumerate(part):
            yield from unfilled(inner, (*place, position))


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
    waits = "# Replace what stands in <angle brackets>: nothing is reckoned from a file that still holds some."
    return f"#:schema ./{name}\n{how}\n{waits}\n{text}"


def write_new(path: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        InputError: when the file exists or cannot be written.
    """
    if kind_of(path) or path.is_symlink():
        raise InputError(Problem("the file exists and is not overwritten", str(path), allowed="another name: -o FILE"))
    write_text(path, text)
