from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.documents.dates import PartialDate

days = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))
partial_dates = st.builds(lambda day, cut: PartialDate(day.isoformat()[:cut]), days, st.sampled_from([4, 7, 10]))


@given(partial_dates)
def test_a_date_spans_the_days_it_may_mean(date: PartialDate) -> None:
    assert date.first <= date.last
    n_days = (date.last - date.first).days + 1
    assert n_days in {"day": {1}, "month": {28, 29, 30, 31}, "year": {365, 366}}[date.precision]
    assert date.first.year == date.last.year == date.year


@given(days)
def test_a_day_lies_within_its_month_and_its_year(day: dt.date) -> None:
    for cut in (4, 7, 10):
        coarse = PartialDate(day.isoformat()[:cut])
        assert coarse.first <= day <= coarse.last


@given(partial_dates, partial_dates, partial_dates)
def test_dates_are_totally_ordered(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    for x, y, z in itertools.permutations((a, b, c)):
        if x <= y and y <= z:
            assert x <= z


@given(days, days)
def test_full_dates_are_ordered_as_days_are(a: dt.date, b: dt.date) -> None:
    assert (PartialDate(a.isoformat()) < PartialDate(b.isoformat())) == (a < b)


@given(partial_dates)
def test_text_comes_back_as_it_went_in(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


def test_a_date_is_read_from_text_a_toml_date_or_a_year() -> None:
    assert PartialDate.parse(dt.date(1992, 5, 18)) == PartialDate("1992-05-18") == PartialDate.parse("1992-05-18")
    assert PartialDate.parse(1992) == PartialDate("1992")


def test_prose_names_the_month() -> None:
    assert PartialDate("1992-05-08").long_text == "8 May 1992"
    assert PartialDate("1992-05").long_text == "May 1992"
    assert PartialDate("1992").long_text == "1992"


@pytest.mark.parametrize(
    "value",
    [
        "1992-13",
        "1991-06-31",
        "0000",
        "0000-01-01",
        "92",
        "1992-5-8",
        "",
        "May 1992",
        "1992-05-18T10:00",
        "１９９２",
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_allowed(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date; allowed: 1992, 1992-05 or 1992-05-18"):
        PartialDate(value)


@pytest.mark.parametrize("value", [True, 1992.5, dt.datetime(1992, 5, 18), None, ["1992"]])
def test_a_value_of_another_kind_is_no_date(value: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        PartialDate.parse(value)
