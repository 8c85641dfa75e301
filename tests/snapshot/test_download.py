"""Downloads against a server on this machine: right bytes, wrong ones, half of them, none, and twice."""

from __future__ import annotations

import hashlib
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from local_server import FILES, Server

from statusquo.core.errors import InputError, OfflineError, SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.snapshot.download import ENVIRONMENT_VARIABLE, download, raw_folder, states_of_files
from statusquo.sources.registry import ORIGINS


@pytest.fixture
def origin(server: Server, monkeypatch: pytest.MonkeyPatch) -> Origin:
    monkeypatch.setattr(RawFile, "address", property(lambda file: server.address(file.path)))
    files = tuple(
        replace(ORIGINS["isard"].files[0], path=path, size=len(body), sha256=hashlib.sha256(body).hexdigest())
        for path, body in FILES.items()
    )
    return replace(ORIGINS["isard"], id="sample", files=files)


def names_under(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_file_arrives_with_its_bytes_and_is_counted(tmp_path: Path, origin: Origin) -> None:
    counted: list[int] = []
    done = download([origin], tmp_path / "raw", counted.append)
    assert done.fetched == tuple(FILES)
    assert done.kept == ()
    assert {path: (tmp_path / "raw" / path).read_bytes() for path in FILES} == FILES
    assert names_under(tmp_path / "raw") == sorted(FILES)
    assert sum(counted) == sum(map(len, FILES.values()))
    assert set(states_of_files(tmp_path / "raw", origin).values()) == {"present"}


def test_a_second_download_asks_for_nothing(tmp_path: Path, origin: Origin, server: Server) -> None:
    download([origin], tmp_path)
    server.asked.clear()
    counted: list[int] = []
    done = download([origin], tmp_path, counted.append)
    assert (done.fetched, done.kept, server.asked) == ((), tuple(FILES), [])
    assert sum(counted) == sum(map(len, FILES.values()))


def test_a_wrong_file_on_disk_is_replaced(tmp_path: Path, origin: Origin) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.csv").write_bytes(b"something else")
    assert states_of_files(tmp_path, origin) == {"one/a.csv": "different", "two/b.json": "absent"}
    assert download([origin], tmp_path).fetched == tuple(FILES)
    assert (tmp_path / "one" / "a.csv").read_bytes() == FILES["one/a.csv"]


def test_wrong_bytes_at_the_address_are_not_kept(tmp_path: Path, origin: Origin, server: Server) -> None:
    server.content["one/a.csv"] = b"tampered"
    with pytest.raises(SourceError, match=rf"sample: the bytes at .*/one/a\.csv .*{origin.files[0].sha256}"):
        download([origin], tmp_path)
    assert names_under(tmp_path) == []


def test_wrong_bytes_do_not_touch_what_is_on_disk(tmp_path: Path, origin: Origin, server: Server) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.csv").write_bytes(b"of an older release")
    server.content["one/a.csv"] = b"tampered"
    with pytest.raises(SourceError):
        download([origin], tmp_path)
    assert (tmp_path / "one" / "a.csv").read_bytes() == b"of an older release"
    assert names_under(tmp_path) == ["one/a.csv"]


def test_an_interrupted_transfer_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, origin: Origin, server: Server
) -> None:
    server.sent_share = 0.5
    with pytest.raises(OfflineError, match=r"sample: one/a\.csv cannot be fetched"):
        download([origin], tmp_path)
    assert names_under(tmp_path) == []
    server.sent_share = 1.0
    assert download([origin], tmp_path).fetched == tuple(FILES)


def test_files_that_arrived_before_an_interruption_stay(tmp_path: Path, origin: Origin, server: Server) -> None:
    del server.content["two/b.json"]
    with pytest.raises(OfflineError, match=r"two/b\.json cannot be fetched from .* \(the server answers 404\)"):
        download([origin], tmp_path)
    assert names_under(tmp_path) == ["one/a.csv"]
    server.content["two/b.json"] = FILES["two/b.json"]
    done = download([origin], tmp_path)
    assert (done.fetched, done.kept) == (("two/b.json",), ("one/a.csv",))


def test_offline_says_which_file_which_address_and_what_to_do(
    tmp_path: Path, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    address = f"http://127.0.0.1:{port}/one/a.csv"
    monkeypatch.setattr(RawFile, "address", property(lambda file: address))
    with pytest.raises(OfflineError) as caught:
        download([origin], tmp_path)
    message = str(caught.value)
    assert "one/a.csv" in message
    assert address in message
    assert "check the connection" in message
    assert ENVIRONMENT_VARIABLE in message
    assert caught.value.exit_code == 1
    assert names_under(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_wrong_input(tmp_path: Path, origin: Origin) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="the folder cannot be written"):
        download([origin], tmp_path / "file")


def test_the_raw_folder_is_the_one_named_then_the_environments_then_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "environment"))
    assert raw_folder(tmp_path / "named") == tmp_path / "named"
    assert raw_folder() == tmp_path / "environment"
    monkeypatch.delenv(ENVIRONMENT_VARIABLE)
    assert raw_folder().parts[-2:] == ("statusquo", "raw")
