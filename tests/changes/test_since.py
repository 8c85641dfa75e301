"""The telling that is asked for is found by version, data or date; what nobody kept is refused with what was kept."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tellings import dispute, told

from statusquo.changes.since import earlier_telling, published_tellings, release_record
from statusquo.core.errors import InputError
from statusquo.forecasts.ledger import shipped_forecasts

TODAY = date(2027, 1, 31)
LAST = told({1: dispute(stands="quiet")}, day=date(2027, 1, 1), version="0.2.0", last_year=2025)


def test_by_default_it_is_the_last_run_and_none_before_the_first() -> None:
    found = earlier_telling(None, LAST, TODAY)
    assert found is not None
    assert found.told == LAST
    assert not found.is_published
    assert earlier_telling(None, None, TODAY) is None


def test_a_version_has_the_risks_of_its_published_forecast_and_the_rest_of_its_own_record() -> None:
    found = earlier_telling("0.1.0", LAST, TODAY)
    assert found is not None
    assert found.words == "version 0.1.0 of 29 November 2026"
    forecast = next(each for each in shipped_forecasts() if each.entry.name == "2025-by-0.1.0")
    published = forecast.table.filter(risk_set="secession", event="war")
    for number, risk, low, high in published.select("conflict_id_ucdp", "risk", "low", "high").iter_rows():
        assert found.told.disputes[number].risk["war"] == (risk, low, high)
    record = release_record("0.1.0")
    assert record is not None
    assert found.told.verdicts == record.verdicts
    assert found.told.verdicts is not None
    assert found.told.verdicts["nagorno-karabakh/babayev-2021/A7b"] == "contradicted"
    assert found.told.releases["ucdp-prio-acd"] == "25.1"
    ranked = sorted(d.rank for d in found.told.disputes.values() if d.rank is not None)
    assert ranked == list(range(1, 102))


def test_a_record_of_a_release_ranks_by_the_risks_that_it_published() -> None:
    """The record and the published forecast are of one release, and must not contradict each other."""
    found = earlier_telling("0.1.0", None, TODAY)
    assert found is not None
    ranked = [d for d in found.told.disputes.values() if d.rank is not None and "war" in d.risk]
    by_risk = sorted(ranked, key=lambda d: -d.risk["war"].value)
    by_rank = sorted(ranked, key=lambda d: d.rank or 0)
    assert [d.risk["war"].value for d in by_risk] == [d.risk["war"].value for d in by_rank]


def test_every_released_version_that_published_a_forecast_has_a_record() -> None:
    versions = {each.entry.made_by.removeprefix("statusquo ") for each in shipped_forecasts()}
    released = {version for version in versions if version.replace(".", "").isdigit()}
    assert "0.1.0" in released
    assert all(release_record(version) is not None for version in released)
    assert release_record("9.9.9") is None


def test_baselines_are_no_telling() -> None:
    assert not any("baselines" in earlier.words for earlier in published_tellings())


def test_a_data_set_with_its_version_is_the_first_telling_that_rested_on_it_when_it_was_new() -> None:
    found = earlier_telling("ucdp-prio-acd 25.1", LAST, TODAY)
    assert found is not None
    assert found.told.version == "0.1.0"
    assert found.words.startswith("ucdp-prio-acd 25.1")
    milex = earlier_telling("  sipri-milex  1949-2024   (April 2025) ", LAST, TODAY)
    assert milex is not None
    assert milex.told.version == "0.1.0"


def test_a_telling_of_data_that_reach_further_is_not_one_of_the_older_release() -> None:
    """Of a snapshot whose 2025 is told by another data set the newest was not ACD 25.1."""
    mine = told(day=date(2026, 1, 1), last_year=2025)
    found = earlier_telling("ucdp-prio-acd 25.1", mine, TODAY)
    assert found is not None
    assert found.told.last_year == 2024


def test_a_date_is_the_last_telling_made_by_then() -> None:
    for text, version in (("2026-11-29", "0.1.0"), ("2027-01-15", "0.2.0"), ("2027", "0.2.0"), ("2027-1", "0.2.0")):
        found = earlier_telling(text, LAST, TODAY)
        assert found is not None
        assert found.told.version == version


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("0.2.0", "nothing is kept of what this version told; found '0.2.0'; allowed 0.1.0"),
        ("2025", "nothing is kept of what was told by then.*allowed 2026-11-29 or later"),
        ("2026-13", "there is no such day"),
        ("2026-02-30", "there is no such day"),
        ("2027-02-01", "this day is yet to come.*allowed 2027-01-31 or earlier"),
        ("ucdp-prio-acd 24.1", r"ucdp-prio-acd has no such release.*allowed 25\.1, 26\.1"),
        ("ucdp-prio-acd 26.1", r"nothing is kept.*26\.1 was the newest.*allowed ucdp-prio-acd 25\.1"),
        ("ucdp-prio-acd", "has no such release"),
        ("yesterday", "neither a release nor a date"),
        ("", "neither a release nor a date"),
        ("25.1", "neither a release nor a date"),
    ],
)
def test_what_nobody_kept_is_refused_with_what_may_be_named(since: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        earlier_telling(since, None, TODAY)


def test_risks_of_a_telling_are_those_of_the_year_after_its_data() -> None:
    for earlier in published_tellings():
        assert any(dispute.risk for dispute in earlier.told.disputes.values())
        assert earlier.told.coming_year == earlier.told.last_year + 1
    years = pl.concat([each.table.select("year") for each in shipped_forecasts()])["year"]
    assert set(years) >= {earlier.told.coming_year for earlier in published_tellings()}
