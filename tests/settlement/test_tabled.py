"""What was tabled: offers with the answers that count, rates of acceptance elsewhere, and who stands against what."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from statusquo.cases.load import load_case
from statusquo.cli.app import app
from statusquo.core.errors import InputError
from statusquo.settlement.tabled import AUTHORS, FormulaStand, Tabled, acceptance_rates, tabled


@pytest.fixture(scope="module")
def cyprus() -> Tabled:
    return tabled(load_case("northern-cyprus"))


def stand(found: Tabled, formula: str) -> FormulaStand:
    return next(one for one in found.formulas if one.formula.id == formula)


def test_offers_come_with_the_latest_first_and_no_mediator_among_those_who_answer(cyprus: Tabled) -> None:
    dates = [offer.proposal.date for offer in cyprus.offers]
    assert dates == sorted(dates, reverse=True)
    assert {answer.role for offer in cyprus.offers for answer in offer.answers} <= {
        "parent", "separatist", "patron", "guarantor",
    }  # fmt: skip


def test_today_a_federation_is_refused_in_ankara_and_no_longer_by_the_turkish_cypriot_side(cyprus: Tabled) -> None:
    federation = stand(cyprus, "federation")
    assert federation.blocked_by == ("turkey",)
    assert "turkish-cypriot-side" in {row.actor for row in federation.asked}


def test_two_states_are_blocked_by_the_republic(cyprus: Tabled) -> None:
    assert "cyprus" in stand(cyprus, "independence").blocked_by


def test_who_answers_for_nobody_else_is_told_and_blocks_nothing(cyprus: Tabled) -> None:
    independence = stand(cyprus, "independence")
    assert "united-nations" in {row.actor for row in independence.refused}
    assert "united-nations" not in independence.blocked_by


def test_a_vote_on_independence_is_asked_by_polisario_and_blocked_by_morocco() -> None:
    vote = stand(tabled(load_case("western-sahara")), "interim-vote")
    assert "sahrawi-side" in {row.actor for row in vote.asked}
    assert vote.blocked_by == ("morocco",)


def test_russias_word_on_abkhazia_before_it_recognised_it_no_longer_stands() -> None:
    found = tabled(load_case("abkhazia"))
    assert "russia" in {row.actor for row in stand(found, "independence").asked}
    assert "russia" not in {row.actor for one in found.formulas for row in one.refused}


def test_a_rate_leaves_its_dispute_out_and_has_an_interval() -> None:
    rates = {rate.author: rate for rate in acceptance_rates(load_case("kosovo"))}
    assert tuple(rates) == AUTHORS
    for rate in rates.values():
        share = rate.elsewhere
        assert share.value is not None
        assert share.low is not None
        assert share.high is not None
        assert share.low <= share.value <= share.high
    # Sides refuse each other's offers: the one thing on the record that tells yes from no.
    other, third = rates["the other side"].elsewhere, rates["a third party"].elsewhere
    assert other.high is not None
    assert third.low is not None
    assert other.high < third.low


def test_without_a_proposal_there_is_nothing_to_tell() -> None:
    with pytest.raises(InputError, match="No proposal is on record for Åland Islands"):
        tabled(load_case("aland"))


@pytest.mark.parametrize("name", ["northern-cyprus", "kosovo", "western-sahara", "transnistria", "abkhazia"])
def test_the_command_tells_offers_first_and_says_why_there_are_no_chances(name: str) -> None:
    done = CliRunner().invoke(app, ["settle", name])
    assert done.exit_code == 0, done.output
    places = [done.stdout.index(text) for text in ("What was tabled", "How often an actor says yes", "Status formulas")]
    assert places == sorted(places)
    assert "No formula is given a chance of acceptance" in done.stdout


def test_the_document_cites_a_source_for_every_offer_answer_and_stand() -> None:
    told = json.loads(CliRunner().invoke(app, ["settle", "transnistria", "--json"]).stdout)
    assert all(offer["source"] for offer in told["offers"])
    assert all(word["source"] for offer in told["offers"] for row in offer["answers"] for word in row["words"])
    assert all(row["source"] for one in told["formulas"] for row in (*one["asked_by"], *one["refused_by"]))
