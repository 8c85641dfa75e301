"""The ledger on real cases: what the data say of the claims, computed from the snapshot and the case files."""

from __future__ import annotations

import re

import pytest

import statusquo as sq
from statusquo.cases.load import load_case
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.ledger import Ledger, across_disputes, judge
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.verdicts import VERDICTS
from statusquo.snapshot.store import open_snapshot

CLAIMS_OF_2021 = (
    *(f"A{n}" for n in (1, 2, 3, 4, 5, 6)), "A7a", "A7b", *(f"A{n}" for n in range(8, 17)),
    *(f"B{n}" for n in range(1, 13)), *(f"C{n}" for n in range(1, 6)),
)  # fmt: skip


@pytest.fixture(scope="module")
def karabakh() -> Ledger:
    return judge(load_case("nagorno-karabakh"), open_snapshot())


def test_every_claim_of_the_explanation_of_2021_has_a_verdict(karabakh: Ledger) -> None:
    own = [claim for claim in karabakh.claims if claim.explanation == "babayev-2021"]
    assert [c.claim.id for c in own if not c.claim.id.startswith("D")] == list(CLAIMS_OF_2021)
    assert {claim.verdict for claim in own} <= set(VERDICTS)


def test_what_is_not_testable_says_why(karabakh: Ledger) -> None:
    for claim in karabakh.claims:
        assert (claim.verdict == "not testable") == (claim.not_testable_reason is not None), claim.claim.id
        for test in claim.tests:
            assert bool(test.reason) == (test.why is not None), claim.claim.id
            assert test.runs or test.reason, claim.claim.id


def test_every_number_behind_a_verdict_has_its_source_and_count(karabakh: Ledger) -> None:
    for claim in karabakh.claims:
        for run in (run for test in claim.tests for run in test.runs):
            assert run.result.n >= 1
            assert run.result.estimate.unit
            # The coded cases carry their sources cell by cell.
            assert run.result.sources or run.result.n_unit == "coded cases", claim.claim.id


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("D1", "supported"),
        ("D2", "supported"),
        ("D3", "supported"),
        ("D4", "supported"),
        ("D5", "supported"),
        ("D6", "contradicted"),
        ("D7", "supported"),
        ("D8", "contradicted"),
        ("D9", "contradicted"),
        ("D10", "not testable"),  # the count of 2015 was read in a copy of an encyclopedia alone
        ("D11", "not testable"),
        ("D12", "supported"),
        ("D13", "contradicted"),
    ],
)
def test_stated_facts_against_the_sourced_figures(karabakh: Ledger, claim: str, verdict: str) -> None:
    assert karabakh[claim].verdict == verdict


def test_the_balance_shifted_and_the_measures_disagree(karabakh: Ledger) -> None:
    claim = karabakh["A2"]
    agree, of = claim.leading.agreement
    assert claim.verdict == "supported"
    assert of == 6
    assert agree < of


def test_the_level_of_the_balance_is_told_but_not_decided_where_the_literature_disagrees(karabakh: Ledger) -> None:
    premise = next(test for test in karabakh["A1"].tests if test.part == "premise")
    assert premise.verdict == "not testable"
    assert premise.main is not None
    assert premise.main.result.estimate.low is not None
    assert premise.reason == premise.main.result.undecided


def test_a_number_is_computed_again_by_the_call_that_it_names(karabakh: Ledger) -> None:
    """Two calls of every kind of test, the first and the last of the ledger; each measures the dispute anew."""
    runs = [(test.test, run) for claim in karabakh.claims for test in claim.tests for run in test.runs]
    chosen = {**dict(reversed(runs)), **{f"{name}, last": run for name, run in runs}}
    for run in chosen.values():
        assert eval(run.call, {"sq": sq}) == run.result.estimate, run.call


def test_outside_support_by_2020_is_asked_of_the_measure_that_reaches_2020(karabakh: Ledger) -> None:
    premise = next(test for test in karabakh["A5"].tests if test.part == "premise")
    assert premise.main is not None
    assert "2016–2020" in premise.main.result.label
    assert karabakh["A5"].verdict == "inconclusive"


def test_what_both_sides_refused_is_told_beside_each_other(karabakh: Ledger) -> None:
    reading = karabakh["LN1"].reading
    assert "Package plan" in reading
    assert "Azerbaijan: “Common-state plan”" in reading


@pytest.mark.parametrize("claim", ["C1", "CC1"])
def test_a_claim_on_motives_takes_no_verdict_from_its_premise(karabakh: Ledger, claim: str) -> None:
    assert karabakh[claim].parts["premise"] == "supported"
    assert karabakh[claim].verdict != "supported" or karabakh[claim].parts.get("mechanism") == "supported"


def test_every_part_with_a_number_shows_it(karabakh: Ledger) -> None:
    for claim in karabakh.claims:
        shown = " ".join(text for _, text in claim.readings)
        for test in claim.tests:
            if test.main is not None:
                assert test.main.result.label[1:] in shown, claim.claim.id


def test_deaths_rose_where_the_claim_says_they_fell(karabakh: Ledger) -> None:
    assert karabakh["A8"].verdict == "contradicted"
    assert karabakh["LN4"].verdict != "contradicted"


def test_the_outcome_of_2023_is_said_plainly(karabakh: Ledger) -> None:
    assert karabakh["C5"].verdict == "contradicted"
    assert karabakh["C5"].leading.main is not None


def test_who_left_is_counted_against_who_stayed(karabakh: Ledger) -> None:
    """Over Armenia's 120,000 the quotient said that 16 percent stayed; the mission heard of 50 to 1,000 people."""
    for claim in ("C5", "RS3"):
        assert karabakh[claim].leading.main is not None
        assert karabakh[claim].leading.main.result.estimate.low > 98.9


def test_a_claim_on_decades_is_not_decided_by_the_first_quiet_years(karabakh: Ledger) -> None:
    for claim in ("A6", "CP6"):
        test = next(test for test in karabakh[claim].tests if test.test == "duration_dependence")
        assert test.verdict == "inconclusive"
        assert all(run.parameters["spells"] in ("six years or more", "eight years or more") for run in test.runs)
        told = {run.result.label: run.result.estimate for run in test.beside}
        first = told["the first five quiet years alone"]
        assert first.high is not None
        assert first.high < 0


def test_the_risk_of_war_is_asked_of_wars(karabakh: Ledger) -> None:
    claim = karabakh["A7b"]
    assert claim.verdict == "not testable"
    assert "4 events in" in str(claim.not_testable_reason)
    assert any("renewed fighting" in run.result.label for run in claim.tests[0].beside)


LEVELS = {"recurrence": "fighting", "renewed fighting": "fighting", "war": "war"}


def test_no_claim_about_war_is_tested_at_25_deaths_nor_one_about_fighting_at_1000(karabakh: Ledger) -> None:
    asked = 0
    for claim in karabakh.claims:
        said = {q.outcome.removeprefix("yearly hazard of ") for q in claim.claim.quantity}
        said = {LEVELS[outcome] for outcome in said if outcome in LEVELS}
        for run in (run for test in claim.tests if test.part == "association" for run in test.runs):
            level = LEVELS.get(run.parameters.get("event") or run.parameters.get("outcome", ""))
            if said and level and run.parameters.get("model") != "outcome":
                assert level in said, (claim.claim.id, run.result.label)
                asked += 1
    assert asked > 20


def test_what_the_rules_of_the_game_make_so_supports_nothing(karabakh: Ledger) -> None:
    for claim in ("A11", "A16"):
        game = next(test for test in karabakh[claim].tests if test.test == "game")
        assert not game.is_test
        assert game.main is not None
        assert game.main.result.estimate.interval == "draws95"
        assert "mechanism" not in karabakh[claim].parts
        assert karabakh[claim].verdict in ("not testable", "inconclusive")
        assert "the game tells how much, never whether" in karabakh[claim].reading
        assert "the claim would hold" not in karabakh[claim].readings[-1][1]


def test_a_veto_on_settlements_is_asked_of_the_record_of_proposals_and_its_size_said(karabakh: Ledger) -> None:
    reason = str(karabakh["A16"].not_testable_reason)
    assert re.search(r"of 2\d\d proposals on record in \d\d other disputes 3 were opposed by a veto power", reason)
    assert "in Nagorno-Karabakh it opposed none of 10" in reason


