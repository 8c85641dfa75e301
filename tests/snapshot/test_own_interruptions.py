"""An addition or removal that is killed or runs out of room leaves the user's files as they were, or as they should be.

Processes are killed with SIGKILL, which nothing can catch: before each step of the keeping, and at drawn moments of a
real run. What a killed process leaves lying about is on no list, and the next one clears it away.
"""

from __future__ import annotations

import hashlib
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from releases import as_csv, candidate_event
from test_interruptions import TOO_LARGE, assert_refused, drawn, kill, names_in, start, tiny_disk  # noqa: F401

from statusquo.core.errors import InputError
from statusquo.event_files.own_events import FOLDER
from statusquo.snapshot.own_files import add_files, kept_files, remove_file
from statusquo.snapshot.own_ledger import writing

SCRATCH = ".files.statusquo-new"


def month(number: int) -> bytes:
    """A candidate file of 2,000 events of one month."""
    day = f"2026-{number:02}-07"
    return as_csv([candidate_event(day, day, id=str(2000 * number + n)) for n in range(2000)])


@pytest.fixture
def months(tmp_path: Path, home: Path) -> Sequence[Path]:
    """Candidate files of six months, of which January's is kept."""
    paths = [tmp_path / f"month {number}.csv" for number in range(1, 7)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(month(number))
    add_files(paths[:1])
    return paths


def kept_name(path: Path, number: int) -> str:
    return f"ucdp-candidate-26.0.{number}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}.csv"


def versions() -> list[str]:
    """The releases that are kept, each of which is there whole."""
    for file in kept_files():
        file.verified_path()
    return [file.version for file in kept_files()]


def assert_clean(home: Path) -> None:
    """Assert that nothing lies in the user's folder but what the list names, and the events read from it."""
    assert names_in(home) == ["files"]
    assert [name for name in names_in(home / "files") if name != FOLDER] == sorted(
        [*(file.kept_name for file in kept_files()), "files.json"]
    )


OLD, NEW = ["26.0.1"], ["26.0.1", "26.0.2", "26.0.3"]


@pytest.mark.parametrize(
    ("event", "name", "left"),
    [
        ("os.rename", "file0.csv", OLD),
        ("os.rename", "file1.csv", OLD),
        ("os.rename", "second", OLD),
        ("os.rename", "third", OLD),
        ("os.rename", "files.json", OLD),
        ("shutil.rmtree", SCRATCH, NEW),
    ],
)
def test_an_addition_killed_before_any_step_keeps_all_files_or_none(
    event: str, name: str, left: list[str], home: Path, months: Sequence[Path]
) -> None:
    name = {"second": kept_name(months[1], 2), "third": kept_name(months[2], 3)}.get(name, name)
    process = start("data", "add", *months[1:3], kill_before=[event, name])
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    assert versions() == left
    add_files(months[1:3])
    assert versions() == NEW
    assert_clean(home)


def test_an_addition_killed_at_any_moment_keeps_all_files_or_none(home: Path, months: Sequence[Path]) -> None:
    began = time.perf_counter()
    process = start("data", "add", *months[1:3])
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    run_s = time.perf_counter() - began
    for share in drawn("addition", 5):
        for path in months[1:3]:
            remove_file(path.name)
        process = start("data", "add", *months[1:3])
        time.sleep(share * run_s)
        kill(process)
        assert versions() in (OLD, NEW)
        assert set(names_in(home)) <= {"files", SCRATCH}
        add_files(months[1:3])
        assert versions() == NEW
        assert_clean(home)


@pytest.mark.parametrize(("event", "left"), [("os.rename", OLD), ("os.remove", [])])
def test_a_removal_killed_before_any_step_keeps_the_file_or_not(
    event: str, left: list[str], home: Path, months: Sequence[Path]
) -> None:
    name = {"os.rename": "files.json", "os.remove": kept_name(months[0], 1)}[event]
    process = start("data", "remove", "month 1.csv", kill_before=[event, name])
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    assert versions() == left
    add_files(months[1:2])
    assert versions() == [*left, "26.0.2"]
    assert_clean(home)


def test_a_second_addition_beside_a_running_one_is_refused_and_harms_neither(
    home: Path, months: Sequence[Path]
) -> None:
    with writing() as scratch:
        (scratch / "half").write_bytes(b"of a file")
        for attempt in (lambda: add_files(months[1:2]), lambda: remove_file("month 1.csv")):
            with pytest.raises(InputError, match="another process is writing here"):
                attempt()
        assert names_in(scratch) == ["half"]
    assert versions() == OLD
    assert_clean(home)


def test_of_additions_at_the_same_time_each_is_kept_whole_or_refused(home: Path, months: Sequence[Path]) -> None:
    processes = [start("data", "add", path) for path in months[1:]]
    ends = [(process.communicate()[1], process.returncode) for process in processes]
    assert {code for _, code in ends} <= {0, 2}
    assert all("another process is writing here" in errors for errors, code in ends if code == 2)
    done = [f"26.0.{number}" for number, (_, code) in enumerate(ends, start=2) if code == 0]
    assert done
    assert versions() == ["26.0.1", *done]
    assert_clean(home)


def test_an_addition_that_runs_out_of_room_leaves_the_files_as_they_were(home: Path, months: Sequence[Path]) -> None:
    for limit in (1_000, len(months[1].read_bytes()) - 1):
        assert_refused(start("data", "add", months[1], limit_bytes=limit), TOO_LARGE)
        assert versions() == OLD
        assert_clean(home)


def test_an_addition_on_a_full_disk_leaves_the_files_as_they_were(
    tiny_disk: Path,  # noqa: F811
    months: Sequence[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tiny_disk / "home"
    monkeypatch.setenv("STATUSQUO_HOME", str(home))
    add_files(months[:1])
    process = start("data", "add", *months[1:4])
    assert_refused(process, "No space left on device")
    assert versions() == OLD
    assert_clean(home)
