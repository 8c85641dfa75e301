"""Sweeps on a cluster: a real scheduler with two worker processes, one of them killed, and the driver killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.bargaining.ishigami import Ishigami
from tests.bargaining.test_sweep import DRIVER, environment, sweep_of, wait_until

from statusquo.bargaining.sweep import SweepResult, run_sweep
from statusquo.core.errors import InputError, StatusQuoError

distributed = pytest.importorskip("distributed")


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    place = tmp_path / "scheduler.json"

    def start(module: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--scheduler-file", str(place), "--no-dashboard"]
        with (tmp_path / f"{module}.log").open("ab") as log:
            return subprocess.Popen([*command, *options], cwd=Path.cwd(), env=environment(), stdout=log, stderr=log)

    scheduler = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
    # Without a nanny nobody starts a killed worker again: its work must go to the other.
    workers = [
        start("dask_worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)) for _ in range(2)
    ]
    try:
        wait_until(place.exists)
        address = json.loads(place.read_text())["address"]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield Cluster(address, scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def run_on(address: str, folder: Path, model: Ishigami) -> SweepResult:
    return run_sweep(sweep_of(), model, folder, lambda done, total: None, scheduler=address)


def test_a_killed_worker_of_a_cluster_loses_nothing_and_the_result_is_that_of_this_machine(
    cluster: Cluster, tmp_path: Path
) -> None:
    tally = tmp_path / "tally"
    folder = tmp_path / "sweep"
    driver = subprocess.Popen(
        [sys.executable, str(DRIVER), str(folder), str(tally), cluster.address], cwd=Path.cwd(), env=environment()
    )
    wait_until(lambda: len(list(folder.glob("*/chunk-*.chunk"))) >= 2)
    victim = cluster.workers[0].pid
    os.kill(victim, signal.SIGKILL)
    assert driver.wait(timeout=120) == 0
    who = [int(pid) for pid in tally.read_text().split()]
    # Both worked; what the killed one had not handed in was worked out again by the other, and no row is missing.
    assert set(who) == {worker.pid for worker in cluster.workers}
    assert who[-1] == cluster.workers[1].pid
    assert 80 <= len(who) <= 80 + 2 * 5
    assert len(list(folder.glob("*/chunk-*.chunk"))) == 16

    tally.unlink()
    resumed = run_on(cluster.address, folder, Ishigami(tally=tally))
    assert resumed.resumed == 80
    assert not tally.exists()
    here = run_sweep(sweep_of(), Ishigami(), tmp_path / "here", lambda done, total: None, workers=1)
    assert resumed.to_json() == here.to_json()


def test_a_killed_driver_of_a_cluster_loses_nothing_and_counts_nothing_twice(cluster: Cluster, tmp_path: Path) -> None:
    folder, tally = tmp_path / "sweep", tmp_path / "tally"
    driver = subprocess.Popen(
        [sys.executable, str(DRIVER), str(folder), str(tally), cluster.address], cwd=Path.cwd(), env=environment()
    )
    wait_until(lambda: len(list(folder.glob("*/chunk-*.chunk"))) >= 3)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    kept = {path.name: path.stat().st_mtime_ns for path in folder.glob("*/chunk-*.chunk")}
    assert 3 <= len(kept) < 16
    again = tmp_path / "again"
    resumed = run_on(cluster.address, folder, Ishigami(tally=again))
    assert resumed.resumed == 5 * len(kept)
    assert len(again.read_text().split()) == 5 * (16 - len(kept))
    now = {path.name: path.stat().st_mtime_ns for path in folder.glob("*/chunk-*.chunk")}
    assert {name: now[name] for name in kept} == kept
    here = run_sweep(sweep_of(), Ishigami(), tmp_path / "here", lambda done, total: None, workers=1)
    assert resumed.to_json() == here.to_json()


def test_a_lost_scheduler_ends_with_one_message_and_keeps_what_was_done(cluster: Cluster, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"

    def stop_the_scheduler(done: int, total: int) -> None:
        if done >= 10:
            cluster.scheduler.kill()

    with pytest.raises(StatusQuoError, match="what was done is kept, and the same command goes on from there"):
        run_sweep(sweep_of(), Ishigami(seconds=0.1), folder, stop_the_scheduler, scheduler=cluster.address)
    assert len(list(folder.glob("*/chunk-*.chunk"))) >= 2


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "http://example.invalid"])
def test_a_scheduler_that_does_not_answer_is_told(address: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("statusquo.bargaining.sweep_workers.CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match="no scheduler answers at this address") as error:
        run_on(address, tmp_path, Ishigami())
    assert error.value.problems[0].field == "scheduler"
