"""One snapshot is in use at a time: the one chosen, else the user's own, else the package's; artefacts follow it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import polars as pl
import pytest

from statusquo.core import artefacts
from statusquo.core.errors import InputError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import (
    ARTEFACTS,
    EMBEDDED,
    ENVIRONMENT_VARIABLE,
    MANIFEST,
    USER,
    in_use,
    kept_by_snapshot,
    set_aside,
    use_snapshot,
    user_snapshot_folder,
    using_snapshot,
)


def made(folder: Path) -> Path:
    """A folder that says it holds a snapshot, with one artefact that the package does not have."""
    (folder / ARTEFACTS).mkdir(parents=True)
    (folder / MANIFEST).write_text("{}")
    table = folder / ARTEFACTS / "own.parquet"
    pl.DataFrame({"made_in": [folder.name]}).write_parquet(table)
    record = {"name": "own", "built_by": "a test", "rows": 1, "sha256": sha256_of(table), "inputs": {}, "code": {}}
    table.with_suffix(".json").write_text(json.dumps(record))
    return folder


@pytest.fixture
def users(home: Path) -> Path:
    return made(user_snapshot_folder())


def folder_in_use() -> Path | None:
    edition = in_use()
    return edition and edition.folder


@pytest.mark.usefixtures("home")
def test_without_a_snapshot_of_the_users_the_packages_is_in_use() -> None:
    assert in_use() is None


def test_the_users_snapshot_is_in_use_until_another_is_chosen(users: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    assert folder_in_use() == users
    with using_snapshot(EMBEDDED):
        assert in_use() is None
        with using_snapshot(other):
            assert folder_in_use() == other
            with using_snapshot(None):
                assert folder_in_use() == users
        assert in_use() is None
    assert folder_in_use() == users


def test_the_environment_names_it_too(users: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for named, folder in ((EMBEDDED, None), (USER, users), (str(made(tmp_path / "other")), tmp_path / "other")):
        monkeypatch.setenv(ENVIRONMENT_VARIABLE, named)
        assert folder_in_use() == folder


def test_a_folder_that_was_chosen_stays_when_the_working_directory_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    with using_snapshot("other"):
        monkeypatch.chdir("/")
        assert folder_in_use() == tmp_path / "other"


@pytest.mark.usefixtures("home")
def test_a_snapshot_that_is_not_there_is_refused_and_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    for choice in (USER, "nowhere", Path("/nowhere")):
        with pytest.raises(InputError, match=r"there is no snapshot.*`embedded` .*`user`"):
            use_snapshot(choice)
        assert ENVIRONMENT_VARIABLE not in os.environ
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "nowhere")
    with pytest.raises(InputError, match=f"{ENVIRONMENT_VARIABLE}: there is no snapshot in nowhere"):
        in_use()


def test_between_two_renamings_the_one_set_aside_is_in_use(users: Path) -> None:
    users.rename(set_aside(users))
    assert folder_in_use() == set_aside(users)


def test_an_artefact_of_the_snapshot_in_use_comes_before_the_packages(users: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    assert artefacts.load_artefact("own")["made_in"].to_list() == [users.name]
    assert artefacts.is_of_snapshot_in_use("own")
    assert not artefacts.is_of_snapshot_in_use("risk_paths")
    assert artefacts.load_artefact("risk_paths").height > 1000
    with using_snapshot(other):
        assert artefacts.load_artefact("own")["made_in"].to_list() == ["other"]
    with using_snapshot(EMBEDDED):
        assert not artefacts.has_artefact("own")
        assert artefacts.is_of_snapshot_in_use("risk_paths")


def test_what_is_kept_is_kept_for_each_building_of_each_snapshot(users: Path) -> None:
    asked = []

    @kept_by_snapshot
    def look(name: str) -> str:
        asked.append((folder_in_use(), name))
        return name

    for choice in (USER, EMBEDDED, USER):
        with using_snapshot(choice):
            look("a"), look("a"), look(name="b")
    assert asked == [(users, "a"), (users, "b"), (None, "a"), (None, "b")]
    later = (users / MANIFEST).stat().st_mtime_ns + 1
    os.utime(users / MANIFEST, ns=(later, later))
    look("a")
    assert asked[4:] == [(users, "a")]
