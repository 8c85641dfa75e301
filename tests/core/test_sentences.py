"""One style for numbers and lists in every sentence."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.wording import (
    counted,
    listed,
    runs,
    sentence,
    significant,
    span,
    spans,
    whole,
    with_range,
)
from statusquo.dossier.timecharts import decimal_year


def test_numbers_are_written_one_way() -> None:
    assert whole(7646) == "7,646"
    assert significant(0.9123) == "0.91"
    assert significant(4205, 2) == "4,200"
    assert significant(0) == "0"
    assert with_range(7646, 7547, 9076) == "7,646 (7,547 to 9,076)"
    assert with_range(35, 35, 35) == "35"
    assert with_range(35, None, None) == "35"
    assert span(2020, 2020) == "2020"
    assert spans([2005, 1991, 1992, 1994]) == "1991–1992, 1994 and 2005"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert counted(1, "episode") == "one episode"
    assert counted(7, "episode") == "seven episodes"
    assert counted(200, "dispute") == "200 disputes"
    assert sentence("it ended") == "It ended."


@given(st.sets(st.integers(1946, 2024)))
def test_runs_hold_every_year_once(years: set[int]) -> None:
    found = runs(sorted(years))
    assert {year for first, last in found for year in range(first, last + 1)} == years
    assert all(later[0] > earlier[1] + 1 for earlier, later in itertools.pairwise(found))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 30)))
def test_decimal_years_keep_the_order_of_days(date: dt.date) -> None:
    assert date.year <= decimal_year(date) < decimal_year(date + dt.timedelta(days=1)) <= date.year + 1
