"""Some mutated files of every kind: right, or exit 2 with a message; many more by hand (`mutated_files`)."""

from __future__ import annotations

import pytest
from tests.fuzz.mutated_files import KINDS, fuzz


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_file_is_right_or_refused(kind: str) -> None:
    assert fuzz(kind, 15, seed=19) == []
