from __future__ import annotations

import polars as pl
import pytest

from statusquo.risk.events import risk_years
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="session")
def risk_rows(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of the risk-year table."""
    return risk_years(snapshot)
