"""The one encoder of the dataclasses that `--json` prints field by field.

A type whose JSON differs from its fields has a `to_json` of its own, which is called wherever it stands inside another;
that is why the fields are walked here and not by pydantic's TypeAdapter, which would not call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, ClassVar


class Jsonable:
    """A dataclass whose JSON is its fields.

    Args:
        also: properties that its JSON holds beside the fields.
        keys: the keys of those fields and properties that JSON calls otherwise.
    """

    __slots__ = ()
    _also: ClassVar[tuple[str, ...]] = ()
    _keys: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls, also: tuple[str, ...] | None = None, keys: Mapping[str, str] | None = None) -> None:
        # A dataclass with slots is made twice, the second time without these.
        cls._also = cls._also if also is None else also
        cls._keys = cls._keys if keys is None else keys

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, one for each field and each property named beside them."""
        names = (*(each.name for each in fields(self)), *self._also)  # type: ignore[arg-type]
        return {self._keys.get(name, name): plain(getattr(self, name)) for name in names}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: what is iterable as a list, a mapping as an object, a date as text.

    A frame is its rows, a named tuple an object, and a model of pydantic what it dumps.
    """
    if hasattr(value, "to_json"):
        return value.to_json()
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "to_dicts"):
        return plain(value.to_dicts())
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value
