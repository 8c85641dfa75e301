"""The encoder of what `--json` prints field by field."""

from dataclasses import dataclass
from datetime import date

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
