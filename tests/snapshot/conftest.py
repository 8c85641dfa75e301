"""The snapshot that ships, and one built anew from the raw files where they are present."""

from __future__ import annotations

from pathlib import Path

import pytest

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
