"""The same bytes from two folders, locales, time zones, seeds of hashing and numbers of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = (
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1"},
    {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77", "POLARS_MAX_THREADS": "4"},
)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("show", "nagorno-karabakh", "--json"), ()),
        (("panel", "proposal-answer", "-o", "p.csv", "--json"), ("p.csv", "p.csv.txt")),
    ],
)
def test_what_is_told_and_written_does_not_depend_on_the_machine(
    tmp_path: Path, words: tuple[str, ...], written: tuple[str, ...]
) -> None:
    found = []
    for number, settings in enumerate(SETTINGS):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "statusquo", *words], cwd=folder, env={**os.environ, **settings}, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        found.append([done.stdout, *((folder / name).read_bytes() for name in written)])
    assert found[0] == found[1]
