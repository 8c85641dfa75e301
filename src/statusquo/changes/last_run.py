"""The last run of `statusquo changed`: what it told, kept in the user's folder so that the next run can compare.

One small JSON file, written whole or not at all. A file that cannot be read any more is no reason to fail: the run
says so, compares with nothing and writes it anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from statusquo.changes.told import Told
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text, write_text
from statusquo.core.places import user_folder

LIMIT_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class LastRun:
    """What is known of the last run.

    Attributes:
        told: what it told; None where there was none, or its file cannot be read.
        problem: why its file cannot be read; None where it can, or there is none.
    """

    told: Told | None
    problem: str | None = None


def last_run_file() -> Path:
    """Return the file of the last run; it may not be there."""
    return user_folder() / "last-run.json"


def read_last_run() -> LastRun:
    """Return what the last run told."""
    path = last_run_file()
    if not path.exists():
        return LastRun(None)
    try:
        return LastRun(told_from_text(read_text(path, limit_bytes=LIMIT_BYTES)))
    except (InputError, ValueError, TypeError, KeyError, AttributeError) as cause:
        return LastRun(None, f"{path} cannot be read ({_first_line(cause)}), and is written anew")


def write_last_run(told: Told) -> None:
    """Keep what was told, in place of what the run before told.

    Raises:
        InputError: when the user's folder cannot be made or written.
        OutputError: when writing fails; what was kept before is then kept still.
    """
    path = last_run_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise InputError(
            Problem(
                "the folder cannot be made", str(path.parent), found=cause.strerror, allowed="a folder, STATUSQUO_HOME"
            )
        ) from cause
    write_text(path, text_of(told))


def told_from_text(text: str) -> Told:
    """Return what was told from the text that `text_of` made.

    Raises:
        ValueError: (or TypeError, KeyError, AttributeError) when it is another text.
    """
    return Told.from_json(json.loads(text))


def text_of(told: Told) -> str:
    """Return what was told as JSON."""
    return json.dumps(told.to_json(), ensure_ascii=False, indent=1) + "\n"


def _first_line(cause: Exception) -> str:
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))} is {first['input']!r}"
    told = cause.problems[0].what if isinstance(cause, InputError) else str(cause)
    if isinstance(cause, KeyError):
        told = f"it has no {told}"
    return (told.splitlines() or [type(cause).__name__])[0]
