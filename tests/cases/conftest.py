"""Writes the minimal case, as it is or broken in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from minimal_case import MINIMAL


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[..., Path]:
    """Write the minimal case, with one text replaced by another, and return its path."""

    def write(old: str = "", new: str = "", *, count: int = 1) -> Path:
        assert old in MINIMAL
        path = tmp_path / "small.toml"
        path.write_text(MINIMAL.replace(old, new, count) if old else MINIMAL, encoding="utf-8")
        return path

    return write
