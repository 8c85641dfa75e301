"""Finding a source's raw file on disk and making sure that it is the pinned one before it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from statusquo.core.errors import SourceError
from statusquo.core.files import kind_of, sha256_of
from statusquo.core.origin import Origin, RawFile

FileState = Literal["present", "absent", "different"]


def raw_file(origin: Origin, name: str | None = None) -> RawFile:
    """Return the origin's raw file whose path ends in `name`, or its only one."""
    found = [file for file in origin.files if name is None or file.path.endswith(name)]
    if len(found) != 1:
        raise KeyError(f"{origin.id}: {len(found)} raw files match {name!r}")
    return found[0]


def file_state(raw: Path, file: RawFile) -> FileState:
    """Return whether the file lies under the raw directory, and with the pinned bytes where their sum is known."""
    path = raw / file.path
    if kind_of(path) != "a file":
        return "absent"
    if not file.sha256:
        return "present"
    same = path.stat().st_size == file.size and sha256_of(path) == file.sha256
    return "present" if same else "different"


def raw_path(raw: Path, origin: Origin, name: str | None = None) -> Path:
    """Return the path of a raw file after verifying its sha256.

    Args:
        raw: the directory of raw files.
        origin: the source.
        name: how the file's path ends; may be left out for a source of one file.

    Raises:
        SourceError: when the file is absent, or its bytes are not the pinned ones.
    """
    file = raw_file(origin, name)
    path = raw / file.path
    if kind_of(path) != "a file":
        raise SourceError(
            f"{origin.id}: {path} is absent; get it with `statusquo data download --source {origin.id}`, "
            f"or name the directory that holds {file.path} by STATUSQUO_RAW"
        )
    found = sha256_of(path)
    if found != file.sha256:
        raise SourceError(
            f"{origin.id}: {path} is not the file this version was tested with; found sha256 {found}, "
            f"expected {file.sha256}; remove it and run `statusquo data download --source {origin.id}`"
        )
    return path
