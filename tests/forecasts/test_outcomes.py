"""What came of what was told is UCDP's record of the very number, by one rule for all forecasts."""

from __future__ import annotations

import polars as pl
import pytest
from tests.forecasts.made_up import record_of, table_of

from statusquo.core.errors import InputError
from statusquo.forecasts.outcomes import RULES, ActivityRecord, with_outcomes
from statusquo.risk.events import HORIZON_YEARS, OUTCOMES, YEARS_LATER, risk_years, rows_at_risk
from statusquo.snapshot.store import open_snapshot

KARABAKH, KASHMIR, ACEH = 388, 364, 366
DONETSK, UKRAINE = 13246, 13243


def outcome_of(active: list[tuple[int, int, str]], number: int, event: str, year: int = 2020) -> dict[str, object]:
    """The outcome of one row that tells of a year."""
    rows = table_of({number: 0.1}, year=year, event=event)
    found: dict[str, object] = with_outcomes(rows, ActivityRecord(record_of(active, 2023))).row(0, named=True)
    return found


def test_fighting_after_a_quiet_year_is_a_recurrence() -> None:
    found = outcome_of([(KARABAKH, 2020, "war")], KARABAKH, "recurrence")
    assert (found["came"], found["left_out"]) == (True, None)
    assert outcome_of([(KARABAKH, 2020, "war")], KARABAKH, "war")["came"] is True


def test_clashes_are_no_war() -> None:
    assert outcome_of([(KARABAKH, 2020, "minor")], KARABAKH, "war")["came"] is False


def test_what_could_not_meet_the_event_is_left_out_with_the_reason() -> None:
    told = outcome_of([(KARABAKH, 2019, "minor"), (KARABAKH, 2020, "minor")], KARABAKH, "recurrence")
    assert told["left_out"] == "fighting in 2019 under its own number, by this release"
    told = outcome_of([(KARABAKH, 2019, "war")], KARABAKH, "war")
    assert told["left_out"] == "war in 2019 under its own number, by this release"
    told = outcome_of([], KARABAKH, "continuation")
    assert told["left_out"] == "quiet in 2019 under its own number, by this release"
    told = outcome_of([], 999_999, "recurrence")
    assert told["left_out"] == "not among the territorial conflicts of this release"


def test_fighting_that_goes_on_is_told_of_what_was_fought_over() -> None:
    went_on = outcome_of([(KARABAKH, 2019, "minor"), (KARABAKH, 2020, "war")], KARABAKH, "continuation")
    assert (went_on["came"], went_on["left_out"]) == (True, None)
    assert outcome_of([(KARABAKH, 2019, "minor")], KARABAKH, "continuation")["came"] is False


def test_two_years_ahead_is_of_the_later_year_whatever_the_year_between() -> None:
    between = [(KARABAKH, 2019, "war")]
    found = outcome_of(between, KARABAKH, "recurrence two years ahead")
    assert (found["came"], found["left_out"]) == (False, None)
    found = outcome_of([*between, (KARABAKH, 2020, "minor")], KARABAKH, "recurrence two years ahead")
    assert found["came"] is True
    found = outcome_of([(KARABAKH, 2018, "minor"), (KARABAKH, 2020, "minor")], KARABAKH, "recurrence two years ahead")
    assert found["left_out"] == "fighting in 2018 under its own number, by this release"


@pytest.mark.parametrize(("year", "came"), [(2020, True), (2022, True), (2023, False)])
def test_within_three_years_counts_the_year_and_the_two_after_it(year: int, came: bool) -> None:
    assert outcome_of([(KARABAKH, year, "minor")], KARABAKH, "recurrence within three years")["came"] is came


def test_another_numbers_fighting_is_no_event_and_is_named() -> None:
    found = outcome_of([(UKRAINE, 2022, "war")], DONETSK, "recurrence", year=2022)
    assert (found["came"], found["elsewhere"], found["left_out"]) == (False, UKRAINE, None)


def test_an_event_of_a_later_version_is_refused() -> None:
    with pytest.raises(InputError, match="cannot score the event; found 'ceasefire'; allowed 'recurrence', 'war'"):
        outcome_of([], KARABAKH, "ceasefire")


def test_every_outcome_that_is_told_has_a_rule_of_the_same_years() -> None:
    assert set(RULES) == set(OUTCOMES)
    for outcome in OUTCOMES:
        assert RULES[outcome].ahead == 1 + YEARS_LATER[outcome]
        assert RULES[outcome].ahead + RULES[outcome].years - 1 == HORIZON_YEARS[outcome]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_rule_is_the_models_own_where_no_other_number_matters(outcome: str) -> None:
    snapshot = open_snapshot()
    record = ActivityRecord(snapshot)
    (event,) = (each for each in OUTCOMES if each == outcome)
    own = rows_at_risk(risk_years(snapshot), "broad", event).filter(pl.col("is_event").is_not_null())
    told = own.with_columns(event=pl.lit(outcome), year=pl.col("year") + YEARS_LATER[event])
    found = with_outcomes(told.filter(pl.col("year") >= 1990), record)
    # A successor's years, here or in the year before, make the models' ground another than the number's own.
    plain = found.filter(pl.col("elsewhere").is_null(), pl.col("left_out").is_null())
    assert plain.height > 0.8 * found.height
    assert plain.filter(pl.col("came") != pl.col("is_event")).select("conflict_id_ucdp", "year").rows() == []
