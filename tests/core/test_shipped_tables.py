"""The tables beside the modules come as records: cells as their fields' types, and nothing where a cell is empty."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from statusquo.core import shipped_tables
from statusquo.core.shipped_tables import shipped_records


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    name: str
    low: float
    last_year: int | None
    is_open: bool
    note: str = "none"


def test_rows_are_read_as_records(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"name": "a", "low": "0.25", "last_year": "1994", "is_open": "yes", "note": "seen", "beside": "x"},
        {"name": "", "low": "-2", "last_year": "", "is_open": "no", "note": "", "beside": ""},
    ]
    monkeypatch.setattr(shipped_tables, "shipped_rows", lambda room, name: rows)
    assert shipped_records(Row, "statusquo.core", "any.csv") == [
        Row("a", 0.25, 1994, is_open=True, note="seen"),
        Row("", -2.0, None, is_open=False, note="none"),
    ]
