"""Whatever stands behind standard output, a command ends with a code and never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no full device")
COMMANDS = ("--help", "show transnistria", "cases list", "cases show transnistria --json")


def ran(command: str, redirection: str, **environment: str) -> subprocess.CompletedProcess[str]:
    line = f'"{sys.executable}" -m statusquo {command} {redirection}'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_output_is_one_message(command: str) -> None:
    done = ran(command, "> /dev/full")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("Error: the output cannot be written to its end")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_who_leaves_is_no_failure(command: str) -> None:
    done = ran(command, "| head -c 20")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "> /dev/null 2> /dev/full"])
def test_a_closed_or_full_stream_changes_nothing_else(redirection: str) -> None:
    assert ran("show transnistria", redirection).returncode == 0
    assert ran("show nowhere-at-all", redirection).returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "latin-1"])
def test_an_encoding_that_lacks_letters_ends_nothing(encoding: str) -> None:
    for command in ("show nagorno-karabakh", "cases show nagorno-karabakh"):
        done = ran(command, "", PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
