"""Which tables the snapshot has and what each rests on, from the table of columns."""

from __future__ import annotations

from statusquo.core.artefacts import FIT_PREFIX
from statusquo.core.columns import columns_of, table_names
from statusquo.sources.registry import ORIGINS

READER_PREFIX = "source."
"""Tables so named are what the readers return; they are declared with the others but never shipped."""

PANEL_PREFIX = "panel."
"""Tables so named are made from the snapshot on the user's machine."""

CASES_PREFIX = "cases."
"""Tables so named are read from the bundled case files."""

FORECAST_PREFIX = "forecast."
"""Tables so named are published forecasts, which no build ever changes."""


def snapshot_table_names() -> tuple[str, ...]:
    """Return the names of the tables of the snapshot, in the order of the table of columns."""
    elsewhere = (READER_PREFIX, PANEL_PREFIX, CASES_PREFIX, FIT_PREFIX, FORECAST_PREFIX)
    return tuple(name for name in table_names() if not name.startswith(elsewhere))


def table_sources(table: str) -> tuple[str, ...]:
    """Return the ids of the origins that a table rests on, in the order of the registry."""
    used = {source for column in columns_of(table) for source in column.sources}
    return tuple(key for key in ORIGINS if key in used)
