"""Writing files so that a reader never sees half of one, and reading files that nobody vouches for.

A file is written under a temporary name in the same folder, flushed, and renamed over its final name; when anything
goes wrong the temporary file goes and the old one stays. A killed process leaves its temporary file, which the next one
that writes the same file removes: the system lifts the lock on it, however the process died. What takes longer is
prepared in a scratch folder, which the next process to need it empties.
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

_UNFINISHED = ".statusquo-new"
_LONGEST_PREFIX = 50
"""Characters of a file's name in that of its temporary file: a name may have 255 bytes."""

_KINDS = {
    stat.S_IFREG: "a file",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def kind_of(path: Path, *, error: type[InputError] = InputError) -> str | None:
    """Return what a path leads to, links followed, such as ``a file`` or ``a folder``; None where nothing is.

    Args:
        path: any path; `Path.is_file` and its like end in a traceback where it may not be asked about.
        error: the class of the error to raise.

    Raises:
        InputError: (or the class given) when it cannot be known, as behind a closed folder.

    >>> kind_of(Path("/"))
    'a folder'
    """
    try:
        return _KINDS.get(stat.S_IFMT(path.stat().st_mode), "no file")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as cause:
        raise _unreadable(path, cause, error) from cause


def output_file(path: Path) -> Path:
    """Return where an output named so is written: the file itself, or the one that a link leads to.

    Raises:
        InputError: when the name cannot be asked about, or stands for a folder, device, pipe or socket, which a file
            renamed to it would replace, or for a file that may not be changed.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        kind = kind_of(target)
    except OSError as cause:
        raise _unwritable(path, cause) from cause
    if kind not in (None, "a file"):
        raise InputError(Problem(f"the output is {kind}", str(path), allowed="the name of a file"))
    if kind and not os.access(target, os.W_OK):
        raise InputError(Problem("the output is a file that may not be changed", str(path), allowed="another name"))
    return target


@contextlib.contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream whose content appears at `path` only if the block ends well.

    Raises:
        InputError: when the folder does not exist or cannot be written, or `path` is no file.
        OutputError: when writing fails later, as on a full disk.
    """
    target = output_file(path)
    try:
        _clear_unfinished(target)
        handle, temporary = _new_temporary(target)
    except (OSError, ValueError) as cause:
        raise _unwritable(path, cause) from cause
    # The lock lasts until the file has its name; Windows renames no file that is open.
    claim = None if sys.platform == "win32" else os.dup(handle)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_of(target))
        temporary.replace(target)
    except OSError as cause:
        raise OutputError(
            Problem("the output cannot be written", str(path), found=cause.strerror, allowed="a disk with room for it")
        ) from cause
    finally:
        temporary.unlink(missing_ok=True)
        if claim is not None:
            os.close(claim)


def _unwritable(path: Path, cause: Exception) -> InputError:
    found = getattr(cause, "strerror", None) or str(cause)
    return InputError(Problem("the output cannot be written", str(path), found=found, allowed="a folder that exists"))


def _mode_of(target: Path) -> int:
    """Return the permissions of the file to be replaced; where there is none, those of any new file."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _new_temporary(target: Path) -> tuple[int, Path]:
    """Make, open and lock a temporary file beside `target`."""
    while True:
        prefix = f".{target.name[:_LONGEST_PREFIX]}."
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=_UNFINISHED, dir=target.parent)
        # Between the making and the locking another process may have taken it for a dead one's.
        if _locked(handle) is not False and Path(name).exists():
            return handle, Path(name)
        os.close(handle)


def _clear_unfinished(target: Path) -> None:
    """Remove the temporary files beside `target` that killed processes left: nobody holds their lock."""
    prefix = f".{target.name[:_LONGEST_PREFIX]}."
    for left in target.parent.iterdir():
        if not (left.name.startswith(prefix) and left.name.endswith(_UNFINISHED)):
            continue
        with contextlib.suppress(OSError):
            handle = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                if _locked(handle):
                    left.unlink()
            finally:
                os.close(handle)


def _locked(handle: int) -> bool | None:
    """Lock an open file and return whether that was possible; None where the system has no such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None  # some network file systems have none
    return True


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
    folder = final.with_name(f".{final.name}{_UNFINISHED}")
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
    # Links are not followed: what a scratch folder holds is deleted.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    in_use = _locked(handle) is False
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
        kind = _KINDS.get(stat.S_IFMT(path.stat().st_mode))
    except (OSError, ValueError) as cause:
        raise _unreadable(path, cause, error) from cause
    if kind != "a file":
        raise error(Problem("the file cannot be read", str(path), found=kind, allowed="a regular file"))


def _unreadable(path: Path, cause: Exception, error: type[InputError]) -> InputError:
    found = getattr(cause, "strerror", None) or str(cause)
    with contextlib.suppress(OSError, ValueError):
        found = f"a symbolic link to {path.readlink()} ({found})"
    return error(Problem("the file cannot be read", str(path), found=found, allowed="a regular file"))
