"""Shared fixture: raw files read once for all tests of a module."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest


@pytest.fixture(scope="module")
def read_once(raw_dir: Path) -> Callable[[Callable[[Path], pl.DataFrame]], pl.DataFrame]:
    """Return what a reader returns, reading its raw files only the first time."""

    @cache
    def read(reader: Callable[[Path], pl.DataFrame]) -> pl.DataFrame:
        return reader(raw_dir)

    return read
