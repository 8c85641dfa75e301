"""The section on bargaining says what the numbers say, whichever way they point, and never who should do what."""

from __future__ import annotations

import json
import re

import altair as alt
import polars as pl
import pytest
from tests.dossier.made_up_reading import reading

from statusquo.cases import load_case
from statusquo.dossier.fan_charts import along_figure, control_figure, offers_figure, scenarios_figure
from statusquo.dossier.sections.bargaining import caveats, fighting_after, finding, finding_on_changes, held_by_holder
from statusquo.dossier.timecharts import TimeFrame
from statusquo.snapshot.store import open_snapshot

KARABAKH = load_case("nagorno-karabakh")
CAME = {2019: 1.0, 2020: 0.25, 2023: 0.0, 2024: 0.0}
FRAME = TimeFrame(1988, 2024, pl.DataFrame(schema={"year": pl.Int64, "intensity": pl.String}))


def told(came=CAME, wars=(2020,), clashes=(2012, 2016), **numbers) -> str:
    return finding(reading(**numbers), came, list(wars), list(clashes))


@pytest.mark.parametrize(
    ("rise", "said"),
    [
        ((0.001, 0.02, 0.06), "yearly chance of war rises, by"),
        ((-0.06, -0.02, -0.001), "yearly chance of war falls, by"),
        ((-0.01, 0.02, 0.06), "goes up on average"),
        ((-0.06, -0.02, 0.01), "goes down on average"),
    ],
)
def test_the_chance_of_war_rises_only_where_it_does(rise: tuple[float, float, float], said: str) -> None:
    assert said in told(rise=rise)


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ((0.0, 0.2), "the median game has the holder offer nothing in talks, with up to 20 % of the territory"),
        ((0.05, 0.2), "make small offers in talks, 5.0 % of the territory, with up to 20 %"),
        ((0.4, 0.9), "make large offers in talks, 40 % of the territory, with up to 90 %"),
    ],
)
def test_offers_are_small_only_where_they_are(offer: tuple[float, float], said: str) -> None:
    assert said in told(offer=offer)


def test_the_war_that_came_stands_beside_the_chance_given_to_it() -> None:
    assert (
        "war came in 2020: knowing the years to 2010 alone, the game had given it 34 % (13 to 60) by then"
        in told().lower()
    )
    assert "gave war by 2024 44 % (17 to 78), and none came" in told(wars=())
    assert "34 %" not in told(war=0.01)


def test_a_miss_is_called_one() -> None:
    assert (
        "held nothing of that land, outside what 95 % of the runs had given (10 % to 100 %), and so the game missed it"
        in told()
    )
    inside = told(control_low=0.0)
    assert "inside what 95 % of the runs had given (nothing to 100 %)" in inside
    assert "missed" not in inside


def test_clashes_are_told_beside_the_game_and_only_where_there_are_some() -> None:
    assert "The fighting of 2012 and 2016, below the level of war, is no event of the game." in told()
    assert "no event of the game" not in told(clashes=())


def test_a_change_counts_only_where_nearly_all_games_agree() -> None:
    said = "Of one change tried, one of them moves the chance of war by 2024 in one direction in 95 % of the games: "
    assert finding_on_changes(reading()) == said + "“A firm veto power” (−30 to −2.0 points)."
    assert "Of one change tried, none moves the chance of war" in finding_on_changes(reading(veto=(-0.3, -0.1, 0.02)))


def test_what_the_record_moved_is_told() -> None:
    assert "The record moved 1 of 3 parameters beyond chance (veto strength) and left" in told()
    assert "The record moved 0 of 3 parameters beyond chance, and left" in told(moved=())


def test_what_the_record_did_to_the_chance_of_war_is_told() -> None:
    said = "For the years 1995–2010 other disputes put the yearly chance of war at 1.5 % (0.20 to 8.0), and with "
    assert f"{said}the record it is 1.0 % (0.20 to 4.0)." in told()


def test_games_left_out_under_a_change_are_told_where_they_are_many() -> None:
    assert "left out, under" not in " ".join(caveats(reading()))
    told_of = " ".join(caveats(reading(left_out=40)))
    assert "left out, under “A firm veto power” 40 of 160; the difference is over those solved." in told_of


def test_nothing_advises() -> None:
    everything = told() + finding_on_changes(reading()) + " ".join(caveats(reading()))
    for figure in figures():
        everything += f" {figure.title} {figure.alt} {figure.how_to_read}"
    assert not re.search(r"\b(should|best|optimal|advis|recommend|opportun|moment)", everything)


def figures():
    made = reading()
    return (
        along_figure(made, FRAME),
        offers_figure(made, FRAME),
        control_figure(made, FRAME, CAME),
        scenarios_figure(made, FRAME),
    )


def test_charts_are_vega_lite_and_hold_their_numbers() -> None:
    for figure in figures():
        alt.LayerChart.from_dict(figure.spec, validate=True)
        assert figure.data.height > 10
        json.dumps(figure.spec)


def test_the_holder_of_2010_held_all_until_2020_and_nothing_since_2023() -> None:
    came = held_by_holder(KARABAKH, reading())
    assert [came[year] for year in (2010, 2019)] == [1.0, 1.0]
    assert came[2020] == came[2022]
    assert 0.2 < came[2020] < 0.35
    assert came[2023] == came[2024] == 0.0


def test_war_and_clashes_after_the_cut_off_are_ucdps() -> None:
    wars, clashes = fighting_after(KARABAKH, open_snapshot(), reading())
    assert wars == [2020]
    assert clashes == [2012, 2014, 2015, 2016, 2017, 2021, 2022, 2023]
