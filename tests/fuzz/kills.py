"""Kills commands with SIGKILL at drawn moments and says what the next run did not mend.

    python -m tests.fuzz.kills --count 20 --seed 1 [--only atlas] [--keep FOLDER]

Each command first runs undisturbed from a start state, a folder with its inputs, an earlier output and the user's own
folders. Then, from the same state, it is started again and killed at a moment drawn from that run's length. After each
kill every file that the state or the undisturbed run has must be one of these two, whole, and what stood there must
still stand; no process may outlive the killed one. The command then runs again to its end, and must leave exactly the
files of the undisturbed run: nothing lost or doubled, nothing left lying about. The seed makes the moments again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

MOST_SECONDS_OF_WORKERS = 20
"""So long may the workers of a killed process take to notice it."""

Tree = dict[str, str]
"""The sum of each file below a folder."""

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)")

ROOT = Path(__file__).parents[2]
FAULTY_RUN = ROOT / "tests/snapshot/faulty_run.py"


@dataclass(frozen=True)
class Command:
    """A command to kill.

    Attributes:
        words: what comes after ``statusquo``.
        prepare: makes the start state in a folder, which the command runs in.
        faults: what `tests/snapshot/faulty_run.py` is told, so that a long command takes what ships.
        together: files that change together.
        dated: files that bear the moment of the run, which is left out of their sums.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda folder: None
    faults: dict[str, object] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


def _older(*names: str) -> Callable[[Path], None]:
    """Make an earlier output of each name."""

    def prepare(folder: Path) -> None:
        for name in names:
            (folder / name).write_text("an earlier output\n", encoding="utf-8")

    return prepare


def _panel(folder: Path) -> None:
    _run(Command(("panel", "dispute-year", "--from", "2000", "-o", "panel.csv")), folder)


def _months(folder: Path) -> None:
    from tests.snapshot.releases import as_csv, candidate_event

    for month in range(1, 4):
        day = f"2026-{month:02}-07"
        rows = [candidate_event(day, day, id=str(2000 * month + n)) for n in range(400)]
        (folder / f"month {month}.csv").write_bytes(as_csv(rows))
    _run(Command(("data", "add", "month 1.csv")), folder)


def _own_release(folder: Path) -> None:
    from tests.fits.own_release import write_acd

    path = write_acd(Path(os.environ["STATUSQUO_RAW"]), folder)
    _run(Command(("data", "add", path.name)), folder)


def _sweep(folder: Path) -> None:
    (folder / "own.toml").write_text(
        'title = "What moves war"\nsamples = 8\npaths = 50\nquantities = ["war_within_10_years"]\n'
        "[parameters]\nholder_cost_low = [0.05, 0.4]\nrevisionist_cost_low = [0.05, 0.4]\n",
        encoding="utf-8",
    )


COMMANDS: dict[str, Command] = {
    "dossier": Command(("dossier", "aland", "-o", "page.html"), _older("page.html")),
    "world": Command(("dossier", "--world", "-o", "world.html"), _older("world.html")),
    "atlas": Command(("atlas", "-o", "atlas", "--only", "aland", "--only", "gagauzia")),
    "data add": Command(("data", "add", "month 2.csv", "month 3.csv"), _months, dated=("files.json",)),
    "data build": Command(
        ("data", "build"), _own_release, {"shipped_artefacts": True}, dated=("manifest.json", "files.json")
    ),
    "sweep": Command(("sweep", "nagorno-karabakh", "own.toml", "--json"), _sweep),
    "panel": Command(
        ("panel", "dispute-year", "--from", "1990", "-o", "panel.csv"), _panel, together=("panel.csv", "panel.csv.txt")
    ),
}


