"""`statusquo compare logit` and `compare nearest` from the shell: results, warnings, and what they refuse."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.cases.minimal_case import MINIMAL
from tests.commands import run_command

from statusquo.cases.load import bundled_ids
from statusquo.core.estimates import Estimate

TABLE = (
    "case,size,coast,war,won\n"
    "a,1.5,yes,1,1\nb,2.5,no,1,1\nc,8.0,yes,0,0\nd,7.0,no,0,0\ne,3.0,yes,1,0\nf,6.5,no,0,1\ng,,yes,1,0\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_command("compare", *arguments, cwd=cwd)


def test_the_bundled_models_say_their_link_measure_and_influence(tmp_path: Path) -> None:
    done = run("logit", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    links = {model["link"] for model in document["models"]}
    assert links == {"structure to resistance", "resistance to outcome"}
    for model in document["models"]:
        assert model["measure"]
        assert model["n"] > model["n_events"] > 0
        for term in model["terms"]:
            estimate = Estimate.from_json(term["coefficient"])
            assert estimate.sources
            assert estimate.interval == "confidence95" or term["open_side"] in ("low", "high")
            moved = term["left_out"]
            assert moved["lowest"]["coefficient"] <= moved["highest"]["coefficient"]


def test_one_model_can_be_asked_for(tmp_path: Path) -> None:
    document = json.loads(run("logit", "--outcome", "independence", "--json", cwd=tmp_path).stdout)
    (model,) = document["models"]
    assert (model["id"], model["n_events"]) == ("independence", 28)


def test_firth_on_ones_own_table_leaves_out_what_is_missing_and_says_so(table: Path) -> None:
    arguments = ("logit", "--data", "cases.csv", "--outcome", "won", "--conditions", "size,war")
    document = json.loads(run(*arguments, "--json", cwd=table).stdout)
    (model,) = document["models"]
    assert (model["n"], document["left_out"]) == (6, ["g"])
    assert [term["name"] for term in model["terms"]] == ["size", "war"]
    told = run(*arguments, cwd=table)
    assert "Left out, for a missing value: g" in told.stderr
    assert "Firth" in told.stdout


def test_nearest_of_ones_own_table(table: Path) -> None:
    arguments = ("nearest", "--data", "cases.csv", "--outcome", "won", "--conditions", "size,coast,war")
    document = json.loads(run(*arguments, "a", "--json", cwd=table).stdout)
    assert document["nearest"][0]["case"] in ("e", "g")
    for pair in document["nearest"]:
        assert 0 <= Estimate.from_json(pair["distance"]).value <= 1
    pairs = json.loads(run(*arguments, "--json", cwd=table).stdout)
    for pair in pairs["most_similar_different_outcome"]:
        assert pair["outcomes"][0] != pair["outcomes"][1]
    for pair in pairs["most_different_same_outcome"]:
        assert pair["outcomes"][0] == pair["outcomes"][1]


CODED = """
[[coding]]
field = "sea_access"
value = true
source = ["book"]

[[coding]]
field = "regime_polyarchy"
value = 0.7
source = ["book"]
"""


def test_a_case_of_ones_own_is_compared_by_what_it_codes(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(MINIMAL + CODED, encoding="utf-8")
    document = json.loads(run("nearest", "own.toml", "--json", cwd=tmp_path).stdout)
    assert document["case"] == "small"
    assert {part for pair in document["nearest"] for part in pair["parts"]} <= {"sea_access", "regime_polyarchy"}
    assert len(document["nearest"]) + len(document["without_distance"]) == len(bundled_ids())


def test_a_case_that_codes_nothing_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(MINIMAL, encoding="utf-8")
    done = run("nearest", "own.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "codes nothing by which cases are compared" in done.stderr


def test_a_case_is_found_by_any_of_its_names(tmp_path: Path) -> None:
    told = [json.loads(run("nearest", name, "--json", cwd=tmp_path).stdout) for name in ("tamil-eelam", "ucdp-352")]
    assert told[0] == told[1]
    done = run("nearest", "ucdp-205", cwd=tmp_path)
    assert done.returncode == 2
    assert "is not among the coded cases" in done.stderr


def test_nearest_of_the_coded_cases(tmp_path: Path) -> None:
    document = json.loads(run("nearest", "nagorno-karabakh", "--json", cwd=tmp_path).stdout)
    values = [pair["distance"]["value"] for pair in document["nearest"]]
    assert values
    assert values == sorted(values)
    assert document["weights"]["area_share_of_parent_pct"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["logit", "--data", "absent.csv", "--outcome", "won"], "absent.csv"),
        (["logit", "--data", "cases.csv"], "no outcome is named"),
        (["logit", "--data", "cases.csv", "--outcome", "size", "--conditions", "war"], "0 or 1"),
        (["logit", "--data", "cases.csv", "--outcome", "lost"], "unknown column"),
        (["logit", "--data", "cases.csv", "--outcome", "won", "--conditions", "coast"], "no number"),
        (["logit", "--data", "cases.csv", "--outcome", "won", "--conditions", "won"], "of itself"),
        (["logit", "--data", "cases.csv", "--outcome", "won", "--n-cut", "2"], "No such option"),
        (["logit", "--outcome", "victory"], "unknown model"),
        (["logit", "--conditions", "war"], "their own conditions"),
        (["nearest", "atlantis"], "unknown case"),
        (["nearest", "--conditions", "charm"], "unknown trait"),
        (["nearest", "--outcome", "charm"], "unknown outcome"),
        (["nearest", "--data", "cases.csv"], "neither a case nor an outcome"),
        (["nearest", "--data", "cases.csv", "zz"], "unknown case"),
    ],
)
def test_wrong_input_gets_one_message_and_exit_code_2(table: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments, "--json", cwd=table)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
