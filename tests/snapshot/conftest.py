"""The snapshot that ships, one built anew from the raw files where they are present, and a server of small files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import Server, serving

from statusquo.snapshot.build import build_snapshot
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="session")
def built_folder(raw_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "tables"
    build_snapshot(raw_dir, folder)
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as state:
        yield state
