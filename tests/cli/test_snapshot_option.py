"""`--snapshot` chooses which snapshot a command uses, before the command or after it; a command says what it used."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from statusquo.cli.app import app
from statusquo.core.errors import InputError, SnapshotError
from statusquo.core.in_use import ENVIRONMENT_VARIABLE, MANIFEST, user_snapshot_folder
from statusquo.snapshot.store import default_folder, embedded_base

NOTICE = "Using your snapshot of 2026-11-30: UCDP/PRIO Armed Conflict Dataset 26.1; --snapshot embedded goes back\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def users(home: Path) -> Path:
    """A snapshot of a user's own, of the package's tables."""
    folder = Path(shutil.copytree(default_folder(), user_snapshot_folder()))
    tell(folder, derived_from=embedded_base(), built="2026-11-30")
    return folder


def tell(folder: Path, **said: object) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    own = {"name": "UCDP/PRIO Armed Conflict Dataset 26.1", "is_own": True}
    releases = {**told["releases"], "ucdp-prio-acd": {**told["releases"]["ucdp-prio-acd"], **own}}
    (folder / MANIFEST).write_text(json.dumps({**told, "releases": releases, **said}))


@pytest.fixture(autouse=True)
def _chosen_for_the_command_alone() -> Iterator[None]:
    yield
    assert ENVIRONMENT_VARIABLE not in os.environ


@pytest.mark.usefixtures("users")
def test_a_command_says_on_standard_error_that_it_uses_the_users_snapshot() -> None:
    for arguments in (["cases", "show", "ucdp-388", "--json"], ["data", "status", "--json"]):
        result = run(*arguments)
        assert result.stderr.startswith(NOTICE)
        json.loads(result.stdout)


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("option", [["--snapshot", "embedded"], ["--snapshot=embedded"]])
def test_the_option_goes_back_wherever_it_stands(place: int, option: list[str]) -> None:
    arguments = ["cases", "show", "ucdp-388", "--json"]
    result = run(*arguments[:place], *option, *arguments[place:])
    assert result.exit_code == 0, result.output
    assert "Using" not in result.stderr


def test_a_folder_is_named_as_such(users: Path, tmp_path: Path) -> None:
    other = users.rename(tmp_path / "other")
    result = run("cases", "show", "ucdp-388", "--snapshot", str(other))
    assert result.stderr.startswith(f"Using the snapshot of 2026-11-30 in {other}: UCDP/PRIO")


@pytest.mark.usefixtures("users")
def test_help_and_version_say_nothing_of_it() -> None:
    for arguments in (["--help"], ["--version"], ["risk", "--help"], ["data", "build", "--help"]):
        assert run(*arguments).stderr == ""


@pytest.mark.usefixtures("home")
def test_a_snapshot_that_is_not_there_is_wrong_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["--snapshot", "user", "risk", "--all"], ["risk", "--all", "--snapshot", "nowhere"]):
        error = run(*arguments).exception
        assert isinstance(error, InputError)
        assert error.exit_code == 2
    assert run("risk", "--snapshot").exit_code == 2
    with monkeypatch.context() as patch:
        patch.setenv(ENVIRONMENT_VARIABLE, "nowhere")
        error = run("data", "status").exception
    assert isinstance(error, InputError)
    assert "STATUSQUO_SNAPSHOT" in str(error)


def test_one_that_cannot_be_used_stops_every_command_but_those_on_data(users: Path) -> None:
    tell(users, derived_from={"package": "statusquo 0.0.9"})
    error = run("cases", "show", "ucdp-388").exception
    assert isinstance(error, SnapshotError)
    assert error.exit_code == 1
    result = run("data", "build")
    assert result.exit_code == 0
    assert result.stderr.startswith("Note: your snapshot in ")
    assert "`statusquo data build`" in result.stderr
    assert "your snapshot was removed" in result.stdout
