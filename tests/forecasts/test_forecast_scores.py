"""A forecast's scores: by hand, against scikit-learn, and what cannot be told."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from statusquo.core.seeds import spawn_generator
from statusquo.forecasts.record import BaseRate
from statusquo.forecasts.scores import Score, brier_skill, score

SOURCES = ("ucdp-prio-acd",)


def rows_of(risks: list[float], came: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "conflict_id_ucdp": list(range(1, len(risks) + 1)),
            "risk": risks,
            "low": [risk / 2 for risk in risks],
            "high": [min(1.0, 2 * risk) for risk in risks],
            "came": [bool(each) for each in came],
        }
    )


def rate(rows: int, events: int) -> BaseRate:
    return BaseRate(risk_set="secession", event="recurrence", rows=rows, events=events)


@pytest.fixture(scope="module")
def by_hand() -> Score:
    """Four disputes told 0.8, 0.4, 0.2 and 0.1, of which the first and the third saw the event; the rate was 0.25."""
    return score(rows_of([0.8, 0.4, 0.2, 0.1], [1, 0, 1, 0]), rate(8, 2), SOURCES)


def test_scores_by_hand(by_hand: Score) -> None:
    assert (by_hand.n, by_hand.events) == (4, 2)
    assert by_hand.expected.value == pytest.approx(1.5)
    # The first event beats both others, the second one of them.
    assert by_hand.auroc.value == pytest.approx(3 / 4)
    # Of the 6 choices of two rows, (1, 2) is better and (1, 3) as good.
    assert by_hand.by_chance is not None
    assert by_hand.by_chance.p_value == pytest.approx(2 / 6)
    assert by_hand.auprc.value == pytest.approx((1 / 1 + 2 / 3) / 2)
    brier = (0.2**2 + 0.4**2 + 0.8**2 + 0.1**2) / 4
    assert by_hand.brier.value == pytest.approx(brier)
    assert by_hand.brier_skill.value == pytest.approx(1 - brier / ((2 * 0.75**2 + 2 * 0.25**2) / 4))
    assert by_hand.log_score.value == pytest.approx(np.log([0.8, 0.6, 0.2, 0.9]).mean())
    assert [(row.conflict_id_ucdp, row.rank, row.risk.value) for row in by_hand.came] == [(1, 1, 0.8), (3, 3, 0.2)]


def test_the_count_by_hand(by_hand: Score) -> None:
    # P(K <= 2) is all but that of three and of four.
    four = 0.8 * 0.4 * 0.2 * 0.1
    three = four * (0.2 / 0.8 + 0.6 / 0.4 + 0.8 / 0.2 + 0.9 / 0.1)
    none = 0.2 * 0.6 * 0.8 * 0.9
    one = none * (0.8 / 0.2 + 0.4 / 0.6 + 0.2 / 0.8 + 0.1 / 0.9)
    assert by_hand.chance_so_far_off == pytest.approx(2 * min(1 - three - four, 1 - none - one, 0.5))
    assert (by_hand.expected.low, by_hand.expected.high) == (0, 3)


@pytest.mark.parametrize("seed", range(4))
def test_scores_against_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    draw = spawn_generator("tests", "forecast scores", seed)
    risk = np.round(draw.beta(1, 6, 80), 2).clip(0.01, 0.99)  # with ties
    came = (draw.random(80) < risk).astype(int)
    came[:2] = 0, 1
    found = score(rows_of(risk.tolist(), came.tolist()), rate(50, 5), SOURCES)
    assert found.auroc.value == pytest.approx(metrics.roc_auc_score(came, risk), abs=1e-12)
    assert found.auprc.value == pytest.approx(metrics.average_precision_score(came, risk), abs=1e-12)
    assert found.brier.value == pytest.approx(metrics.brier_score_loss(came, risk), abs=1e-12)
    assert found.log_score.value == pytest.approx(-metrics.log_loss(came, risk), abs=1e-12)
    reference = metrics.brier_score_loss(came, np.full(80, 0.1))
    assert found.brier_skill.value == pytest.approx(1 - metrics.brier_score_loss(came, risk) / reference, abs=1e-12)


def test_telling_the_base_rate_has_no_skill_and_knowing_all_has_all() -> None:
    came = np.array([1.0, 0, 0, 0, 0])
    assert brier_skill(came, np.full(5, 0.3), 0.3) == 0
    assert brier_skill(came, came, 0.3) == 1


def test_skill_is_not_against_the_rate_of_the_year_itself() -> None:
    came, risk = [1, 0, 0, 0], [0.25] * 4
    assert score(rows_of(risk, came), rate(4, 1), SOURCES).brier_skill.value == 0
    found = score(rows_of(risk, came), rate(100, 2), SOURCES).brier_skill.value
    assert found is not None
    assert found > 0


def test_without_an_event_no_ranking_is_judged_and_the_reason_is_given() -> None:
    found = score(rows_of([0.3, 0.2, 0.1], [0, 0, 0]), rate(100, 2), SOURCES)
    assert (found.auroc.missing_reason, found.auprc.missing_reason) == ("no event came", "no event came")
    assert found.by_chance is None
    assert found.came == ()
    assert found.brier.value == pytest.approx((0.09 + 0.04 + 0.01) / 3)
    assert found.brier_skill.value is not None
    assert found.warning == "none of 3 met the event, so that no ranking can be judged"


def test_where_every_row_had_the_event_no_ranking_is_judged() -> None:
    found = score(rows_of([0.3, 0.2], [1, 1]), rate(100, 50), SOURCES)
    assert found.auroc.missing_reason == "the event came in every row"
    assert found.warning == "all of 2 met the event, so that no ranking can be judged"


def test_a_base_rate_that_was_right_of_every_row_has_nothing_to_save() -> None:
    found = score(rows_of([0.3, 0.2], [0, 0]), rate(100, 0), SOURCES)
    assert found.brier_skill.missing_reason == "the base rate was right of every row"


def test_without_a_base_rate_written_down_there_is_no_skill() -> None:
    found = score(rows_of([0.3, 0.2], [0, 1]), None, SOURCES)
    assert found.brier_skill.missing_reason == "the forecast wrote no base rate down"
    assert found.base_rate.missing_reason == "the forecast wrote none down"


def test_few_events_are_said_to_be_few_and_many_are_not() -> None:
    few = score(rows_of([0.1] * 20, [1] * 4 + [0] * 16), rate(100, 10), SOURCES)
    assert few.warning is not None
    assert few.warning.startswith("4 disputes stand against 16: no exact interval of AUROC")
    assert score(rows_of([0.5] * 20, [1] * 10 + [0] * 10), rate(100, 10), SOURCES).warning is None


def test_a_sum_of_small_risks_lies_inside_its_own_interval() -> None:
    found = score(rows_of([0.001, 0.002], [0, 0]), rate(100, 1), SOURCES).expected
    assert (found.low, found.value, found.high) == (0, 0.003, 0.003)


def test_equal_risks_share_the_mean_of_their_places() -> None:
    found = score(rows_of([0.5, 0.2, 0.2, 0.1], [0, 1, 0, 0]), rate(100, 10), SOURCES)
    assert [row.rank for row in found.came] == [2.5]
