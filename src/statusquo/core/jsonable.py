"""The one encoder of the dataclasses that `--json` prints field by field.

A type whose JSON differs from its fields has a `to_json` of its own, which is called wherever it stands inside another;
that is why the fields are walked here and not by pydantic's TypeAdapter, which would not call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


class Jsonable:
    """A dataclass whose JSON is its fields."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, one for each field."""
        return {each.name: plain(getattr(self, each.name)) for each in fields(self)}  # type: ignore[arg-type]


def plain(value: Any) -> Any:
    """Return a value as JSON has it: what is iterable as a list, a mapping as an object, a date as text."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value
