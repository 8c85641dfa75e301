"""Two snapshots or files side by side: what the second says differently, and what follows from it for what is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statusquo.changes.told import Progress
from statusquo.changes.two_snapshots import SnapshotMoves, snapshot_moves
from statusquo.core.shown import Shown
from statusquo.snapshot.compared import Differences, differences, side_named


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Shown):
    """What the second of two snapshots or files has otherwise than the first.

    Attributes:
        differences: what its data say differently.
        follows: of two snapshots, what moved in what is told from them; None where one of them is a file.
    """

    differences: Differences
    follows: SnapshotMoves | None

    def in_short(self) -> str:
        """Return what is compared."""
        return "of two snapshots" if self.follows is not None else "of two files"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        told = {"moves": None, "notes": []} if self.follows is None else self.follows.to_json()
        return {**self.differences.to_json(), **told}


def compared(a: str | Path, b: str | Path, progress: Progress = lambda done, total, what: None) -> Comparison:
    """Return what b has otherwise than a.

    Args:
        a: ``embedded``, ``user``, the folder of a snapshot, or a file of a data set, known by its content.
        b: the same.
        progress: told of each step: reading, comparing, and what two snapshots tell.

    Raises:
        InputError: when one is none of these, or a file that is wrong, or the two say nothing of the same things.
        SnapshotError: when a snapshot is damaged.
        MissingExtraError: when a file is a workbook and the package that reads workbooks is not installed.
    """
    sides = []
    for done, name in enumerate((str(a), str(b))):
        progress(done, 3, f"reading {name}")
        sides.append(side_named(name))
    progress(2, 3, "comparing")
    found = differences(*sides)
    first, second = (side.snapshot for side in sides)
    if first is None or second is None:
        return Comparison(found, None)
    return Comparison(found, snapshot_moves(first, second, progress))
