"""What is wrong with a file of data and where: a fault names the place, what was found and what is allowed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FieldPath = tuple[str | int, ...]
"""The path of a value: keys and positions from the top of the file, such as ``("fact", 12, "unit")``."""

_LONGEST_SHOWN = 60
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, and where.

    Attributes:
        path: where it stands.
        what: one sentence that says what is wrong.
        found: what was found.
        allowed: what is allowed instead.
        against: the other place, where two contradict each other.
    """

    path: FieldPath
    what: str
    found: str | None = None
    allowed: str | None = None
    against: FieldPath | None = None

    def __str__(self) -> str:
        tail = "".join(f"; {word} {text}" for word, text in (("found", self.found), ("allowed", self.allowed)) if text)
        return f"{field_text(self.path)}: {self.what}{tail}" if self.path else f"{self.what}{tail}"


class InconsistentError(ValueError):
    """Parts of a file contradict each other.

    Attributes:
        faults: everything that does not hold.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def field_text(place: FieldPath) -> str:
    """Return a place as errors print it, such as ``fact[12].unit``; positions count from 0."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{_key_text(part)}" for part in place)
    return text.removeprefix(".")


def _key_text(key: str) -> str:
    """Return a key as TOML writes it: in quotes where it has spaces or line breaks; cut short where it is long."""
    return key if _BARE_KEY.fullmatch(key) else cut(json.dumps(key))


def cut(text: str) -> str:
    """Return a text short enough for one line of a report."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def show(value: Any) -> str:
    """Return a value as errors print it."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"an array of {len(value)}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "nothing" if value is None else cut(repr(value))
