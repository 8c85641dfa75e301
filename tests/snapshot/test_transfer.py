"""What a server sends has an end: in bytes, unpacked bytes and time."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import requests
from local_server import Server

from statusquo.core.errors import SourceError
from statusquo.snapshot.transfer import Transfer

PATH = "one/a.csv"


def fetch(server: Server, folder: Path, size: int | None, timeout_s: float = 5) -> tuple[bytes, int]:
    target, reported = folder / "file", [0]
    Transfer(size, reported.append, timeout_s)(server.address(PATH), str(target), None)
    return target.read_bytes(), sum(reported)


def test_a_file_of_the_size_said_arrives_and_every_byte_is_told(server: Server, tmp_path: Path) -> None:
    whole = server.content[PATH]
    assert fetch(server, tmp_path, len(whole)) == (whole, len(whole))
    assert fetch(server, tmp_path, None) == (whole, len(whole))


def test_a_compressed_answer_is_unpacked_and_counted_unpacked(server: Server, tmp_path: Path) -> None:
    whole = server.content[PATH]
    server.content[PATH], server.encoding = gzip.compress(whole), "gzip"
    assert fetch(server, tmp_path, len(whole)) == (whole, len(whole))


def test_more_bytes_than_the_file_has_are_refused_as_they_come(server: Server, tmp_path: Path) -> None:
    server.content[PATH] *= 100
    with pytest.raises(SourceError, match="sends more than the 40,000 bytes allowed"):
        fetch(server, tmp_path, 40_000)
    assert (tmp_path / "file").stat().st_size <= 40_000


def test_a_small_body_that_unpacks_to_much_is_refused(server: Server, tmp_path: Path) -> None:
    server.content[PATH], server.encoding = gzip.compress(bytes(50_000_000)), "gzip"
    with pytest.raises(SourceError, match="sends more than"):
        fetch(server, tmp_path, 40_000)
    assert (tmp_path / "file").stat().st_size <= 40_000


def test_a_server_that_drips_is_left_after_the_time_of_a_slow_line(server: Server, tmp_path: Path) -> None:
    server.content[PATH], server.pieces, server.pause_s = b"a,b\n" * 10, 40, 0.1
    with pytest.raises(requests.Timeout, match="took over 1 seconds"):
        fetch(server, tmp_path, 40, timeout_s=0.5)


def test_a_body_cut_short_is_a_failed_connection(server: Server, tmp_path: Path) -> None:
    server.sent_share = 0.5
    with pytest.raises(requests.RequestException):
        fetch(server, tmp_path, len(server.content[PATH]))
