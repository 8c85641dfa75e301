"""Which release of each data set a snapshot was made from, as its manifest keeps it and as a sentence tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.files import sha256_of
from statusquo.core.origin import Origin, Release
from statusquo.sources import ucdp_brd
from statusquo.sources.registry import ORIGINS, origin

_READ = {ucdp_brd.ORIGIN.id: ucdp_brd.release_read}
"""Sources of which one of several files is read, whichever the raw folder holds."""


def releases_read(raw: Path, sources: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the entries of the manifest for what a build reads from a raw folder, in the order of the registry.

    Args:
        raw: the directory of raw files, all of them there.
        sources: ids of the data sets.
    """
    wanted = set(sources)
    read = {key: _READ[key](raw) if key in _READ else each.release for key, each in ORIGINS.items() if key in wanted}
    return {
        key: release_entry(
            ORIGINS[key], release, {file.path: file.sha256 or sha256_of(raw / file.path) for file in release.files}
        )
        for key, release in read.items()
    }


def release_entry(origin: Origin, release: Release, files: Mapping[str, str]) -> dict[str, Any]:
    """Return the entry of the manifest for a release.

    Args:
        origin: the data set.
        release: its release.
        files: the sha256 of each file that was read, by its path or name.
    """
    return {
        "name": origin.name_of(release),
        "version": release.version,
        "first_year": release.first_year,
        "last_year": release.last_year,
        "files": dict(files),
        "note": release.note,
    }


def origin_in(releases: Mapping[str, Mapping[str, Any]], source: str) -> Origin:
    """Return a data set as a snapshot has it: of the release that a user's own file is of, where it was made of one.

    Args:
        releases: entries of the manifest, by the id of the data set.
        source: the id of the data set.

    Raises:
        UnknownNameError: when the id names no data set.
    """
    known, entry = origin(source), releases.get(source, {})
    if not entry.get("is_own"):
        return known
    of_version = (release for release in known.releases if release.version == entry["version"])
    release = next(of_version, Release(entry["version"], None, None))
    years = {name: entry[name] for name in ("first_year", "last_year", "note")}
    return known.at(replace(release, **years))


def data_note(dispute_years: pl.DataFrame, releases: Mapping[str, Mapping[str, Any]]) -> str:
    """Return in one sentence how far the record of conflict reaches and which release tells of which of its years.

    Args:
        dispute_years: table ``dispute_years``.
        releases: entries of the manifest, by the id of the data set.
    """
    by_release = (
        dispute_years.group_by("release")
        .agg(first=pl.col("year").min(), last=pl.col("year").max())
        .sort("first", "last")
        .to_dicts()
    )
    told = []
    for at, row in enumerate(by_release):
        entry = releases[row["release"].split(" ")[0]]
        if at == 0:
            years = f"to {row['last']}"
        else:
            years = f"for {row['first']}" + (f" to {row['last']}" if row["last"] > row["first"] else "")
        told.append(f"{entry['name']} {years}" + (f" ({entry['note']})" if entry["note"] else ""))
    return f"Conflict data to {max(row['last'] for row in by_release)}: {', '.join(told)}."
