"""Commands as a user types them, run in this process: what is opened and read once serves every command after it.

That a command runs as a process of its own, with nothing warm, is tested where that is the promise: the README's
commands (`tests/docs`), the dossier's (`tests/cli/test_dossier.py`) and checks of imports and times.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from statusquo.cli.app import main


def run_command(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `statusquo` with these arguments and return its exit code, output and messages.

    Args:
        arguments: the words after `statusquo`.
        cwd: the folder it runs in; this process's by default.
    """
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.chdir(cwd or Path.cwd())
        patch.setattr(sys, "argv", ["statusquo", *arguments])
        try:
            main()
            code: object = 0
        except SystemExit as left:
            code = left.code or 0
    assert isinstance(code, int), code
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
