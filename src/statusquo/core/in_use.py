"""Which snapshot is in use, and what is kept in memory of it.

One named in the process or by ``STATUSQUO_SNAPSHOT`` (``embedded``, ``user`` or a folder), else the user's own where
there is one, else the package's. Tables and fitted artefacts follow the same choice: the tables of one snapshot beside
the artefacts of another would contradict each other. The choice is kept in the environment, so that worker processes
follow it.

Nothing here reads a snapshot; `statusquo.snapshot.store` opens it, `statusquo.core.artefacts` reads its artefacts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from statusquo.core.errors import InputError, Problem
from statusquo.core.places import user_folder

ENVIRONMENT_VARIABLE = "STATUSQUO_SNAPSHOT"
EMBEDDED: Final = "embedded"
USER: Final = "user"

MANIFEST = "manifest.json"
"""The file of a snapshot that says what else is in its folder; where it is, a snapshot is."""

ARTEFACTS = "artefacts"
"""The folder, in that of a snapshot, of the artefacts fitted to its tables."""

P = ParamSpec("P")
T = TypeVar("T")

_kept: list[dict[Any, Any]] = []


class Edition(NamedTuple):
    """One building of a snapshot: its folder, and when its manifest was written, in nanoseconds."""

    folder: Path
    written_ns: int


def user_snapshot_folder() -> Path:
    """Return the folder of the user's own snapshot; it may not be there."""
    return user_folder() / "snapshot"


def set_aside(folder: Path) -> Path:
    """Return where a build sets the snapshot of `folder` aside while the new one takes its place."""
    return folder.with_name(f".{folder.name}.statusquo-old")


def edition_of(folder: Path) -> Edition | None:
    """Return the snapshot in a folder as it was last built, or None when there is none.

    Where a build was killed as it put the new snapshot in the place of the old one, this is the old one, where the
    build set it aside; the next build puts it back.
    """
    # What cannot be asked about holds none; a loop of links is a RuntimeError to Python before 3.13.
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        folder = folder.resolve()
    for place in (folder, set_aside(folder)):
        with contextlib.suppress(OSError, ValueError):
            return Edition(place, (place / MANIFEST).stat().st_mtime_ns)
    return None


def in_use() -> Edition | None:
    """Return the snapshot that every reading of tables and artefacts uses; None for the package's own.

    Raises:
        InputError: when the one that the environment names is not there.
    """
    return _found(os.environ.get(ENVIRONMENT_VARIABLE) or None, ENVIRONMENT_VARIABLE)


def use_snapshot(choice: str | Path | None) -> None:
    """Use this snapshot from now on, in this process and in those it starts.

    Args:
        choice: ``embedded`` for the package's own, ``user`` for the user's, the folder of a snapshot, or None for the
            user's where there is one and the package's where there is none.

    Raises:
        InputError: when it is not there; what was in use stays in use.
    """
    _found(choice, None)
    # A folder is named in full, since the working directory may change.
    _name(choice if choice is None or choice in (EMBEDDED, USER) else Path(choice).absolute())


@contextlib.contextmanager
def using_snapshot(choice: str | Path | None) -> Iterator[None]:
    """Use a snapshot within the block, and after it the one that was in use before.

    Raises:
        InputError: as `use_snapshot`.
    """
    before = os.environ.get(ENVIRONMENT_VARIABLE)
    use_snapshot(choice)
    try:
        yield
    finally:
        _name(before)


def _found(choice: str | Path | None, field: str | None) -> Edition | None:
    if choice == EMBEDDED:
        return None
    folder = user_snapshot_folder() if choice in (None, USER) else Path(choice)
    edition = edition_of(folder)
    if edition is None and choice is not None:
        raise InputError(
            Problem(
                f"there is no snapshot {'of yours ' if choice == USER else ''}in {folder}",
                field=field,
                found=repr(str(choice)),
                allowed=f"`{EMBEDDED}` (the package's own), `{USER}` (yours, from `statusquo data add FILE` and "
                "`statusquo data build`), or the folder of a snapshot",
            )
        )
    return edition


def _name(choice: str | Path | None) -> None:
    if choice is None:
        os.environ.pop(ENVIRONMENT_VARIABLE, None)
    else:
        os.environ[ENVIRONMENT_VARIABLE] = str(choice)


def kept_by_snapshot(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function returns, for each snapshot in use and each building of it apart.

    For functions that read the snapshot in use or its artefacts without being given it; their arguments must be
    hashable.
    """
    kept: dict[Any, T] = {}
    _kept.append(kept)

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (in_use(), args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        return kept[key]

    return remembered


def forget_kept() -> None:
    """Forget everything kept of any snapshot, after one of them was built anew or its artefacts were fitted."""
    for kept in _kept:
        kept.clear()
