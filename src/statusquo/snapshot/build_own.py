"""Writing a user's snapshot: the package's tables, with those that the user's newest files change in their place.

Which files those are, how they are read again, and what the manifest says of them. Its artefacts are fitted by
`statusquo.fits.user_snapshot`, which puts the whole in place.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import SnapshotError, SourceError
from statusquo.core.files import sha256_of, write_text
from statusquo.core.in_use import MANIFEST, edition_of
from statusquo.core.origin import Release
from statusquo.snapshot.ages import USED_BY_BUILD, is_newer_than_package
from statusquo.snapshot.build import write_table
from statusquo.snapshot.derive_own import ACD, BRD, DYADIC, MILEX, REGISTER, derive_own
from statusquo.snapshot.own_ledger import KeptFile, kept_files, newest
from statusquo.snapshot.releases import release_entry
from statusquo.snapshot.store import FORMAT, Snapshot, embedded_base, open_snapshot
from statusquo.sources import sipri_milex, sipri_register, ucdp_brd, ucdp_dyadic, ucdp_prio_acd
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

_READERS: Mapping[str, Callable[[Path, Release], pl.DataFrame]] = {
    ACD: ucdp_prio_acd.read_conflict_years_file,
    DYADIC: ucdp_dyadic.read_dyad_years_file,
    BRD: ucdp_brd.read_dyad_deaths_file,
    MILEX: lambda path, release: sipri_milex.read_spending_file(path, sipri_milex.release_of(path)),
    REGISTER: lambda path, release: sipri_register.read_register_file(path, sipri_register.release_of(path)),
}


def files_in_force() -> tuple[KeptFile, ...]:
    """Return the user's own files that a snapshot is made of: of each data set the newest, if newer than the package's.

    Raises:
        SourceError: when the list of files is damaged.
    """
    found = (newest(key) for key in USED_BY_BUILD)
    return tuple(file for file in found if file is not None and is_newer_than_package(file))


def read_files(
    files: Iterable[KeptFile], progress: Callable[[str], object] = lambda what: None
) -> dict[str, pl.DataFrame]:
    """Return the rows of a user's own files, by the id of the data set.

    Args:
        files: at most one of each data set.
        progress: called with what is being read.

    Raises:
        SourceError: when a file is not as it was added.
        InputError: when it breaks the declared rules of this version of the package.
        MissingExtraError: when it is a workbook and the package that reads workbooks is not installed.
    """
    frames = {}
    for file in files:
        progress(f"reading {file.original_name}")
        release = Release(file.version, file.first_year, file.last_year)
        frames[file.source_id] = _READERS[file.source_id](file.verified_path(), release)
    return frames


def write_own_tables(
    base: Snapshot, files: Iterable[KeptFile], frames: Mapping[str, pl.DataFrame], folder: Path, today: date
) -> dict[str, Any]:
    """Write the tables and the manifest of a user's snapshot into a folder.

    Args:
        base: the package's snapshot.
        files: the user's files that it is made of.
        frames: their rows.
        folder: an empty folder.
        today: the day of the building.

    Returns:
        The manifest, as written.

    Raises:
        OutputError: when there is no room.
    """
    changed = derive_own(base, frames)
    tables = {name: dict(entry) for name, entry in base.manifest["tables"].items()}
    for name, entry in tables.items():
        path = folder / f"{name}.parquet"
        if name in changed:
            write_table(changed[name], path)
            entry |= {"rows": changed[name].height, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        else:
            shutil.copyfile(base.folder / path.name, path)
    own = {file.source_id: _entry(file) for file in files}
    releases = {**base.releases, **own}
    manifest = {
        "format": FORMAT,
        "built_by": f"statusquo {__version__}",
        "built": today.isoformat(),
        "derived_from": embedded_base(),
        "tables": tables,
        "sources": {key: {"version": each["version"], "files": each["files"]} for key, each in releases.items()},
        "releases": releases,
        "changed_tables": sorted(changed),
        "artefacts": [],
    }
    write_manifest(folder, manifest)
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write what a folder of tables holds, in the place of what it said before."""
    write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def own_file(snapshot: Snapshot, source: str) -> dict[str, str]:
    """Return the name and sha256 of the user's own file that a snapshot was made of; empty where there was none."""
    release = snapshot.releases.get(source, {})
    return dict(release["files"]) if release.get("is_own") else {}


def own_rows(snapshot: Snapshot, source: str) -> pl.DataFrame | None:
    """Return the rows of the user's own file that a snapshot was made of, or None where there was none.

    Raises:
        SourceError: when the file is not as it was added, or was removed.
    """
    sums = own_file(snapshot, source).values()
    if not sums:
        return None
    found = [file for file in kept_files(source) if file.sha256 in sums]
    if not found:
        raise SourceError(
            f"the file of {ORIGINS[source].title} that your snapshot was made of was removed since; build it anew with "
            "`statusquo data build`"
        )
    return read_files(found)[source]


def refuse_another_building(snapshot: Snapshot) -> None:
    """Do nothing when the tables in the folder of a snapshot are still those that were opened.

    Raises:
        SnapshotError: when it was built anew since, or removed.
    """
    edition = edition_of(snapshot.folder)
    if edition is None or open_snapshot(snapshot.folder).manifest["tables"] != snapshot.manifest["tables"]:
        raise SnapshotError("your snapshot was built anew while its artefacts were fitted; fit them again")


def name_artefact(snapshot: Snapshot, name: str) -> None:
    """Name an artefact among those that were fitted to a snapshot, in its manifest."""
    manifest = open_snapshot(snapshot.folder).manifest
    write_manifest(snapshot.folder, {**manifest, "artefacts": sorted({*manifest["artefacts"], name})})


def _entry(file: KeptFile) -> dict[str, Any]:
    """Return the entry of the manifest for a file of the user's own."""
    origin = ORIGINS[file.source_id]
    release = Release(file.version, file.first_year, file.last_year, note=_note(file))
    return {**release_entry(origin, release, {file.kept_name: file.sha256}), "is_own": True, "added": file.added}


def _note(file: KeptFile) -> str:
    return "" if file.is_known_release else "a release that this version of statusquo had not seen"