def kills(name: str, count: int, seed: int, keep: Path | None = None) -> list[str]:
    """Kill a command this many times and return what went wrong, each with the number of the kill.

    Args:
        name: of the command.
        count: how often.
        seed: draws the moments.
        keep: a folder for what went wrong, as it lay after the kill; by default it goes.
    """
    command, chance = COMMANDS[name], random.Random(f"{seed} {name}")
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        start, whole = Path(scratch, "start"), Path(scratch, "whole")
        start.mkdir()
        command.prepare(start)
        shutil.copytree(start, whole)
        began = time.perf_counter()
        printed = _run(command, whole)
        run_s = time.perf_counter() - began
        before, after = _tree(start, command), _tree(whole, command)
        for number in range(count):
            folder = Path(scratch, "killed")
            shutil.copytree(start, folder)
            outlived = _kill(command, folder, chance.random() * run_s)
            found = outlived + _damage(_tree(folder, command), before, after, command)
            if found and keep is not None:
                shutil.copytree(folder, keep / f"{name}-{seed}-{number}", dirs_exist_ok=True)
            if _run(command, folder) != printed and name == "sweep":
                found.append("the next run prints something else")
            found += _differences(_tree(folder, command), after)
            wrong += [f"{name}, kill {number} of seed {seed}: {what}" for what in found]
            shutil.rmtree(folder)
    return wrong


def _start(command: Command, folder: Path) -> subprocess.Popen[str]:
    driver = [str(FAULTY_RUN), json.dumps(command.faults)] if command.faults else ["-m", "statusquo"]
    paths = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    homes = {"STATUSQUO_HOME": "home", "XDG_CACHE_HOME": "cache"}
    return subprocess.Popen(
        [sys.executable, *driver, *command.words],
        cwd=folder,
        env={
            **os.environ,
            **{name: str(folder / at) for name, at in homes.items()},
            "PYTHONPATH": os.pathsep.join(paths),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _run(command: Command, folder: Path) -> str:
    process = _start(command, folder)
    try:
        printed, told = process.communicate()
    finally:
        process.kill()
    if process.returncode:
        raise AssertionError(f"{' '.join(command.words)} ended with {process.returncode}:\n{told}")
    return printed


def _kill(command: Command, folder: Path, after_s: float) -> list[str]:
    """Start the command, kill it, and return what outlived it."""
    process = _start(command, folder)
    try:
        time.sleep(after_s)
    finally:
        process.kill()
    # Workers hold the ends of its pipes; who is gone holds none.
    try:
        process.communicate(timeout=MOST_SECONDS_OF_WORKERS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return ["a worker outlived it"]
    return []


def _tree(folder: Path, command: Command) -> Tree:
    """Return every file below a folder with its sum."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            text = path.read_bytes()
            found[name] = sha256(_MOMENT.sub(b"", text) if path.name in command.dated else text).hexdigest()
        elif not any(path.iterdir()):
            found[f"{name}/"] = "an empty folder"
    return found


def _damage(now: Tree, before: Tree, after: Tree, command: Command) -> list[str]:
    """Return what a kill left that is neither as it was nor as it should become."""
    lost = [f"{name} is lost" for name in before.keys() - now.keys() if not _set_aside(name, now)]
    halves = [
        f"{name} is neither the old nor the new one"
        for name, total in now.items()
        if not _is_hidden(name) and not name.endswith("/") and total not in (before.get(name), after.get(name))
    ]
    ages = {now.get(name) == after.get(name) for name in command.together if name in now}
    return sorted([*lost, *halves, *([f"{' and '.join(command.together)} differ in age"] if len(ages) > 1 else [])])


def _set_aside(name: str, now: Tree) -> bool:
    """Whether a file stands where an exchange of folders sets the old one aside, and readers find it."""
    return any(
        part.replace(".statusquo-old", "").replace("/.", "/") == name for part in now if ".statusquo-old" in part
    )


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _differences(now: Tree, wanted: Tree) -> list[str]:
    missing = [f"{name} is missing after the next run" for name in wanted.keys() - now.keys()]
    left = [f"{name} still lies there after the next run" for name in now.keys() - wanted.keys()]
    other = [
        f"{name} is another after the next run" for name in now.keys() & wanted.keys() if now[name] != wanted[name]
    ]
    return sorted([*missing, *left, *other])


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as the arguments say, and say what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="kills of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=COMMANDS, action="append")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(arguments)
    wrong = []
    for name in given.only or COMMANDS:
        began = time.perf_counter()
        found = kills(name, given.count, given.seed, given.keep)
        wrong += found
        print(f"{name}: {given.count} kills, {len(found)} faults, {time.perf_counter() - began:.0f} s", flush=True)
        for each in found:
            print(f"  {each}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
