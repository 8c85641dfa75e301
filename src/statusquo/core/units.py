"""What kind of number a unit stands for: the one place that reads the text of a unit.

Estimates carry their unit as text, since files, artefacts and `--json` do. What a reader must be told of a number hangs
on its kind: a difference has its sign shown, a logarithm is told as a factor too, a code as its word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

UnitKind = Literal["level", "log", "difference", "share", "year", "code"]

_DIFFERENCES = ("log", "delta", "points", "a year")

_LOGARITHMS: Mapping[str, str] = {"log odds": "the odds", "log ratio": ""}
"""Units that are logarithms, by how they begin: what is multiplied."""

_CODED = re.compile(r"([a-z ]+?) \((\d)\)")
"""A unit that says what each code means: ``unitary (0), federal (1) or confederal (2)``."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and what it says of its numbers.

    Attributes:
        text: the unit as it is printed.
        kind: what its numbers are; a difference of logarithms by year is a ``difference``.
        of: of a logarithm, what its factor multiplies; empty where the text does not say.
        labels: of codes, the word of each.
    """

    text: str
    kind: UnitKind
    of: str
    labels: Mapping[int, str]

    @property
    def is_signed(self) -> bool:
        """Whether the sign of a number is its point."""
        return self.kind in ("log", "difference")

    def word(self, value: float | None) -> str:
        """Return the word of a code; empty where the unit is none of codes or gives no such code."""
        return self.labels.get(int(value), "") if value is not None and value == int(value) else ""


@cache
def unit_of(text: str) -> Unit:
    """Return what a unit's text says."""
    labels = {int(code): word.strip().removeprefix("or ") for word, code in _CODED.findall(text)}
    of = next((what for start, what in _LOGARITHMS.items() if text.startswith(start)), None)
    kind: UnitKind = "level"
    if labels:
        kind = "code"
    elif text == "year":
        kind = "year"
    elif of is not None and not text.endswith("a year"):
        kind = "log"
    elif any(part in text for part in _DIFFERENCES):
        kind = "difference"
    elif text in ("share", "percent"):
        kind = "share"
    return Unit(text, kind, of or "", labels)
