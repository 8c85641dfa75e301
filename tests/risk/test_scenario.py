"""Scenarios: a contrast of two predictions of one model, refused outside the data, with every fault of a file named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import statusquo as sq
from statusquo.cases import load_case
from statusquo.cli.app import app
from statusquo.core.errors import ScenarioError, UnknownNameError
from statusquo.risk.scenario import ScenarioResult, run_scenario
from statusquo.risk.scenario_file import SCENARIOS, Scenario, changeable, read_scenario, scenario_from_text
from statusquo.snapshot.store import Snapshot, open_snapshot

KARABAKH = load_case("nagorno-karabakh")
DELIVERIES = '[[change]]\ndeliveries_to = "azerbaijan"\nhold_at = 2005\nuntil = 2021\n'
LEADER = '[[change]]\ncovariate = "patron_leader_change"\nset = {}\nfrom = 2018\nuntil = 2018\n'


def scenario(*changes: str) -> Scenario:
    return scenario_from_text('title = "t"\n' + "".join(changes), "s.toml")


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        scenario_from_text(text, "s.toml")
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(scope="module")
def without_build_up(snapshot: Snapshot) -> ScenarioResult:
    return run_scenario(KARABAKH, scenario(DELIVERIES), snapshot)


def test_a_scenario_without_a_difference_moves_nothing(snapshot: Snapshot) -> None:
    """A leader did take office in Armenia in 2018."""
    same = run_scenario(KARABAKH, scenario(LEADER.format(1)), snapshot)
    assert same.moved == {}
    for contrast in same.contrasts.values():
        assert {(p.value, p.low, p.high) for p in contrast.difference.points} == {(0, 0, 0)}


def test_a_change_reaches_the_next_year_and_no_other(snapshot: Snapshot) -> None:
    result = run_scenario(KARABAKH, scenario(LEADER.format(0)), snapshot)
    difference = {p.year: p.value for p in result.contrasts["recurrence"].difference.points}
    assert difference[2019] != 0
    assert difference[2020] == 0
    assert set(result.moved) == {"patron_leader_change"}


def test_the_difference_is_that_of_the_paths_and_narrower_than_theirs(without_build_up: ScenarioResult) -> None:
    for contrast in without_build_up.contrasts.values():
        paths = (contrast.factual.points, contrast.counterfactual.points, contrast.difference.points)
        for was, now, apart in zip(*paths, strict=True):
            assert apart.value == pytest.approx((now.value or 0) - (was.value or 0))
            assert apart.low is not None
            assert apart.high is not None
            assert was.low is not None
            assert was.high is not None
            assert apart.high - apart.low < was.high - was.low


def test_fewer_deliveries_lower_the_stock_and_the_surge(without_build_up: ScenarioResult) -> None:
    """Azerbaijan's deliveries rose after 2005, so that at the level of 2005 its stock and the balance are lower."""
    assert without_build_up.moved["parent_arms_stock"] < 0
    assert without_build_up.moved["military_balance"] < 0


def test_years_before_the_change_are_not_shown(without_build_up: ScenarioResult) -> None:
    assert without_build_up.contrasts["war"].factual.points[0].year == 2007


def test_a_ratio_of_one_from_the_start_makes_the_sides_spend_alike(snapshot: Snapshot) -> None:
    change = '[[change]]\nbalance = "spending_ratio"\nset = 1.0\nfrom = 1992\n'
    result = run_scenario(KARABAKH, scenario(change), snapshot)
    assert result.moved["spending_balance"] < 0


def test_without_turkey_s_ties_no_dispute_year_is_like_it(snapshot: Snapshot) -> None:
    """Few dispute-years have a regional balance, and Karabakh without Türkiye lies beyond all of them."""
    change = '[[change]]\ntie = "turkey"\nset = 0\nfrom = 1992\n'
    with pytest.raises(ScenarioError, match="outside the data: regional_balance"):
        run_scenario(KARABAKH, scenario(change), snapshot)


def test_a_tie_can_be_taken_away_and_not_set_to_a_strength() -> None:
    found = problems('title = "t"\n[[change]]\ntie = "turkey"\nset = 0.5\n[[change]]\ntie = "turkey"\nhold_at = 2005\n')
    assert found == [
        "s.toml:4: change[0].set: a tie can be taken away and not be given a strength; found 0.5; allowed set = 0",
        "s.toml:7: change[1].hold_at: a tie can be taken away and not be given a strength; found 2005; allowed set = 0",
    ]


