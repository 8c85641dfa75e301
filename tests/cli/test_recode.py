"""`statusquo recode` from the shell: what flips, and one clear report for every wrong file."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands import run_command

HEADER = "conflict_id_ucdp,variable,value,first_year,last_year,source,confidence,note\n"
GOOD = HEADER + "352,holder,separatist,1995,2006,my reading,medium,the Vanni\n"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_command(*arguments, cwd=cwd)


def test_what_flips_is_shown_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD, encoding="utf-8")
    done = run("recode", "mine.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in ("What flips", "Eelam", "separatist", "1995–2006", "Risk sets, before and after", "6,625 → 6,625"):
        assert words in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_json_is_one_document_with_every_changed_cell_and_both_risk_sets(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD, encoding="utf-8")
    done = run("recode", "mine.csv", "--json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert (document["file"], document["codings"]) == ("mine.csv", 1)
    held = [cell for cell in document["cells"] if cell["variable"] == "holder"]
    assert [(cell["before"], cell["after"], cell["first_year"], cell["last_year"]) for cell in held] == [
        ("parent", "separatist", 1995, 2006)
    ]
    assert [row["risk_set"] for row in document["risk_sets"]] == ["broad", "secession"]


def test_a_file_that_changes_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(GOOD.replace("separatist", "parent"), encoding="utf-8")
    done = run("recode", "mine.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "Nothing flips" in done.stdout


def absent(_: Path) -> None:
    pass


def empty(path: Path) -> None:
    path.touch()


def header_only(path: Path) -> None:
    path.write_text(HEADER, encoding="utf-8")


def another_table(path: Path) -> None:
    path.write_text("country,year\nSri Lanka,1995\n", encoding="utf-8")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def binary_that_is_text(path: Path) -> None:
    path.write_bytes(b"\x00\x01\x02\n" * 40)


def large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)


def folder(path: Path) -> None:
    path.mkdir()


def dangling_link(path: Path) -> None:
    path.symlink_to("nowhere.csv")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def one_huge_cell(path: Path) -> None:
    path.write_text(f"{GOOD}352,holder,{'x' * 500_000},1995,2006,s,low,\n", encoding="utf-8")


def one_long_cell(path: Path) -> None:
    path.write_text(f"{GOOD}352,holder,{'x' * 50_000},1995,2006,s,low,\n", encoding="utf-8")


def open_quote(path: Path) -> None:
    path.write_text(f'{HEADER}352,holder,"parent,1995,2006,s,low,\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (absent, "cannot be read"),
        (empty, "the file is empty"),
        (header_only, "no codings"),
        (another_table, "conflict_id_ucdp"),
        (binary, "not UTF-8"),
        (binary_that_is_text, "mine.csv:1: column 1: a character that nobody sees"),
        (large, "too large"),
        (folder, "a folder"),
        (dangling_link, "symbolic link"),
        (pipe, "a named pipe"),
        (one_huge_cell, "mine.csv:3: the file is not a readable CSV table"),
        (open_quote, "mine.csv:2"),
        (one_long_cell, "mine.csv:3: value"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_wrong_file_gets_one_clear_report_and_exit_code_2(
    tmp_path: Path, make: Callable[[Path], None], said: str, as_json: bool
) -> None:
    make(tmp_path / "mine.csv")
    done = run("recode", "mine.csv", *(["--json"] if as_json else []), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "mine.csv" in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert len(done.stderr) < 2000


def test_every_wrong_row_is_reported_with_line_and_field(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        GOOD + "352,holder,LTTE,1995,2006,s,low,\n352,exit,none,1890,2006,,low,\n", encoding="utf-8"
    )
    done = run("recode", "mine.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "mine.csv:3: value: not a value of holder; found 'LTTE'; allowed parent, separatist, other" in done.stderr
    assert "mine.csv:4: first_year:" in done.stderr
    assert "mine.csv:4: source:" in done.stderr
