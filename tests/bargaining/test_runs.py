"""Calibrated games run on: the same numbers with and without a change, and what a change does where a proof tells."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from statusquo.bargaining.calibrated import CalibratedDraws, calibrated_draws
from statusquo.bargaining.calibration import solved_all
from statusquo.bargaining.effects import EXPOSURES, OUTCOMES, effects_of
from statusquo.bargaining.fan_names import CONTROL, SETTLED_BY, UNITS, WAR_BY
from statusquo.bargaining.game_scenario import AS_IT_WAS, GameScenario
from statusquo.bargaining.run_calibrated import run_scenario
from statusquo.bargaining.sweep_game import QUANTITIES, game_model, sweepable
from statusquo.cases import load_case
from statusquo.core.errors import InputError
from statusquo.fits.bargaining import difference_rows, fan_rows
from statusquo.fits.bargaining_claims import effect_row, games_at_large
from statusquo.snapshot.store import open_snapshot

pytest.importorskip("numba")
KARABAKH = load_case("nagorno-karabakh")


@pytest.fixture(scope="module")
def few() -> CalibratedDraws:
    known = calibrated_draws("nagorno-karabakh")
    return dataclasses.replace(known, values={name: column[:4] for name, column in known.values.items()})


@pytest.fixture(scope="module")
def as_it_was(few: CalibratedDraws):
    return run_scenario(KARABAKH, open_snapshot(), few, last_year=2024)


def run(few: CalibratedDraws, scenario: GameScenario = AS_IT_WAS, **settings: float):
    return run_scenario(KARABAKH, open_snapshot(), few, scenario, last_year=2024, settings=settings)


def test_chances_up_to_a_year_never_fall_and_shares_stay_within_the_territory(as_it_was) -> None:
    for name in (WAR_BY, SETTLED_BY):
        table = as_it_was.fans.chances[name]
        assert (np.diff(table, axis=1) >= 0).all()
        assert 0 <= table.min() <= table.max() <= 1
    years = {(point.quantity, point.year) for point in as_it_was.fans.points}
    assert years == {(name, year) for name in UNITS for year in range(2011, 2025)}
    for point in as_it_was.fans.points:
        assert list(point.quantiles) == sorted(point.quantiles)
        assert 0 <= point.quantiles[0] <= point.quantiles[-1] <= 1


def test_the_same_games_run_again_give_the_same_numbers(few: CalibratedDraws, as_it_was) -> None:
    assert list(fan_rows(run(few).fans)) == list(fan_rows(as_it_was.fans))


def test_a_change_that_changes_nothing_makes_no_difference(few: CalibratedDraws, as_it_was) -> None:
    same = run(few, GameScenario("same", "Same", without=()))
    assert all(row["value"] == row["low"] == row["high"] == 0 for row in difference_rows(as_it_was, same, 2011))


def test_a_veto_power_that_always_stops_a_war_keeps_the_line_where_nothing_is_agreed(few: CalibratedDraws) -> None:
    """By the rules: a war stopped at the line moves nothing, and without talks no land passes."""
    held = run(few, veto_strength=1.0, cross_pressure=0.0, talks_chance=0.0)
    assert all(point.quantiles[0] == 1.0 for point in held.fans.points if point.quantity == CONTROL)


def test_without_readiness_there_is_no_war_and_without_talks_no_settlement(few: CalibratedDraws) -> None:
    quiet = run(few, revisionist_readiness=0.0, holder_readiness=0.0, talks_chance=0.0)
    assert quiet.fans.chances[WAR_BY].max() == 0
    assert quiet.fans.chances[SETTLED_BY].max() == 0


def test_a_veto_on_every_settlement_leaves_none(few: CalibratedDraws) -> None:
    assert run(few, veto_block=1.0).fans.chances[SETTLED_BY].max() == 0


def test_a_setting_out_of_range_is_refused(few: CalibratedDraws) -> None:
    with pytest.raises(InputError, match=r"veto_strength.*found 2.*at least 0 and at most 1"):
        run(few, veto_strength=2.0)


def test_processes_solve_what_this_process_solves() -> None:
    games = games_at_large(4)[:3]
    here, there = solved_all(games), solved_all(games, workers=2)
    assert [one is None for one in here] == [one is None for one in there]
    for one, other in zip(here, there, strict=True):
        if one is not None and other is not None:
            assert np.allclose(one.value_holder, other.value_holder)


def test_an_input_that_cannot_matter_has_no_effect() -> None:
    """Where nothing is ever settled, how many settlements a veto power would block changes nothing."""
    block = next(one for one in EXPOSURES if one.name == "veto on agreements")
    games = [
        dataclasses.replace(game, parameters=game.parameters.changed(talks_chance=0.0))
        for game in games_at_large(4)[:2]
    ]
    effects = effects_of(games, 60, 1, exposures=[block])
    assert {effect.outcome for effect in effects} == set(OUTCOMES)
    # What would be offered in talks that are never held may differ all the same.
    assert all(np.all(effect.changes == 0) for effect in effects if effect.outcome != "holder's offer")


def test_blocked_settlements_are_fewer_settlements() -> None:
    block = next(one for one in EXPOSURES if one.name == "veto on agreements")
    sure = dataclasses.replace(block, after={"veto_block": 1.0})
    games = games_at_large(8)
    effect = next(one for one in effects_of(games, 60, 1, exposures=[sure]) if one.outcome == "agreement")
    assert (effect.changes <= 0).all()
    row = effect_row("test", effect)
    assert len(effect.changes) >= 3
    assert row["share_down"] >= row["share_up"] == 0
    assert row["low"] <= row["value"] <= row["high"]


def test_a_sweep_of_the_game_answers_every_quantity_and_the_same_each_time() -> None:
    model = game_model(KARABAKH, open_snapshot(), 200)
    given = {"contest_slope": 1.0, "veto_strength": 0.3}
    found = model.answer(given, 7)
    assert set(found) == set(QUANTITIES)
    assert found == model.answer(given, 7)
    assert found["war_within_10_years"][0] <= found["war_within_20_years"][0]
    assert set(given) < set(sweepable())


def test_a_sweep_of_a_dispute_that_is_not_calibrated_stands_at_the_middle_of_its_ranges() -> None:
    model = game_model(load_case("abkhazia"), open_snapshot(), 100)
    assert model.base["contest_slope"] == pytest.approx(1.25)
    assert model.identity()["code"] == game_model(KARABAKH, open_snapshot(), 100).identity()["code"]
