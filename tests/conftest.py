"""Shared fixtures: where the raw files lie, when they are there; and a user without files of their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# An example may take long on a busy machine; how long is no property of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

REPOSITORY = Path(__file__).resolve().parents[1]


def raw_files() -> Path | None:
    """The directory of raw files as published: STATUSQUO_RAW, else the shared one beside a developer's checkout."""
    named = os.environ.get("STATUSQUO_RAW")
    path = Path(named) if named else REPOSITORY.parent / "shared" / "data" / "raw"
    return path if path.is_dir() else None


@pytest.fixture(scope="session", autouse=True)
def _user_without_files() -> Iterator[None]:
    """Give the tests, and every process they start, an empty STATUSQUO_HOME: nothing of a developer's own is used."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATUSQUO_HOME", str(Path(folder) / "home"))
        patch.delenv("STATUSQUO_SNAPSHOT", raising=False)
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of this test alone; it is not there yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("STATUSQUO_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def raw_dir() -> Path:
    """The directory of raw files; tests that need it are skipped where there is none."""
    path = raw_files()
    if path is None:
        pytest.skip("no raw files: set STATUSQUO_RAW, or run `statusquo data download`")
    return path
