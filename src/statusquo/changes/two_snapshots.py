"""What two snapshots tell differently: where disputes stand, risks, ranks and verdicts.

Each is used in its turn, with its own artefacts, and asked what it tells. One that another version of the package built
may have tables that this version cannot work from; of such a one as much is told as can be, at the least the risks that
were fitted to it, as they stand in its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from statusquo.changes.moves import Moves, moves
from statusquo.changes.told import Progress, Told, ToldDispute, releases_of, risks_of_year, tell
from statusquo.core.errors import SnapshotError, StatusQuoError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import ARTEFACTS, EMBEDDED, using_snapshot
from statusquo.core.jsonable import Jsonable
from statusquo.snapshot.records import fighting_in_snapshot
from statusquo.snapshot.store import Snapshot, open_snapshot

RISKS = "risk_paths"


@dataclass(frozen=True, slots=True)
class SnapshotMoves(Jsonable, keys={"moved": "moves"}):
    """What the second of two snapshots tells differently.

    Attributes:
        moved: what moved; None where the two were made from the same tables and fits, or one of them can tell nothing.
        notes: what could not be held against each other, and why.
    """

    moved: Moves | None
    notes: tuple[str, ...]


def snapshot_moves(a: Snapshot, b: Snapshot, progress: Progress = lambda done, total, what: None) -> SnapshotMoves:
    """Return what snapshot b tells differently from snapshot a.

    Args:
        a: the first, as `open_of_any_version` returns it.
        b: the second.
        progress: told of each step.
    """
    if _made_from(a) == _made_from(b):
        return SnapshotMoves(None, ("The two were made from the same tables and the same fits, and tell the same.",))
    halves = [_half(progress, first) for first in (True, False)]
    (before, note), (after, other_note) = (
        _told_by(snapshot, half) for snapshot, half in zip((a, b), halves, strict=True)
    )
    found = [each for each in (note, other_note) if each]
    if before is None or after is None:
        return SnapshotMoves(None, tuple(found))
    found += [each.why_no_risks for each in (before, after) if each.why_no_risks]
    if before.coming_year != after.coming_year:
        years = f"{before.coming_year} in the first, {after.coming_year} in the second"
        found.append(f"Risks are of the year after the data: {years}.")
    if before.risks_sha256 == after.risks_sha256:
        found.append("The risks of both are of one fit; `statusquo data fit` fits them to a snapshot of your own.")
    return SnapshotMoves(moves(before, after), tuple(found))


def _half(progress: Progress, is_first: bool) -> Progress:
    def show(done: int, total: int, what: str) -> None:
        progress(done + (0 if is_first else total), 2 * total, what)

    return show


def _made_from(snapshot: Snapshot) -> tuple[str, dict[str, str], dict[str, str]]:
    """Return what a telling rests on: the version, and the sums of the tables and of the snapshot's own artefacts."""
    tables = {name: table["sha256"] for name, table in snapshot.manifest["tables"].items()}
    records = sorted((snapshot.folder / ARTEFACTS).glob("*.json"))
    return snapshot.manifest["built_by"], tables, {path.name: sha256_of(path) for path in records}


def _told_by(snapshot: Snapshot, progress: Progress) -> tuple[Told | None, str | None]:
    """Return what a snapshot tells, as much as this version can work out of its tables, and what it cannot and why."""
    whose = f"{snapshot.manifest['built_by']} in {snapshot.folder}"
    with using_snapshot(EMBEDDED if snapshot.kind == EMBEDDED else snapshot.folder):
        try:
            return tell(open_snapshot(), progress=progress), None
        except StatusQuoError as cause:
            why = _first_clause(cause)
        try:
            told = tell(open_snapshot(), verdicts=False)
            return told, f"No verdict can be worked out from the snapshot of {whose}: {why}"
        except StatusQuoError as cause:
            why = _first_clause(cause)
    risks = _risks_kept(snapshot)
    if risks is None:
        return None, f"Nothing can be worked out from the snapshot of {whose}, and it keeps no risks: {why}"
    told = _told_of_risks(snapshot, *risks)
    return told, f"Of the snapshot of {whose} only the risks that were fitted to it are taken: {why}"


def _first_clause(cause: StatusQuoError) -> str:
    """Return what an error says, without what to do about it."""
    return str(cause).partition("; ")[0]


def _risks_kept(snapshot: Snapshot) -> tuple[pl.DataFrame, str] | None:
    """Return the risks that lie in a snapshot's folder, and the sum of their file; None where there are none."""
    path = snapshot.folder / ARTEFACTS / f"{RISKS}.parquet"
    if not path.is_file():
        return None
    try:
        return pl.read_parquet(path, use_pyarrow=False), sha256_of(path)
    except (OSError, pl.exceptions.PolarsError) as cause:
        raise SnapshotError(f"{path} cannot be read") from cause


def _told_of_risks(snapshot: Snapshot, paths: pl.DataFrame, sha256: str) -> Told:
    record = fighting_in_snapshot(snapshot, "")
    risks = risks_of_year(paths, snapshot.last_year + 1)
    return Told(
        datetime.now(UTC).date(),
        snapshot.manifest["built_by"].removeprefix("statusquo "),
        snapshot.last_year,
        releases_of(snapshot),
        sha256,
        {number: ToldDispute(record.names.get(number, str(number))).with_risk(risk) for number, risk in risks.items()},
        None,
    )
