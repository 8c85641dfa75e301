"""The forecasts of a year beside what came: what is scored, what waits, and what the forecasts of 2025 came to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.forecasts.made_up import published_in, record_of, table_of

from statusquo.core.errors import InputError
from statusquo.forecasts import track_record as tracked
from statusquo.forecasts.ledger import read_ledger, shipped_forecasts
from statusquo.forecasts.scores import Score
from statusquo.forecasts.scoring import Scored, YearScores, score_year
from statusquo.forecasts.track_record import track_record
from statusquo.snapshot.store import open_snapshot

KARABAKH, KASHMIR, ACEH = 388, 364, 366
FOUGHT_2020 = [(KARABAKH, 2020, "war"), (ACEH, 2019, "minor")]


@pytest.fixture(scope="module")
def of_2025() -> YearScores:
    """How the forecasts of 2025 that ship did, by the embedded snapshot."""
    return score_year(2025, open_snapshot(), forecasts=shipped_forecasts())


def scored(found: YearScores, model: str, risk_set: str, event: str = "recurrence") -> Scored:
    (each,) = (
        each
        for each in found.scores
        if (each.told.model, each.told.risk_set, each.told.event) == (model, risk_set, event)
    )
    return each


def score_of(found: YearScores, model: str, risk_set: str, event: str = "recurrence") -> Score:
    score = scored(found, model, risk_set, event).score
    assert score is not None
    return score


def rounded(score: Score) -> tuple[int, int, float, float, float, float]:
    numbers = (score.expected, score.auroc, score.auprc, score.brier_skill)
    expected, *others = (round(each.value or 0, 2) for each in numbers)
    return (score.events, score.n, round(expected, 1), *others)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("risk_set", "expected"),
    [("secession", (4, 73, 3.1, 0.75, 0.56, 0.18)), ("broad", (7, 165, 2.7, 0.81, 0.42, 0.11))],
)
def test_the_scores_of_0_1_0_as_measured_outside_the_product(
    of_2025: YearScores, risk_set: str, expected: tuple[float, ...]
) -> None:
    assert rounded(score_of(of_2025, "random-effect logit", risk_set)) == expected


def test_what_came_in_2025_and_at_which_rank(of_2025: YearScores) -> None:
    came = score_of(of_2025, "random-effect logit", "secession").came
    assert [(row.conflict_id_ucdp, row.rank) for row in came] == [(13638, 1), (13936, 2), (13653, 20), (402, 56)]
    came = score_of(of_2025, "record and claim", "secession").came
    assert [(row.conflict_id_ucdp, row.rank) for row in came] == [(13653, 8), (402, 30)]
    came = score_of(of_2025, "record and claim", "broad").came
    assert [row.conflict_id_ucdp for row in came] == [13638, 13936, 218, 13653, 294, 402, 302]


def test_the_scores_of_the_plain_headline_and_of_duration(of_2025: YearScores) -> None:
    """Where a release moves them, what the page on our forecasts says of 2025 must be read again."""
    assert rounded(score_of(of_2025, "record and claim", "secession")) == (2, 34, 1.8, 0.45, 0.1, -0.05)
    assert rounded(score_of(of_2025, "record and claim", "broad")) == (7, 153, 3.2, 0.84, 0.45, 0.14)
    assert rounded(score_of(of_2025, "duration only", "broad")) == (7, 153, 2.6, 0.79, 0.24, 0.07)
    assert score_of(of_2025, "constant", "broad").brier_skill.value == pytest.approx(0, abs=1e-4)


def test_no_war_began_in_2025(of_2025: YearScores) -> None:
    wars = [each.score for each in of_2025.scores if each.told.event == "war"]
    assert len(wars) == 10
    assert all(score is not None and score.events == 0 for score in wars)


def test_what_was_fought_over_under_another_number_stands_beside_the_score(of_2025: YearScores) -> None:
    told = scored(of_2025, "random-effect logit", "secession")
    donetsk = next(row for row in told.elsewhere if row.conflict_id_ucdp == 13246)
    assert donetsk.why == "fought over under UCDP's number 13243"
    assert donetsk.rank == 70
    assert scored(of_2025, "record and claim", "secession").elsewhere == ()


def test_what_is_told_of_three_years_waits_for_the_third(of_2025: YearScores) -> None:
    assert {(each.event, each.known_after) for each in of_2025.pending} == {
        ("recurrence within three years", 2027),
        ("war within three years", 2027),
    }


def test_on_common_disputes_every_forecast_is_scored_on_the_same_rows() -> None:
    found = score_year(2025, open_snapshot(), forecasts=shipped_forecasts(), on_common=True)
    sizes = {
        (each.told.event, each.told.risk_set): {score.n for score in [each.score] if score} for each in found.scores
    }
    for each in found.scores:
        assert each.score is not None
        assert sizes[each.told.event, each.told.risk_set] == {each.score.n}
    assert score_of(found, "random-effect logit", "secession").n == 34


def test_a_year_that_nobody_told_is_refused_with_those_that_were(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({KARABAKH: 0.1}))
    with pytest.raises(InputError, match="no forecast of this year was published; found 1999; allowed 2020"):
        score_year(1999, record_of([], 2023), forecasts=read_ledger(tmp_path))
    with pytest.raises(InputError, match="allowed none yet"):
        score_year(1999, record_of([], 2023), forecasts=())


def test_a_year_that_is_not_known_yet_is_refused_with_when_it_will_be(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({KARABAKH: 0.1}))
    with pytest.raises(
        InputError, match=r"what came in 2020 is not known yet: the record ends in 2019; .* a release that covers 2020"
    ):
        score_year(2020, record_of([], 2019), forecasts=read_ledger(tmp_path))


def test_a_row_that_could_not_meet_the_event_is_left_out_of_the_score(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({KARABAKH: 0.2, KASHMIR: 0.1, ACEH: 0.9}))
    (each,) = score_year(2020, record_of(FOUGHT_2020, 2023), forecasts=read_ledger(tmp_path)).scores
    assert each.score is not None
    assert (each.score.n, each.score.events) == (2, 1)
    assert [(row.conflict_id_ucdp, row.rank) for row in each.left_out] == [(ACEH, None)]
    assert each.score.auroc.sources == ("ucdp-prio-acd",)


def test_where_no_row_could_meet_the_event_there_is_no_score(tmp_path: Path) -> None:
    published_in(tmp_path, table_of({ACEH: 0.9}))
    (each,) = score_year(2020, record_of(FOUGHT_2020, 2023), forecasts=read_ledger(tmp_path)).scores
    assert each.score is None
    assert len(each.left_out) == 1


def test_the_track_record_tells_of_every_model_and_not_of_the_best(of_2025: YearScores) -> None:
    found = track_record(open_snapshot())
    assert found is not None
    assert found.year == 2025
    assert [past.told.model for past in found.past] == ["random-effect logit", "record and claim"]
    for past in found.past:
        score = score_of(of_2025, past.told.model, "secession")
        assert (past.n, past.events) == (score.n, score.events)
        assert past.expected == pytest.approx(score.expected.value)
        assert past.brier_skill == pytest.approx(score.brier_skill.value)
        assert past.ranks == tuple(row.rank for row in score.came)
    assert found.text == (
        "Our forecasts of 2025 were made without its data and published after it had ended. By random-effect logit, 4 "
        "of 73 quiet open disputes saw fighting again against 3.1 expected, with a Brier skill of 0.18. It had ranked "
        "them between 1 and 56. By record and claim, 2 of 34 quiet open disputes saw fighting again against 1.8 "
        "expected, with a Brier skill of −0.05. It had ranked them 8 and 30. Skill is against the historical base "
        "rate. So few events judge little."
    )


@pytest.fixture
def made_up_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose forecasts lie in a folder of this test."""
    monkeypatch.setattr(tracked, "shipped_forecasts", lambda: read_ledger(tmp_path))
    return tmp_path


