"""Opening the snapshot: tables by name, read when first asked for.

`open_snapshot()` costs the reading of a small manifest; a table is read from Parquet once and kept. It opens the one in
use (`core.in_use`): the user's own where there is one, else the one that ships with the package. A table whose bytes
are not those that the manifest names is refused, so that no two buildings of a snapshot are ever mixed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, TypeVarTuple

from pydantic import BaseModel

from statusquo.core.errors import SnapshotError, UnknownNameError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import (
    EMBEDDED,
    MANIFEST,
    USER,
    Edition,
    edition_of,
    forget_kept,
    in_use,
    set_aside,
    user_snapshot_folder,
)
from statusquo.core.shown import Shown
from statusquo.version import __version__

if TYPE_CHECKING:
    import polars as pl

    from statusquo.core.origin import Origin
    from statusquo.core.states import StateCodes

FORMAT = 2
"""Number of the snapshot's form; it rises when a table changes so that older code cannot read it."""

T = TypeVar("T")
Others = TypeVarTuple("Others")

VARIANTS_KEPT = 4
"""How many results of one function a snapshot keeps, the latest of them, where its other arguments differ."""

Kind = Literal["embedded", "user", "folder"]
"""Whose a snapshot is: the package's, the user's own, or one built into some other folder."""

_CURES: Mapping[Kind, str] = {
    "embedded": "reinstall statusquo, or build the snapshot with `statusquo data build --raw DIR`",
    "user": "build it anew with `statusquo data build`, or go back to the package's own with "
    "`statusquo --snapshot embedded` or STATUSQUO_SNAPSHOT=embedded",
    "folder": "build it anew with `statusquo data build --raw DIR --out DIR`, or go back to the package's own with "
    "`statusquo --snapshot embedded` or STATUSQUO_SNAPSHOT=embedded",
}


