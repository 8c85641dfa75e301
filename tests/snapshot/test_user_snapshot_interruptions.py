"""A build of a user's snapshot that is killed or runs out of room leaves the old one, tables and artefacts together.

Processes are killed with SIGKILL, which nothing can catch: before each step of the exchange of the old snapshot for the
new one, at drawn moments of its writing, and at drawn moments of a real build with its fits.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from test_interruptions import TOO_LARGE, assert_refused, drawn, kill, names_in, start, wait_for
from tests.fits.own_release import shipped_artefacts, write_acd

from statusquo.core.artefacts import load_artefact
from statusquo.core.files import sha256_of
from statusquo.core.in_use import ARTEFACTS, MANIFEST, forget_kept, set_aside, user_snapshot_folder
from statusquo.fits import user_snapshot
from statusquo.fits.user_snapshot import FOLLOWING, build_user_snapshot
from statusquo.snapshot.own_files import add_files
from statusquo.snapshot.store import forget_opened, open_snapshot

pytestmark = pytest.mark.raw

SCRATCH, ASIDE = ".snapshot.statusquo-new", ".snapshot.statusquo-old"
CLEAN = ["files", "snapshot"]
OLD_DAY = "2001-01-01"


@pytest.fixture
def old(home: Path, raw_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Build a user's snapshot that says it was built long ago; return the sum of all its files."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))
    add_files([write_acd(raw_dir, tmp_path)])
    rebuild()
    manifest = user_snapshot_folder() / MANIFEST
    manifest.write_text(manifest.read_text().replace(open_snapshot().manifest["built"], OLD_DAY))
    return state()


def rebuild() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(user_snapshot, "build_artefacts", shipped_artefacts)
        build_user_snapshot()


def state() -> str:
    """Open the snapshot in use anew, read every table and artefact of it, and return the day it was built."""
    forget_opened()
    forget_kept()
    snapshot = open_snapshot()
    assert snapshot.folder in (user_snapshot_folder(), set_aside(user_snapshot_folder()))
    for name in snapshot.table_names:
        snapshot.table(name)
    for name in FOLLOWING:
        record = (snapshot.folder / ARTEFACTS / f"{name}.json").read_text()
        assert sha256_of(snapshot.folder / ARTEFACTS / f"{name}.parquet") in record
        assert load_artefact(name).height
    day: str = snapshot.manifest["built"]
    return day


@pytest.mark.parametrize(
    ("event", "name", "is_old"),
    [
        ("os.mkdir", ARTEFACTS, True),
        ("shutil.copyfile", "risk_paths.parquet", True),
        ("os.rename", "snapshot", True),
        ("os.rename", SCRATCH, True),
        ("os.rmdir", ARTEFACTS, False),
    ],
)
def test_a_build_killed_before_any_step_of_the_exchange_leaves_a_whole_snapshot(
    event: str, name: str, is_old: bool, home: Path, old: str
) -> None:
    process = start("data", "build", shipped_artefacts=True, kill_before=[event, name])
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors
    assert (state() == old == OLD_DAY) is is_old
    rebuild()
    assert state() != OLD_DAY
    assert names_in(home) == CLEAN


@pytest.mark.usefixtures("old")
def test_a_real_build_killed_at_any_moment_leaves_a_whole_snapshot(home: Path) -> None:
    """The first is killed as its fits begin, which tells when the others are to be."""
    began = time.perf_counter()
    process = start("data", "build")
    wait_for(home / SCRATCH / MANIFEST, process)
    until_fits_s = time.perf_counter() - began
    kill(process)
    assert state() == OLD_DAY
    for share in drawn("user snapshot", 3):
        process = start("data", "build")
        time.sleep(3 * share * until_fits_s)
        kill(process)
        assert state() == OLD_DAY or not (home / SCRATCH).exists()
        assert set(names_in(home)) <= {*CLEAN, SCRATCH, ASIDE}
    rebuild()
    assert names_in(home) == CLEAN


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("limit", [1_000, 100_000])
def test_a_build_that_runs_out_of_room_leaves_the_old_snapshot(home: Path, limit: int) -> None:
    assert_refused(start("data", "build", shipped_artefacts=True, limit_bytes=limit), TOO_LARGE)
    assert state() == OLD_DAY
    assert names_in(home) == CLEAN
