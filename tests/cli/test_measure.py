"""`statusquo measure` prints each measure with unit, interval and sources, and says what is missing and why."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.commands import run_command

from statusquo.core.estimates import Estimate, Series


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_command("measure", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def karabakh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = run("nagorno-karabakh", "--json", cwd=tmp_path_factory.mktemp("measure"))
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_the_document_has_the_contracts_shape(karabakh: dict[str, Any]) -> None:
    assert set(karabakh) == {"structure", "balances"}
    assert {"main", "alternatives"} <= set(karabakh["balances"]["military"])
    assert {"main", "alternatives", "veto"} <= set(karabakh["balances"]["regional"])
    assert {"main", "clocks"} <= set(karabakh["balances"]["inertia"])


def test_every_series_reads_back_as_one(karabakh: dict[str, Any]) -> None:
    military = Series.from_json(karabakh["balances"]["military"]["main"])
    assert military.interval == "draws95"
    assert military.at(2015).value == pytest.approx(2.67, abs=0.01)
    for series in karabakh["balances"]["military"]["alternatives"] + karabakh["balances"]["inertia"]["clocks"]:
        assert Series.from_json(series).sources


def test_every_factor_is_an_estimate_with_its_place_among_disputes(karabakh: dict[str, Any]) -> None:
    for factor in karabakh["structure"].values():
        estimate = Estimate.from_json(
            {k: factor[k] for k in ("value", "low", "high", "interval", "unit", "sources", "missing_reason")}
        )
        assert (estimate.value is None) == (estimate.missing_reason is not None)
        assert factor["percentile"] is None or 0 <= factor["percentile"] <= 100
    assert karabakh["structure"]["enclave_index"]["value"] == pytest.approx(1, abs=0.05)


def test_the_regional_balance_stands_with_and_without_each_state_named(karabakh: dict[str, Any]) -> None:
    regional = karabakh["balances"]["regional"]
    assert {"main", "alternatives", "veto", "missing"} <= set(regional)
    for series in (regional["main"], *regional["alternatives"], *regional["support"], *regional["veto"]):
        assert Series.from_json(series).sources
    keys = [series["key"] for series in regional["alternatives"]]
    assert "regional.without:640" in keys
    assert {each["name"] for each in regional["veto_power"]} == {"Russia"}


def test_a_state_can_be_left_out_by_name(karabakh: dict[str, Any], tmp_path: Path) -> None:
    done = run("nagorno-karabakh", "--without", "Turkey", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    left_out = json.loads(done.stdout)["balances"]["regional"]["main"]
    whole = karabakh["balances"]["regional"]["main"]
    assert left_out["points"][-1]["value"] < whole["points"][-1]["value"]
    assert left_out["label"] == "regional balance without Türkiye, revisionist over holder"


def test_a_state_that_is_none_is_wrong_input(tmp_path: Path) -> None:
    done = run("nagorno-karabakh", "--without", "Turkeyy", cwd=tmp_path)
    assert done.returncode == 2
    assert "turkey" in done.stderr
    assert done.stdout == ""


def test_an_unknown_dispute_is_wrong_input(tmp_path: Path) -> None:
    done = run("nagorno-karabach", cwd=tmp_path)
    assert done.returncode == 2
    assert "nagorno-karabakh" in done.stderr
    assert "Traceback" not in done.stderr
