"""Runs differ by name and reproduce by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.seeds import ROOT_SEED, spawn_generator

PATHS = st.lists(st.text(max_size=8) | st.integers(), min_size=1, max_size=4)


def draws(*path: str | int, root: int = ROOT_SEED) -> list[int]:
    return spawn_generator(*path, root=root).integers(0, 2**62, 4).tolist()


@given(PATHS)
def test_a_run_reproduces_by_its_name(path: list[str | int]) -> None:
    assert draws(*path) == draws(*path)


@given(PATHS, PATHS)
def test_runs_of_other_names_differ(one: list[str | int], other: list[str | int]) -> None:
    if [(type(part), part) for part in one] != [(type(part), part) for part in other]:
        assert draws(*one) != draws(*other)


def test_another_root_redoes_every_run() -> None:
    assert draws("balances", "ucdp-388") != draws("balances", "ucdp-388", root=1)


def test_the_order_of_names_and_their_type_count() -> None:
    assert draws("a", "b") != draws("b", "a")
    assert draws(1) != draws("1")
    assert draws("ab") != draws("a", "b")


def test_a_run_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a name"):
        spawn_generator()


def test_streams_of_neighbouring_runs_are_uncorrelated() -> None:
    one, other = (spawn_generator("ensemble", run).normal(size=20_000) for run in (0, 1))
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(20_000)
