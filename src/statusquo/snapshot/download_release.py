"""Fetching a known release of a data set, to be added as a user's own file would be.

The producer's address is asked first and a pinned copy second. What arrives is held against the sha256 of the release
where one was recorded; where none was, the declared rules of the reader are what it is held against.
"""

from __future__ import annotations

import logging
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from statusquo.core.errors import InputError, OfflineError, OutputError, Problem, SourceError, UnknownNameError
from statusquo.core.files import sha256_of
from statusquo.core.origin import Origin, RawFile, Release
from statusquo.snapshot.download import reason
from statusquo.snapshot.transfer import ReportBytes, Transfer


def release_named(origin: Origin, version: str) -> Release:
    """Return a release of a data set that can be fetched.

    Raises:
        UnknownNameError: when the package knows none of this version.
        InputError: when it knows one and no address of it.
    """
    release = origin.release_by_version(version)
    if release is None:
        raise UnknownNameError(f"release of {origin.id}", version, (each.version for each in origin.releases))
    if not any(file.addresses for file in release.files):
        raise InputError(
            Problem(
                f"no address of release {version} of {origin.id} is known",
                found=f"terms: {origin.terms}",
                allowed=f"a file of your own, from {origin.link or origin.producer}: statusquo data add FILE",
            )
        )
    return release


def fetch_release(
    origin: Origin, release: Release, folder: Path, report: ReportBytes = lambda count: None
) -> tuple[Path, ...]:
    """Fetch the files of a release.

    Args:
        origin: the data set.
        release: one that `release_named` returned.
        folder: where they are written, under the names that their addresses end in.
        report: told of the bytes done.

    Returns:
        The files, as they are to be added.

    Raises:
        OfflineError: when no address of a file can be reached.
        SourceError: when the bytes are not those recorded of the release.
        OutputError: when there is no room for them.
    """
    return tuple(_fetch(origin, file, folder, report) for file in release.files if file.addresses)


def _fetch(origin: Origin, file: RawFile, folder: Path, report: ReportBytes) -> Path:
    import pooch
    import requests

    pooch.get_logger().setLevel(logging.WARNING)
    failures = []
    for address in file.addresses:
        name = PurePosixPath(urlsplit(address).path).name
        is_packed = bool(file.member) and address == file.producer
        try:
            pooch.retrieve(
                address,
                known_hash=None,
                fname=name,
                path=folder,
                downloader=Transfer(None if is_packed else file.size, report),
            )
        except requests.RequestException as cause:
            failures.append(f"{address} ({reason(cause)})")
            continue
        except OSError as cause:
            raise OutputError(
                Problem(
                    "the file cannot be written", str(folder / name), found=cause.strerror, allowed="a disk with room"
                )
            ) from cause
        _refuse_other_bytes(origin, file, folder / name, address)
        return folder / name
    raise OfflineError(
        f"{origin.id}: {file.path} cannot be fetched from {' nor from '.join(failures)}; check the connection and run "
        f"the command again, or get the file from {origin.link or origin.producer} and run `statusquo data add FILE`"
    )


def _refuse_other_bytes(origin: Origin, file: RawFile, path: Path, address: str) -> None:
    is_zip_of_it = bool(file.member) and address == file.producer
    recorded = file.zip_sha256 if is_zip_of_it else file.sha256
    if recorded and sha256_of(path) != recorded:
        raise SourceError(
            f"{origin.id}: the bytes at {address} are not those recorded of the release (expected sha256 {recorded}); "
            "nothing was kept"
        )
