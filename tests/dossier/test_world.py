"""The page on all open disputes says what the ranking says, loads nothing, and changes when the numbers do."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.cases.titles import titles
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.wording import significant
from statusquo.dossier import world_scores
from statusquo.dossier.page import render_page
from statusquo.dossier.world import World, assemble_world, finding
from statusquo.dossier.world_map import Spot, class_of, frame_of, spots, spread
from statusquo.dossier.world_table import ranking_rows, sparkline
from statusquo.risk import models
from statusquo.risk.inputs import risk_data
from statusquo.risk.ranking import Ranked, ranking
from statusquo.snapshot.store import Snapshot, open_snapshot

COMING_YEAR = open_snapshot().coming_year


@pytest.fixture(scope="module")
def ranked(snapshot: Snapshot) -> tuple[Ranked, ...]:
    return tuple(row for row in ranking(snapshot) if row.status != "war")


@pytest.fixture(scope="module")
def world(snapshot: Snapshot) -> World:
    return assemble_world(snapshot, built_on=dt.date(2026, 11, 22))


@pytest.fixture(scope="module")
def page(world: World) -> str:
    return render_page(world)


def with_risk(row: Ranked, event: str, value: float, low: float, high: float) -> Ranked:
    old = row.risk[event]  # type: ignore[index]
    return replace(row, risk={**row.risk, event: Estimate(value, old.unit, low, high, "credible95", old.sources)})


def test_the_world_page_loads_nothing_and_is_small(page: str) -> None:
    from tests.dossier.test_page import parsed  # type: ignore[import-not-found]

    found = parsed(page)
    assert found.loads == []
    assert found.handlers == []
    assert len(set(found.ids)) == len(found.ids)
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert "@import" not in page
    assert "url(" not in page.split("</style>")[0]
    assert len(page.encode()) < 3_000_000


def test_the_table_has_every_open_dispute_and_a_bundled_case_under_its_title(
    world: World, ranked: tuple[Ranked, ...]
) -> None:
    assert [row.cells[0].note for row in world.rows] == [f"ucdp-{row.conflict_id_ucdp}" for row in ranked]
    titles_of_cases = {"Western Sahara", "Abkhazia", "Kashmir (Indian-administered)"}
    assert titles_of_cases <= {row.cells[0].text for row in world.rows}


def test_no_dispute_fought_over_under_another_number_is_listed_and_the_page_names_the_number(
    world: World, ranked: tuple[Ranked, ...]
) -> None:
    assert not {13246, 13247, 13306} & {row.conflict_id_ucdp for row in ranked}
    assert {13246, 13247, 13306} <= {row.conflict_id_ucdp for row in world.unranked if row.successor == 13243}
    assert any("Novorossiya, Ukraine: fighting goes on under conflict 13243" in text for text in world.caveats)


def test_the_provinces_of_the_islamic_state_are_shown_on_request_alone(snapshot: Snapshot, world: World) -> None:
    everything = assemble_world(snapshot, with_islamic_state=True)
    added = {row.conflict_id_ucdp for row in everything.ranked} - {row.conflict_id_ucdp for row in world.ranked}
    assert len(added) > 20
    assert {row.risk_set for row in everything.ranked if row.conflict_id_ucdp in added} == {"broad"}
    assert {row.risk_set for row in world.ranked} == {"secession"}


def test_the_finding_changes_with_the_numbers(ranked: tuple[Ranked, ...], snapshot: Snapshot) -> None:
    called = titles(snapshot)
    text = finding(ranked, called, risk_data(snapshot))
    assert text.startswith(f"{len(ranked)} secession disputes were open")
    likelier = [with_risk(row, "war", 0.5, 0.45, 0.55) if row.conflict_id_ucdp == 331 else row for row in ranked]
    changed = finding(likelier, called, risk_data(snapshot))
    assert "the model puts war likeliest in Western Sahara (Morocco) at 50 % (45 to 55)" in changed
    assert "no other dispute's reaches into that of the first" in changed
    assert "far from sure" in text
    sum_of_wars = sum(row.risk["war"].value or 0.0 for row in ranked)
    assert f"come to {significant(sum_of_wars)} wars begun" in text


def test_a_risk_that_cannot_be_met_is_a_dash_and_sorts_last(world: World, ranked: tuple[Ranked, ...]) -> None:
    for row, shown in zip(ranked, world.rows, strict=True):
        if row.status == "fighting":
            assert shown.cells[4].text == ""
            assert shown.cells[4].key is None
        assert shown.cells[2].key == row.risk["war"].value


def test_no_tooltip_of_the_map_has_a_missing_number(world: World, ranked: tuple[Ranked, ...]) -> None:
    # A tooltip writes a missing number as null, as it did for every dispute in which fighting went on.
    layers = [layer for layer in world.map.spec["layer"] if "renewed" in str(layer.get("encoding", {}))]
    assert layers
    for layer in layers:
        fields = [each["field"] for each in layer["encoding"]["tooltip"]]
        marks = layer["data"]["values"]
        assert all(mark[field] is not None for mark in marks for field in fields)
        told = {mark["name"]: mark["renewed"] for mark in marks}
        goes_on = {name for name, text in told.items() if text == "fighting goes on"}
        assert len(goes_on) == sum(row.status == "fighting" for row in ranked)


def test_every_row_says_why_the_dispute_is_listed(world: World, page: str) -> None:
    assert all(row.cells[0].folded for row in world.rows)
    assert page.count("why it is listed") == len(world.rows)
    assert all(world.map.data["reason"])


def test_a_path_breaks_where_a_dispute_was_out_of_the_set() -> None:
    path = pl.DataFrame(
        {
            "year": [1990, 1991, 1995, 2024, 2025],
            "risk": [0.01, 0.5, 0.2, 1e-9, 0.01],
            "is_event": [False, True, False, False, None],
        }
    )
    drawn = sparkline(path, 2025)
    assert len(drawn.lines) == 2
    assert len(drawn.dots) == 1
    assert len(drawn.wars) == 1
    assert drawn.last == (116.0, drawn.guide)
    assert drawn.text == "Risk of war from 1990; highest 50 % in 1991; war began in 1991"


def test_every_dispute_with_an_outline_stands_on_the_map(snapshot: Snapshot, ranked: tuple[Ranked, ...]) -> None:
    found = spots(ranked, snapshot)
    absent = [row.name for row in ranked if row.conflict_id_ucdp not in found]
    assert not absent
    sahara = found[331]
    assert sahara.outline == "territory"
    assert -15 < sahara.longitude < -11
    assert 23 < sahara.latitude < 26
    # Today's Russia whole, not the part of it that a regional map shows.
    province = next(row for row in ranking(snapshot, with_islamic_state=True) if row.conflict_id_ucdp == 13588)
    in_russia = spots([province], snapshot)[13588]
    assert in_russia.outline == "state"
    assert in_russia.longitude > 80
    frame = frame_of(list(found.values()))
    for spot in found.values():
        x, y = frame.point(spot.longitude, spot.latitude)
        assert abs(x) <= frame.half_width_km
        assert abs(y) <= frame.half_height_km


def test_a_window_across_the_date_line_shows_both_sides() -> None:
    frame = frame_of([Spot(170.0, -20.0, "state"), Spot(-170.0, 10.0, "state")])
    assert abs(frame.longitude) == pytest.approx(180)
    assert frame.point(170.0, -20.0)[0] == pytest.approx(-frame.point(-170.0, -20.0)[0])
    assert frame.half_width_km < 2000


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(100, 300), st.floats(100, 300), st.floats(2, 9)), min_size=1, max_size=30))
def test_no_symbol_covers_another(circles: list[tuple[float, float, float]]) -> None:
    points, radii = np.array([c[:2] for c in circles]), np.array([c[2] for c in circles])
    at = spread(points, radii, 400.0, 400.0)
    away = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    least = radii[:, None] + radii[None, :]
    np.fill_diagonal(least, 0.0)
    assert (away - least).min() > -0.05


def test_classes_of_risk_rise_with_the_risk() -> None:
    assert [class_of(risk) for risk in (0.0, 0.0005, 0.001, 0.005, 0.02, 0.4)] == [0, 0, 1, 2, 3, 4]


def test_the_scores_are_those_of_the_rankings_model_beside_every_baseline() -> None:
    assert (world_scores.HEADLINE_MODEL, world_scores.ROLLING) == (models.HEADLINE_MODEL, models.ROLLING)
    backtest = load_artefact("risk_backtest")
    for table in world_scores.score_tables(backtest):
        told_by = [row[0][0].text for row in table.rows]
        assert told_by == ["this model", "constant", "duration only", "decayed past deaths"]
    text = world_scores.scores_finding(backtest)
    assert (text.count("not told apart from"), text.count("is better than")) == (1, 1)
    better = backtest.with_columns(difference_low=pl.lit(0.001))
    assert world_scores.scores_finding(better).count("is better than") == 2
    plain = "counting quiet years for"
    assert world_scores.in_short(backtest).count(f"no better than {plain}") == 1
    assert world_scores.in_short(better).count(f"did better than {plain}") == 1
    assert "no better" not in world_scores.in_short(better)


def test_the_lead_names_the_wars_and_what_the_ranking_is_worth(world: World) -> None:
    at_war = [row for row in world.unranked if row.at_war]
    assert at_war
    first = world.finding.split(". ")[0]
    assert all(f"{row.name} ({row.location})" in first for row in at_war)
    assert world.finding.endswith(world_scores.in_short(load_artefact("risk_backtest")))


def test_building_the_page_costs_little(snapshot: Snapshot, world: World, ranked: tuple[Ranked, ...]) -> None:
    ranking_rows(ranked, titles(snapshot), load_artefact("risk_paths"), COMING_YEAR)
    started = time.process_time()
    render_page(assemble_world(snapshot))
    assert time.process_time() - started < 5
