"""A reader never sees half a file, and a file nobody vouches for is refused with a clear word."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.errors import CaseError, InputError, OutputError
from statusquo.core.files import atomic_writer, kind_of, read_text, scratch_folder, sha256_of, write_bytes, write_text


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    with atomic_writer(target) as stream:
        stream.write(b"first ")
        assert not target.exists()
        stream.write(b"second")
    assert target.read_bytes() == b"first second"
    assert names_in(tmp_path) == ["page.html"]


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    def interrupted_write() -> None:
        with atomic_writer(target) as stream:
            stream.write(b"half of the new")
            raise interruption

    with pytest.raises(interruption):
        interrupted_write()
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["page.html"]


def test_a_write_that_finds_no_room_says_so_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")
    with (
        pytest.raises(OutputError, match=r"page\.html: the output cannot be written; found No space left on device"),
        atomic_writer(target),
    ):
        raise OSError(28, "No space left on device")
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["page.html"]


def test_a_scratch_folder_is_empty_beside_its_goal_and_goes(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    (tmp_path / ".tables.statusquo-new").mkdir()
    (tmp_path / ".tables.statusquo-new" / "half").write_bytes(b"left by a killed process")
    with scratch_folder(target) as folder:
        assert (folder.parent, names_in(folder)) == (tmp_path, [])
        (folder / "file").touch()
    assert names_in(tmp_path) == []


def test_a_scratch_folder_that_was_renamed_stays_and_so_does_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    with scratch_folder(target) as folder:
        folder.rename(target)
        folder.mkdir()  # by another process, meanwhile
    assert names_in(tmp_path) == [folder.name, "tables"]


def test_a_scratch_folder_in_use_is_refused_to_another(tmp_path: Path) -> None:
    with scratch_folder(tmp_path / "tables") as folder:
        (folder / "half").touch()
        with pytest.raises(InputError, match="another process is writing here"), scratch_folder(tmp_path / "tables"):
            pass
        assert names_in(folder) == ["half"]


def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_text(tmp_path / "written", "x")
    assert (tmp_path / "written").stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes and sockets among its files")
def test_a_device_a_pipe_a_socket_and_a_link_to_one_are_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    before = {path.name: path.lstat().st_ino for path in tmp_path.iterdir()}
    for name, kind in (("pipe", "a named pipe"), ("link", "a named pipe"), ("socket", "a socket")):
        with pytest.raises(InputError, match=f"{name}: the output is {kind}"):
            write_bytes(tmp_path / name, b"x")
    assert kind_of(Path("/dev/null")) == "a device"  # not written to here: were it replaced, the machine would suffer
    assert {path.name: path.lstat().st_ino for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="lets few users make links")
def test_a_link_is_followed_and_stays_also_where_it_leads_nowhere_yet(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "page").write_text("old")
    for name in ("page", "new"):
        link = tmp_path / f"link to {name}"
        link.symlink_to(f"folder/{name}")
        write_text(link, name)
        assert link.is_symlink()
        assert (tmp_path / "folder" / name).read_text() == name


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    private = tmp_path / "page"
    private.touch(mode=0o600)
    mode = private.stat().st_mode
    write_text(private, "x")
    assert private.stat().st_mode == mode


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    (tmp_path / ".page.abcdefgh.statusquo-new").write_text("half")
    (tmp_path / ".other.abcdefgh.statusquo-new").write_text("half")
    with atomic_writer(tmp_path / "page") as slow:
        write_text(tmp_path / "page", "fast")
        slow.write(b"slow")
    assert (tmp_path / "page").read_text() == "slow"
    assert names_in(tmp_path) == [".other.abcdefgh.statusquo-new", "page"]


def test_a_name_of_any_length_that_the_disk_takes_is_written_and_a_longer_one_refused(tmp_path: Path) -> None:
    write_text(tmp_path / ("ə" * 127), "x")
    for name in ("n" * 300, "a\0b"):
        with pytest.raises(InputError, match="cannot be"):
            write_text(tmp_path / name, "x")
        with pytest.raises(InputError, match="cannot be read"):
            kind_of(tmp_path / name)
    assert names_in(tmp_path) == ["ə" * 127]


def test_text_is_written_as_utf8(tmp_path: Path) -> None:
    write_text(tmp_path / "name", "Ləncəran")
    assert (tmp_path / "name").read_bytes() == "Ləncəran".encode()


def test_writing_over_a_folder_or_into_an_absent_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_bytes(tmp_path, b"")
    with pytest.raises(InputError, match="a folder that exists"):
        write_bytes(tmp_path / "absent" / "file", b"")


@given(st.binary(max_size=5000))
def test_the_sum_is_that_of_the_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("sum") / "file"
    path.write_bytes(content)
    assert sha256_of(path) == hashlib.sha256(content).hexdigest()


def test_the_sum_of_a_file_of_several_chunks(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "large").write_bytes(content)
    assert sha256_of(tmp_path / "large") == hashlib.sha256(content).hexdigest()


def test_a_text_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("12345")
    assert read_text(path, limit_bytes=5) == "12345"
    with pytest.raises(InputError, match=r"too large.*5 bytes.*at most 4"):
        read_text(path, limit_bytes=4)


def test_what_is_no_text_or_not_there_is_refused_in_the_callers_class(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"ab\xff")
    with pytest.raises(CaseError, match=r"not UTF-8.*byte 2"):
        read_text(path, limit_bytes=100, error=CaseError)
    with pytest.raises(CaseError, match="cannot be read"):
        read_text(tmp_path / "absent", limit_bytes=100, error=CaseError)
    with pytest.raises(CaseError, match="cannot be read"):
        read_text(tmp_path, limit_bytes=10**9, error=CaseError)
