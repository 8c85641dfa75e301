"""The path of a dispute's risk and the ranking of all: what they show, and what no year can know."""

from __future__ import annotations

import contextlib
import json

import polars as pl
import pytest
from typer.testing import CliRunner

import statusquo as sq
from statusquo.cases import load_case
from statusquo.cases.derived import list_derived
from statusquo.cli.app import app
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import InputError
from statusquo.panels.standing import standings
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.events import rows_at_risk
from statusquo.risk.path import RiskPath, risk_path
from statusquo.risk.ranking import ranking, unranked
from statusquo.snapshot.store import Snapshot, open_snapshot

COMING_YEAR = open_snapshot().coming_year

KARABAKH = load_case("nagorno-karabakh")


@pytest.fixture(scope="module")
def path(snapshot: Snapshot) -> RiskPath:
    return risk_path(KARABAKH, snapshot)


def test_the_path_marks_the_war_of_2020_as_an_onset_and_2023_as_fighting_that_went_on(path: RiskPath) -> None:
    assert path.risk_set == "secession"
    assert 2020 in path.onsets
    assert 2020 in path.wars
    assert 2023 in path.active
    assert 2023 not in path.onsets
    assert 2023 not in {point.year for point in path.risk["recurrence"].points}
    assert 2023 in {point.year for point in path.risk["war"].points}


def test_every_year_has_an_interval_around_its_risk(path: RiskPath) -> None:
    for series in path.risk.values():
        assert series.interval == "credible95"
        for point in series.points:
            assert point.low is not None
            assert point.value is not None
            assert point.high is not None
            assert 0 <= point.low <= point.value <= point.high <= 1


def test_a_closed_claim_has_no_risk_and_says_why(path: RiskPath) -> None:
    assert path.coming["war"].value is None
    assert "closed" in str(path.coming["war"].missing_reason)


def test_the_paths_hold_every_dispute_year_at_risk_since_1980(snapshot: Snapshot) -> None:
    frame = risk_covariates(snapshot).frame
    for event in ("recurrence", "war"):
        at_risk = rows_at_risk(frame, "secession", event).filter(pl.col("year") >= 1980)  # type: ignore[arg-type]
        told = load_artefact("risk_paths").filter(risk_set="secession", event=event)
        key = ["conflict_id_ucdp", "year"]
        assert told.select(key).sort(key).rows() == at_risk.select(key).sort(key).rows()
        assert told.filter(year=COMING_YEAR)["is_event"].null_count() == at_risk.filter(year=COMING_YEAR).height


def test_risk_is_higher_in_the_years_in_which_fighting_resumed() -> None:
    told = load_artefact("risk_paths").filter(risk_set="secession", event="recurrence").drop_nulls("is_event")
    came, not_ = (told.filter(pl.col("is_event") == outcome)["risk"].mean() for outcome in (True, False))
    assert came > 2 * not_  # type: ignore[operator]


def test_a_dispute_that_is_no_secession_is_told_in_the_broad_set(snapshot: Snapshot) -> None:
    between_states = risk_path(load_case("ucdp-218"), snapshot)
    assert between_states.risk_set == "broad"
    assert between_states.risk["war"].points


def test_every_dispute_has_a_path_or_a_clear_reason(snapshot: Snapshot) -> None:
    for listing in list_derived()[::7]:
        with contextlib.suppress(InputError):
            assert risk_path(load_case(listing.id), snapshot).risk


def test_a_war_that_never_paused_has_a_chance_to_go_on_and_none_to_be_renewed(snapshot: Snapshot) -> None:
    at_war = risk_path(load_case("ucdp-13243"), snapshot)
    assert at_war.coming["recurrence"].value is None
    assert at_war.coming["war"].value is None
    assert at_war.told_now("continuation").value is not None


