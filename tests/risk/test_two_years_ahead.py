"""Two years ahead: what the second year after the data is like, told from what is known and never contradicted."""

from __future__ import annotations

import polars as pl
import pytest
from tests.panels.future import with_fighting

from statusquo.cases import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import schema_of
from statusquo.fits import risk_paths
from statusquo.risk.events import (
    HORIZON_YEARS,
    TWO_YEARS_AHEAD,
    WITHIN_THREE_YEARS,
    YEARS_LATER,
    risk_years,
    rows_at_risk,
)
from statusquo.risk.path import RiskPath, risk_path
from statusquo.risk.ranking import ranking
from statusquo.snapshot.store import Snapshot

ACEH = 366


@pytest.fixture(scope="module")
def made(snapshot: Snapshot) -> pl.DataFrame:
    """The risk years of one dispute whose fighting is made up: quiet, fighting and war by turns, to the last year."""
    last = snapshot.last_year
    levels = {last - 9: "minor", last - 6: "minor", last - 5: "war", last - 3: "war", last: "minor"}
    frame = risk_years(with_fighting(snapshot, ACEH, levels))
    return frame.filter(conflict_id_ucdp=ACEH).with_columns(back=last - pl.col("year"))


@pytest.mark.parametrize(
    ("back", "fighting", "war"),
    [
        (8, None, False),  # after fighting only war is told
        (7, True, False),  # quiet, and fighting in the second year
        (
            6,
            True,
            True,
        ),  # fighting resumes in the first year and is war in the second: what lies between does not matter
        (5, None, False),  # war in the first year and quiet in the second: only the second counts
        (4, None, None),  # after war neither is told
        (3, False, False),  # war resumes in the first year and ends before the second
        (1, True, False),  # the last year of the data is the last second year
    ],
)
def test_two_years_ahead_is_told_of_the_second_year_alone(
    made: pl.DataFrame, back: int, fighting: bool | None, war: bool | None
) -> None:
    row = made.filter(back=back).row(0, named=True)
    assert (row["is_fighting_2y_ahead"], row["is_war_2y_ahead"]) == (fighting, war)


def test_what_lies_after_the_data_has_no_outcome_yet(made: pl.DataFrame) -> None:
    for back in (0, -1):
        row = made.filter(back=back).row(0, named=True)
        assert (row["is_fighting_2y_ahead"], row["is_war_2y_ahead"]) == (None, None)
    # Only the coming year is at risk of anything that starts from the end of the data.
    coming = made.filter(back=-1)
    assert rows_at_risk(coming, "broad", "war two years ahead").height == 1
    assert rows_at_risk(coming, "broad", "recurrence two years ahead").is_empty()


def test_an_outcome_two_years_ahead_takes_two_years_to_be_known() -> None:
    for event, outcome in TWO_YEARS_AHEAD.items():
        assert (HORIZON_YEARS[event], HORIZON_YEARS[outcome], HORIZON_YEARS[WITHIN_THREE_YEARS[event]]) == (1, 2, 3)
        assert (YEARS_LATER[event], YEARS_LATER[outcome], YEARS_LATER[WITHIN_THREE_YEARS[event]]) == (0, 1, 0)


def test_within_three_years_is_raised_to_the_likelier_of_its_single_years() -> None:
    schema = schema_of("fit.risk_paths")
    told = {"war": (0.02, 0.01, 0.06), "war two years ahead": (0.03, 0.02, 0.04), "war within three years": (0.01,) * 3}
    rows = [
        {
            "risk_set": "secession",
            "event": event,
            "conflict_id_ucdp": 1,
            "year": 2000,
            "risk": risk,
            "low": low,
            "high": high,
            "is_event": None,
        }
        for event, (risk, low, high) in told.items()
    ]
    # Another dispute, told of the longer horizon alone, keeps its own.
    rows.append(rows[-1] | {"conflict_id_ucdp": 2})
    made = risk_paths._no_less_likely_in_three_years(pl.DataFrame(rows, schema))
    longer = made.filter(event="war within three years").sort("conflict_id_ucdp").select("risk", "low", "high").rows()
    assert longer == [(0.03, 0.02, 0.06), (0.01, 0.01, 0.01)]
    single = made.filter(pl.col("event") != "war within three years")
    assert single.select("risk", "low", "high").rows() == [told["war"], told["war two years ahead"]]


def test_no_told_chance_within_three_years_is_below_that_of_its_first_or_second() -> None:
    key = ["risk_set", "conflict_id_ucdp", "year"]
    wide = load_artefact("risk_paths").pivot(on="event", index=key, values="risk")
    for event, longer in WITHIN_THREE_YEARS.items():
        for single in (event, TWO_YEARS_AHEAD[event]):
            both = wide.drop_nulls([single, longer])
            assert both.height > 1000
            assert both.filter(pl.col(single) > pl.col(longer)).is_empty()


def test_the_printed_year_is_the_year_told_of(snapshot: Snapshot) -> None:
    path = risk_path(load_case("transnistria"), snapshot)
    coming = snapshot.coming_year
    assert [path.years_of(name) for name in (*TWO_YEARS_AHEAD, *TWO_YEARS_AHEAD.values())] == [
        str(coming),
        str(coming),
        str(coming + 1),
        str(coming + 1),
    ]
    assert path.years_of("war within three years") == f"{coming}–{coming + 2}"
    rows = load_artefact("risk_paths").filter(risk_set="secession", conflict_id_ucdp=path.conflict_id_ucdp)
    for event, outcome in TWO_YEARS_AHEAD.items():
        of_rows = dict(rows.filter(event=outcome).select(pl.col("year") + 1, "risk").iter_rows())
        assert {point.year: point.value for point in path.beside[outcome].points} == of_rows
        assert path.two_years_ahead[event].value == of_rows[coming + 1]


def test_the_document_tells_both_years(snapshot: Snapshot) -> None:
    document = risk_path(load_case("transnistria"), snapshot).to_json()
    assert (document["coming_year"], document["year_after"]) == (snapshot.coming_year, snapshot.coming_year + 1)
    assert document["two_years_ahead"]["war"]["value"] > 0
    assert set(TWO_YEARS_AHEAD.values()) <= set(document["skill"])


def of(conflict: int, snapshot: Snapshot) -> RiskPath:
    return risk_path(load_case(f"ucdp-{conflict}"), snapshot)


def test_the_ranking_tells_two_years_ahead_what_the_path_tells(snapshot: Snapshot) -> None:
    for row in ranking(snapshot)[::9]:
        own = of(row.conflict_id_ucdp, snapshot).two_years_ahead
        assert {event: each.value for event, each in own.items()} == {
            event: each.value for event, each in row.two_years_ahead.items()
        }
        assert row.to_json()["two_years_ahead"]["war"]["value"] == own["war"].value
