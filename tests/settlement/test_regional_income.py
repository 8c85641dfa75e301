"""South Tyrol's income beside its neighbours': Eurostat's own figures, ratios and places."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.core.errors import DomainError
from statusquo.settlement.regional_income import (
    SOUTH_TYROL,
    TRENTO,
    TYROL,
    income_dispersion,
    income_rank,
    income_ratio,
    regional_income,
)
from statusquo.snapshot.regional_income import regional_growth
from statusquo.snapshot.regional_income import regional_income as derived_income
from statusquo.snapshot.store import open_snapshot
from statusquo.sources.eurostat_income import read_regional_income


@pytest.mark.parametrize(
    ("region", "in_2009", "in_2019"), [(SOUTH_TYROL, 21_000, 23_900), (TRENTO, 19_100, 19_900), (TYROL, 18_700, 21_100)]
)
def test_the_three_regions_against_eurostat_tgs00026(region: str, in_2009: int, in_2019: int) -> None:
    series = regional_income(region)
    assert series.at(2009).value == in_2009
    assert series.at(2019).value == in_2019
    assert series.unit == "purchasing power standard (EU27 of 2020)"


def test_years_outside_the_data_are_missing_and_not_zero() -> None:
    for year in (2008, 2020):
        assert regional_income(SOUTH_TYROL).at(year).value is None


def test_the_lead_over_trento_grew_and_that_over_tyrol_hardly_did() -> None:
    over_tyrol, over_trento = income_ratio(SOUTH_TYROL, TYROL), income_ratio(SOUTH_TYROL, TRENTO)
    assert over_tyrol.at(2019).value == pytest.approx(23_900 / 21_100)
    assert over_trento.at(2019).value == pytest.approx(23_900 / 19_900)
    first, last = over_tyrol.at(2009).value, over_tyrol.at(2019).value
    assert first is not None
    assert last is not None
    assert abs(last - first) < 0.02
    low, high = over_trento.at(2009).value, over_trento.at(2019).value
    assert low is not None
    assert high is not None
    assert high - low > 0.09


def test_a_ratio_turned_over_is_its_inverse() -> None:
    there, back = income_ratio(SOUTH_TYROL, TYROL), income_ratio(TYROL, SOUTH_TYROL)
    for one, other in zip(there.points, back.points, strict=True):
        assert one.value is not None
        assert other.value is not None
        assert one.value * other.value == pytest.approx(1.0)


def test_bolzano_has_the_highest_income_of_italys_regions_and_the_ranks_are_a_ranking() -> None:
    assert income_rank(SOUTH_TYROL).value == 1
    italy = open_snapshot().table("regional_income").filter(state="IT", year=2019)["nuts2"]
    places = sorted(income_rank(region).value or 0 for region in italy)
    assert len(places) == 21
    assert places[0] == 1
    assert places[-1] <= 21


def test_a_state_s_regions_average_to_one() -> None:
    rows = open_snapshot().table("regional_income")
    for (state, year), part in rows.group_by("state", "year"):
        assert part["income_to_state_mean"].mean() == pytest.approx(1.0, abs=1e-6), (state, year)
    share = rows.filter(nuts2=SOUTH_TYROL, year=2019)["income_to_state_mean"].item()
    assert share > 1.3


def test_austrias_regions_lie_closer_together_than_italys() -> None:
    for year in range(2009, 2020):
        austria, italy = income_dispersion("AT").at(year).value, income_dispersion("IT").at(year).value
        assert austria is not None
        assert italy is not None
        assert austria < italy / 5


@pytest.mark.parametrize("region", ["DE21", "", "ITX9"])
def test_a_region_that_is_not_held_is_refused(region: str) -> None:
    with pytest.raises(DomainError, match="no income of this region"):
        regional_income(region)


@pytest.mark.raw
def test_the_tables_are_what_the_raw_file_gives(raw_dir: Path) -> None:
    income = read_regional_income(raw_dir)
    assert derived_income(income).equals(open_snapshot().table("regional_income"))
    assert regional_growth(income).equals(open_snapshot().table("regional_growth"))