def test_the_ranking_is_of_the_open_disputes_and_falls(snapshot: Snapshot) -> None:
    ranked = ranking(snapshot)
    values = [row.risk["war"].value or 0 for row in ranked]
    assert values == sorted(values, reverse=True)
    assert len(ranked) == len({row.conflict_id_ucdp for row in ranked}) > 45
    for row in ranked:
        assert (row.risk["recurrence"].value is None) == (row.status != "quiet")
        assert (row.risk["war"].value is None) == (row.status == "war")
        assert (row.continuation.value is None) == (row.status == "quiet")
        assert all(abs(shift) >= 0.1 for _, shift in row.drivers)


def test_a_dispute_at_war_under_a_successor_has_no_risk_of_renewal(snapshot: Snapshot) -> None:
    path = risk_path(load_case("donbas"), snapshot)
    document = path.to_json()
    assert (document["successor"], document["at_war"]) == (13243, True)
    told = f"fighting goes on under conflict 13243 (Russia - Ukraine), at war intensity in {snapshot.last_year}"
    for estimate in path.coming.values():
        assert estimate.value is None
        assert str(estimate.missing_reason).startswith(told)
    lines = CliRunner().invoke(app, ["risk", "donbas"]).stdout.splitlines()
    assert lines[0] == f"F{told[1:]}; there is no risk of renewal to tell."


def test_a_dispute_that_was_never_at_risk_before_it_was_passed_on_has_a_path_that_says_so(snapshot: Snapshot) -> None:
    path = risk_path(load_case("ucdp-13246"), snapshot)
    assert not path.risk["war"].points
    assert path.why_no_risk is not None


def test_no_state_and_no_claimant_that_is_gone_is_ranked(snapshot: Snapshot) -> None:
    south_vietnam, oman, azerbaijan_iran, north_borneo, formosa = 249, 258, 206, 280, 217
    ranked = {row.conflict_id_ucdp for row in ranking(snapshot)}
    assert not ranked & {south_vietnam, oman, azerbaijan_iran, north_borneo, formosa}
    assert risk_path(load_case("ucdp-258"), snapshot).coming["war"].value is None


def test_the_ranking_and_what_it_leaves_out_are_the_open_disputes(snapshot: Snapshot) -> None:
    ranked, rest = ranking(snapshot), unranked(snapshot)
    known = standings(snapshot)
    is_open = {n for n, s in known.items() if s.is_internal and s.is_open and not s.is_islamic_state}
    listed = [row.conflict_id_ucdp for row in (*ranked, *rest)]
    assert sorted(listed) == sorted(is_open)
    assert all(row.reason for row in ranked)
    assert 234 in {row.conflict_id_ucdp for row in rest if row.at_war and row.successor is None}


def test_the_islamic_states_provinces_are_ranked_on_request_alone(snapshot: Snapshot) -> None:
    known = standings(snapshot)
    assert not any(known[row.conflict_id_ucdp].is_islamic_state for row in ranking(snapshot))
    added = [row for row in ranking(snapshot, with_islamic_state=True) if known[row.conflict_id_ucdp].is_islamic_state]
    assert len(added) > 20
    assert {row.risk_set for row in added} == {"broad"}
    with pytest.raises(InputError, match="only the ranking"):
        CliRunner().invoke(app, ["risk", "donbas", "--with-islamic-state"], catch_exceptions=False)


def test_the_command_prints_one_document(snapshot: Snapshot) -> None:
    one = CliRunner().invoke(app, ["risk", "nagorno-karabakh", "--json"])
    document = json.loads(one.stdout)
    assert document["risk"]["war"]["points"][-1]["year"] == 2024
    assert set(document["accounts"]["war"][0]["parts"]) == {"time", "past fighting", "last ending"}
    everyone = json.loads(CliRunner().invoke(app, ["risk", "--all", "--json"]).stdout)
    assert everyone["year"] == COMING_YEAR
    assert everyone["disputes"][0]["risk"]["war"]["interval"] == "credible95"


def test_a_notebook_gets_the_same_path(path: RiskPath) -> None:
    assert sq.risk_of("nagorno-karabakh") == path


@pytest.mark.parametrize("arguments", [["risk"], ["risk", "nagorno-karabakh", "--all"]])
def test_one_thing_is_asked_at_a_time(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, InputError)