class Snapshot(Shown):
    """An opened snapshot.

    Attributes:
        folder: where its files lie.
        manifest: what ``manifest.json`` says: format, builder, tables, sources and their releases.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._tables: dict[str, pl.DataFrame] = {}
        self._made: dict[Callable[..., Any], dict[tuple[Hashable, ...], Any]] = {}

    def in_short(self) -> str:
        """Return whose it is, how far it reaches and how many tables it has."""
        return f"{self.kind}, to {self.last_year}: {len(self.table_names)} tables"

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(self.manifest["tables"])

    def table(self, name: str) -> pl.DataFrame:
        """Return a table; the frame is shared, and polars frames are not changed in place.

        Raises:
            UnknownNameError: when the snapshot has no such table; it offers the nearest names.
            SnapshotError: when its file is absent or damaged.
        """
        if name not in self._tables:
            if name not in self.manifest["tables"]:
                raise UnknownNameError("table", name, self.table_names)
            self._tables[name] = self._as_declared(name, self._read(name))
        return self._tables[name]

    def _read(self, name: str) -> pl.DataFrame:
        import polars as pl

        path, cure = self.folder / f"{name}.parquet", _CURES[self.kind]
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != self.manifest["tables"][name]["sha256"]:
                raise SnapshotError(
                    f"table {name!r} of the snapshot cannot be read from {path}: it is not the file that {MANIFEST} "
                    f"names, for it is damaged, or was built anew just now (then repeat); {cure}"
                )
            return pl.read_parquet(BytesIO(content), use_pyarrow=False)
        except (OSError, pl.exceptions.PolarsError) as cause:
            raise SnapshotError(f"table {name!r} of the snapshot cannot be read from {path}; {cure}") from cause

    def _as_declared(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        from statusquo.core.columns import schema_of, table_names

        declared = schema_of(name) if name in table_names() else frame.schema
        if frame.schema != declared:
            other = sorted({*declared.items()} ^ {*frame.schema.items()})
            raise SnapshotError(
                f"table {name!r} of the snapshot in {self.folder}, built by {self.manifest['built_by']}, has other "
                f"columns than this version reads: {', '.join(sorted({column for column, _ in other}))}; "
                f"{_CURES[self.kind]}"
            )
        return frame

    def once(self, make: Callable[[Snapshot, *Others], T], *others: *Others) -> T:
        """Return what a function makes of this snapshot, made when first asked for and kept as long as the snapshot.

        A snapshot with other tables keeps its own.

        Args:
            make: the function; what it returns is shared, and so must not be changed in place.
            others: its arguments after the snapshot, all hashable.
        """
        kept = self._made.setdefault(make, {})
        if others not in kept:
            made = make(self, *others)
            while len(kept) >= VARIANTS_KEPT:
                del kept[next(iter(kept))]
            kept[others] = made
        return kept[others]  # type: ignore[no-any-return]

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> Snapshot:
        """Return this snapshot with other frames in the place of some tables, kept in memory only."""
        other = Snapshot(self.folder, self.manifest)
        other._tables = {**self._tables, **tables}
        return other

    @property
    def kind(self) -> Kind:
        """Whose it is: ``embedded``, the package's; ``user``, the user's own; ``folder``, one in some other folder."""
        folders = (default_folder().resolve(), user_snapshot_folder().resolve())
        embedded, user = (self.folder in (folder, set_aside(folder)) for folder in folders)
        return EMBEDDED if embedded else USER if user else "folder"

    @property
    def releases(self) -> Mapping[str, Mapping[str, Any]]:
        """The release of each data set it was made from, by the id of the data set.

        Each has its name, version, first and last year, the sha256 of each file read, and a note: what a reader of its
        numbers must be told, empty for a file as published.
        """
        releases: Mapping[str, Mapping[str, Any]] = self.manifest["releases"]
        return releases

    def origin(self, source: str) -> Origin:
        """Return a data set as this snapshot has it, with the version, years and works to cite of its release.

        Args:
            source: the id of the data set.

        Raises:
            UnknownNameError: when the id names no data set.
        """
        from statusquo.snapshot.releases import origin_in

        return origin_in(self.releases, source)

    def data_note(self) -> str:
        """Say in one sentence how far the record of conflict reaches, and which release tells of which of its years."""
        from statusquo.snapshot.releases import data_note

        return data_note(self.table("dispute_years"), self.releases)

    @cached_property
    def last_year(self) -> int:
        """The last year that the record of conflict covers: the last one of which any activity is known."""
        told: int = max(self.table("conflict_runs")["last_year"])
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


class SnapshotOfAnyVersion(Snapshot):
    """A snapshot that another version of the package may have built: tables as they stand, whatever their columns.

    Only what compares snapshots opens one so, and takes of its tables the columns that it knows.
    """

    def _as_declared(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame


def default_folder() -> Path:
    """Return the folder of the snapshot that ships with the package."""
    return Path(str(files("statusquo.snapshot").joinpath("tables")))


def open_snapshot(path: Path | None = None) -> Snapshot:
    """Return the snapshot in use, or the one in a folder; opened once for each building of it.

    Where a build was killed as it put the new snapshot in the place of the old one, this is the old one, read from
    where the build set it aside; the next build puts it back.

    Args:
        path: folder of a snapshot; by default that of the snapshot in use (`core.in_use`): the one chosen, else the
            user's own where there is one, else the package's.

    Raises:
        SnapshotError: when there is none, it is damaged, it has another format than this version reads, or it is a
            user's that was derived from the tables of another version of the package.
        InputError: when the snapshot chosen is not there.
    """
    edition = in_use() if path is None else edition_of(path)
    if edition is None:
        folder = (path or default_folder()).resolve()
        edition = edition_of(folder)
        if edition is None:
            raise SnapshotError(f"there is no snapshot in {folder}; {_CURES[Snapshot(folder, {}).kind]}")
    return _open(edition)


def forget_opened() -> None:
    """Forget the snapshots opened so far and what is kept of them, after one of them was built anew."""
    _open.cache_clear()
    forget_kept()


def embedded_base() -> dict[str, str]:
    """Return what a user's snapshot keeps of the package's that it was derived from: its builder and its sum."""
    return {"package": f"statusquo {__version__}", "manifest_sha256": sha256_of(default_folder() / MANIFEST)}


@cache
def _open(edition: Edition) -> Snapshot:
    folder = edition.folder
    kind = Snapshot(folder, {}).kind
    manifest = _manifest_in(folder)
    found, built_by = manifest["format"], manifest["built_by"]
    if found != FORMAT:
        raise SnapshotError(
            f"the snapshot in {folder}, built by {built_by}, has format {found!r}, this version reads {FORMAT}; "
            f"{_CURES[kind]}"
        )
    if kind == USER and manifest.get("derived_from") != embedded_base():
        raise SnapshotError(
            f"your snapshot in {folder} was derived from the tables of {built_by}, and this is statusquo "
            f"{__version__}, whose own tables differ; {_CURES[kind]}"
        )
    return Snapshot(folder, manifest)


def open_of_any_version(folder: Path) -> Snapshot:
    """Return the snapshot in a folder, whichever version of the package built it, to be compared with another.

    Raises:
        SnapshotError: when there is none, or it is damaged.
    """
    edition = edition_of(folder)
    if edition is None:
        raise SnapshotError(f"there is no snapshot in {folder}; {_CURES[Snapshot(folder, {}).kind]}")
    return SnapshotOfAnyVersion(edition.folder, _manifest_in(edition.folder))


class _Table(BaseModel, strict=True):
    rows: int
    sha256: str
    sources: list[str]


class _Release(BaseModel, strict=True):
    name: str
    version: str
    first_year: int | None
    last_year: int | None
    files: dict[str, str]
    note: str


class _Head(BaseModel, strict=True):
    """What the manifest of every format says."""

    format: int
    built_by: str
    tables: dict[str, _Table]


class _Manifest(_Head, strict=True):
    """What the manifest of this format says beside it."""

    releases: dict[str, _Release]


def _manifest_in(folder: Path) -> dict[str, Any]:
    try:
        content = (folder / MANIFEST).read_bytes()
        if _Head.model_validate_json(content).format == FORMAT:
            _Manifest.model_validate_json(content)
        manifest: dict[str, Any] = json.loads(content)
        return manifest
    except (OSError, ValueError) as cause:
        raise SnapshotError(f"{folder / MANIFEST} is damaged; {_CURES[Snapshot(folder, {}).kind]}") from cause
