"""`statusquo forecast` lists, shows, publishes and scores; wrong input gets one clear message and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.forecasts.made_up import published_in, table_of
from typer.testing import CliRunner, Result

from statusquo.cli.app import app
from statusquo.core.errors import ForecastError, InputError
from statusquo.core.estimates import Estimate
from statusquo.forecasts import ledger
from statusquo.forecasts.ledger import shipped_forecasts
from statusquo.snapshot.store import open_snapshot

ESTIMATES = ("auroc", "auprc", "brier", "brier_skill", "log_score", "expected", "share", "base_rate")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["forecast", *arguments])


def json_of(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def fits_80_columns(text: str) -> bool:
    return all(len(line.rstrip()) <= 80 for line in text.splitlines())


def test_list_names_every_forecast_with_its_hash() -> None:
    told = {each["name"]: each for each in json_of("list")["forecasts"]}
    for forecast in shipped_forecasts():
        each = told[forecast.entry.name]
        assert each["sha256"] == forecast.entry.sha256
        assert each["releases"] == forecast.entry.releases
        assert (each["from"], each["years"], each["commit"]) == ("package", forecast.entry.years, forecast.entry.commit)
    shown = run("list").stdout
    assert all(name in shown for name in told)
    assert fits_80_columns(shown)


def test_list_has_a_users_own_forecasts_too(home: Path) -> None:
    (home / "forecasts").mkdir(parents=True)
    both = pl.concat([table_of({388: 0.1}, year=2021), table_of({388: 0.1}, year=2022)])
    published_in(home / "forecasts", both, name="2021-and-2022")
    assert [each["from"] for each in json_of("list")["forecasts"] if each["name"] == "2021-and-2022"] == ["user"]
    shown = run("list").stdout
    assert "2021-and-2022 (your own)" in shown
    assert fits_80_columns(shown)


def test_list_says_of_an_edited_forecast_that_it_was_edited(home: Path) -> None:
    (home / "forecasts").mkdir(parents=True)
    published_in(home / "forecasts", table_of({388: 0.1}))
    (home / "forecasts" / "made-up.csv").write_text("edited")
    done = run("list")
    assert isinstance(done.exception, ForecastError)
    assert "made-up.csv: a published forecast was changed after it was published" in str(done.exception)


def test_show_prints_the_ranking_as_published() -> None:
    told = json_of("show", "2025", "--forecast", "2025-by-0.1.0")
    (forecast,) = told["forecasts"]
    ranking = next(
        each for each in forecast["told"] if (each["risk_set"], each["event"]) == ("secession", "recurrence")
    )
    first = ranking["disputes"][0]
    assert (first["id"], first["name"], first["rank"]) == ("ucdp-13638", "Islamic State, Cameroon", 1)
    assert Estimate.from_json(first["risk"]).value == pytest.approx(0.346, abs=0.001)
    shown = run("show", "2025", "--forecast", "2025-by-0.1.0")
    assert "Islamic State, Cameroon" in shown.stdout
    assert shipped_forecasts()[0].entry.sha256 in shown.output
    assert "ucdp-prio-acd 25.1" in shown.output


def test_show_leaves_baselines_to_those_who_ask() -> None:
    assert "duration only" not in run("show", "2025").stdout
    assert "duration only" in run("show", "2025", "--forecast", "2025-by-baselines", "--event", "war").stdout


def test_score_keeps_the_contract() -> None:
    document = json_of("score", "2025")
    assert document["year"] == 2025
    assert document["data"]["ends"] == open_snapshot().last_year
    assert document["data"]["releases"]
    for each in document["scores"]:
        assert {"forecast", "risk_set", "event", "model", "came"} <= set(each)
        for name in ESTIMATES:
            Estimate.from_json(each[name])
        for row in each["came"]:
            assert Estimate.from_json(row["risk"]).value is not None
            assert row["id"].startswith("ucdp-")
            assert row["rank"] >= 1
    assert {name for name in ESTIMATES if name in document["intervals"]} == set(ESTIMATES)


def test_score_shows_what_came_and_that_few_events_judge_little() -> None:
    done = run("score", "2025")
    assert done.exit_code == 0
    for part in ("4/73", "South Yemen", "Brier skill", "fought over under UCDP's number 13243"):
        assert part in done.stdout
    assert "too narrow with few events" in done.output
    assert "Not known yet: war within three years (when the record covers 2027)" in done.output


def test_publish_writes_once_and_is_refused_ever_after(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "package_folder", lambda: tmp_path / "empty")
    told = json_of("publish", "--note", "a test", "--commit", "0123abc")
    file = Path(told["file"])
    assert file.parent == home / "forecasts"
    assert (told["from"], told["note"], told["commit"]) == ("user", "a test", "0123abc")
    assert [each["name"] for each in json_of("list")["forecasts"]] == [told["name"]]
    before = {path: path.read_bytes() for path in file.parent.iterdir()}
    again = run("publish")
    assert isinstance(again.exception, InputError)
    assert "this was published before, and a published forecast is never changed" in str(again.exception)
    assert {path: path.read_bytes() for path in file.parent.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "1999"), "no forecast of this year was published; found 1999; allowed 2025"),
        (("score", "1999"), "no forecast of this year was published; found 1999; allowed 2025"),
        (("show", "2025", "--forecast", "2025-by-0.1"), "unknown forecast of this year '2025-by-0.1'"),
        (("show", "2025", "--set", "sesession"), "unknown set of disputes 'sesession'. Did you mean"),
        (("show", "2025", "--event", "peace"), "unknown event told of this year 'peace'"),
        (("publish", "--into", "no-such-folder"), "no-such-folder: there is no such folder"),
        (("publish", "--name", "No Name"), "a forecast cannot be called so; found 'No Name'"),
        (("publish", "--commit", "main"), "this names no commit; found 'main'"),
    ],
)
def test_wrong_input_gets_one_clear_message(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


@pytest.mark.parametrize("arguments", [("show", "next"), ("score", "2025.5"), ("score",)])
def test_a_year_is_a_number(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_year_to_come_is_refused_with_when_it_will_be_known(home: Path) -> None:
    (home / "forecasts").mkdir(parents=True)
    last = open_snapshot().last_year
    published_in(home / "forecasts", table_of({388: 0.1}, year=last + 40))
    done = run("score", str(last + 40))
    assert isinstance(done.exception, InputError)
    assert f"what came in {last + 40} is not known yet: the record ends in {last}" in str(done.exception)


@pytest.mark.parametrize("arguments", [("risk", "transnistria"), ("risk", "--all")])
def test_every_risk_is_told_beside_the_track_record(arguments: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*arguments])
    assert "Our forecasts of 2025" in done.stdout
    document = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert document["track_record"]["year"] == 2025
    assert document["track_record"]["text"] in done.stdout
