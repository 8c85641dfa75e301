"""The record of proposals, the zone of agreement and what widens it, and how they are told."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.settlement.talks import TALKS
from typer.testing import CliRunner

import statusquo as sq
from statusquo.cases.model import Case
from statusquo.cli.app import app
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import UnknownNameError
from statusquo.core.estimates import Estimate
from statusquo.settlement.agenda import Agenda, OptionPoint, Player, options_of
from statusquo.settlement.as_json import settlement_json
from statusquo.settlement.backtest import back_test, score_predictions
from statusquo.settlement.claims import claim_results
from statusquo.settlement.fitted import fitted_settlement
from statusquo.settlement.load import load_vocabulary
from statusquo.settlement.model import SettlementFile
from statusquo.settlement.no_agreement import war_risk_at
from statusquo.settlement.record import trials
from statusquo.settlement.report import settle
from statusquo.settlement.zone import most_contested, widenings, zone_map
from statusquo.snapshot.store import open_snapshot

run = CliRunner().invoke


def answered(case: Case, proposal: str, answer: str) -> Case:
    """The case, had everyone given one answer to a proposal."""
    rows = {
        p.id: p.model_copy(update={"response": tuple(r.model_copy(update={"answer": answer}) for r in p.response)})
        for p in case.proposal
        if p.id == proposal
    }
    return case.model_copy(update={"proposal": tuple(rows.get(p.id, p) for p in case.proposal)})


def test_a_consent_that_was_taken_back_is_a_no_and_its_first_word_is_kept(talks: SettlementFile, case: Case) -> None:
    found = {(t.proposal, t.actor): t for t in trials(talks, case)}
    armenia = found["package-1997", "armenia"]
    assert (armenia.accepted, armenia.first_word, armenia.what_happened) == (False, True, "withdrew")
    unsure = answered(case, "package-1997", "accounts differ")
    assert not [t for t in trials(talks, unsure) if t.proposal == "package-1997"]


def test_an_answer_of_which_accounts_differ_is_told_so_and_neither_scored_nor_a_hit(
    talks: SettlementFile, case: Case
) -> None:
    found = back_test(talks, load_vocabulary(), case, n_within=20)
    disputed = [p for p in found.predictions if p.trial.is_disputed]
    assert disputed
    assert all("accounts differ" in p.trial.what_happened and p.is_hit is None for p in disputed)
    assert score_predictions([p for p in found.predictions if not p.trial.is_disputed]) == found.scores


def test_no_prediction_uses_the_answers_to_its_own_proposal(talks: SettlementFile, case: Case) -> None:
    words = load_vocabulary()
    found = {(p.trial.proposal, p.trial.actor): p for p in back_test(talks, words, case, n_within=20).predictions}
    turned = answered(case, "step-by-step-1997", "rejected")
    other = {(p.trial.proposal, p.trial.actor): p for p in back_test(talks, words, turned, n_within=20).predictions}
    own, same = found["step-by-step-1997", "azerbaijan"], other["step-by-step-1997", "azerbaijan"]
    assert (own.stated, own.calibrated, own.others_rate) == (same.stated, same.calibrated, same.others_rate)
    moved, before = other["package-1997", "azerbaijan"], found["package-1997", "azerbaijan"]
    assert moved.stated == before.stated
    assert moved.calibrated != before.calibrated
    assert moved.others_rate != before.others_rate


def test_scores_agree_with_brier_by_hand(talks: SettlementFile, case: Case) -> None:
    predictions = back_test(talks, load_vocabulary(), case, n_within=20).predictions
    score = next(s for s in score_predictions(predictions) if (s.form, s.answers) == ("stated", "last word"))
    scored = [p for p in predictions if p.stated.value is not None and not p.trial.is_disputed]
    errors = [((p.stated.value or 0) - p.trial.accepted) ** 2 for p in scored]
    assert score.brier.value == pytest.approx(np.mean(errors))
    never = np.mean([p.trial.accepted for p in scored])
    assert score.skill["base rate"].value == pytest.approx(1 - np.mean(errors) / (never * (1 - never)))
    assert score.skill["always rejected"].value == pytest.approx(1 - np.mean(errors) / never)
    assert (score.n_answers, score.n_proposals) == (len(scored), 3)
    assert not score.has_skill("base rate")
    # Three proposals cannot show skill, whatever the bootstrap says.
    sure = {rule: Estimate(0.9, "skill", 0.8, 1.0, "confidence95") for rule in score.skill}
    assert not replace(score, skill=sure).has_skill("base rate")
    assert replace(score, skill=sure, n_proposals=6).has_skill("base rate")


def test_an_answer_without_an_earlier_source_is_not_predicted(talks: SettlementFile, case: Case) -> None:
    late = talks.model_copy(
        update={"source": tuple(s.model_copy(update={"date": case.proposal[0].date}) for s in talks.source)}
    )
    moved = late.model_copy(update={"source": tuple(s.model_copy(update={"date": "2020"}) for s in talks.source)})
    moved = SettlementFile.model_validate(moved.model_dump(mode="json"))
    found = back_test(moved, load_vocabulary(), case, n_within=10)
    assert all(p.stated.value is None and p.missing_reason for p in found.predictions)
    assert found.scores == ()


@pytest.mark.parametrize("name", ["package-1997", "step-by-step-1997", "common-state-1998"])
def test_the_plans_of_1997_and_1998_are_on_the_record_with_their_chances(name: str) -> None:
    rows = load_artefact("settlement_record").filter(case_id="nagorno-karabakh", proposal=name)
    assert rows.height
    assert rows.filter(actor="azerbaijan")["stated"].is_not_null().all()


def test_the_widenings_are_the_best_of_their_grid(agenda: Agenda, talks: SettlementFile, case: Case) -> None:
    options = options_of(talks, load_vocabulary(), case, agenda)
    option = next(one for one in options if agenda.answers(one)[agenda.vetoes].all())
    found = widenings(agenda, option, n_draws=300)
    assert found.by_issue
    best = found.by_issue[0]
    mapped = zone_map(agenda, option, "status", "security", n_draws=300)
    # Both read the same draws: no move of status alone does better than the best of them.
    assert best.zone >= found.zone
    assert all(one.zone <= best.zone + 1e-9 for one in found.by_issue)
    lengths, zones = [w.length for w in found.cheapest], [w.zone for w in found.cheapest]
    assert lengths == sorted(lengths)
    assert zones == sorted(zones)
    assert found.best_pair is None or found.best_pair.zone > best.zone
    assert mapped.probability.shape == (21, 21)
    assert ((mapped.probability >= 0) & (mapped.probability <= 1)).all()


def test_a_sparing_widening_costs_no_consent_of_people(agenda: Agenda, talks: SettlementFile, case: Case) -> None:
    options = options_of(talks, load_vocabulary(), case, agenda)
    option = next(one for one in options if agenda.answers(one)[agenda.vetoes].all())
    people = np.array([player.is_people for player in agenda.players])
    for one in widenings(agenda, option, n_draws=300).sparing:
        assert (one.change[people] >= -0.005).all()


def test_the_most_contested_issues_are_two_of_the_agenda(agenda: Agenda) -> None:
    first, second = most_contested(agenda)
    assert {first, second} <= set(agenda.issues)
    assert first != second


def test_the_risk_of_war_is_the_models_else_the_files_else_a_stated_range(talks: SettlementFile, case: Case) -> None:
    period = talks.period[0]
    assert war_risk_at(case, None, 1998, period).origin == "stated in the settlement file"
    bare = period.model_copy(update={"war_risk": None})
    assert "stated range" in war_risk_at(case, None, 1998, bare).origin
    told = sq.risk_of("nagorno-karabakh").risk["war"]
    found = war_risk_at(case, told, 1998, period)
    assert found.year == 1998
    assert found.bounds[1] == told.at(1998).value


def test_a_closed_claim_has_no_risk_of_war_and_none_is_counted(talks: SettlementFile, case: Case) -> None:
    told = sq.risk_of("nagorno-karabakh").risk["war"]
    found = war_risk_at(case, told, 2025, talks.period[0].model_copy(update={"war_risk": None}))
    assert (found.bounds, found.counted) == (None, (0.0, 0.0, 0.0))
    assert "closed" in found.origin
    assert war_risk_at(case, told, 2020).bounds is not None


def test_no_guarantee_that_people_hold_out_for_is_offered_away() -> None:
    def lowest(refused: float, limit: float) -> float:
        agenda = guarantee(refused, limit)
        option = OptionPoint("o", "an option", "option", np.full((1, 3), 0.6), np.array([True]))
        found = widenings(agenda, option, n_draws=300)
        told = [move.to for one in (*found.by_issue, *found.cheapest) for move in one.moves]
        assert all(one.change[1] < -0.05 for one in found.by_issue if one.moves[0].to <= 0.4)
        return min(told, default=1.0)

    assert lowest(0.0, 0.0) <= 0.2
    # A no to all below 0.45: the government's gain by less is not told.
    assert 0.45 < lowest(-1.0, 0.45) < 0.6
    # Who refuses the option as it is at any price has no consent left to lose: nothing that is worse for them is told.
    assert lowest(-1.0, 0.9) == 1.0


def guarantee(refused: float, limit: float) -> Agenda:
    """A government that wants no outsiders and has a veto, and people who want them and have none."""
    players = (
        Player("state", "State", "government", "parent", True),
        Player("people", "People", "people", "separatist", False),
    )
    sure = np.ones((2, 1, 3))
    return Agenda(
        "a-dispute", "now", players, ("security",), np.array([False]), sure * [[[0.0]], [[1.0]]], sure, sure * 0.1,
        np.full((1, 3), 0.6), np.ones((2, 3)), np.zeros((2, 3)), np.full((2, 3), 0.3), (0.0, 0.0, 0.0), {},
        np.ones((2, 1), dtype=bool), np.array([False]), np.array([[1.0], [-1.0]]), np.array([[0.0], [refused]]),
        np.full((2, 1, 3), limit), np.zeros((2, 1), dtype=bool),
    )  # fmt: skip


def test_a_zone_is_one_number_wherever_it_is_told(case: Case) -> None:
    found = settle(case, open_snapshot(), period="1999-2005", n_draws=2000, with_record=False)
    assert found.base is not None
    assert found.widenings is not None
    assert found.widenings.zone == found.zone(found.base).value


@pytest.mark.parametrize(("kind", "flag"), [("actors", "--actors"), ("options", "--option")])
def test_nothing_is_worked_out_from_the_words_of_a_template(
    kind: str, flag: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("left") / "own.toml"
    assert run(app, ["settlements", "new", "nagorno-karabakh", "--kind", kind, "-o", str(path)]).exit_code == 0
    assert run(app, ["settlements", "check", str(path)]).exit_code == 2
    result = run(app, ["settle", "nagorno-karabakh", flag, str(path)])
    assert result.exit_code
    assert "the template's own words still stand here" in str(result.exception)
    assert ".rationale" in str(result.exception)


def test_a_settlement_says_what_it_cannot_say_and_weighs_no_force(case: Case) -> None:
    found = settle(case, open_snapshot(), actor_file=TALKS, n_draws=300)
    told = settlement_json(found)
    assert any("is not acceptance by people" in note for note in told["notes"])
    assert any("Force is no option" in note for note in told["notes"])
    names = " ".join(option["name"].lower() for option in told["options"])
    assert not any(word in names for word in ("war", "offensive", "force", "expulsion", "blockade"))
    levers = {move["lever"] for one in told["widening"]["by_issue"] for move in one["moves"]}
    assert levers <= {"status", "concession", "guarantee", "sequencing", "side payment"}
    json.dumps(told, allow_nan=False)


def test_the_command_prints_one_document_and_leaves_an_actor_out() -> None:
    command = ["settle", "nagorno-karabakh", "--actors", str(TALKS), "--draws", "200", "--without", "armenia", "--json"]
    result = run(app, command)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["left_out"]["armenia"] == "left out as asked"
    assert {"options", "solutions", "zone_of_agreement", "back_test", "widening"} <= set(told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["settle", "aland"], "No proposal is on record for Åland Islands"),
        (["settle", "nagorno-karabakh", "--period", "1066"], "unknown period"),
        (["settle", "nagorno-karabakh", "--without", "nobody"], "unknown actor"),
        (["settle", "nagorno-karabakh", "--option", "no-such.toml"], "no-such.toml"),
        (["settle", "nagorno-karabakh", "--coder", "nobody"], "veto"),
    ],
)
def test_wrong_input_ends_with_a_message(arguments: list[str], said: str) -> None:
    result = run(app, arguments)
    assert result.exit_code
    assert said in str(result.exception)


def test_files_are_begun_checked_and_never_overwritten(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("files") / "own.toml"
    assert run(app, ["settlements", "new", "aland", "-o", str(path)]).exit_code == 0
    path.write_text(re.sub("<(.*?)>", r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run(app, ["settlements", "check", str(path)]).exit_code == 0
    assert run(app, ["settlements", "new", "aland", "-o", str(path)]).exit_code
    path.write_text(path.read_text().replace('side = "parent"', 'side = "ours"'), encoding="utf-8")
    result = run(app, ["settlements", "check", str(path), "--json"])
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["field"] == "actor[0].side"


def test_python_gives_what_the_command_gives() -> None:
    found = sq.settle("nagorno-karabakh", actor_file=TALKS)
    assert found.period.id == "1997-98"
    assert found.widenings.option == found.options[found.base].id


def test_readings_for_claims_come_from_the_artefacts(case: Case) -> None:
    snapshot = open_snapshot()
    hits = claim_results(case, snapshot, proposal=("all",))
    record = fitted_settlement(case.id)
    assert record is not None
    predicted = record.record.drop_nulls("stated").filter(~pl.col("accounts_differ"))
    given = ((predicted["stated"] >= 0.5) == predicted["accepted"]).mean()
    agreed = predicted["accepted"].mean()
    assert hits[0].label == "last word"
    assert hits[0].estimate.value == pytest.approx(given - max(agreed, 1 - agreed))
    # Baku's no to the common state is missed, and the reading says so.
    assert "Common-state plan (Azerbaijan)" in hits[0].note.split("Missed: ")[1]
    (few,) = claim_results(case, snapshot, proposal=("package-1997", "common-state-1998"))
    assert "too few" in (few.estimate.missing_reason or "")
    districts = claim_results(case, snapshot, change="districts")
    assert {reading.estimate.unit for reading in districts} == {"change in probability"}
    with pytest.raises(UnknownNameError, match="proposal of the record"):
        claim_results(case, snapshot, proposal=("no-such",))
    with pytest.raises(UnknownNameError):
        claim_results(case, snapshot, change="no-such")
