"""A command killed at a drawn moment leaves nothing that the next run does not mend; many more by hand (`kills`)."""

from __future__ import annotations

import sys

import pytest
from tests.fuzz.kills import kills

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@pytest.mark.parametrize("name", ["data add", "panel"])
def test_a_killed_command_is_mended_by_the_next_run(name: str) -> None:
    assert kills(name, 1, seed=19) == []
