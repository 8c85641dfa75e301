"""Files that the package keeps for itself between runs, each with the sum of its content before it.

A cache and the finished parts of a long run are read years and crashes later, and a damaged one must never pass for
what was written: it is no error either, since what was kept can be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from statusquo.core.errors import InputError
from statusquo.core.files import refuse_irregular, write_bytes

_SUM_BYTES = hashlib.sha256().digest_size


def write_kept(path: Path, content: bytes) -> None:
    """Keep the content in a file, whole or not at all.

    Raises:
        InputError: when the folder does not exist or cannot be written.
        OutputError: when writing fails later, as on a full disk.
    """
    write_bytes(path, hashlib.sha256(content).digest() + content)


def read_kept(path: Path) -> bytes | None:
    """Return what was kept in a file; None when there is none, it is damaged, or another program wrote it.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "part")
        ...     write_kept(path, b"41 rows")
        ...     whole = read_kept(path)
        ...     _ = path.write_bytes(path.read_bytes()[:-1])
        ...     (whole, read_kept(path))
        (b'41 rows', None)
    """
    with contextlib.suppress(OSError, InputError):
        refuse_irregular(path)
        found = path.read_bytes()
        named, content = found[:_SUM_BYTES], found[_SUM_BYTES:]
        if hashlib.sha256(content).digest() == named:
            return content
    return None
