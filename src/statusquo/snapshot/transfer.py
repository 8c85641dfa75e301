"""One file over the network: no more bytes than the file has, in no more time than a slow line takes.

A server that never stops sending, sends a small body that unpacks without end, or a byte a second, must neither fill
the disk nor hold the user. `Transfer` is what `pooch.retrieve` calls to download.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from statusquo.core.errors import SourceError

TIMEOUT_S = 30
"""Seconds without a byte after which a server counts as gone."""

SLOWEST_BYTES_A_SECOND = 10_000
MOST_BYTES = 2_000_000_000
"""The most that a file of unknown size may have; UCDP's events, the largest at hand, have 0.3 billion bytes."""

_PIECE = 1 << 16

ReportBytes = Callable[[int], object]
"""Called with the number of bytes that are done since the last call."""


class Transfer:
    """Pooch's downloader protocol for one file.

    Args:
        size: of the file, in bytes; None where it is not known.
        report_bytes: told of the bytes done.
        timeout_s: seconds that a server may be silent; the whole may take as long, and the time of a slow line besides.
    """

    def __init__(self, size: int | None, report_bytes: ReportBytes, timeout_s: float = TIMEOUT_S) -> None:
        self._most = MOST_BYTES if size is None else size
        self._report = report_bytes
        self._timeout_s = timeout_s

    def __call__(self, url: str, output_file: str, pooch: Any, check_only: bool = False) -> None:
        """Write what the address answers to a file.

        Raises:
            SourceError: when the answer has more bytes than the file.
            requests.RequestException: when the server fails, or takes too long over the whole.
        """
        import requests
        import urllib3

        seconds = self._timeout_s + self._most / SLOWEST_BYTES_A_SECOND
        ends = time.monotonic() + seconds
        left = self._most
        try:
            with (
                requests.get(url, stream=True, timeout=self._timeout_s) as response,
                Path(output_file).open("wb") as to,
            ):
                response.raise_for_status()
                # read1 returns what has arrived; read would wait for a whole piece, byte by byte.
                for content in iter(partial(response.raw.read1, _PIECE, decode_content=True), b""):
                    left -= len(content)
                    if left < 0:
                        raise SourceError(f"{url} sends more than the {self._most:,} bytes allowed; nothing was kept")
                    if time.monotonic() > ends:
                        raise requests.Timeout(f"the transfer took over {seconds:.0f} seconds")
                    to.write(content)
                    self._report(len(content))
        except urllib3.exceptions.HTTPError as cause:
            raise requests.ConnectionError(str(cause)) from cause