def test_the_newest_year_that_is_known_makes_the_track_record(made_up_record: Path) -> None:
    for year in (2020, 2021, 2022):
        table = table_of({KARABAKH: 0.2, KASHMIR: 0.1}, year=year)
        published_in(made_up_record, table, name=f"of-{year}", published=dt.date(year - 1, 12, 1))
    found = track_record(record_of([(KASHMIR, 2021, "minor")], 2021))
    assert found is not None
    assert found.year == 2021
    assert found.text.startswith("Our forecasts of 2021 were published before it began. By made-up model, 1 of 2 quiet")
    assert found.past[0].ranks == (2,)
    assert found.to_json()["forecasts"][0]["events"] == 1


def test_where_no_year_is_known_there_is_no_track_record(made_up_record: Path) -> None:
    assert track_record(record_of([], 2019)) is None
    published_in(made_up_record, table_of({KARABAKH: 0.2}))
    assert track_record(record_of([], 2019)) is None


def test_a_baseline_alone_makes_no_track_record(made_up_record: Path) -> None:
    entry = published_in(made_up_record, table_of({KARABAKH: 0.2}))
    ledger = made_up_record / "published.toml"
    ledger.write_text(ledger.read_text().replace('role = "model"', 'role = "baseline"'))
    assert track_record(record_of([], 2023)) is None
    assert entry.models[0].role == "model"


def test_ten_events_judge_and_no_longer_little(made_up_record: Path) -> None:
    numbers = open_snapshot().table("disputes")["conflict_id_ucdp"].head(20).to_list()
    published_in(made_up_record, table_of({number: 0.3 + number / 1e5 for number in numbers}))
    record = record_of([(number, 2020, "minor") for number in numbers[:10]], 2023)
    found = track_record(record)
    assert found is not None
    assert "judge little" not in found.text
    assert isinstance(found.past[0].told.rows, pl.DataFrame)
