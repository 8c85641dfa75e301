"""`statusquo bargain` and `statusquo sweep`: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from statusquo.bargaining.calibrated import AS_IT_WAS, reading_of
from statusquo.cli.app import app
from statusquo.core.errors import InputError
from statusquo.core.estimates import Series

SWEEP = """
title = "What moves the chance of war"
samples = 8
paths = 50
quantities = ["war_within_10_years", "share_offered_at_start"]

[parameters]
contest_slope = [0.5, 2.0]
veto_strength = [0.0, 0.9]
"""


def invoke(*words: str):
    return CliRunner().invoke(app, list(words), catch_exceptions=True)


def refused(*words: str) -> str:
    result = invoke(*words)
    assert isinstance(result.exception, InputError), result.output
    assert result.exception.exit_code == 2
    return str(result.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-case",), "unknown case"),
        (("abkhazia",), "The bargaining game is not calibrated to Abkhazia, only to Nagorno-Karabakh."),
        (("nagorno-karabakh", "--set", "veto_strength=1"), "--set: a parameter is set only where the games are solved"),
        (("nagorno-karabakh", "--scenario", "firm-vote"), "unknown scenario"),
        (("nagorno-karabakh", "--scenario", "s.toml"), "a file needs --solve"),
        (
            ("nagorno-karabakh", "--solve", "--set", "veto_strength"),
            "a setting is a name and a number; found 'veto_strength'",
        ),
        (
            ("nagorno-karabakh", "--solve", "--set", "veto_strength=x"),
            "a setting is a name and a number; found 'veto_strength=x'",
        ),
        (("nagorno-karabakh", "--solve", "--set", "firmness=1"), "unknown parameter"),
        (("nagorno-karabakh", "--solve", "--set", "balance_drift=0"), "unknown parameter"),
        (("nagorno-karabakh", "--solve", "--draws", "1", "--set", "veto_strength=2"), "at least 0 and at most 1"),
        (("nagorno-karabakh", "--solve", "--draws", "1", "--set", "yearly_discount=1"), "above 0 and below 1"),
        (
            ("nagorno-karabakh", "--solve", "--draws", "1", "--set", "veto_strength=nan"),
            "a setting is a name and a number",
        ),
        (("nagorno-karabakh", "--solve", "--scenario", "absent.toml"), "the file cannot be read"),
        (("nagorno-karabakh", "--solve", "--scenario", "firm-vote"), "unknown scenario"),
    ],
)
def test_wrong_input_is_refused_by_bargain(words: tuple[str, ...], said: str) -> None:
    assert said in refused("bargain", *words)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("samples = 8", "samples = 10", "sweep.toml:3: samples: the design needs a power of two; found 10"),
        ("contest_slope = [0.5, 2.0]", "contest_slop = [0.5, 2.0]", "no parameter has this name; found 'contest_slop'"),
        (
            "veto_strength = [0.0, 0.9]",
            "veto_strength = [0.0, 1.9]",
            "the range leaves what is allowed",
        ),
        ("war_within_10_years", "best_moment", "no quantity has this name; found 'best_moment'"),
        ('title = "What', "title = What", "the file is not valid TOML"),
    ],
)
def test_a_wrong_sweep_is_refused_and_leaves_nothing(old: str, new: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(SWEEP.replace(old, new), encoding="utf-8")
    assert said in refused("sweep", "nagorno-karabakh", str(file))
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.toml"]


def test_a_sweep_needs_a_file_a_dispute_and_a_scheduler_that_answers(tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("distributed")
    file = tmp_path / "sweep.toml"
    assert "the file cannot be read" in refused("sweep", "nagorno-karabakh", str(file))
    file.write_text(SWEEP, encoding="utf-8")
    assert "unknown case" in refused("sweep", "no-such-case", str(file))
    monkeypatch.setattr("statusquo.bargaining.sweep_workers.CONNECT_SECONDS", 1)
    told = refused("sweep", "nagorno-karabakh", str(file), "--scheduler", "nonsense")
    assert "scheduler: no scheduler answers at this address; found 'nonsense'" in told
    assert invoke("sweep", "nagorno-karabakh", str(file), "--workers", "0").exit_code == 2


def test_a_sweep_prints_the_indices_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(SWEEP, encoding="utf-8")
    first = invoke("sweep", "nagorno-karabakh", str(file), "--json", "--workers", "1")
    assert first.exit_code == 0, first.output
    found = json.loads(first.stdout)
    assert found["rows"] == 32
    assert [each["quantity"] for each in found["indices"]] == ["war_within_10_years", "share_offered_at_start"]
    again = invoke("sweep", "nagorno-karabakh", str(file), "--workers", "1")
    assert again.exit_code == 0, again.output
    assert "32 games, 32 of them from an earlier run" in again.stderr


def test_bargain_prints_one_document_whose_series_are_the_artefacts() -> None:
    result = invoke("bargain", "nagorno-karabakh", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["id"], found["cutoff_year"], found["last_year"]) == ("nagorno-karabakh", 2010, 2024)
    reading = reading_of("nagorno-karabakh")
    for path in found["paths"]:
        series = Series.from_json(path["series"])
        assert series == reading.series(path["quantity"], scenario=path["scenario"], basis=path["basis"])
    assert {path["scenario"] for path in found["paths"]} == {AS_IT_WAS, *found["scenarios"]}


def test_bargain_prints_tables_with_and_without_a_scenario() -> None:
    for words in ((), ("--scenario", "firm-veto")):
        result = invoke("bargain", "nagorno-karabakh", *words)
        assert result.exit_code == 0, result.output
        assert "Run on from 2011" in result.stdout
        assert "What is known of each parameter" in result.stdout


def test_bargain_solves_afresh_under_a_setting() -> None:
    result = invoke("bargain", "nagorno-karabakh", "--solve", "--draws", "2", "--set", "veto_strength=0.9", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["settings"] == {"veto_strength": 0.9}
    assert found["games"]["solved"] + found["games"]["left_out"] == 2
    assert all(Series.from_json(path["series"]).points for path in found["paths"])
