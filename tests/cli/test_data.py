"""`statusquo data` prints what it found, speaks JSON when asked, and fails with a sentence and a code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from statusquo.cli.data import app
from statusquo.core.errors import InputError, OfflineError, SourceError, UnknownNameError
from statusquo.core.origin import RawFile
from statusquo.snapshot.store import open_snapshot
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def json_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_status_says_for_each_source_what_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isard = ORIGINS["isard"]
    wrong = tmp_path / isard.files[0].path
    wrong.parent.mkdir()
    wrong.write_bytes(b"not the panel")
    monkeypatch.setenv("STATUSQUO_RAW", str(tmp_path))
    document = json_of(run("status", "--json"))
    assert document["raw_folder"] == str(tmp_path)
    by_id = {source["id"]: source for source in document["sources"]}
    assert set(by_id) == {*ORIGINS, *OWN_ORIGINS}
    assert by_id["isard"]["on_disk"] == {isard.files[0].path: "different", isard.files[1].path: "absent"}
    assert by_id["ucdp-prio-acd"]["years"] == "1946-2024"
    assert by_id["natural-earth"]["years"] == "undated"
    assert document["snapshot"]["tables"] == open_snapshot().manifest["tables"]


def test_status_for_people_names_versions_terms_and_tables(tmp_path: Path) -> None:
    result = run("status", "--raw", str(tmp_path))
    assert result.exit_code == 0
    rows = f"{open_snapshot().table('dispute_years').height:,}"
    for part in ("ucdp-prio-acd", "25.1", "CC BY 4.0", "1 absent", "dispute_years", rows):
        assert part in result.stdout


def test_cite_prints_text_and_bibtex_of_all_that_the_snapshot_uses() -> None:
    result = run("cite")
    for key in open_snapshot().manifest["sources"]:
        assert f"[{key}]" in result.stdout
    assert "@article{gleditsch2002armed," in result.stdout


def test_cite_in_one_format_only() -> None:
    assert "@" not in run("cite", "ucdp-prio-acd", "--format", "text").stdout
    assert run("cite", "ucdp-prio-acd", "--format", "bibtex").stdout.startswith("@article{gleditsch2002armed,")


def test_cite_in_json() -> None:
    document = json_of(run("cite", "isard", "countrycode", "--json"))
    assert [citation["id"] for citation in document["citations"]] == ["isard", "countrycode"]


def test_an_unknown_id_is_wrong_input_with_near_names() -> None:
    for arguments in (["cite", "tjet"], ["download", "--source", "tjet"]):
        error = run(*arguments).exception
        assert isinstance(error, UnknownNameError)
        assert error.exit_code == 2
        assert error.near == ("tjet-spells",)


def test_an_unknown_format_is_wrong_input() -> None:
    assert run("cite", "--format", "ris").exit_code == 2


def test_download_offline_is_failed_work_with_a_clear_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RawFile, "address", property(lambda file: f"http://127.0.0.1:9/{file.path}"))
    error = run("download", "--source", "isard", "--raw", str(tmp_path)).exception
    assert isinstance(error, OfflineError)
    assert error.exit_code == 1
    assert "isard/gw_cw_panel.rda" in str(error)
    assert "http://127.0.0.1:9/" in str(error)


@pytest.mark.raw
def test_download_keeps_what_is_there(raw_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RawFile, "address", property(lambda file: f"http://127.0.0.1:9/{file.path}"))
    for file in ORIGINS["isard"].files:
        (tmp_path / file.path).parent.mkdir(exist_ok=True)
        shutil.copyfile(raw_dir / file.path, tmp_path / file.path)
    result = run("download", "--source", "isard", "--raw", str(tmp_path))
    assert result.exit_code == 0
    assert "0 files downloaded, 2 already there" in result.stdout


@pytest.mark.raw
def test_build_prints_the_tables_and_keeps_progress_off_the_output(raw_dir: Path, tmp_path: Path) -> None:
    result = run("build", "--raw", str(raw_dir), "--out", str(tmp_path / "tables"))
    assert result.exit_code == 0, result.output
    assert "dispute_years" in result.stdout
    assert "step/s" not in result.stdout
    assert open_snapshot(tmp_path / "tables").table("disputes").height == 200


def test_build_without_raw_files_is_failed_work(tmp_path: Path) -> None:
    error = run("build", "--raw", str(tmp_path), "--out", str(tmp_path / "out")).exception
    assert isinstance(error, SourceError)
    assert error.exit_code == 1


def test_build_into_another_folder_is_wrong_input(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    error = run("build", "--raw", str(tmp_path), "--out", str(tmp_path)).exception
    assert isinstance(error, InputError)
    assert error.exit_code == 2


def test_the_command_is_imported_without_its_rooms() -> None:
    """The help of every command comes from a module that loads no data library."""
    heavy = "polars", "pooch", "tqdm", "rich", "shapely", "numpy", "pyproj"
    program = f"import sys, statusquo.cli.data; print([name for name in {heavy!r} if name in sys.modules])"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert time.perf_counter() - began < 2


@pytest.mark.raw
def test_a_users_own_sdm_file_is_summed_up_and_nothing_of_it_is_kept(raw_dir: Path) -> None:
    """The export of SDM 2.0 holds 502 movements, 1945-2020."""
    before = open_snapshot().manifest
    found = json_of(run("sdm", str(raw_dir / "sdm" / "SDM selected variables.xlsx"), "--json"))
    assert (found["movements"], found["first_year"], found["last_year"]) == (502, 1945, 2020)
    assert sum(row["movement_years"] for row in found["claims"]) == found["movement_years"]
    assert open_snapshot().manifest == before


def test_a_file_that_is_not_sdm_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("sdm", str(tmp_path / "other.csv"))
    assert isinstance(done.exception, InputError)
    assert "the columns are not those" in str(done.exception)
