"""Coded fields: what a case is compared by, declared once in ``coded_fields.csv``, and one coded value of a case.

A field says what it means, what values it allows and **when it is known**, so that a condition that is known only from
the outcome can be kept out of an explanation of the outcome. A value has its sources, its confidence and, where the
coding is contested, the other defensible readings beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from pydantic import Field

from statusquo.core.shipped_tables import shipped_rows
from statusquo.documents.values import FieldName, Flag, Line, Number, Sourced, Text

FieldType = Literal["flag", "choice", "number", "whole", "year", "text"]
KnownWhen = Literal["before", "outset", "during", "outcome"]
KNOWN_WHEN: tuple[KnownWhen, ...] = get_args(KnownWhen)
"""When a field can be known, earliest first: before the claim, when it is made, in its course, from its outcome."""

CodedScalar = Flag | Number | Text


class CodedValue(Sourced):
    """How one field is coded for the case, with other defensible readings as `alternative`."""

    field: FieldName
    value: CodedScalar
    alternative: tuple[CodedScalar, ...] = ()
    as_of: Line | None = Field(default=None)
    """When it held, where that is not what the field says."""


@dataclass(frozen=True, slots=True)
class CodedField:
    """One field by which cases are compared.

    Attributes:
        name: its name.
        group: what it is about.
        type: type of its values; a flag is true or false, a year a whole number.
        unit: unit of its numbers, empty where there is none.
        allowed: the values of a closed list; empty where the list is open.
        low: smallest number allowed, None where there is no limit.
        high: largest number allowed.
        known_when: when it is known.
        description: what it holds, in words.
    """

    name: str
    group: str
    type: FieldType
    unit: str
    allowed: tuple[str, ...]
    low: float | None
    high: float | None
    known_when: KnownWhen
    description: str

    @property
    def allowed_text(self) -> str:
        """What the field allows, in words."""
        if self.allowed:
            return ", ".join(self.allowed)
        kind = {"flag": "true or false", "text": "a text", "number": "a number"}.get(self.type, "a whole number")
        if self.low is None:
            return kind
        return f"{kind} from {self.low:g} to {self.high:g}" if self.high is not None else f"{kind} from {self.low:g}"

    def admits(self, value: object) -> bool:
        """Whether the field allows a value."""
        if self.type == "flag":
            return isinstance(value, bool)
        if self.type in ("text", "choice"):
            return isinstance(value, str) and (not self.allowed or value in self.allowed)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.type in ("whole", "year") and value != int(value):
            return False
        if self.allowed:
            return f"{value:g}" in self.allowed
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@cache
def coded_fields() -> Mapping[str, CodedField]:
    """Return the declared fields by name, in the order of the file."""
    return {field.name: field for field in map(_field, shipped_rows("statusquo.cases", "coded_fields.csv"))}


def known_by(known_when: KnownWhen) -> Iterator[CodedField]:
    """Yield the fields known by then: ``known_by("outset")`` leaves out what the course or the outcome shows."""
    latest = KNOWN_WHEN.index(known_when)
    return (field for field in coded_fields().values() if KNOWN_WHEN.index(field.known_when) <= latest)


def _field(row: dict[str, str]) -> CodedField:
    low, dots, high = row["allowed"].partition("..")
    return CodedField(
        name=row["field"],
        group=row["group"],
        type=row["type"],  # type: ignore[arg-type]
        unit=row["unit"],
        allowed=() if dots or not row["allowed"] else tuple(row["allowed"].split("|")),
        low=float(low) if dots and low else None,
        high=float(high) if dots and high else None,
        known_when=row["known_when"],  # type: ignore[arg-type]
        description=row["description"],
    )
