"""Shared fixtures: where the raw files lie, when they are there."""

from __future__ import annotations

import os
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


@pytest.fixture(scope="session")
def raw_dir() -> Path:
    """The directory of raw files; tests that need it are skipped where there is none."""
    path = raw_files()
    if path is None:
        pytest.skip("no raw files: set STATUSQUO_RAW, or run `statusquo data download`")
    return path
