"""Opening the snapshot: tables by name, read when first asked for.

`open_snapshot()` costs the reading of a small manifest; a table is read from Parquet once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from statusquo.core.errors import SnapshotError

if TYPE_CHECKING:
    import polars as pl

    from statusquo.core.states import StateCodes

FORMAT = 2
"""Number of the snapshot's form; it rises when a table changes so that older code cannot read it."""

MANIFEST = "manifest.json"

REBUILD = "reinstall statusquo, or build the snapshot with `statusquo data build --raw DIR`"


class Snapshot:
    """An opened snapshot.

    Attributes:
        folder: where its files lie.
        manifest: what ``manifest.json`` says: format, builder, tables, sources and their releases.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._tables: dict[str, pl.DataFrame] = {}

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(self.manifest["tables"])

    def table(self, name: str) -> pl.DataFrame:
        """Return a table; the frame is shared, and polars frames are not changed in place.

        Raises:
            SnapshotError: when the snapshot has no such table, or its file is absent or damaged.
        """
        if name not in self._tables:
            import polars as pl

            if name not in self.manifest["tables"]:
                raise SnapshotError(f"the snapshot has no table {name!r}; it has {', '.join(self.table_names)}")
            path = self.folder / f"{name}.parquet"
            try:
                self._tables[name] = pl.read_parquet(path, use_pyarrow=False)
            except (OSError, pl.exceptions.PolarsError) as cause:
                raise SnapshotError(f"table {name!r} of the snapshot cannot be read from {path}; {REBUILD}") from cause
        return self._tables[name]

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> Snapshot:
        """Return this snapshot with other frames in the place of some tables, kept in memory only."""
        other = Snapshot(self.folder, self.manifest)
        other._tables = {**self._tables, **tables}
        return other

    @property
    def releases(self) -> Mapping[str, Mapping[str, Any]]:
        """The release of each data set it was made from, by the id of the data set.

        Each has its name, version, first and last year, the sha256 of each file read, and a note: what a reader of its
        numbers must be told, empty for a file as published.
        """
        releases: Mapping[str, Mapping[str, Any]] = self.manifest["releases"]
        return releases

    def data_note(self) -> str:
        """Say in one sentence how far the record of conflict reaches, and which release tells of which of its years."""
        from statusquo.snapshot.releases import data_note

        return data_note(self.table("dispute_years"), self.releases)

    @cached_property
    def last_year(self) -> int:
        """The last year that the record of conflict covers: the last one of which any activity is known."""
        told: int = self.table("conflict_runs")["last_year"].max()  # type: ignore[assignment]
        return told

    @property
    def coming_year(self) -> int:
        """The year after the record of conflict, the first of which a risk is told."""
        return self.last_year + 1

    @cached_property
    def states(self) -> StateCodes:
        """The conversions between state codes."""
        from statusquo.core.states import StateCodes

        return StateCodes(self.table("states"))


def default_folder() -> Path:
    """Return the folder of the snapshot that ships with the package."""
    return Path(str(files("statusquo.snapshot").joinpath("tables")))


def open_snapshot(path: Path | None = None) -> Snapshot:
    """Return the snapshot that ships with the package, or the one in a folder; opened once per folder.

    Where a build was killed as it put the new snapshot in the place of the old one, this is the old one, read from
    where the build set it aside; the next build puts it back.

    Args:
        path: folder of a snapshot built elsewhere.

    Raises:
        SnapshotError: when there is none, or it has another format than this version reads.
    """
    return _open((path or default_folder()).resolve())


def set_aside(folder: Path) -> Path:
    """Return where a build sets the snapshot of `folder` aside while the new one takes its place."""
    return folder.with_name(f".{folder.name}.statusquo-old")


def forget_opened() -> None:
    """Forget the snapshots opened so far, after one of them was built anew."""
    _open.cache_clear()


@cache
def _open(folder: Path) -> Snapshot:
    if not (folder / MANIFEST).exists() and (set_aside(folder) / MANIFEST).exists():
        folder = set_aside(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = manifest["format"]
    except FileNotFoundError as cause:
        raise SnapshotError(f"there is no snapshot in {folder}; {REBUILD}") from cause
    except (ValueError, TypeError, KeyError) as cause:
        raise SnapshotError(f"{folder / MANIFEST} is damaged; {REBUILD}") from cause
    if found != FORMAT:
        raise SnapshotError(f"the snapshot in {folder} has format {found!r}, this version reads {FORMAT}; {REBUILD}")
    return Snapshot(folder, manifest)
