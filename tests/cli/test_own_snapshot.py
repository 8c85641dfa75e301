"""A user downloads a newer release and uses it: added, built, told by every command, and left again.

The first runs each command as a user runs it, in a process of its own, with the network cut and without the packages
that a plain installation leaves out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.fits.own_release import write_acd
from tests.snapshot.releases import acd_26_1, as_csv
from tests.test_wheel import GUARD
from typer.testing import CliRunner

from statusquo.cli.app import app
from statusquo.fits.user_snapshot import FOLLOWING

NOTICE = "Using your snapshot of "
LIMIT_S = 60
"""Seconds of work that adding, building and telling may take together."""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-c", GUARD, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def json_of(*arguments: str | Path) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


@pytest.mark.raw
def test_a_newer_release_is_used_by_every_command_until_the_user_goes_back(
    raw_dir: Path, home: Path, tmp_path: Path
) -> None:
    before = json_of("risk", "--all")
    began, used = time.perf_counter(), sum(os.times()[2:4])
    added = json_of("data", "add", write_acd(raw_dir, tmp_path))
    assert added["added"][0]["version"] == "26.1"
    built = run("data", "build")
    assert built.stdout.startswith(f"Your snapshot is built, in {home / 'snapshot'}\n")
    assert "fitted anew: risk_models, risk_paths, risk_accounts" in built.stdout

    risk = run("risk", "--all", "--json")
    assert risk.stderr.startswith(NOTICE)
    assert "UCDP/PRIO ACD 26.1; --snapshot embedded goes back" in risk.stderr
    told = json.loads(risk.stdout)
    assert told["year"] == 2026
    assert told["disputes"] != before["disputes"]

    page = tmp_path / "page.html"
    assert run("dossier", "nagorno-karabakh", "-o", page).stderr.startswith(NOTICE)
    text = page.read_text(encoding="utf-8")
    assert "UCDP/PRIO Armed Conflict Dataset 26.1" in text
    assert "UCDP/PRIO Armed Conflict Dataset 25.1" not in text
    # What the machine does beside it is no property of the code: the time of our own processes is what counts.
    assert min(time.perf_counter() - began, sum(os.times()[2:4]) - used) < LIMIT_S

    cited = run("data", "cite", "ucdp-prio-acd").stdout
    assert "version 26.1" in cited
    assert "Organized violence 1989-2025" in cited
    assert "@article{davies2026organized," in cited
    status = json_of("data", "status")
    assert status["own_files"][0]["use"] == "in the snapshot in use"
    assert status["snapshot"]["releases"]["ucdp-prio-acd"]["is_own"]
    assert (status["snapshot"]["kind"], status["snapshot"]["artefacts"]) == ("user", [*FOLLOWING])
    shown = run("data", "status").stdout
    assert "risk_models, risk_paths, risk_accounts.\nThe other artefacts are the package's" in shown
    assert json_of("risk", "--all", "--snapshot", "embedded") == before


@pytest.mark.raw
def test_conflicts_that_nobody_has_heard_of_are_told_by_every_command(
    raw_dir: Path, home: Path, tmp_path: Path
) -> None:
    """One in a state that is no party to any other, and one between two states, in a release of next year."""
    rows = acd_26_1(raw_dir, version="27.1")
    like = next(row for row in rows if row["conflict_id"] == "325" and row["year"] == "2025")
    like |= {"year": "2026", "start_date": "2026-03-01", "start_date2": "2026-03-01"}
    inside = {"conflict_id": "99001", "side_a": "Government of Uruguay", "gwno_a": "165", "gwno_loc": "165"}
    between = {
        "conflict_id": "99002",
        "side_a": "Government of Nicaragua",
        "side_b": "Government of Costa Rica",
        "type_of_conflict": "2",
        "gwno_a": "93",
        "gwno_b": "94",
        "gwno_loc": "93, 94",
    }
    new = [
        {**like, "territory_name": "Artigas", "location": "Uruguay", "side_b": "FLA", **inside},
        {**like, "territory_name": "Isla Calero", "location": "Nicaragua, Costa Rica", **between},
    ]
    path = tmp_path / "next year.csv"
    path.write_bytes(as_csv([*rows, *new], bom=True))
    do("data", "add", path)
    do("data", "build")
    for dispute in ("ucdp-99001", "ucdp-99002"):
        assert do("cases", "show", dispute)["id"] == dispute
        assert do("measure", dispute)["structure"]
        assert do("risk", dispute)["coming_year"] == 2027
        do("claims", dispute)
        do("dossier", dispute, "-o", tmp_path / f"{dispute}.html")
    assert "ucdp-99001" in {row["id"] for row in do("risk", "--all")["disputes"]}
    assert {"ucdp-99001", "ucdp-99002"} <= {case["id"] for case in do("cases", "list")["cases"]}


def do(*arguments: str | Path) -> Any:
    """Run a command in this process and return its JSON document."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
