"""Dates known to the day, the month or the year.

Sources date an event as finely as they can; a `PartialDate` keeps that precision instead of inventing a day.
It is written as ISO 8601 writes reduced precision: ``1992``, ``1992-05``, ``1992-05-18``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

_FORM = re.compile(r"[0-2][0-9]{3}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
"""No year after 2999: such as 9999 stand for what is not known."""

ALLOWED_DATES = "1992, 1992-05 or 1992-05-18"

Precision = Literal["day", "month", "year"]
_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision its source gives.

    Attributes:
        text: ISO 8601, possibly cut to the month or year.

    Raises:
        ValueError: when the text is not such a date.
    """

    text: str

    def __post_init__(self) -> None:
        try:
            if not _FORM.fullmatch(self.text):
                raise ValueError
            self.last  # noqa: B018 - raises for the year 0, the month 13 and the 31st of June
        except ValueError:
            raise ValueError(f"{self.text!r} is not a date; allowed: {ALLOWED_DATES}") from None

    @property
    def precision(self) -> Precision:
        """How finely the date is known."""
        return _PRECISIONS[self.text.count("-")]

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.text[:4])

    @property
    def first(self) -> dt.date:
        """The first day the date may mean."""
        parts = [int(part) for part in self.text.split("-")]
        return dt.date(*[*parts, 1, 1][:3])

    @property
    def last(self) -> dt.date:
        """The last day the date may mean."""
        first = self.first
        if self.precision == "day":
            return first
        month = first.month if self.precision == "month" else 12
        return dt.date(first.year, month, calendar.monthrange(first.year, month)[1])

    @property
    def long_text(self) -> str:
        """The date as prose writes it, such as ``18 May 1992``."""
        if self.precision == "year":
            return self.text
        month = calendar.month_name[self.first.month]
        return f"{self.first.day} {month} {self.year}" if self.precision == "day" else f"{month} {self.year}"

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    @classmethod
    def parse(cls, value: Any) -> PartialDate:
        """Return the date written as text, as a TOML date, or as a bare year."""
        if isinstance(value, PartialDate):
            return value
        # A moment is a date and true is a number to Python; neither is a date here.
        if isinstance(value, dt.datetime | bool) or not isinstance(value, str | int | dt.date):
            raise ValueError(f"{value!r} is not a date; allowed: {ALLOWED_DATES}")
        return cls(value.isoformat() if isinstance(value, dt.date) else str(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let pydantic models hold the type: parsed from text, written as text."""
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            json_schema_input_schema=core_schema.union_schema(
                [core_schema.str_schema(pattern=f"^{_FORM.pattern}$"), core_schema.int_schema(ge=1, le=2999)]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )
