"""The tests of claims on series and groups whose truth is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.stats import mannwhitneyu

from statusquo.cases.load import load_case
from statusquo.core.estimates import Point, Series
from statusquo.explanations import measures
from statusquo.explanations.contrasts import contrast
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.load import load_explanation
from statusquo.explanations.registry import claim_tests
from statusquo.explanations.results import NotTestableError, Result
from statusquo.risk.scenario import run_scenario
from statusquo.risk.scenario_file import Change, Scenario
from statusquo.snapshot.store import open_snapshot


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence(load_case("nagorno-karabakh"), open_snapshot(), load_explanation("babayev-2021"))


def run(name: str, evidence: Evidence, **parameters: object) -> list[Result]:
    test = claim_tests()[name]
    return list(test.run(test.parameters.model_validate(parameters), evidence))


def made_up(evidence: Evidence, monkeypatch: pytest.MonkeyPatch, values: np.ndarray, first: int = 1990) -> None:
    points = tuple(Point(first + i, float(value)) for i, value in enumerate(values))
    like = evidence.measures.inertia.main
    series = Series("made-up", "made up", "points", dataclasses.replace(like.domain, last_year=2024), points)
    monkeypatch.setitem(measures.SERIES, "made up", lambda _: series)  # type: ignore[arg-type]


def test_a_step_is_found_at_its_date_and_not_at_others(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 30)
    made_up(evidence, monkeypatch, noise + 3 * (np.arange(30) >= 20))
    there = run("before_after", evidence, measure="made up", year=2010, before=4, after=4)[0].estimate
    assert there.value == pytest.approx(3.0, abs=0.2)
    elsewhere = run("before_after", evidence, measure="made up", year=2000, before=4, after=4)[0].estimate
    assert elsewhere.low is not None
    assert elsewhere.high is not None
    assert elsewhere.low < 0 < elsewhere.high


def test_a_shift_with_too_few_other_dates_is_not_testable(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up(evidence, monkeypatch, np.arange(14.0))
    with pytest.raises(NotTestableError, match="other dates"):
        run("before_after", evidence, measure="made up", year=1997, before=4, after=4)


def test_a_trend_gives_the_change_between_the_ends(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up(evidence, monkeypatch, 0.5 * np.arange(20.0))
    result = run("trend", evidence, measure="made up")[0]
    assert result.estimate.value == pytest.approx(7.5)
    assert run("trend", evidence, measure="made up", statistic="slope")[0].estimate.value == pytest.approx(0.5)


def test_what_a_state_adds_is_the_balance_with_it_less_that_without_it_draw_by_draw(evidence: Evidence) -> None:
    names = "regional balance", "regional balance without Türkiye"
    years = {"first_year": 2014, "last_year": 2018}
    found = run("level", evidence, measure=names[0], less=names[1], **years)[0].estimate
    means = [run("level", evidence, measure=name, **years)[0].estimate for name in names]
    assert found.value == pytest.approx((means[0].value or 0) - (means[1].value or 0))
    assert found.low is not None
    assert found.high is not None
    assert found.low > 0
    # What both balances are unsure of alike falls out of their difference.
    assert found.high - found.low < (means[0].high or 0) - (means[0].low or 0)


def test_shares_of_arms_against_a_count_by_hand(evidence: Evidence) -> None:
    table = open_snapshot().table("arms_deliveries").to_dicts()
    rows = [r for r in table if r["recipient_gw"] == 373 and 2010 <= r["year"] <= 2019]
    russian = sum(r["tiv_m"] for r in rows if r["supplier"] == "Russia")
    found = run("share", evidence, recipient="azerbaijan", supplier=("Russia",), first_year=2010, last_year=2019)[0]
    assert found.estimate.value == pytest.approx(100 * russian / sum(r["tiv_m"] for r in rows))


def test_an_answer_on_which_accounts_differ_widens_the_range(evidence: Evidence) -> None:
    sure = run("answers", evidence, actor=("azerbaijan",), proposal=("common-state-1998",))[0].estimate
    assert (sure.low, sure.value, sure.high) == (100.0, 100.0, 100.0)
    contested = run("answers", evidence, actor=("azerbaijan",), proposal=("key-west-2001",))[0].estimate
    assert contested.low == 0.0
    assert contested.high == 100.0


def test_ties_end_where_their_source_ends(evidence: Evidence) -> None:
    found = run("ties", evidence, one="armenia", other="russia", tie=("CSTO",), first_year=1994, last_year=2024)[0]
    assert found.estimate.value is not None
    assert found.n < 2024 - 1994 + 1


@given(st.lists(st.integers(0, 9), min_size=10, max_size=40), st.integers(0, 2**20))
def test_the_contrast_against_scipys_mann_whitney(values: list[int], seed: int) -> None:
    outcome = np.zeros(len(values), dtype=bool)
    outcome[:5] = True
    np.random.default_rng(seed).shuffle(outcome)
    numbers = np.array(values, dtype=float)
    found = contrast(numbers, outcome)
    u = mannwhitneyu(numbers[outcome], numbers[~outcome]).statistic
    assert found.delta == pytest.approx(2 * u / (5 * (len(values) - 5)) - 1)
    assert found.low <= found.delta <= found.high


def test_a_planted_difference_is_found_and_shuffled_outcomes_are_not() -> None:
    rng = np.random.default_rng(7)
    values = rng.normal(size=90)
    planted = values + rng.normal(0, 0.5, 90) > 0.8
    assert contrast(values, planted).low > 0.147
    found = 0
    for _ in range(200):
        shuffled = rng.permutation(planted)
        found += contrast(values, shuffled).low > 0.147
    assert found <= 0.05 * 200


def test_too_few_disputes_with_the_outcome_are_refused() -> None:
    with pytest.raises(ValueError, match="5 disputes of each"):
        contrast(np.arange(20.0), np.arange(20) < 3)


def leader(**parameters: object) -> dict[str, object]:
    changed = {"change": "patron_leader_change", "to": 0.0, "first_year": 2018, "last_year": 2018}
    return {**changed, "event": "recurrence", "year": 2019, **parameters}


def test_a_counterfactual_is_the_scenarios_difference_and_says_where_the_penalty_decides(evidence: Evidence) -> None:
    change = Change("covariate", "patron_leader_change", 0.0, None, 2018, 2018, None, 0)
    scenario = run_scenario(evidence.case, Scenario("no change of leader", (change,), "a file"), evidence.snapshot)
    found = run("counterfactual", evidence, **leader())[0]
    assert found.estimate == scenario.contrasts["recurrence"].difference.at(2019)
    assert found.estimate.low is not None
    assert found.estimate.low < 0
    assert "penalty" in found.undecided


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"change": "glory"}, "no covariate of the risk model"),
        ({"to": None}, "either set or held"),
        ({"to": None, "hold_at": 1700}, "outside the data"),
    ],
)
def test_a_counterfactual_that_is_no_scenario_is_refused_when_the_file_is_read(
    changed: dict[str, object], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        claim_tests()["counterfactual"].parameters.model_validate(leader(**changed))


def test_a_counterfactual_of_a_year_without_the_risk_is_not_testable(evidence: Evidence) -> None:
    with pytest.raises(NotTestableError, match="2016"):
        run("counterfactual", evidence, **leader(year=2016))
