"""Getting the raw files: from pinned addresses, checked against their sums, safe to repeat.

A file arrives in a scratch folder and takes its place only when its sha256 is right; what is interrupted or
wrong leaves nothing, and what a killed download left is cleared away by the next of the same file. Files that are on
disk already with the right bytes are not asked for again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from statusquo.core.errors import InputError, OfflineError, OutputError, Problem, SourceError
from statusquo.core.files import scratch_folder
from statusquo.core.origin import Origin, RawFile
from statusquo.snapshot.transfer import ReportBytes, Transfer
from statusquo.sources.raw import FileState, file_state

ENVIRONMENT_VARIABLE = "STATUSQUO_RAW"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a download did.

    Attributes:
        folder: the raw directory.
        fetched: paths that were downloaded.
        kept: paths that were there already with the right bytes.
    """

    folder: Path
    fetched: tuple[str, ...]
    kept: tuple[str, ...]


def raw_folder(named: Path | None = None) -> Path:
    """Return the raw directory: the one named, else STATUSQUO_RAW, else the user's cache folder."""
    if named is not None:
        return named
    if from_environment := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(from_environment)
    import pooch

    return Path(pooch.os_cache("statusquo")) / "raw"


def states_of_files(raw: Path, origin: Origin) -> dict[str, FileState]:
    """Return for each raw file of a source whether it is present, absent or different."""
    return {file.path: file_state(raw, file) for file in origin.files}


def download(origins: Iterable[Origin], raw: Path, report_bytes: ReportBytes = lambda count: None) -> Downloaded:
    """Download the raw files of some sources into a folder.

    Args:
        origins: the sources.
        raw: the raw directory; made if absent.
        report_bytes: told of the bytes done, those of files that were there included.

    Raises:
        OfflineError: when a file cannot be reached; files already downloaded stay.
        SourceError: when the bytes at an address are not the pinned ones; they are not kept.
        InputError: when the folder cannot be written, or another download is writing the file.
        OutputError: when writing fails later, as on a full disk.
    """
    fetched, kept = [], []
    for origin in origins:
        for file in origin.files:
            if not file.address:
                continue
            if file_state(raw, file) == "present":
                kept.append(file.path)
                report_bytes(file.size or 0)
            else:
                _fetch(origin, file, raw, report_bytes)
                fetched.append(file.path)
    return Downloaded(raw, tuple(fetched), tuple(kept))


def _fetch(origin: Origin, file: RawFile, raw: Path, report_bytes: ReportBytes) -> None:
    import pooch
    import requests

    # Pooch announces each file through logging; progress is reported here instead.
    pooch.get_logger().setLevel(logging.WARNING)
    final = raw / file.path
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise InputError(
            Problem(
                "the folder cannot be written", str(final.parent), found=cause.strerror, allowed="a folder that can"
            )
        ) from cause
    try:
        with scratch_folder(final) as folder:
            pooch.retrieve(
                file.address,
                known_hash=f"sha256:{file.sha256}",
                fname=final.name,
                path=folder,
                downloader=Transfer(file.size, report_bytes),
            )
            # A file that is there already is a wrong one.
            (folder / final.name).replace(final)
    except requests.RequestException as cause:
        raise OfflineError(
            f"{origin.id}: {file.path} cannot be fetched from {file.address} ({reason(cause)}); "
            "check the connection and run the command again (files already here are kept), or "
            "name a folder that has "
            f"the file by {ENVIRONMENT_VARIABLE}"
        ) from cause
    except ValueError as cause:
        raise SourceError(
            f"{origin.id}: the bytes at {file.address} are not the pinned ones (expected sha256 "
            f"{file.sha256}); "
            "nothing was kept"
        ) from cause
    except OSError as cause:
        raise OutputError(
            Problem("the file cannot be written", str(final), found=cause.strerror, allowed="a disk with room for it")
        ) from cause


def reason(cause: Exception) -> str:
    """Return why a request failed, in words: what the server answers, or what kind of failure it is."""
    response = getattr(cause, "response", None)
    return f"the server answers {response.status_code}" if response is not None else type(cause).__name__
