"""The page on all open disputes says what the ranking says, loads nothing, and changes when the numbers do."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.answer.stands import MOST_FIGURES, Ground, n_figures, tags
from statusquo.cases.load import bundled_ids, load_case
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.successions import state_in
from statusquo.core.wording import chance_with_bounds, significant
from statusquo.dossier import world_scores
from statusquo.dossier.page import render_page
from statusquo.dossier.world import World, assemble_world
from statusquo.dossier.world_disputes import WorldDispute, world_disputes
from statusquo.dossier.world_frame import Spot, frame_of, spread
from statusquo.dossier.world_lead import lead
from statusquo.dossier.world_map import class_of, spots
from statusquo.dossier.world_table import sparkline
from statusquo.panels.standing import standings
from statusquo.risk import models
from statusquo.risk.inputs import risk_data
from statusquo.risk.ranking import Ranked, ranking
from statusquo.snapshot.store import Snapshot, open_snapshot


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


@pytest.fixture(scope="module")
def disputes(snapshot: Snapshot) -> dict[str, WorldDispute]:
    return {row.case.id: row for row in world_disputes(snapshot)}


def test_the_table_has_every_open_dispute_once_under_the_name_of_its_page(
    world: World, ranked: tuple[Ranked, ...], disputes: dict[str, WorldDispute]
) -> None:
    assert {row.conflict_id_ucdp for row in ranked} <= {row.conflict for row in disputes.values()}
    assert [(row.cells[0].text, row.cells[0].page) for row in world.rows] == [
        (load_case(id).title, f"{id}.html") for id in disputes
    ]
    titles_of_cases = {"Western Sahara", "Abkhazia", "Kashmir (Indian-administered)"}
    assert titles_of_cases <= {row.cells[0].text for row in world.rows}


def test_every_dispute_with_a_case_file_is_there_with_how_it_stands(disputes: dict[str, WorldDispute]) -> None:
    assert set(bundled_ids()) <= set(disputes)
    assert {id: disputes[id].kind for id in ("scotland", "northern-cyprus", "kosovo", "bangladesh")} == {
        "scotland": "untold",
        "northern-cyprus": "untold",
        "kosovo": "ended",
        "bangladesh": "ended",
    }
    assert disputes["kosovo"].more == "Independent since 2008, contested"
    assert disputes["aland"].more == "Autonomous in Finland; settled in 1921"
    for id in bundled_ids():
        assert disputes[id].now in assemble_tags(id)


def assemble_tags(id: str) -> tuple[str, ...]:
    return tags(Ground.of(load_case(id), open_snapshot()))


def test_a_war_is_a_row_of_its_own_with_its_deaths_and_since_when(
    world: World, disputes: dict[str, WorldDispute], snapshot: Snapshot
) -> None:
    wars = [row for row in disputes.values() if row.kind == "war"]
    assert [row.page for row in wars] == [row.cells[0].page for row in world.rows[: len(wars)]]
    assert {number for number, each in standings(snapshot).items() if each.intensity == "war"} <= {
        number for row in wars for number in (row.conflict, row.war, *row.case.ids.ucdp_conflict)
    } | {14935}  # Amhara's older number, told under its newer one
    palestine = disputes["ucdp-234"]
    last = snapshot.table("dispute_years").filter(conflict_id_ucdp=234, year=snapshot.last_year).row(0, named=True)
    assert palestine.more == (
        f"since 2023; {last['deaths_best']:,} deaths ({last['deaths_low']:,}–{last['deaths_high']:,}) "
        f"in {snapshot.last_year}"
    )
    # The war in Ukraine is counted between the two states, and stands at both grounds.
    assert disputes["donbas"].war == disputes["crimea"].war == 13243
    assert disputes["donbas"].deaths == disputes["crimea"].deaths
    assert all(row.ranked is None for row in wars)


def test_no_row_is_a_claim_that_nobody_makes_or_one_against_a_state_that_is_gone(
    world: World, disputes: dict[str, WorldDispute], snapshot: Snapshot
) -> None:
    now = standings(snapshot)
    live = [row for row in disputes.values() if row.kind != "ended"]
    assert all(now[row.conflict].is_open for row in live if row.conflict is not None)
    parents = dict(snapshot.table("disputes").select("conflict_id_ucdp", "parent_gw").iter_rows())
    assert all(state_in(parents[row.conflict], snapshot.last_year) for row in live if row.ranked and row.conflict)
    # South Vietnam, Oman's Imamate, and two claims that others took over.
    assert not {f"ucdp-{number}" for number in (249, 258, 414, 432)} & set(disputes)
    counted = re.search(r"record (\d+) are not shown", world.left_out)
    assert counted
    covered = {number for id in disputes for number in load_case(id).ids.ucdp_conflict}
    assert int(counted[1]) == len(set(now) - covered)
    assert "2 were against a state that is gone" in world.left_out


def test_where_fighting_passed_to_another_number_of_the_same_name_the_row_stands_under_that(
    disputes: dict[str, WorldDispute],
) -> None:
    assert not {"ucdp-372", "ucdp-13042", "ucdp-14935"} & set(disputes)
    assert {"ucdp-16038", "ucdp-13809", "ucdp-16069"} <= set(disputes)


def test_the_provinces_of_the_islamic_state_are_hidden_unless_asked_for(
    snapshot: Snapshot, world: World, page: str
) -> None:
    everything = assemble_world(snapshot, with_islamic_state=True)
    added = {row.conflict_id_ucdp for row in everything.ranked} - {row.conflict_id_ucdp for row in world.ranked}
    assert len(added) > 20
    assert {row.risk_set for row in everything.ranked if row.conflict_id_ucdp in added} == {"broad"}
    assert {row.risk_set for row in world.ranked} == {"secession"}
    assert (everything.finding, everything.other_finding) == (world.other_finding, world.finding)
    assert "Islamic State" not in world.finding
    assert page.count('<tr class="province" hidden') == world.n_provinces == len(added) + 1  # one is at war
    assert f"{world.n_provinces} are hidden on the map, in the table and above" in page
    assert 'class="province" hidden' not in render_page(everything)


def test_the_lead_changes_with_the_numbers(disputes: dict[str, WorldDispute], snapshot: Snapshot) -> None:
    data = risk_data(snapshot)
    rows = [row for row in disputes.values() if not row.is_province]
    ranked = [row.ranked for row in rows if row.ranked is not None]
    text = lead(rows, data)
    assert f"{len(ranked)} more disputes over secession are open" in text
    assert "far from sure" in text
    assert f"come to {significant(sum(row.risk['war'].value or 0.0 for row in ranked))} wars begun" in text
    likelier = [
        replace(row, ranked=with_risk(row.ranked, "war", 0.5, 0.45, 0.55))
        if row.ranked and row.case.id == "western-sahara"
        else row
        for row in rows
    ]
    changed = lead(likelier, data)
    assert "the model puts war likeliest in Western Sahara, at 50 % (45 to 55)" in changed
    assert "no other dispute's reaches into that of the first" in changed
    assert max(n_figures(each) for each in re.split(r"(?<=\.) (?=[A-Z0-9])", text)) <= MOST_FIGURES


def test_a_risk_that_cannot_be_met_is_a_dash_and_sorts_last(world: World, disputes: dict[str, WorldDispute]) -> None:
    for row, shown in zip(disputes.values(), world.rows, strict=True):
        war, renewed = shown.cells[2], shown.cells[4]
        if row.kind != "quiet":
            assert (renewed.text, renewed.key) == ("", None)
        if row.kind == "war":
            # A war stands before every chance of one.
            assert isinstance(war.key, float)
            assert war.key > 1.0
        else:
            assert war.key == (row.ranked.risk["war"].value if row.ranked else None)


def test_no_tooltip_of_the_map_has_a_missing_text(world: World, disputes: dict[str, WorldDispute]) -> None:
    # A tooltip writes a missing number as null, as it did for every dispute in which fighting went on.
    layers = [layer for layer in world.map.spec["layer"] if "chances" in str(layer.get("encoding", {}))]
    assert len(layers) == 4, "with and without provinces, on a wide page and on a phone"
    for layer in layers:
        fields = [each["field"] for each in layer["encoding"]["tooltip"]]
        marks = layer["data"]["values"]
        assert all(mark[field] for mark in marks for field in fields)
        for mark in marks:
            row = next(each for each in disputes.values() if mark["more"].endswith(f" {each.case.id}"))
            told = row.ranked.risk["war"] if row.ranked else None
            assert (chance_with_bounds(told) if told else "of war") in mark["chances"]


def test_every_row_says_why_the_dispute_is_listed(world: World, page: str) -> None:
    assert all(row.cells[0].folded for row in world.rows)
    assert page.count("why it is listed") == len(world.rows)
    assert all(world.map.data["reason"])


def test_rows_and_marks_lead_to_the_pages_beside_and_else_tell_the_command(snapshot: Snapshot, page: str) -> None:
    assert 'href="kosovo.html"' not in page
    assert "<code>statusquo dossier ID</code>" in page
    beside = ["index.html", "kosovo.html"]
    linked = assemble_world(snapshot, beside=beside)
    assert '<a href="kosovo.html">Kosovo</a>' in render_page(linked, beside=beside)
    marks = [mark for layer in linked.map.spec["layer"] for mark in layer.get("data", {}).get("values", [])]
    assert {mark["page"] for mark in marks if "page" in mark} == {"kosovo.html"}


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


def test_every_dispute_stands_on_the_map(snapshot: Snapshot, disputes: dict[str, WorldDispute]) -> None:
    found = spots(list(disputes.values()), snapshot)
    assert set(found) == set(disputes)
    sahara = found["western-sahara"]
    assert sahara.outline == "territory"
    assert -15 < sahara.longitude < -11
    assert 23 < sahara.latitude < 26
    # Today's Russia whole, not the part of it that a regional map shows.
    in_russia = found["ucdp-13588"]
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


def test_the_lead_names_the_wars_and_what_the_ranking_is_worth(world: World, disputes: dict[str, WorldDispute]) -> None:
    first = world.finding.split(". ")[0]
    assert all(row.title in first for row in disputes.values() if row.kind == "war" and not row.is_province)
    assert world.finding.endswith(world_scores.in_short(load_artefact("risk_backtest")))


def test_building_the_page_costs_little(snapshot: Snapshot, world: World) -> None:
    started = time.process_time()
    render_page(assemble_world(snapshot))
    assert time.process_time() - started < 5
