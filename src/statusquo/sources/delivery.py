"""A file that a user brings, unpacked: a text table, a workbook, or a zip with exactly one of them.

Nobody vouches for such a file. It is copied first, and all that is said of it is said of the copy. What kind it is
is told from its bytes. Of a zip the one data member is written under a name of our own: the names of members are
never used as paths; folders, resource forks of macOS and a codebook beside the data are passed over, and two tables,
a zip in the zip, a password, a broken or cut archive and one that unpacks to more than any data set has are refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from statusquo.core.errors import InputError, OutputError, Problem
from statusquo.core.files import refuse_irregular

LIMIT_UNPACKED_BYTES = 4 << 30
"""A whole export of ACLED, the largest table that is read, has about 1.5 GB."""

LIMIT_RATIO = 200
"""Unpacked to packed: event data reach 6, tables of conflict-years 12, a workbook 50; made-up archives thousands."""

RATIO_FREE_BYTES = 16 << 20
"""What may be unpacked before the ratio is looked at: a small file of one value packs well and harms nobody."""

LIMIT_MEMBERS = 100
"""Members of a zip, and sheets and parts of a workbook."""

_CHUNK = 1 << 20
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "a workbook of the old kind (.xls) or one with a password",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
}
_PASSED_OVER = {".pdf", ".txt", ".md", ".htm", ".html", ".rtf", ".doc", ".docx"}
_PACKED = {".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz"}
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
_WORKBOOK_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}

Report = Callable[[int], object]
"""Called with the number of bytes written since the last call."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A user's file, copied and unpacked.

    Attributes:
        name: the name of the file as the user gave it, with its path; for messages.
        path: the table or workbook, in a folder of ours, with the suffix of its kind.
        kind: a text table or a workbook.
        size: of the table or workbook, in bytes.
        sha256: of its bytes.
        given_sha256: of the file as given, which is another one where it is a zip.
    """

    name: str
    path: Path
    kind: Literal["csv", "xlsx"]
    size: int
    sha256: str
    given_sha256: str


def unpack(given: Path, into: Path, report: Report = lambda count: None) -> Delivery:
    """Copy a user's file and take the one table or workbook out of it.

    Args:
        given: the file, or a symbolic link to one.
        into: where the table or workbook is written, without its suffix; a name that is free, in a folder of ours.
        report: told of the bytes written.

    Raises:
        InputError: when the file is absent, empty, no regular file, or not one table, workbook or zip of one.
        OutputError: when there is no room for it.
    """
    name = str(given)
    size, given_sha256 = _copy(given, into, report)
    if size == 0:
        raise _wrong(name, "the file is empty")
    with into.open("rb") as stream:
        head = stream.read(8)
    for magic, words in _OTHER_KINDS.items():
        if head.startswith(magic):
            raise _wrong(name, "the file is of a kind that is not read", words)
    if not head.startswith((_ZIP, _EMPTY_ZIP)):
        return _delivery(name, into, "csv", size, given_sha256, given_sha256)
    with _opened(into, name) as archive:
        if {part.filename for part in archive.infolist()} >= _WORKBOOK_PARTS:
            _measure_parts(archive, name, size)
            return _delivery(name, into, "xlsx", size, given_sha256, given_sha256)
        member = _only_member(archive, name)
        packed = into.with_name(f"{into.name}.zip")
        into.rename(packed)
        size, sha256 = _extract(archive, member, into, name, report)
    packed.unlink()
    if size == 0:
        raise _wrong(name, "the file in the zip is empty", repr(member.filename))
    return _delivery(name, into, _kind_of_member(into, name, member.filename), size, sha256, given_sha256)


def _delivery(
    name: str, path: Path, kind: Literal["csv", "xlsx"], size: int, sha256: str, given_sha256: str
) -> Delivery:
    return Delivery(name, path.rename(path.with_name(f"{path.name}.{kind}")), kind, size, sha256, given_sha256)


def _copy(given: Path, into: Path, report: Report) -> tuple[int, str]:
    """Write a copy and return its size and sha256."""
    refuse_irregular(given)
    try:
        source = given.open("rb")
    except OSError as cause:
        raise _wrong(str(given), "the file cannot be read", cause.strerror, "a file you may read") from cause
    with source:
        return _write(lambda: source.read(_CHUNK), into, str(given), report)


def _write(read: Callable[[], bytes], into: Path, name: str, report: Report) -> tuple[int, str]:
    """Write what `read` gives until it gives nothing; return the size and the sha256."""
    digest, size = hashlib.sha256(), 0
    try:
        with into.open("xb") as target:
            while chunk := _read(read, name):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                report(len(chunk))
            target.flush()
    except OSError as cause:
        raise OutputError(
            Problem("the file cannot be written", str(into), found=cause.strerror, allowed="a disk with room for it")
        ) from cause
    return size, digest.hexdigest()


def _read(read: Callable[[], bytes], name: str) -> bytes:
    try:
        return read()
    except OSError as cause:
        raise _wrong(name, "the file cannot be read to its end", cause.strerror or str(cause)) from cause


@contextlib.contextmanager
def _opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip; whatever is wrong with it, while it is open too, is said in one sentence."""
    broken = "the zip cannot be unpacked: it is damaged or was cut short; download it again"
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > LIMIT_MEMBERS:
                raise _wrong(name, "the zip has too many members", f"{len(parts):,}", f"at most {LIMIT_MEMBERS}")
            if any(part.flag_bits & 0x1 for part in parts):
                raise _wrong(name, "the zip has a password", allowed="a zip without one")
            yield archive
    except NotImplementedError as cause:
        raise _wrong(name, "the zip is packed in a way that is not read", str(cause)) from cause
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as cause:
        raise _wrong(name, broken, str(cause) or type(cause).__name__) from cause


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Return the one member that holds data."""
    held = [member for member in archive.infolist() if not _is_passed_over(member)]
    for member in held:
        if PurePosixPath(member.filename).suffix.lower() in _PACKED:
            raise _wrong(name, "the zip holds another archive", repr(member.filename), "one table; unpack it first")
    if len(held) != 1:
        found = ", ".join(repr(member.filename) for member in held[:4]) or "none"
        more = f" and {len(held) - 4} more" if len(held) > 4 else ""
        raise _wrong(name, "the zip holds not exactly one table or workbook", found + more, "one; give them unpacked")
    return held[0]


def _is_passed_over(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a folder, a file of an operating system, or a text beside the data."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    return (
        member.is_dir()
        or "__MACOSX" in path.parts
        or path.name.startswith(".")
        or path.name.lower() in _SYSTEM_FILES
        or path.suffix.lower() in _PASSED_OVER
    )


def _extract(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path, name: str, report: Report
) -> tuple[int, str]:
    with archive.open(member) as stream:
        return _write(_bounded(stream, member.compress_size, name), into, name, report)


def _measure_parts(archive: zipfile.ZipFile, name: str, packed: int) -> None:
    """Unpack every part of a workbook to nowhere, so that no reader of workbooks meets a damaged or endless one."""
    read_in_all = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            read = _bounded(stream, packed, name, read_in_all)
            while chunk := read():
                read_in_all += len(chunk)


def _bounded(stream: IO[bytes], packed: int, name: str, before: int = 0) -> Callable[[], bytes]:
    """Return a reader of chunks that stops an archive from unpacking to more than a data set has."""
    size = before

    def read() -> bytes:
        nonlocal size
        chunk = stream.read(_CHUNK)
        size += len(chunk)
        if size > LIMIT_UNPACKED_BYTES:
            raise _wrong(name, "the zip unpacks to too much", f"over {LIMIT_UNPACKED_BYTES:,} bytes")
        if size > RATIO_FREE_BYTES and size > LIMIT_RATIO * max(packed, 1):
            allowed = f"at most {LIMIT_RATIO} times its size, which no data set reaches"
            raise _wrong(name, "the zip unpacks to too much", f"over {size:,} bytes from {packed:,}", allowed)
        return chunk

    return read


def _kind_of_member(path: Path, name: str, member: str) -> Literal["csv", "xlsx"]:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        with _opened(path, name) as archive:
            if {part.filename for part in archive.infolist()} >= _WORKBOOK_PARTS:
                _measure_parts(archive, name, path.stat().st_size)
                return "xlsx"
        raise _wrong(name, "the zip holds another archive", repr(member), "one table; unpack it first")
    for magic, words in _OTHER_KINDS.items():
        if head.startswith(magic):
            raise _wrong(name, "the file in the zip is of a kind that is not read", words)
    return "csv"


def _wrong(name: str, what: str, found: str | None = None, allowed: str | None = None) -> InputError:
    allowed = allowed or "a .csv or .xlsx as published, or the zip that holds it"
    return InputError(Problem(what, name, found=found, allowed=allowed))