@pytest.mark.parametrize("name", SCENARIOS.names())
def test_every_example_that_ships_runs_on_the_case_it_is_of(name: str, snapshot: Snapshot) -> None:
    result = run_scenario(KARABAKH, read_scenario(Path(name)), snapshot)
    assert result.moved
    assert result.contrasts


def test_a_bare_name_that_is_no_file_and_no_example_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="even-spending"):
        read_scenario(Path("even-spendin"))


def test_a_scenario_far_outside_the_data_is_refused_with_how_far(snapshot: Snapshot) -> None:
    far = scenario('[[change]]\ncovariate = "parent_spending_stock"\nset = 40\nfrom = 2010\n')
    with pytest.raises(ScenarioError) as caught:
        run_scenario(KARABAKH, far, snapshot)
    text = str(caught.value)
    assert "s.toml:2: change: the scenario leads outside the data: parent_spending_stock" in text
    assert "standard deviations beyond" in text
    assert "allowed -3.22 to 5.61" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('deliveries_to = "turkey"\nset = 0', "no yearly deliveries to this actor are held; found 'turkey'"),
        ('tie = "armenia"\nset = 0', "is or stands for a side.*found 'armenia'; allowed .*turkey"),
        ('tie = "atlantis"\nset = 0', "no actor of the case with a state number has this id"),
        ('tie = "turkey"\nset = 0\nfrom = 1970\nuntil = 1980', "no tie of turkey to a side is known in these years"),
        ('covariate = "patron_spending_stock"\nhold_at = 1950', "not known in 1950; found 1950; allowed a year from"),
    ],
)
def test_a_change_that_does_not_fit_the_dispute_is_refused(change: str, message: str, snapshot: Snapshot) -> None:
    with pytest.raises(ScenarioError, match=message):
        run_scenario(KARABAKH, scenario(f"[[change]]\n{change}\n"), snapshot)


def test_everything_wrong_in_a_file_is_named_with_its_line_field_and_what_is_allowed() -> None:
    found = problems(
        'title = "t"\ncolour = 1\n\n[[change]]\ncovariate = "military_balance"\nset = 1\nhold_at = 1800\n\n'
        '[[change]]\nset = nan\nuntil = "x"\n'
    )
    years = f"1946 to {open_snapshot().last_year}"
    assert found == [
        "s.toml:2: colour: unknown key; found 'colour'; allowed title, change, game",
        "s.toml:4: change[0]: a change is either set or held; found set, hold_at; allowed one of set, hold_at",
        "s.toml:5: change[0].covariate: it follows from other covariates; change these; found 'military_balance'; "
        f"allowed {', '.join(changeable())}",
        f"s.toml:7: change[0].hold_at: the year is outside the data; found 1800; allowed {years}",
        "s.toml:9: change[1]: a change names one thing; found nothing; "
        "allowed one of covariate, balance, deliveries_to, tie",
        "s.toml:10: change[1].set: the value is not allowed here; found nan; allowed a number",
        "s.toml:11: change[1].until: the value is not allowed here; found 'x'; allowed a whole number",
    ]


@pytest.mark.parametrize("text", ["", "title =", "title = 1", "change = 3", 'title = "t"\nchange = [1]\n'])
def test_a_file_that_is_no_scenario_is_refused(text: str) -> None:
    assert problems(text)


def test_the_history_itself_cannot_be_changed() -> None:
    assert set(changeable()).isdisjoint({"quiet_years_log", "deaths_decayed_log", "in_africa", "decade", "had_war"})


@given(st.text(max_size=200))
def test_no_text_gives_anything_but_a_scenario_or_its_faults(text: str) -> None:
    try:
        scenario_from_text(text, "s.toml")
    except ScenarioError:
        return


def test_the_command_prints_the_contrast(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('title = "t"\n' + LEADER.format(0), encoding="utf-8")
    result = CliRunner().invoke(app, ["scenario", "nagorno-karabakh", str(file), "--json"])
    document = json.loads(result.stdout)
    assert "not an estimate of what would have happened" in document["note"]
    assert "the headline forecast does not rest on what is changed here" in document["note"]
    assert document["model"] == "wide logit"
    assert document["events"]["war"]["difference"]["interval"] == "credible95"
    assert sq.scenario("nagorno-karabakh", file).to_json() == {k: v for k, v in document.items() if k != "id"}
