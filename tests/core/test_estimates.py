"""An estimate and a series cannot contradict themselves, and survive a round trip through JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.domain import Domain
from statusquo.core.estimates import INTERVALS, Estimate, Point, Series

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)
TRIPLES = st.lists(FINITE, min_size=3, max_size=3).map(sorted)
KINDS = st.sampled_from(INTERVALS)
YEARS = Domain(1946, 2024, "ucdp", "conflict-year")


@st.composite
def series(draw: st.DrawFn) -> Series:
    years = sorted(draw(st.sets(st.integers(1946, 2024), max_size=12)))
    bounded = draw(st.booleans()) and bool(years)
    points = []
    for year in years:
        low, value, high = draw(TRIPLES)
        points.append(Point(year, value, low, high) if bounded else Point(year, draw(st.none() | FINITE)))
    kind = draw(KINDS) if bounded else None
    return Series("deaths", "battle deaths", "battle deaths", YEARS, tuple(points), kind, ("tjet-spells",))


@given(TRIPLES, KINDS)
def test_an_estimate_survives_json(numbers: list[float], kind: str) -> None:
    low, value, high = numbers
    estimate = Estimate(value, "km2", low, high, kind, ("natural-earth",))
    assert Estimate.from_json(json.loads(json.dumps(estimate.to_json()))) == estimate


def test_a_missing_estimate_survives_json_with_its_reason() -> None:
    missing = Estimate.missing("battle deaths", "the source leaves this type of conflict out", ["tjet-spells"])
    again = Estimate.from_json(json.loads(json.dumps(missing.to_json())))
    assert again == missing
    assert again.missing_reason


@given(st.lists(FINITE, min_size=3, max_size=3).filter(lambda n: not n[0] <= n[1] <= n[2]), KINDS)
def test_a_value_outside_its_bounds_is_refused(numbers: list[float], kind: str) -> None:
    low, value, high = numbers
    with pytest.raises(ValueError, match="outside its bounds"):
        Estimate(value, "km2", low, high, kind)


@pytest.mark.parametrize("strange", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", ["value", "low", "high"])
def test_a_number_that_is_not_finite_is_refused(strange: float, place: str) -> None:
    numbers = {"value": 1.0, "low": 0.0, "high": 2.0, place: strange}
    with pytest.raises(ValueError, match="finite"):
        Estimate(unit="km2", interval="draws95", **numbers)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"value": 1.0, "low": 0.0}, "one bound"),
        ({"value": None, "low": 0.0, "high": 1.0, "missing_reason": "none"}, "without a value"),
        ({"value": 1.0, "low": 0.0, "high": 2.0}, "kind of interval"),
        ({"value": 1.0, "interval": "credible95"}, "kind of interval"),
        ({"value": 1.0, "low": 0.0, "high": 2.0, "interval": "95%"}, "allowed"),
        ({"value": None}, "reason"),
        ({"value": 1.0, "missing_reason": "lost"}, "reason"),
        ({"value": 1.0, "unit": ""}, "needs a unit"),
    ],
)
def test_contradicting_fields_are_refused(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Estimate(**{"unit": "km2", **fields})


@given(series())
def test_a_series_survives_json(run: Series) -> None:
    assert Series.from_json(json.loads(json.dumps(run.to_json()))) == run


@given(series(), st.integers(1900, 2100))
def test_a_series_gives_a_value_only_where_it_has_one(run: Series, year: int) -> None:
    estimate = run.at(year)
    held = {point.year: point for point in run.points if point.value is not None}
    if year in held:
        assert (estimate.value, estimate.low, estimate.high) == (
            held[year].value,
            held[year].low,
            held[year].high,
        )
    else:
        assert estimate.value is None
        assert estimate.missing_reason


def test_a_year_outside_the_domain_is_missing_for_that_reason() -> None:
    run = Series("spending", "spending", "US$", Domain(1949, 2024, "sipri", "state-year"), (Point(1995, 189.0),))
    assert run.at(2025).missing_reason == "2025 lies outside 1949-2024"
    assert run.at(1996).missing_reason == "no value for 1996"


@pytest.mark.parametrize("years", [(1950, 1950), (1951, 1950)])
def test_years_of_a_series_must_rise(years: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="years must rise"):
        Series("deaths", "deaths", "deaths", YEARS, tuple(Point(year, 1.0) for year in years))


@pytest.mark.parametrize("year", [1945, 2025])
def test_a_point_outside_the_domain_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="outside 1946-2024"):
        Series("deaths", "deaths", "deaths", YEARS, (Point(year, 1.0),))


def test_bounds_of_points_and_the_kind_of_interval_go_together() -> None:
    with pytest.raises(ValueError, match="kind of interval"):
        Series("deaths", "deaths", "deaths", YEARS, (Point(1950, 1.0, 0.0, 2.0),))
    with pytest.raises(ValueError, match="kind of interval"):
        Series("deaths", "deaths", "deaths", YEARS, (Point(1950, 1.0),), "source-range")


def test_a_series_of_draws_has_their_medians_and_the_middle_95_per_cent_in_order_of_years() -> None:
    drawn = {2001: np.arange(101.0), 2000: np.full(101, 3.0)}
    told = Series.from_draws("military", "military balance", "log ratio", YEARS, drawn, ["sipri-milex"])
    assert told.points == (Point(2000, 3.0, 3.0, 3.0), Point(2001, 50.0, 2.5, 97.5))
    assert (told.interval, told.sources) == ("draws95", ("sipri-milex",))
    empty = Series.from_draws("military", "military balance", "log ratio", YEARS, {})
    assert (empty.points, empty.interval) == ((), None)
