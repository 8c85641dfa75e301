from __future__ import annotations

import polars as pl
import pytest

from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.movement_year import movement_years
from statusquo.panels.panel import Panel
from statusquo.panels.proposals import proposal_answers
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="session")
def dispute_panel(snapshot: Snapshot) -> Panel:
    return dispute_years(snapshot)


@pytest.fixture(scope="session")
def rows(dispute_panel: Panel) -> pl.DataFrame:
    """The rows of the dispute-year panel."""
    return dispute_panel.frame


@pytest.fixture(scope="session")
def status_panel(snapshot: Snapshot) -> Panel:
    return status_quo_years(snapshot)


@pytest.fixture(scope="session")
def movement_panel(snapshot: Snapshot) -> Panel:
    return movement_years(snapshot)


@pytest.fixture(scope="session")
def answer_panel(snapshot: Snapshot) -> Panel:
    return proposal_answers(snapshot)
