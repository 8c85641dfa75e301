"""Every code block of the documentation runs: Python as one session a page, commands as a user types them.

A file that commands read stands in a block with its name as title; a reader saves it under that name, and so does this.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.commands import run_command
from tests.conftest import raw_files

REPOSITORY = Path(__file__).resolve().parents[2]
RAW = raw_files()
PAGES = sorted([*(REPOSITORY / "docs").rglob("*.md"), REPOSITORY / "README.md"])


def blocks(page: Path) -> list[tuple[str, str, int]]:
    """The info string, text and line of each fenced block but those whose info string ends in ``no-run``."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    found = [(t.info.strip(), t.content, (t.map or [0])[0] + 1) for t in tokens if t.type == "fence"]
    return [(info, text, line) for info, text, line in found if not info.endswith("no-run")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_the_code_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # What a page adds of a user's own is no other test's.
    monkeypatch.setenv("STATUSQUO_HOME", str(tmp_path / "home"))
    if RAW is not None:
        monkeypatch.setenv("STATUSQUO_RAW", str(RAW))
    session: dict[str, object] = {}
    for info, text, line in blocks(page):
        language, _, title = info.partition(" ")
        if language == "python":
            exec(compile(text, f"{page.name}:{line}", "exec"), session)
        elif language in ("toml", "csv", "json") and title:
            (tmp_path / title.removeprefix('title="').removesuffix('"')).write_text(text, encoding="utf-8")
        elif language == "console":
            for command in (row[2:] for row in text.splitlines() if row.startswith("$ ")):
                run(command, f"{page.name}:{line}", tmp_path, as_process=page.name == "README.md")


def run(command: str, where: str, folder: Path, *, as_process: bool) -> None:
    """Run one command as a user would; what needs the raw files runs on them, and only where they are.

    Args:
        command: with what its output is written to, after ``>``.
        where: page and line.
        folder: to run it in.
        as_process: whether it gets a process of its own, as the first page's commands do; the others share this one.
    """
    command, _, target = command.partition(" > ")
    words = shlex.split(command)
    assert words[0] == "statusquo", f"{where}: only our own commands are shown as console blocks"
    if words[1:3] in (["data", "download"], ["data", "build"]):
        if RAW is None:
            return
        words = [str(RAW) if word == "DIR" else word for word in words]
    if as_process:
        started = [sys.executable, "-m", "statusquo", *words[1:]]
        done = subprocess.run(started, cwd=folder, capture_output=True, text=True, timeout=120)
    else:
        done = run_command(*words[1:], cwd=folder)
    assert done.returncode == 0, f"{where}: {command}\n{done.stderr}"
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")
