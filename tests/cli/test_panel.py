"""`statusquo panel` from the shell: what it writes, what it says, what it refuses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import polars as pl
import pytest
from tests.commands import run_command

GOOD_RECODING = (
    "conflict_id_ucdp,variable,value,first_year,last_year,source,confidence\n"
    "352,claim,closed,2010,2024,my reading,low\n"
)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_command(*arguments, cwd=cwd)


def test_a_panel_is_written_where_asked_and_its_warnings_go_to_standard_error(tmp_path: Path) -> None:
    done = run("panel", "dispute-year", "-o", "panel.parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    frame = pl.read_parquet(tmp_path / "panel.parquet")
    assert frame.filter("is_at_risk_broad").height == 6625
    assert f"panel.parquet: {frame.height:,} rows" in done.stderr
    warnings = json.loads(pl.read_parquet_metadata(tmp_path / "panel.parquet")["statusquo"])["warnings"]
    assert warnings
    assert all(f"- {warning}" in done.stderr for warning in warnings)
    assert [path.name for path in tmp_path.iterdir()] == ["panel.parquet"]


def test_json_is_one_document_and_says_what_was_written(tmp_path: Path) -> None:
    done = run("panel", "status-quo-year", "-o", "panel.csv", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert done.stderr == ""
    frame = pl.read_csv(tmp_path / "panel.csv", infer_schema=False)
    assert (document["panel"], document["file"]) == ("status-quo-year", "panel.csv")
    assert (document["rows"], document["columns"], document["disputes"]) == (frame.height, frame.columns, 200)
    assert document["warnings"]
    assert "ucdp-prio-acd" in document["sources"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["panel.csv", "panel.csv.txt"]


@pytest.mark.parametrize(("risk_set", "sizes"), [("broad", (6625, 175)), ("secession", (1634, 83))])
def test_a_risk_set_keeps_the_rows_at_risk_in_it(tmp_path: Path, risk_set: str, sizes: tuple[int, int]) -> None:
    done = run("panel", "dispute-year", "--risk-set", risk_set, "-o", "panel.parquet", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert (document["rows"], document["disputes"]) == sizes


def test_years_are_kept_from_the_first_to_the_last_asked_for(tmp_path: Path) -> None:
    done = run("panel", "dispute-year", "--from", "1990", "--to", "1991", "-o", "panel.parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert set(pl.read_parquet(tmp_path / "panel.parquet")["year"]) == {1990, 1991}
    about = json.loads(pl.read_parquet_metadata(tmp_path / "panel.parquet")["statusquo"])
    assert about["options"] == ["--from 1990", "--to 1991"]


def test_a_users_coding_is_applied_and_named_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD_RECODING, encoding="utf-8")
    arguments = ("panel", "dispute-year", "--recode", "mine.csv", "--risk-set", "secession", "-o", "panel.parquet")
    done = run(*arguments, "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["rows"] == 1634 - 15
    about = json.loads(pl.read_parquet_metadata(tmp_path / "panel.parquet")["statusquo"])
    assert about["options"] == ["--recode mine.csv", "--risk-set secession"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dispute-year", "-o", "panel.xlsx"], ".parquet or .csv"),
        (["dispute-year", "-o", "panel"], ".parquet or .csv"),
        (["dispute-year"], "--out"),
        (["dyad-decade", "-o", "panel.csv"], "dispute-year"),
        (["dispute-year", "--from", "1990", "--to", "1980", "-o", "panel.csv"], "before the first"),
        (["dispute-year", "--from", "1900", "-o", "panel.csv"], "1946"),
        (["dispute-year", "--to", "2099", "-o", "panel.csv"], "outside the data"),
        (["dispute-year", "--from", "soon", "-o", "panel.csv"], "--from"),
        (["dispute-year", "--risk-set", "narrow", "-o", "panel.csv"], "secession"),
        (["status-quo-year", "--risk-set", "broad", "-o", "panel.csv"], "only the dispute-year panel"),
        (["dispute-year", "-o", "absent/panel.csv"], "absent/panel.csv"),
        (["dispute-year", "--recode", "absent.csv", "-o", "panel.csv"], "absent.csv"),
        (["movement-year", "--recode", "absent.csv", "-o", "panel.csv"], "of disputes"),
        (["movement-year", "--risk-set", "broad", "-o", "panel.csv"], "only the dispute-year panel"),
        (["movement-year", "--sdm", "absent.csv", "-o", "panel.csv"], "absent.csv"),
        (["dispute-year", "--sdm", "absent.csv", "-o", "panel.csv"], "only the movement-year panel"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_wrong_input_gets_one_message_exit_code_2_and_no_file(
    tmp_path: Path, arguments: list[str], said: str, as_json: bool
) -> None:
    done = run("panel", *arguments, *(["--json"] if as_json else []), cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "panel.csv").mkdir()
    done = run("panel", "dispute-year", "-o", "panel.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["panel.csv"]
