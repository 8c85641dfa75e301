"""Outside a source's domain a joined value is missing, never 0; inside, absence is what it says."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.domain import Domain, join_within

YEARS = st.integers(1900, 2100)


@st.composite
def domains(draw: st.DrawFn) -> Domain:
    first, last = sorted((draw(YEARS), draw(YEARS)))
    return Domain(first, last, "gw", "state-year")


@st.composite
def joins(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame, Domain]:
    keys = st.tuples(st.integers(1, 4), YEARS)
    left = draw(st.lists(keys, max_size=30))
    right = draw(st.lists(st.tuples(keys, st.none() | st.integers(-5, 5)), max_size=30, unique_by=lambda row: row[0]))
    schema = {"gwno": pl.Int32, "year": pl.Int32}
    return (
        pl.DataFrame(left, schema=schema, orient="row"),
        pl.DataFrame([(*key, value) for key, value in right], schema={**schema, "x": pl.Int32}, orient="row"),
        draw(domains()),
    )


@given(joins(), st.booleans())
def test_a_joined_value_is_missing_outside_the_domain(
    case: tuple[pl.DataFrame, pl.DataFrame, Domain], zero: bool
) -> None:
    left, right, domain = case
    joined = join_within(left, right, on=["gwno", "year"], domain=domain, zero_if_absent=["x"] if zero else [])
    listed = {(g, y): x for g, y, x in right.iter_rows()}
    assert joined.select(left.columns).equals(left)
    assert joined.schema["x"] == right.schema["x"]
    for gwno, year, value in joined.iter_rows():
        if not domain.covers(year):
            assert value is None
        elif (gwno, year) in listed:
            assert value == listed[gwno, year]
        else:
            assert value == (0 if zero else None)


@given(domains(), YEARS)
def test_the_expression_covers_the_same_years_as_the_method(domain: Domain, year: int) -> None:
    frame = pl.DataFrame({"year": [year]})
    assert frame.select(domain.covers_expr("year")).item() is domain.covers(year)
    assert frame.select(domain.covers_expr(pl.col("year"))).item() is domain.covers(year)


@given(domains())
def test_a_domain_survives_json(domain: Domain) -> None:
    assert Domain.from_json(domain.to_json()) == domain


def test_a_domain_without_years_covers_all() -> None:
    undated = Domain(None, None, "natural-earth", "area")
    assert undated.years_text == "undated"
    assert undated.covers(1)
    left = pl.DataFrame({"id": ["B38"], "year": [1800]})
    right = pl.DataFrame({"id": ["B38"], "year": [1800], "x": [3]})
    assert join_within(left, right, on=["id", "year"], domain=undated)["x"].to_list() == [3]


def test_a_value_the_source_leaves_blank_stays_missing_inside_the_domain() -> None:
    left = pl.DataFrame({"year": [1990, 1991]})
    right = pl.DataFrame({"year": [1990], "x": [None]}, schema={"year": pl.Int64, "x": pl.Float64})
    domain = Domain(1980, 2000, "gw", "year")
    joined = join_within(left, right, on=["year"], domain=domain, zero_if_absent=["x"])
    assert joined["x"].to_list() == [None, 0.0]


@pytest.mark.parametrize("years", [(1990, None), (None, 1990), (1991, 1990)])
def test_half_a_domain_and_a_reversed_one_are_refused(years: tuple[int | None, int | None]) -> None:
    with pytest.raises(ValueError, match="year"):
        Domain(*years, "gw", "state-year")


@pytest.mark.parametrize(
    ("right", "options", "complaint"),
    [
        ({"year": [1, 1], "x": [1, 2]}, {}, "repeats its key"),
        ({"year": [1], "y": [1]}, {}, "both frames have"),
        ({"year": [1], "x": [1]}, {"zero_if_absent": ["z"]}, "does not bring"),
    ],
)
def test_a_join_that_cannot_be_right_is_refused(
    right: dict[str, list[int]], options: dict[str, list[str]], complaint: str
) -> None:
    left = pl.DataFrame({"year": [1], "y": [0]})
    with pytest.raises(ValueError, match=complaint):
        join_within(left, pl.DataFrame(right), on=["year"], domain=Domain(1, 9, "gw", "year"), **options)
