"""Installs the lowest versions that pyproject.toml declares and runs every command with them; by hand.

    python -m tests.lowest_versions FOLDER

makes a virtual environment in FOLDER with the package's own dependencies and those of `game`, each at its lower bound,
and what they need in turn as pip chooses it; then each command below runs from the source beside it. It says which
failed. Upper bounds are not declared: pip passes over releases that ask for a later Python by itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = (
    "--version", "show transnistria", "show aland --json", "measure nagorno-karabakh --json", "risk abkhazia",
    "risk --all", "claims nagorno-karabakh", "settle nagorno-karabakh", "bargain nagorno-karabakh --json",
    "scenario nagorno-karabakh even-spending", "cases list", "cases show kosovo", "cases shapes kosovo",
    "compare qca --sweep 2 --permutations 20 --searches 2", "compare logit", "compare nearest kosovo", "compare claims",
    "forecast list", "explanations list", "panel dispute-year -o d.csv", "panel movement-year -o m.parquet",
    "panel status-quo-year -o s.csv", "panel proposal-answer -o a.csv", "dossier aland -o a.html",
    "dossier nagorno-karabakh -o n.html", "dossier --world -o w.html", "dossier --comparison -o c.html", "schema case",
    "data status", "data cite", "changed", "settlements show nagorno-karabakh",
)  # fmt: skip


def lowest(requirements: list[str]) -> list[str]:
    """Return requirements at their lower bounds.

    >>> lowest(["numpy>=2.0"])
    ['numpy==2.0']
    """
    return [re.sub(r"\s*>=\s*([\d.]+).*", r"==\1", requirement) for requirement in requirements]


def main() -> None:
    """Run from the command line."""
    folder = Path(sys.argv[1]).resolve()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    wanted = lowest([*project["dependencies"], *project["optional-dependencies"]["game"]])
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    work = folder / "work"
    work.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "STATUSQUO_HOME": str(folder / "home")}
    failed = 0
    for command in COMMANDS:
        words = [python, "-m", "statusquo", *command.split()]
        done = subprocess.run(words, cwd=work, env=environment, capture_output=True, text=True, encoding="utf-8")
        failed += done.returncode != 0
        print(f"{'ok' if done.returncode == 0 else done.returncode}: {command}", flush=True)
        if done.returncode:
            print(done.stderr[-500:], flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
