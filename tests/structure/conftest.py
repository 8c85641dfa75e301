"""The snapshot that ships, and the bundled case measured here."""

from __future__ import annotations

import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="session")
def karabakh() -> Case:
    return load_case("nagorno-karabakh")
