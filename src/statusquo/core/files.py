"""Writing files so that a reader never sees half of one, and reading files that nobody vouches for.

A file is written under a temporary name in the same folder, flushed, and renamed over its final name; when anything
goes wrong the temporary file goes and the old one stays. What takes longer is prepared in a scratch folder, which the
next process to need it empties when the last one was killed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from statusquo.core.errors import InputError, OutputError, Problem

_CHUNK = 1 << 20

_KINDS_NOT_READ = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@contextlib.contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream whose content appears at `path` only if the block ends well.

    Raises:
        InputError: when the folder does not exist or cannot be written, or `path` is a folder.
        OutputError: when writing fails later, as on a full disk.
    """
    if path.is_dir():
        raise InputError(Problem("the output is a folder", str(path), allowed="the name of a file"))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or Path())
    except OSError as cause:
        raise InputError(
            Problem("the output cannot be written", str(path), found=cause.strerror, allowed="a folder that exists")
        ) from cause
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; a written result has the permissions any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except OSError as cause:
        raise OutputError(
            Problem("the output cannot be written", str(path), found=cause.strerror, allowed="a disk with room for it")
        ) from cause
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes atomically."""
    with atomic_writer(path) as stream:
        stream.write(content)


def write_text(path: Path, content: str) -> None:
    """Write UTF-8 text atomically."""
    write_bytes(path, content.encode("utf-8"))


@contextlib.contextmanager
def scratch_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder beside `final`, on the same disk, in which what will stand there is prepared.

    The folder goes when the block ends, unless it was renamed. It has one name for each `final`, so a killed process
    leaves at most one, which the next process empties and uses. A lock, which the system lifts when a process dies
    however it dies, tells such a folder from one in use.

    Raises:
        InputError: when the folder cannot be made, or another process is using it.
    """
    folder = final.with_name(f".{final.name}.statusquo-new")
    try:
        folder.mkdir(exist_ok=True)
        claim = _claim(folder)
        claimed = folder.stat()
        for left in folder.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
    except OSError as cause:
        raise InputError(
            Problem("the folder cannot be written", str(final.parent), found=cause.strerror, allowed="another folder")
        ) from cause
    try:
        yield folder
    finally:
        # After a renaming the name is free, and may be another process's by now.
        if folder.exists() and os.path.samestat(folder.stat(), claimed):
            shutil.rmtree(folder, ignore_errors=True)
        if claim is not None:
            os.close(claim)


def _claim(folder: Path) -> int | None:
    """Lock a scratch folder and return the handle that holds the lock; None where folders cannot be opened."""
    if sys.platform == "win32":
        return None
    import fcntl

    # Links are not followed: what a scratch folder holds is deleted.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    in_use = False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        in_use = True
    except OSError:
        pass  # some network file systems have no locks for folders
    # Between the opening and the locking the process that had it may have renamed or removed it.
    if in_use or not folder.exists() or not os.path.samestat(folder.stat(), os.fstat(handle)):
        os.close(handle)
        raise InputError(
            Problem("another process is writing here", str(folder.parent), allowed="one at a time; wait and repeat")
        )
    return handle


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_text(path: Path, *, limit_bytes: int, error: type[InputError] = InputError) -> str:
    """Return the text of an untrusted file, refusing what is absent, no file, too large or not UTF-8.

    Args:
        path: the file, or a symbolic link to one.
        limit_bytes: the largest size accepted.
        error: the class of the error to raise.

    Raises:
        InputError: (or the class given) with the file's name, what was found and what is allowed.
    """
    refuse_irregular(path, error=error)
    try:
        with path.open("rb") as stream:
            content = stream.read(limit_bytes + 1)
        if len(content) > limit_bytes:
            size = max(path.stat().st_size, len(content))
            raise error(
                Problem("the file is too large", str(path), found=f"{size:,} bytes", allowed=f"at most {limit_bytes:,}")
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise error(Problem("the file is not UTF-8 text", str(path), found=f"byte {cause.start}")) from cause
    except OSError as cause:
        raise _unreadable(path, cause, error) from cause


def refuse_irregular(path: Path, *, error: type[InputError] = InputError) -> None:
    """Refuse what is absent or no regular file, before it is opened.

    A named pipe that nobody writes to would keep its reader waiting for ever.

    Args:
        path: the file, or a symbolic link to one.
        error: the class of the error to raise.

    Raises:
        InputError: (or the class given) with the file's name and what was found.
    """
    try:
        kind = _KINDS_NOT_READ.get(stat.S_IFMT(path.stat().st_mode))
    except OSError as cause:
        raise _unreadable(path, cause, error) from cause
    if kind:
        raise error(Problem("the file cannot be read", str(path), found=kind, allowed="a regular file"))


def _unreadable(path: Path, cause: OSError, error: type[InputError]) -> InputError:
    found = cause.strerror or str(cause)
    if path.is_symlink():
        found = f"a symbolic link to {path.readlink()} ({found})"
    return error(Problem("the file cannot be read", str(path), found=found, allowed="a regular file"))
