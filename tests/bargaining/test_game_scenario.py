"""A scenario file drives the game too: what it moves, what it cannot, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from statusquo.bargaining.balance_paths import balance_draws, drift_of, monthly
from statusquo.bargaining.game_scenario import bundled_scenario, bundled_scenarios, game_scenario
from statusquo.cases import load_case
from statusquo.core.errors import InputError, ScenarioError
from statusquo.risk.scenario import run_scenario
from statusquo.risk.scenario_file import scenario_from_text
from statusquo.snapshot.store import open_snapshot

KARABAKH = load_case("nagorno-karabakh")
YEARS = range(1994, 2011)


def scenario(text: str):
    return game_scenario(scenario_from_text(f'title = "T"\n{text}', "s.toml"))


@pytest.fixture(scope="module")
def as_it_was():
    return balance_draws(KARABAKH, open_snapshot(), YEARS)


def under(name: str):
    return balance_draws(KARABAKH, open_snapshot(), YEARS, bundled_scenario(name))


def test_the_five_changes_asked_for_ship() -> None:
    assert set(bundled_scenarios()) == {
        "deliveries-frozen-2005",
        "firm-veto",
        "no-shock",
        "no-turkish-tie",
        "power-mediation",
    }
    assert all(bundled_scenario(name).words for name in bundled_scenarios())


def test_frozen_deliveries_weaken_the_revisionist_from_the_year_after(as_it_was) -> None:
    """Azerbaijan received more after 2005 than in it; up to then nothing differs."""
    shift = under("deliveries-frozen-2005").military - as_it_was.military
    before = [year <= 2005 for year in YEARS]
    assert np.abs(shift[:, before]).max() < 1e-12
    assert (shift[:, ~np.array(before)] < 0).all()


def test_without_turkey_the_revisionist_can_count_on_less(as_it_was) -> None:
    now = under("no-turkish-tie")
    assert np.array_equal(now.military, as_it_was.military)
    assert (now.regional <= as_it_was.regional + 1e-12).all()
    assert np.median(now.regional - as_it_was.regional) < -0.1


@pytest.mark.parametrize("name", ["firm-veto", "no-shock", "power-mediation"])
def test_what_is_not_about_power_leaves_the_balance(name: str, as_it_was) -> None:
    now = under(name)
    assert np.array_equal(now.military, as_it_was.military)
    assert np.array_equal(now.regional, as_it_was.regional)


def test_an_even_ratio_of_spending_takes_its_weight_of_the_balance_away(as_it_was) -> None:
    """M = w s + (1 - w) a: with s = 0 the balance falls by w s, w between a quarter and three quarters."""
    from statusquo.balances.military import military_balance

    even = scenario('[[change]]\nbalance = "spending_ratio"\nset = 1.0\nfrom = 2000\n')
    shift = balance_draws(KARABAKH, open_snapshot(), YEARS, even).military - as_it_was.military
    balance = military_balance(KARABAKH, open_snapshot(), YEARS)
    spending = balance.drawn["military.spending"][2010]
    weight = -shift[:, -1] / spending
    assert 0.25 <= weight.min() < 0.3
    assert 0.7 < weight.max() <= 0.75
    assert np.abs(shift[:, :6]).max() == 0


def test_nothing_after_the_cut_off_is_seen(as_it_was) -> None:
    """Another future of deliveries and spending gives the same draws to 2010."""
    snapshot = open_snapshot()
    later = pl.col("year") > 2010
    other = snapshot.with_tables(
        {
            "arms_deliveries": snapshot.table("arms_deliveries").with_columns(
                pl.when(later).then(pl.col("tiv_m") * 7 + 3).otherwise("tiv_m").alias("tiv_m")
            ),
            "spending": snapshot.table("spending").with_columns(
                pl.when(later)
                .then(pl.col("spending_constant_usdm") * 5)
                .otherwise("spending_constant_usdm")
                .alias("spending_constant_usdm")
            ),
        }
    )
    found = balance_draws(KARABAKH, other, YEARS)
    assert np.allclose(found.military, as_it_was.military)


def test_a_year_without_a_balance_is_refused() -> None:
    with pytest.raises(InputError, match=r"the game needs the regional balance.* for every year.*none for 2019"):
        balance_draws(KARABAKH, open_snapshot(), range(1994, 2020))


def test_drift_and_noise_are_monthly_figures_of_yearly_changes() -> None:
    found = drift_of(np.array([0.0, 0.1, 0.4, 0.6]))
    assert found.mean == pytest.approx(0.2 / 12)
    assert found.noise == pytest.approx(0.1 / 12**0.5)
    assert found.n == 3


def test_between_year_ends_the_balance_is_interpolated() -> None:
    path = monthly(np.array([0.0, 1.2, 1.2]))
    assert len(path) == 24
    assert path[:3] == pytest.approx([0.0, 0.1, 0.2])
    assert path[12:] == pytest.approx(np.full(12, 1.2))


def test_a_change_of_a_covariate_has_no_counterpart_and_is_told() -> None:
    found = bundled_scenario("no-shock")
    assert found.not_reached == ("patron_leader_change set to 0, in 2018",)
    assert not found.has_shocks


def test_a_scenario_that_does_not_reach_the_game_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"s\.toml:2.*nothing in the scenario reaches the game"):
        scenario('[[change]]\ncovariate = "patron_leader_change"\nset = 0\nfrom = 2018\n')


def test_a_scenario_for_the_game_alone_is_refused_by_the_risk_model() -> None:
    told = scenario_from_text('title = "T"\n[game]\nshocks = false\n', "s.toml")
    with pytest.raises(ScenarioError, match="changes nothing that the risk model knows"):
        run_scenario(KARABAKH, told, open_snapshot())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "veto_strength = 1.5",
            "game.veto_strength: the value is out of range; found 1.5; allowed at least 0 and at most 1",
        ),
        ("veto_strength = true", "the value is out of range; found True"),
        ('veto_strength = "high"', "the value is out of range; found 'high'"),
        (
            "balance_drift = 0.1",
            "it follows from the balance; change this; found 0.1; allowed deliveries_to or balance",
        ),
        ("firmness = 1", "the game has no such key; found 'firmness'; allowed without, shocks, yearly_discount"),
        ("shocks = 0", "shocks either arrive or do not; found 0; allowed true or false"),
        ('without = "turkey"', "states are named in a list; found 'turkey'"),
        ("without = []", "states are named in a list"),
        ("yearly_discount = 1.0", "the value is out of range; found 1.0; allowed above 0 and below 1"),
    ],
)
def test_a_wrong_table_for_the_game_is_told_with_its_line(line: str, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        scenario(f"\n[game]\npeace_dividend = 0.01\n{line}\n")
    assert said in str(error.value)
    assert "s.toml:5:" in str(error.value)


def test_an_empty_table_for_the_game_is_refused() -> None:
    with pytest.raises(ScenarioError, match="the game's part is a table with keys"):
        scenario("[game]\n")


def test_a_state_that_is_none_and_an_actor_without_deliveries_are_refused() -> None:
    for text, said in (
        ('[game]\nwithout = ["atlantis"]\n', "atlantis"),
        ('[[change]]\ndeliveries_to = "osce-minsk-group"\nset = 0\n', "no yearly deliveries to this actor are held"),
    ):
        with pytest.raises(InputError, match=said):
            balance_draws(KARABAKH, open_snapshot(), YEARS, scenario(text))
