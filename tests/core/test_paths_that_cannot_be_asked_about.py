"""A path that cannot be asked about is a message with exit code 2, wherever it is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run_command

WAYS = (
    ("cases", "check", "PATH"),
    ("cases", "new", "x", "-o", "PATH"),
    ("codings", "new", "PATH"),
    ("recode", "PATH"),
    ("compare", "logit", "--data", "PATH", "--outcome", "Y"),
    ("data", "add", "PATH"),
    ("data", "diff", "PATH", "PATH"),
    ("data", "sdm", "PATH"),
    ("data", "status", "--raw", "PATH"),
    ("panel", "proposal-answer", "-o", "PATH.csv"),
    ("scenario", "kosovo", "PATH"),
    ("--snapshot", "PATH", "cases", "shapes", "x"),
)


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_name_that_is_too_long_is_a_message(way: tuple[str, ...]) -> None:
    done = run_command(*(word.replace("PATH", "x" * 300) for word in way))
    assert done.returncode == 2, done.stderr
    assert "Error: " in done.stderr


@pytest.mark.parametrize("way", [way for way in WAYS if "-o" not in way and "--raw" not in way], ids=" ".join)
def test_a_loop_of_links_is_a_message(tmp_path: Path, way: tuple[str, ...]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = run_command(*(word.replace("PATH", "loop") for word in way), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "Error: " in done.stderr


@pytest.mark.parametrize(("name", "code"), [("STATUSQUO_HOME", 1), ("STATUSQUO_RAW", 2)])
def test_an_environment_variable_too(name: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "x" * 300)
    done = run_command("data", "status")
    assert (done.returncode, "File name too long" in done.stderr) == (code, True), done.stderr
