"""The user's own files as they are kept: a folder of them, and the list (``files.json``) that says what each is.

A file takes its place under a name of ours, and the list is written last: what a killed call left is on no list, and
the next call that writes clears it away. A lock that the system lifts when a process dies, however it dies, lets one at
a time write.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusquo.core.errors import InputError, OutputError, Problem, SourceError
from statusquo.core.files import scratch_folder, sha256_of, write_text
from statusquo.core.jsonable import Jsonable
from statusquo.core.places import user_folder

FOLDER, LEDGER = "files", "files.json"
FORMAT = 1
"""Number of the form of the list of files; it rises when older code could not read it."""


@dataclass(frozen=True, slots=True)
class KeptFile(Jsonable):
    """A user's own file as it is kept.

    Attributes:
        source_id: the data set.
        title: its title.
        version: the release.
        first_year: the first year of its rows.
        last_year: the last.
        last_day: the last day that it covers.
        rows: how many it has.
        original_name: the name under which the user gave it.
        kept_name: its name in the folder of own files.
        size: in bytes, unpacked.
        sha256: of the bytes kept.
        given_sha256: of the file as given, which is another one where it was a zip.
        is_known_release: whether the package knew the release when it was added.
        is_as_recorded: whether its bytes are those that were recorded of the release.
        remarks: what differs from the last known release, in words.
        added: when it was added, in UTC.
    """

    source_id: str
    title: str
    version: str
    first_year: int
    last_year: int
    last_day: str
    rows: int
    original_name: str
    kept_name: str
    size: int
    sha256: str
    given_sha256: str
    is_known_release: bool
    is_as_recorded: bool
    remarks: tuple[str, ...]
    added: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return own_folder() / self.kept_name

    @property
    def state(self) -> str:
        """Whether it lies there with the size it had: ``present``, ``absent`` or ``different``."""
        if not self.path.is_file():
            return "absent"
        return "present" if self.path.stat().st_size == self.size else "different"

    def verified_path(self) -> Path:
        """Return where it lies, after making sure that its bytes are those that were added.

        Raises:
            SourceError: when they are not, or it is gone.
        """
        if not self.path.is_file() or sha256_of(self.path) != self.sha256:
            raise SourceError(
                f"your own file {self.original_name} ({self.source_id} {self.version}) is not in {self.path} as it was "
                f"added; run `statusquo data remove {self.sha256[:12]}` and add it anew"
            )
        return self.path


def own_folder() -> Path:
    """Return the folder of a user's own files; it may not be there yet."""
    return user_folder() / FOLDER


def kept_files(source_id: str | None = None) -> tuple[KeptFile, ...]:
    """Return the user's own files, of each data set those that reach furthest last.

    Args:
        source_id: only those of this data set.

    Raises:
        SourceError: when the list of files is damaged.
    """
    path = own_folder() / LEDGER
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"its format is {document['format']}, this version reads {FORMAT}")
        files = tuple(KeptFile(**{**entry, "remarks": tuple(entry["remarks"])}) for entry in document["files"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError) as cause:
        raise SourceError(
            f"the list of your own files, {path}, is damaged ({cause}); move it and the files beside it away, and add "
            "them anew with `statusquo data add`"
        ) from cause
    wanted = [file for file in files if source_id in (None, file.source_id)]
    return tuple(sorted(wanted, key=lambda file: (file.source_id, *_reach(file))))


def newest(source_id: str) -> KeptFile | None:
    """Return the user's own file of a data set that reaches furthest, or None where there is none.

    Args:
        source_id: the data set. Of one that comes in many files (candidates, ACLED) `kept_files` has them all.

    Raises:
        SourceError: when the list of files is damaged.
    """
    files = kept_files(source_id)
    return files[-1] if files else None


@contextlib.contextmanager
def writing() -> Iterator[Path]:
    """Yield an empty scratch folder while no other process writes here; leave no empty folder behind."""
    home = user_folder()
    made = [folder for folder in (home, *home.parents) if not folder.exists()]
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise InputError(
            Problem("your folder cannot be written", str(home), found=cause.strerror, allowed="STATUSQUO_HOME=DIR")
        ) from cause
    try:
        with scratch_folder(own_folder()) as scratch:
            _clear_leftovers()
            yield scratch
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _clear_leftovers() -> None:
    """Delete what a killed call left: files that took their place and came on no list, and half a list."""
    folder = own_folder()
    if not folder.is_dir():
        return
    listed = {file.kept_name for file in kept_files()}
    for path in folder.iterdir():
        if path.name not in (*listed, LEDGER) and path.is_file():
            path.unlink()


def keep(moves: Sequence[tuple[Path, KeptFile]], files: Sequence[KeptFile]) -> None:
    """Put files in their places and write the list of all of them, or leave everything as it was."""
    folder = own_folder()
    was_there = folder.is_dir()
    moved: list[Path] = []
    try:
        folder.mkdir(exist_ok=True)
        for path, file in moves:
            _settle(path)
            path.replace(file.path)
            moved.append(file.path)
        write_ledger(files)
    except BaseException as cause:
        for path in moved:
            path.unlink(missing_ok=True)
        if not was_there:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(cause, OSError):
            raise OutputError(
                Problem("the file cannot be kept", str(folder), found=cause.strerror, allowed="a disk with room for it")
            ) from cause
        raise


def _settle(path: Path) -> None:
    """Make sure that a file is on the disk before its name says that it is."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def write_ledger(files: Sequence[KeptFile]) -> None:
    """Write the list of files in the place of the one that was there.

    Raises:
        OutputError: when there is no room for it.
    """
    listed = sorted(files, key=lambda file: (file.source_id, *_reach(file)))
    document = {"format": FORMAT, "files": [file.to_json() for file in listed]}
    write_text(own_folder() / LEDGER, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _reach(file: KeptFile) -> tuple[int, list[int], str]:
    """Return what files of one data set are sorted by: the last year, the numbers in the version, the day of adding."""
    return file.last_year, numbers_in(file.version), file.added


def numbers_in(version: str) -> list[int]:
    """Return the numbers in a version, by which one is later than another: 26.1 than 25.2, v1.10 than v1.9."""
    return [int(number) for number in re.findall(r"\d+", version)]
