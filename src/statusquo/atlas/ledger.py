"""What an atlas has written so far and from what, so that a run that was broken off goes on where it stopped.

The ledger lies in the atlas's folder. A page counts as written when the ledger names it, it was made from the same
program and data, and its bytes are still those; a folder that holds other files and no ledger is no atlas.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import sha256_of, write_text
from statusquo.core.in_use import MANIFEST
from statusquo.snapshot.store import Snapshot

LEDGER = ".statusquo-atlas.json"


@dataclass(frozen=True, slots=True)
class Written:
    """One page.

    Attributes:
        sha256: of its file.
        title: what the dispute is called.
        names: its other names, each with its language's tag; empty where no source gives that.
        tags: how it stands.
        sentence: the first sentence of the answer.
        states: the states that are parties to it, each with its region.
    """

    sha256: str
    title: str = ""
    names: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    sentence: str = ""
    states: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Ledger:
    """The pages of an atlas.

    Attributes:
        made_from: digest of the program and the data.
        built_on: the day the atlas was begun, which all its pages bear.
        pages: what is written, by file name.
    """

    made_from: str
    built_on: dt.date
    pages: dict[str, Written] = field(default_factory=dict)

    def is_written(self, folder: Path, name: str) -> bool:
        """Whether a page is there as it was written."""
        page = self.pages.get(name)
        with contextlib.suppress(OSError):
            return page is not None and sha256_of(folder / name) == page.sha256
        return False

    def save(self, folder: Path) -> None:
        """Write the ledger, whole or not at all; its bytes do not tell in which order pages were done."""
        self.pages = dict(sorted(self.pages.items()))
        write_text(folder / LEDGER, _LEDGER.dump_json(self).decode("utf-8") + "\n")


_LEDGER = TypeAdapter(Ledger)


def made_from(snapshot: Snapshot, ids: Sequence[str]) -> str:
    """Return a digest of the program's files, the snapshot's manifest and the disputes: what the pages follow from."""
    digest = hashlib.sha256(" ".join([sha256_of(snapshot.folder / MANIFEST), *ids]).encode())
    root = Path(str(files("statusquo")))
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)} {sha256_of(path)}".encode())
    return digest.hexdigest()


def opened(folder: Path, key: str, today: dt.date) -> Ledger:
    """Return the ledger of an atlas that is begun or goes on in a folder, which is made when it is not there.

    Args:
        folder: of the atlas.
        key: what its pages are made from; pages made from anything else are written anew.
        today: the day that an atlas begun now bears.

    Raises:
        InputError: when the folder cannot be made, or holds files of somebody else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        inside = [path.name for path in folder.iterdir()]
    except OSError as cause:
        problem = Problem("the folder cannot be used", str(folder), found=cause.strerror, allowed="a new folder")
        raise InputError(problem) from cause
    if LEDGER not in inside:
        foreign = sorted(name for name in inside if not name.startswith(f".{LEDGER}"))
        if foreign:
            found = ", ".join(foreign[:3])
            raise InputError(Problem("the folder holds other files", str(folder), found=found, allowed="a new folder"))
        return Ledger(key, today)
    with contextlib.suppress(OSError, ValueError):
        found_ledger = _LEDGER.validate_json((folder / LEDGER).read_bytes())
        if found_ledger.made_from == key:
            return found_ledger
    return Ledger(key, today)