def test_elsewhere_a_claim_is_shown_only_if_its_test_says_something_of_the_dispute() -> None:
    every = judge(load_case("aceh"), open_snapshot())
    shown = every.of_dispute
    assert {claim.claim.id for claim in shown.claims} < {claim.claim.id for claim in every.claims}
    assert "A2" not in {claim.claim.id for claim in shown.claims}
    for claim in shown.claims:
        assert any(test.says_of_dispute for test in claim.tests), claim.claim.id
    assert f"{len(every.left_out)} more claims say nothing of this dispute" in every.left_out_words


def test_what_is_true_of_all_disputes_alike_is_the_same_on_every_page(karabakh: Ledger) -> None:
    """One family of tests, whatever the dispute: the verdicts across disputes stand once."""
    alike = {(v.claim.id, test.test): test for v in across_disputes(open_snapshot()) for test in v.tests}
    for ledger in (karabakh, judge(load_case("kosovo"), open_snapshot())):
        for claim in ledger.claims:
            for test in claim.tests:
                known = alike.get((claim.claim.id, test.test))
                if known is not None and test.adjusted_p is not None and len(claim.tests) == 1:
                    assert (test.verdict, test.adjusted_p) == (known.verdict, known.adjusted_p), claim.claim.id


def test_no_claim_of_cause_is_supported_by_its_premise_alone(karabakh: Ledger) -> None:
    for claim in karabakh.claims:
        if claim.claim.kind == "cause" and claim.verdict == "supported":
            assert "supported" in (claim.parts.get("association"), claim.parts.get("mechanism"))


def test_the_engine_finds_the_contradiction_within_one_explanation(karabakh: Ledger) -> None:
    within = {tuple(claim for _, claim in c.claims) for c in karabakh.contradictions if c.is_within_one}
    assert ("A6", "A7b") in within
    assert not any("A7a" in pair for pair in within)


def test_the_engine_finds_contradictions_between_explanations(karabakh: Ledger) -> None:
    between = {tuple(claim for _, claim in c.claims) for c in karabakh.contradictions if not c.is_within_one}
    assert {("A8", "LN4"), ("A12", "LN5"), ("C5", "RS3")} <= between


def test_what_an_explanation_states_of_itself_is_no_evidence_for_it() -> None:
    case, snapshot = load_case("nagorno-karabakh"), open_snapshot()
    evidence = Evidence(case, snapshot, load_explanation("babayev-2021"))
    key = "people.seven_districts.ratio_to_oblast_population"
    assert any("babayev-2021" in fact.source for fact in case.facts(key))
    assert [fact.value for fact in evidence.facts(key)] == [2.2]


def test_every_explanation_has_at_least_five_claims_and_a_cited_work() -> None:
    assert len(bundled_explanations()) == 17
    for name in bundled_explanations():
        explanation = load_explanation(name)
        assert len(explanation.claim) >= 5
        assert explanation.source
        assert any(character.isdigit() for character in explanation.work)


def test_ids_of_claims_are_unique_over_all_explanations() -> None:
    ids = [claim.id for name in bundled_explanations() for claim in load_explanation(name).claim]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("dispute", ["ucdp-392", "abkhazia"])
def test_other_disputes_get_the_claims_that_apply(dispute: str) -> None:
    ledger = judge(load_case(dispute), open_snapshot())
    ids = {claim.claim.id for claim in ledger.claims}
    assert {"A6", "B7", "LA3"} <= ids
    assert not any(name.startswith("D") for name in ids)
    # What is said of another dispute does not name this one, but for the estimate that takes the explained case in.
    for claim in ledger.claims:
        for text in (claim.sentence, claim.would_change):
            assert not any(word in text for word in ("Karabakh", "Azerbaijan", "Armenia", "oblast", "Baku")), (
                claim.claim.id
            )


def test_a_premise_that_fails_elsewhere_does_not_contradict_a_claim_of_cause() -> None:
    ledger = judge(load_case("abkhazia"), open_snapshot())
    assert ledger["B2"].parts["premise"] == "contradicted"
    assert ledger["B2"].verdict != "contradicted"


def test_the_json_has_the_contracted_keys(karabakh: Ledger) -> None:
    document = karabakh.to_json()
    contracted = {
        "id", "claim", "quantity", "test", "verdict", "verdicts", "estimate", "n", "data", "agreement",
        "not_testable_reason", "would_change",
    }  # fmt: skip
    for claim in document["claims"]:
        assert contracted <= set(claim)
        assert set(claim["verdicts"]) == {"premise", "association", "mechanism"}
    assert all({"claims", "quantity"} <= set(row) for row in document["contradictions"])
