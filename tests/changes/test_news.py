"""What is new: data, what moved, forecasts and cases; risks are held against each other only where they may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tellings import dispute, told

from statusquo.changes import news as news_module
from statusquo.changes.cases_unchanged import OLD_AFTER, unchanged_cases
from statusquo.changes.news import news
from statusquo.changes.since import Earlier
from statusquo.changes.told import Told, tell
from statusquo.core.artefacts import load_artefact
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="module")
def now(snapshot: Snapshot) -> Told:
    return tell(snapshot, verdicts=False)


def last_run(earlier: Told) -> Earlier:
    return Earlier("the last run", earlier, is_published=False)


def test_the_first_run_has_nothing_to_compare_with(now: Told, snapshot: Snapshot) -> None:
    found = news(None, now, snapshot)
    assert found.moved is None
    assert found.data.releases == ()
    assert found.data.course.is_empty()
    assert found.forecasts.published == ()
    assert found.to_json()["since"] is None


def test_nothing_is_new_since_the_same_telling(now: Told, snapshot: Snapshot) -> None:
    found = news(last_run(now), now, snapshot)
    assert found.moved is not None
    assert found.moved.is_empty
    assert found.data.releases == ()
    assert found.forecasts.published == ()


def test_releases_are_told_with_the_version_then_and_now(now: Told, snapshot: Snapshot) -> None:
    releases = {name: version for name, version in now.releases.items() if name != "isard"}
    earlier = replace(now, releases={**releases, "ucdp-prio-acd": "24.1", "gone": "1"})
    found = {name: (was, new) for name, was, new in news(last_run(earlier), now, snapshot).data.releases}
    assert found == {
        "gone": ("1", None),
        "isard": (None, now.releases["isard"]),
        "ucdp-prio-acd": ("24.1", now.releases["ucdp-prio-acd"]),
    }


def test_what_became_of_territorial_conflicts_in_the_years_added(now: Told, snapshot: Snapshot) -> None:
    found = news(last_run(replace(now, last_year=2022)), now, snapshot).data
    assert found.last_years == (2022, snapshot.last_year)
    assert set(found.course["year"]) == set(range(2023, snapshot.last_year + 1))
    assert found.course.filter(year=2023, id=388)["course"].to_list() in (["resumed"], ["goes on"])
    territorial = set(snapshot.table("disputes")["conflict_id_ucdp"])
    assert territorial.issuperset(found.course["id"])


def test_risks_of_the_last_run_are_of_the_year_that_was_then_to_come(now: Told, snapshot: Snapshot) -> None:
    earlier = replace(now, last_year=now.last_year - 1)
    found = news(last_run(earlier), now, snapshot)
    assert found.moved is not None
    assert found.moved.years == (now.coming_year - 1, now.coming_year)
    assert found.moved.n_risks > 0


def test_published_risks_are_held_against_todays_of_the_same_year(now: Told, snapshot: Snapshot) -> None:
    year = now.coming_year - 1
    paths = load_artefact("risk_paths").filter(risk_set="secession", event="war", year=year)
    number, risk = paths.select("conflict_id_ucdp", "risk").row(0)
    earlier = told({number: dispute(risk={"war": risk})}, last_year=year - 1)
    found = news(Earlier("version 0.0.9", earlier, is_published=True), now, snapshot)
    assert found.moved is not None
    assert found.moved.years == (year, year)
    assert (found.moved.n_risks, found.moved.risks) == (1, ())
    assert found.why_no_risks is None


def test_published_risks_of_a_year_that_todays_model_does_not_tell_are_not_compared(
    now: Told, snapshot: Snapshot
) -> None:
    earlier = told({354: dispute(stands="war", risk={"war": 0.1})}, last_year=1950)
    found = news(Earlier("version 0.0.1", earlier, is_published=True), now, snapshot)
    assert found.moved is not None
    assert found.moved.n_risks == 0
    assert [turn.id for turn in found.moved.stands] == [354]
    assert found.why_no_risks == f"version 0.0.1 told the risks of 1951, and today's are of {now.coming_year}"


def test_without_risks_now_the_reason_is_told_and_the_rest_compared(now: Told, snapshot: Snapshot) -> None:
    bare = {number: each.with_risk(None) for number, each in now.disputes.items()}
    unfitted = replace(now, why_no_risks="fit them anew", disputes=bare)
    found = news(last_run(now), unfitted, snapshot)
    assert found.why_no_risks == "fit them anew"
    assert found.moved is not None
    assert found.moved.n_risks == 0


def test_a_year_that_is_over_is_due_until_the_record_covers_it_and_then_scored(now: Told, snapshot: Snapshot) -> None:
    years = sorted({year for each in news_module.published_forecasts() for year in each.entry.years})
    before = replace(now, last_year=2024, day=date(2026, 1, 1))
    found = news(last_run(before), now, snapshot).forecasts
    assert set(found.scored) == {year for year in years if 2024 < year <= snapshot.last_year}
    assert not set(found.due) & set(found.scored)
    later = replace(now, last_year=years[0] - 1, day=date(years[-1] + 1, 7, 1))
    assert news(last_run(later), later, snapshot).forecasts.due == tuple(years)
    same_year = replace(now, last_year=years[0] - 1, day=date(years[0], 7, 1))
    assert years[0] not in news(last_run(same_year), same_year, snapshot).forecasts.due


def test_forecasts_published_since_are_those_that_the_earlier_telling_did_not_know(
    now: Told, snapshot: Snapshot
) -> None:
    earlier = replace(now, forecasts=tuple(name for name in now.forecasts if name != "2025-by-0.1.0"))
    found = news(last_run(earlier), now, snapshot).forecasts
    assert [each.entry.name for each in found.published] == ["2025-by-0.1.0"]


def test_cases_without_anything_dated_of_the_past_year_come_the_oldest_first(snapshot: Snapshot) -> None:
    today = date(2026, 11, 30)
    found = unchanged_cases(today, snapshot)
    assert "bangladesh" in {case.id for case in found}
    assert all(today - case.newest > OLD_AFTER for case in found)
    assert [case.newest for case in found] == sorted(case.newest for case in found)
    assert not any(case.is_open for case in found if case.id in ("bangladesh", "aceh"))


def test_what_is_dated_after_the_day_does_not_count(snapshot: Snapshot) -> None:
    early = {case.id: case.newest for case in unchanged_cases(date(2020, 1, 1), snapshot)}
    assert all(newest < date(2020, 1, 1) for newest in early.values())
