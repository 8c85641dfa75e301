"""What is killed or runs out of room leaves what was there before; the next run works and clears up.

Processes are killed with SIGKILL, which nothing can catch: at drawn moments of a real run, and just before each step of
the exchange of the old snapshot for the new one. A full disk is a limit on the size of files and, where the tests may
mount one, a disk of a few kilobytes.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from local_server import FILES, Server

from statusquo.core.errors import InputError, OutputError, SourceError
from statusquo.core.files import scratch_folder, sha256_of
from statusquo.core.seeds import spawn_generator
from statusquo.snapshot import build as build_module
from statusquo.snapshot.build import build_snapshot
from statusquo.snapshot.store import MANIFEST, default_folder, forget_opened, open_snapshot

SCRATCH, ASIDE = ".tables.statusquo-new", ".tables.statusquo-old"

Sums = dict[str, str]


def drawn(name: str, number: int) -> list[float]:
    """Shares of a run at which to kill it: one drawn from each of `number` equal parts."""
    return [(part + share) / number for part, share in enumerate(spawn_generator("interruptions", name).random(number))]


def start(*arguments: str | Path, **faults: Any) -> subprocess.Popen[str]:
    """Start the command in a process of its own, with or without faults."""
    driver = [str(Path(__file__).with_name("faulty_run.py")), json.dumps(faults)] if faults else ["-m", "statusquo"]
    return subprocess.Popen(
        [sys.executable, *driver, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def sums(folder: Path) -> Sums:
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir())}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sums_as_opened(folder: Path) -> Sums:
    """Open a snapshot anew, hold every table against its manifest, and return the sums of its files."""
    forget_opened()
    snapshot = open_snapshot(folder)
    for name, entry in snapshot.manifest["tables"].items():
        assert sha256_of(snapshot.folder / f"{name}.parquet") == entry["sha256"]
        assert snapshot.table(name).height == entry["rows"]
    return sums(snapshot.folder)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder that holds a whole snapshot unlike any built now: an older one, with fewer states."""
    folder = tmp_path / "out" / "tables"
    shutil.copytree(default_folder(), folder)
    states = open_snapshot().table("states").head(100)
    states.write_parquet(folder / "states.parquet")
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["tables"]["states"] |= {
        "rows": states.height,
        "bytes": (folder / "states.parquet").stat().st_size,
        "sha256": sha256_of(folder / "states.parquet"),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def old(target: Path) -> Sums:
    return sums_as_opened(target)


@pytest.fixture(scope="module")
def rebuild() -> Callable[[Path], Sums]:
    """Build from the tables that ship, as ``shipped_tables`` does in another process; return the sums."""
    snapshot = open_snapshot()
    tables = {name: snapshot.table(name) for name in snapshot.table_names}

    def build(folder: Path) -> Sums:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(build_module, "derive_tables", lambda raw, progress: tables)
            build_snapshot(default_folder(), folder)
        return sums(folder)

    return build


@pytest.fixture(scope="module")
def new(rebuild: Callable[[Path], Sums], tmp_path_factory: pytest.TempPathFactory) -> Sums:
    return rebuild(tmp_path_factory.mktemp("new") / "tables")


# Killed builds


@pytest.mark.parametrize(
    ("event", "name", "left"),
    [
        ("os.rename", MANIFEST, "old"),
        ("os.rename", "tables", "old"),
        ("os.rename", SCRATCH, "old"),
        ("os.remove", "states.parquet", "new"),
        ("os.rmdir", ASIDE, "new"),
    ],
)
def test_a_build_killed_before_any_step_of_the_exchange_leaves_a_whole_snapshot(
    event: str, name: str, left: str, target: Path, old: Sums, new: Sums, rebuild: Callable[[Path], Sums]
) -> None:
    process = start("data", "build", "--out", target, shipped_tables=True, kill_before=[event, name])
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    assert sums_as_opened(target) == {"old": old, "new": new}[left]
    assert rebuild(target) == sums_as_opened(target) == new
    assert names_in(target.parent) == ["tables"]


def test_between_the_two_renamings_the_old_snapshot_is_read_from_where_it_stands_aside(target: Path, old: Sums) -> None:
    target.rename(target.with_name(ASIDE))
    assert sums_as_opened(target) == old
    target.mkdir()
    assert sums_as_opened(target) == old


def test_a_snapshot_left_aside_survives_a_later_build_that_fails(
    target: Path, old: Sums, rebuild: Callable[[Path], Sums], monkeypatch: pytest.MonkeyPatch
) -> None:
    target.rename(target.with_name(ASIDE))
    monkeypatch.setattr(build_module, "FILE_LIMIT_BYTES", 10)
    with pytest.raises(SourceError, match="files over 10"):
        rebuild(target)
    assert sums_as_opened(target) == old
    assert names_in(target.parent) == ["tables"]


def test_a_renaming_that_fails_puts_the_old_snapshot_back(
    target: Path, old: Sums, rebuild: Callable[[Path], Sums], monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse_scratch(path: Path, to: Path) -> Path:
        if path.name == SCRATCH:
            raise PermissionError(13, "Permission denied")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse_scratch)
    with pytest.raises(OutputError, match=r"cannot be replaced.*Permission denied"):
        rebuild(target)
    assert sums_as_opened(target) == old
    assert names_in(target.parent) == ["tables"]


def test_a_build_killed_at_any_moment_of_its_writing_leaves_a_whole_snapshot(
    target: Path, old: Sums, new: Sums, rebuild: Callable[[Path], Sums]
) -> None:
    began = time.perf_counter()
    rebuild(target.with_name("timed"))
    writing_s = time.perf_counter() - began
    shutil.rmtree(target.with_name("timed"))
    for share in drawn("writing", 4):
        process = start("data", "build", "--out", target, shipped_tables=True)
        wait_for(target.with_name(SCRATCH), process)
        time.sleep(share * writing_s)
        kill(process)
        assert sums_as_opened(target) in (old, new)
        assert set(names_in(target.parent)) <= {"tables", SCRATCH, ASIDE}
    assert rebuild(target) == sums_as_opened(target) == new
    assert names_in(target.parent) == ["tables"]


@pytest.mark.raw
def test_a_build_from_raw_files_killed_at_any_moment_leaves_a_whole_snapshot(
    raw_dir: Path, built_folder: Path, target: Path, old: Sums
) -> None:
    new = sums(built_folder)
    began = time.perf_counter()
    process = start("data", "build", "--raw", raw_dir, "--out", target)
    wait_for(target.with_name(SCRATCH), process)
    derivation_s = time.perf_counter() - began
    kill(process)
    assert sums_as_opened(target) in (old, new)
    for share in drawn("derivation", 6)[:3]:  # the later half takes long to reach and writes nothing either
        process = start("data", "build", "--raw", raw_dir, "--out", target)
        time.sleep(share * derivation_s)
        kill(process)
        assert sums_as_opened(target) == old
    process = start("data", "build", "--raw", raw_dir, "--out", target)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert sums_as_opened(target) == new
    assert names_in(target.parent) == ["tables"]


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a path is there; fail when the process ends without it."""
    while not path.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)


# One at a time


def test_a_second_build_beside_a_running_one_is_refused_and_harms_neither(
    target: Path, old: Sums, rebuild: Callable[[Path], Sums]
) -> None:
    with scratch_folder(target) as folder:
        (folder / "half").write_bytes(b"of a table")
        with pytest.raises(InputError, match="another process is writing here"):
            rebuild(target)
        assert names_in(folder) == ["half"]
    assert sums_as_opened(target) == old
    assert names_in(target.parent) == ["tables"]


def test_a_link_in_the_place_of_a_scratch_folder_is_not_followed(target: Path, rebuild: Callable[[Path], Sums]) -> None:
    precious = target.with_name("precious")
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    target.with_name(SCRATCH).symlink_to(precious)
    with pytest.raises(InputError, match="cannot be written"):
        rebuild(target)
    assert names_in(precious) == ["thesis.txt"]


def test_where_folders_cannot_be_locked_a_build_works_all_the_same(
    target: Path, new: Sums, rebuild: Callable[[Path], Sums], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, operation: int) -> None:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert rebuild(target) == new
    assert names_in(target.parent) == ["tables"]


# Full disks


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for the older snapshot and little more."""
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(mount)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a file system is not allowed here")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def assert_refused(process: subprocess.Popen[str], *reasons: str) -> None:
    """Assert that a command ended with one clear message and code 1."""
    _, errors = process.communicate()
    assert process.returncode == 1, errors
    assert "Traceback" not in errors
    (line,) = [line for line in errors.splitlines() if line.startswith("Error: ")]
    assert "cannot be" in line
    assert any(reason in line for reason in reasons), line


TOO_LARGE, NO_SPACE = "File too large", "No space left on device"


@pytest.mark.parametrize("limit", [1_000, 100_000])
def test_a_build_that_runs_out_of_room_leaves_the_old_snapshot(target: Path, old: Sums, limit: int) -> None:
    process = start("data", "build", "--out", target, shipped_tables=True, limit_bytes=limit)
    assert_refused(process, TOO_LARGE)
    assert sums_as_opened(target) == old
    assert names_in(target.parent) == ["tables"]


@pytest.mark.raw
def test_a_build_without_room_to_unpack_leaves_the_old_snapshot(raw_dir: Path, target: Path, old: Sums) -> None:
    process = start("data", "build", "--raw", raw_dir, "--out", target, limit_bytes=100_000)
    assert_refused(process, TOO_LARGE)
    assert sums_as_opened(target) == old
    assert names_in(target.parent) == ["tables"]


def test_a_build_on_a_full_disk_leaves_the_old_snapshot(target: Path, old: Sums, tiny_disk: Path) -> None:
    folder = Path(shutil.copytree(target, tiny_disk / "tables"))
    assert_refused(start("data", "build", "--out", folder, shipped_tables=True), NO_SPACE)
    assert sums_as_opened(folder) == old
    assert names_in(tiny_disk) == ["tables"]


OUTPUTS = [
    ("panel dispute-year -o", ["panel.parquet"]),
    ("panel dispute-year -o", ["panel.csv", "panel.txt"]),
    ("dossier ucdp-264 -o", ["page.html"]),
]


@pytest.mark.parametrize(("command", "names"), OUTPUTS)
def test_an_output_that_runs_out_of_room_leaves_the_old_one(command: str, names: list[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("old")
    assert_refused(start(*command.split(), tmp_path / names[0], limit_bytes=10_000), TOO_LARGE)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(names, "old")


@pytest.mark.parametrize(("command", "names"), OUTPUTS)
def test_an_output_on_a_full_disk_leaves_the_old_one(command: str, names: list[str], tiny_disk: Path) -> None:
    for name in names:
        (tiny_disk / name).write_text("old")
    fill(tiny_disk, left=8_192)
    assert_refused(start(*command.split(), tiny_disk / names[0]), NO_SPACE)
    (tiny_disk / "filler").unlink()
    assert {path.name: path.read_text() for path in tiny_disk.iterdir()} == dict.fromkeys(names, "old")


def fill(disk: Path, *, left: int) -> None:
    """Fill a disk but for some bytes."""
    room = shutil.disk_usage(disk).free
    (disk / "filler").write_bytes(bytes(room - left))


# Downloads


def start_download(server: Server, raw: Path, **faults: Any) -> subprocess.Popen[str]:
    """Start a download of `FILES` from the server on this machine."""
    files = [(path, len(body), hashlib.sha256(body).hexdigest()) for path, body in FILES.items()]
    arguments = ("data", "download", "--source", "isard", "--raw", raw)
    return start(*arguments, address=server.address(""), files=files, **faults)


def contents(raw: Path) -> dict[str, bytes]:
    return {path.relative_to(raw).as_posix(): path.read_bytes() for path in raw.rglob("*") if path.is_file()}


def test_a_download_killed_at_any_moment_leaves_no_half_file_and_can_be_repeated(
    server: Server, tmp_path: Path
) -> None:
    server.pieces, server.pause_s = 20, 0.02
    transfer_s = len(FILES) * server.pieces * server.pause_s
    for number, share in enumerate(drawn("download", 4)):
        raw = tmp_path / str(number)
        (raw / "one").mkdir(parents=True)
        (raw / "one" / "a.csv").write_bytes(b"of an older release")
        server.was_asked.clear()
        process = start_download(server, raw)
        assert server.was_asked.wait(30)
        time.sleep(share * transfer_s)
        kill(process)
        left = contents(raw)
        assert left["one/a.csv"] in (b"of an older release", FILES["one/a.csv"])
        assert left.get("two/b.json") in (None, FILES["two/b.json"])
    server.pause_s = 0
    for number in range(4):
        process = start_download(server, tmp_path / str(number))
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        assert contents(tmp_path / str(number)) == FILES
        assert names_in(tmp_path / str(number) / "one") == ["a.csv"]


def test_a_download_that_runs_out_of_room_leaves_the_old_file(server: Server, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.csv").write_bytes(b"of an older release")
    assert_refused(start_download(server, tmp_path, limit_bytes=10_000), TOO_LARGE)
    assert contents(tmp_path) == {"one/a.csv": b"of an older release"}
    assert names_in(tmp_path / "one") == ["a.csv"]


def test_a_download_to_a_full_disk_leaves_the_old_file(server: Server, tiny_disk: Path) -> None:
    (tiny_disk / "one").mkdir()
    (tiny_disk / "one" / "a.csv").write_bytes(b"of an older release")
    fill(tiny_disk, left=12_288)
    assert_refused(start_download(server, tiny_disk), NO_SPACE)
    (tiny_disk / "filler").unlink()
    assert contents(tiny_disk) == {"one/a.csv": b"of an older release"}
