"""A promise to consult between rivals is no support."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.balances.commitment import rival_years, ties_by_side
from statusquo.balances.sides import oppositions
from statusquo.cases.load import load_case
from statusquo.snapshot.store import open_snapshot

UNITED_STATES, SOVIET_UNION, CHINA, INDIA = 2, 365, 710, 750


@pytest.mark.parametrize(("one", "other", "year"), [(CHINA, INDIA, 2016), (UNITED_STATES, SOVIET_UNION, 1963)])
def test_these_two_consulted_and_were_rivals(one: int, other: int, year: int) -> None:
    """India and China on their border (ATOP from 2015); both superpowers by the declaration on Laos of 1962."""
    ties = open_snapshot().table("dyad_ties").filter(pl.col("tie") == "ATOP consultation", gwno_a=one, gwno_b=other)
    assert ties.filter(pl.col("first_year") <= year, pl.col("last_year") >= year).height
    assert rival_years(open_snapshot()).filter(gwno=one, state=other, year=year).height


def test_india_does_not_count_on_china_over_kashmir() -> None:
    case, snapshot = load_case("kashmir"), open_snapshot()
    ties = ties_by_side(case, snapshot, oppositions(case, snapshot, (2016,)))
    assert 2016 not in ties["india"].get(CHINA, {})
