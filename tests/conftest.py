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


@pytest.fixture(scope="session")
def raw_dir() -> Path:
    """The directory of raw files as published: STATUSQUO_RAW, else the shared one beside a developer's checkout."""
    named = os.environ.get("STATUSQUO_RAW")
    path = Path(named) if named else REPOSITORY.parent / "shared" / "data" / "raw"
    if not path.is_dir():
        pytest.skip("no raw files: set STATUSQUO_RAW, or run `statusquo data download`")
    return path
