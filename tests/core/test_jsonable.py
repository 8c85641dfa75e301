"""The encoder of what `--json` prints field by field."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable


@dataclass(frozen=True, slots=True)
class Report(Jsonable):
    """A dataclass of all that the encoder meets."""

    day: date
    shares: dict[int, Estimate]
    names: tuple[str, ...]
    left: int | None = None


def test_a_dataclass_is_its_fields_and_a_part_is_what_it_says_itself() -> None:
    share = Estimate(0.5, "share")
    assert Report(date(2026, 11, 30), {1: share}, ("a", "b")).to_json() == {
        "day": "2026-11-30",
        "shares": {"1": share.to_json()},
        "names": ["a", "b"],
        "left": None,
    }


class Bounds(NamedTuple):
    """A named tuple."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Renamed(Jsonable, also=("width",), keys={"where": "bounds", "width": "spread"}):
    """A dataclass whose JSON calls things otherwise, and says more than it holds."""

    where: Bounds
    rows: pl.DataFrame

    @property
    def width(self) -> float:
        """Return how far the bounds lie apart."""
        return self.where.high - self.where.low


def test_json_may_call_a_field_otherwise_and_tell_what_is_worked_out() -> None:
    rows = pl.DataFrame({"day": [date(2026, 11, 30)]})
    assert Renamed(Bounds(1.0, 3.0), rows).to_json() == {
        "bounds": {"low": 1.0, "high": 3.0},
        "rows": [{"day": "2026-11-30"}],
        "spread": 2.0,
    }
