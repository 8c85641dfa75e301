"""`statusquo dossier` from the shell: what it writes, how it fails, what it costs to ask for help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from statusquo.core.estimates import Estimate, Series


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "statusquo", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def test_a_dossier_is_written_where_asked(tmp_path: Path) -> None:
    done = run("dossier", "nagorno-karabakh", "-o", "karabakh.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "karabakh.html" in done.stderr
    page = (tmp_path / "karabakh.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["karabakh.html"]


def test_without_a_name_the_page_is_called_after_the_dispute(tmp_path: Path) -> None:
    assert run("dossier", "ucdp-352", cwd=tmp_path).returncode == 0
    assert (tmp_path / "ucdp-352.html").is_file()


def test_json_says_what_was_found_and_nothing_else_stands_on_standard_output(tmp_path: Path) -> None:
    done = run("dossier", "ucdp-352", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert document["dispute"] == "ucdp-352"
    assert {"id", "heading", "finding", "numbers"} <= set(document["sections"][0])
    assert list(tmp_path.iterdir()) == [], "nobody asked for a page"


def test_the_evidence_is_one_document_printed_or_written(tmp_path: Path) -> None:
    printed = run("dossier", "ucdp-352", "--json", "-o", "page.html", cwd=tmp_path)
    assert run("dossier", "ucdp-352", "--format", "json", cwd=tmp_path).stdout == ""
    written = (tmp_path / "ucdp-352.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(printed.stdout)
    assert (tmp_path / "page.html").is_file()
    assert json.loads(written)["answer"] == json.loads(run("show", "ucdp-352", "--json", cwd=tmp_path).stdout)


def test_the_evidence_as_text_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    assert run("dossier", "ucdp-352", "--format", "md", cwd=tmp_path).stdout == ""
    printed = run("dossier", "ucdp-352", "--format", "md", "-o", "-", cwd=tmp_path).stdout
    assert printed == (tmp_path / "ucdp-352.md").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["ucdp-352.md"]


def test_a_brief_is_written_where_asked(tmp_path: Path) -> None:
    assert run("dossier", "ucdp-352", "--brief", cwd=tmp_path).returncode == 0
    assert (tmp_path / "ucdp-352-brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_gives_the_numbers_as_estimates_and_series_with_unit_interval_and_sources(tmp_path: Path) -> None:
    document = json.loads(run("dossier", "nagorno-karabakh", "--json", cwd=tmp_path).stdout)
    numbers = {name: number for section in document["sections"] for name, number in section["numbers"].items()}
    deaths = Series.from_json(numbers["battle_deaths"])
    assert deaths.at(2020) == Estimate(7646, "battle deaths", 7547, 9076, "source-range", ("tjet-spells", "ucdp-brd"))
    assert deaths.at(2019).missing_reason == "no value for 2019"
    ratio = Series.from_json(numbers["spending_ratio"])
    assert ratio.at(2015).value == pytest.approx(4.8, abs=0.05)
    assert Estimate.from_json(numbers["claimed_area"]).unit == "km2"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dossier", "nagorno-karabach"], "nagorno-karabakh"),
        (["dossier", "ucdp-999999"], "ucdp-"),
        (["dossier", "absent.toml"], "absent.toml"),
        (["dossier", "nagorno-karabakh", "-o", "absent/page.html"], "absent/page.html"),
        (["dossier", "nagorno-karabakh", "-o", "."], "folder"),
        (["dossier"], "ID"),
        (["dossier", "nagorno-karabakh", "--world"], "an ID and --world"),
        (["dossier", "--world", "-o", "absent/page.html"], "absent/page.html"),
        (["dossier", "nagorno-karabakh", "--colour"], "--colour"),
        (["dossier", "nagorno-karabakh", "--format", "pdf"], "pdf"),
        (["dossier", "--world", "--format", "md"], "--world"),
        (["dossier", "--comparison", "--brief"], "--comparison"),
        (["dossier", "nagorno-karabakh", "--brief", "--format", "json"], "--format json"),
        (["dossier", "nagorno-karabakh", "--format", "md", "-o", "absent/page.md"], "absent/page.md"),
        (["dossiers"], "dossiers"),
    ],
)
def test_wrong_input_gets_one_message_and_exit_code_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_case_file_gets_every_error_and_no_page(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text('id = "x"\ntitel = "y"\n', encoding="utf-8")
    done = run("dossier", "wrong.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "wrong.toml:2" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.toml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_may_not_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert run("dossier", "ucdp-352", "-o", str(closed / "x.html"), cwd=tmp_path).returncode == 2


def test_help_imports_no_room() -> None:
    """`--help` answers at once because nothing heavy is imported; this is the promise, without a stopwatch."""
    code = (
        "import sys; sys.argv = ['statusquo', '--help']\n"
        "from statusquo.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'altair', 'pydantic', 'shapely', 'pyproj', 'jinja2', 'vl_convert', 'pooch', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dossier" in done.stdout
    assert done.stderr.strip() == "[]"


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert all(name in done.stdout for name in ("cases", "dossier", "data"))


def test_the_version_is_the_package_s(tmp_path: Path) -> None:
    from statusquo import __version__

    assert run("--version", cwd=tmp_path).stdout.strip() == f"statusquo {__version__}"


def test_the_world_is_written_where_asked_and_told_as_json(tmp_path: Path) -> None:
    done = run("dossier", "--world", "-o", "world.html", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["bytes"] == (tmp_path / "world.html").stat().st_size
    assert str(document["year"]) in document["finding"]
    chances = [Estimate.from_json(row["risk"]["war"]).value for row in document["disputes"]]
    assert len(chances) > 50
    assert chances == sorted(chances, reverse=True)
