"""Inertia: the clocks run and are set back, the record fades, and shocks stop where their sources do."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.balances.inertia import inertia
from statusquo.cases import load_case
from statusquo.cases.statements import LineHistory
from statusquo.cases.successors import ground_years
from statusquo.core.estimates import Series
from statusquo.documents.dates import PartialDate
from statusquo.snapshot.store import open_snapshot

KARABAKH = load_case("nagorno-karabakh")
INTERNAL = open_snapshot().table("disputes").filter(pl.col("n_years_with_deaths") == pl.col("n_active_years"))


def values(series: Series) -> dict[int, float]:
    return {point.year: point.value for point in series.points}


@given(st.sampled_from(INTERNAL["conflict_id_ucdp"].to_list()))
@settings(max_examples=20)
def test_the_first_clock_is_zero_in_active_years_and_counts_the_years_between(conflict: int) -> None:
    clock = values(inertia(load_case(f"ucdp-{conflict}"), open_snapshot(), draws=20).main)
    active = set(ground_years(open_snapshot(), conflict)["year"].to_list())
    assert {year for year, since in clock.items() if since == 0} == active
    assert all(since == clock[year - 1] + 1 for year, since in clock.items() if since > 0)
    assert max(clock) == open_snapshot().last_year


def test_the_clock_of_the_donbas_does_not_run_through_the_war() -> None:
    clock = values(inertia(load_case("donbas"), open_snapshot(), draws=20).main)
    assert [clock[year] for year in (2022, 2023, 2024)] == [0, 0, 0]


@given(st.sampled_from(INTERNAL["conflict_id_ucdp"].to_list()))
@settings(max_examples=20)
def test_the_record_never_exceeds_what_was_recorded_and_falls_in_quiet_years(conflict: int) -> None:
    found = inertia(load_case(f"ucdp-{conflict}"), open_snapshot(), draws=20)
    years = open_snapshot().table("dispute_years").filter(pl.col("conflict_id_ucdp") == conflict)
    record, clock = values(found.record), values(found.main)
    for year, held in record.items():
        assert held <= years.filter(pl.col("year") <= year)["deaths_best"].sum() + 1e-9
        if clock[year] > 0:
            assert held < record[year - 1]


def test_in_karabakh_the_two_clocks_differ() -> None:
    """Without fighting never more than six years passed; the line stood for 21, until the fighting of 2016 moved it."""
    fighting, line = inertia(KARABAKH, open_snapshot()).clocks
    assert max(point.value for point in fighting.points) == values(fighting)[2004] == 6
    assert max(point.value for point in line.points) == values(line)[2015] == 21
    assert [year for year, since in values(line).items() if since == 0] == [1992, 1993, 1994, 2016, 2020, 2022, 2023]


def test_karabakhs_record_fades_to_a_ninth_by_2019_and_its_range_is_wide() -> None:
    record = inertia(KARABAKH, open_snapshot()).record
    before, eve, war = (record.at(year) for year in (1994, 2019, 2020))
    assert (before.value, eve.value, war.value) == pytest.approx((4300, 477, 8071), rel=0.01)
    assert (eve.low, eve.high) == pytest.approx((106, 1805), rel=0.01)
    assert eve.interval == "draws95"


def test_a_leader_took_office_in_armenia_in_2018_and_none_in_azerbaijan_after_2003() -> None:
    shocks = {series.label: series for series in inertia(KARABAKH, open_snapshot()).shocks}
    armenia = values(shocks["leaders who took office, Armenia"])
    assert [year for year, n in armenia.items() if n] == [1998, 2008, 2018]
    azerbaijan = values(shocks["leaders who took office, Azerbaijan"])
    assert [year for year, n in azerbaijan.items() if n] == [1992, 1993, 2003]
    irregular = values(shocks["irregular change of leader, Azerbaijan"])
    assert [year for year, n in irregular.items() if n] == [1992, 1993]


def test_shocks_are_missing_after_the_last_year_of_their_source() -> None:
    shocks = inertia(KARABAKH, open_snapshot()).shocks
    assert {series.sources[0]: series.points[-1].year for series in shocks} == {"reign": 2020, "archigos": 2015}
    after = shocks[0].at(2021)
    assert after.value is None
    assert "outside" in after.missing_reason


def test_what_no_source_codes_is_missing_with_its_reason() -> None:
    kashmir = inertia(load_case("ucdp-218"), open_snapshot())
    assert kashmir.record.points == kashmir.clocks[1].points == ()
    assert "no best estimate" in kashmir.missing[kashmir.record.key]
    assert "no event of the case moves it" in kashmir.missing[kashmir.clocks[1].key]


def test_the_record_reproduces() -> None:
    assert inertia(KARABAKH, open_snapshot()) == inertia(KARABAKH, open_snapshot())


def test_a_line_whose_history_nobody_declares_has_no_clock_though_a_move_is_coded() -> None:
    """One move of 1991 without another word is no line that stood for thirty years."""
    undeclared = KARABAKH.model_copy(update={"line_history": None})
    found = inertia(undeclared, open_snapshot(), draws=20)
    assert found.clocks[1].points == ()
    assert "does not say that there was no other" in found.missing[found.clocks[1].key]


def test_the_clock_of_the_line_ends_where_its_history_ends() -> None:
    history = LineHistory(to=PartialDate("2016-12-30"), source=("wp-2016",))
    line = inertia(KARABAKH.model_copy(update={"line_history": history}), open_snapshot(), draws=20).clocks[1]
    assert max(values(line)) == 2015
