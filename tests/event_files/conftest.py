"""Event files in UCDP's form, added to a home of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.snapshot.releases import Row, as_csv

from statusquo.snapshot.own_files import Added, add_files


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with nothing in it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("STATUSQUO_HOME", str(folder))
    monkeypatch.delenv("STATUSQUO_SNAPSHOT", raising=False)
    return folder


@pytest.fixture
def add(home: Path, tmp_path: Path) -> Callable[..., Added]:
    """Writes events into a file and adds it."""

    def added(name: str, *rows: Row) -> Added:
        path = tmp_path / name
        path.write_bytes(as_csv(list(rows)))
        return add_files([path])[0]

    return added
