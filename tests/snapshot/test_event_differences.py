"""What two files of events say differently: events added, gone and counted anew, over the days that both reach."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.snapshot.event_differences import EVENTS, EventRecord, event_differences


def record(*events: tuple[str, date, str, int]) -> EventRecord:
    """Events of id, day, conflict and deaths."""
    rows = [(name, day, conflict, "Aland", "Port", deaths) for name, day, conflict, deaths in events]
    return EventRecord("made up", pl.DataFrame(rows, schema=EVENTS, orient="row"))


JANUARY, FEBRUARY, MARCH = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


def test_events_added_gone_and_counted_anew_are_told_apart() -> None:
    a = record(("1", JANUARY, "Coast", 3), ("2", JANUARY, "Coast", 5), ("3", FEBRUARY, "Hills", 1))
    b = record(("1", JANUARY, "Coast", 3), ("2", JANUARY, "Coast", 9), ("4", FEBRUARY, "Hills", 2))
    found = event_differences(a, b)
    assert found.n_events == {"first": 3, "second": 3, "both": 2}
    assert found.by_year.rows() == [(2026, 1, 1, 1, 9, 14)]
    assert found.by_conflict.rows() == [("Coast", 0, 0, 1, 8, 12), ("Hills", 1, 1, 0, 1, 2)]
    assert found.revised.select("id", "deaths_a", "deaths_b").rows() == [("2", 5, 9)]


def test_events_of_days_that_one_alone_reaches_are_counted_and_not_compared() -> None:
    a = record(("1", JANUARY, "Coast", 3), ("2", FEBRUARY, "Coast", 5))
    b = record(("2", FEBRUARY, "Coast", 5), ("3", MARCH, "Coast", 8))
    found = event_differences(a, b)
    assert found.days == (FEBRUARY, FEBRUARY)
    assert found.n_outside == (1, 1)
    assert found.by_year.rows() == [(2026, 0, 0, 0, 5, 5)]
    assert not found.is_empty


def test_records_without_a_day_in_common_have_nothing_to_compare() -> None:
    found = event_differences(record(("1", JANUARY, "Coast", 3)), record(("2", MARCH, "Coast", 3)))
    assert found.days is None
    assert found.n_outside == (1, 1)
    assert found.revised.is_empty()


def test_the_event_with_most_deaths_more_or_fewer_comes_first() -> None:
    a = record(("1", JANUARY, "Coast", 3), ("2", JANUARY, "Hills", 90), ("3", JANUARY, "Hills", 10))
    b = record(("1", JANUARY, "Coast", 30), ("2", JANUARY, "Hills", 20), ("3", JANUARY, "Hills", 11))
    found = event_differences(a, b)
    assert found.revised["id"].to_list() == ["2", "1", "3"]
    assert found.by_conflict["conflict"].to_list() == ["Hills", "Coast"]


def test_an_event_in_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="a record has the columns"):
        EventRecord("made up", pl.DataFrame({"id": ["1"]}))


days = st.dates(date(2026, 1, 1), date(2026, 1, 9))
events = st.dictionaries(st.sampled_from("abcdef"), st.tuples(days, st.integers(0, 50)))
records = events.map(
    lambda found: record(*((name, day, "Coast" if name < "c" else "Hills", n) for name, (day, n) in found.items()))
)


@given(records)
def test_a_record_does_not_differ_from_itself(one: EventRecord) -> None:
    assert event_differences(one, one).is_empty


@given(events, st.data())
def test_turning_two_records_around_turns_every_difference_around(found: dict[str, Any], data: st.DataObject) -> None:
    """The days stay: an event that was moved to another day may be inside the days of both in one record alone."""
    kept = {name: day for name, (day, _) in found.items() if data.draw(st.booleans())}
    a = record(*((name, day, "Coast", deaths) for name, (day, deaths) in found.items()))
    b = record(*((name, day, "Coast", data.draw(st.integers(0, 50))) for name, day in kept.items()))
    there, back = event_differences(a, b), event_differences(b, a)
    assert there.days == back.days
    assert there.n_outside == back.n_outside[::-1]
    columns = ["year", "added", "gone", "revised", "deaths_a", "deaths_b"]
    swapped = ["year", "gone", "added", "revised", "deaths_b", "deaths_a"]
    assert there.by_year.select(columns).rows() == back.by_year.select(swapped).rows()
    assert sorted(there.revised["id"]) == sorted(back.revised["id"])
