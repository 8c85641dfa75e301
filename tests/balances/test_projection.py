"""The loss-of-strength gradient: what Bueno de Mesquita's form says at any distance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.balances.projection import KM_PER_MILE, projected_capability, yearly_distance
from statusquo.snapshot.store import open_snapshot

SHARES, KM = st.floats(1e-6, 0.999), st.floats(0, 20_000)


def one(share: float, km: float, miles_a_day: float = 500.0) -> float:
    return float(projected_capability(np.array([share]), np.array([km]), np.array([miles_a_day]))[0, 0])


@given(SHARES, KM, KM)
def test_capability_never_grows_with_distance(share: float, one_km: float, other_km: float) -> None:
    near, far = sorted((one_km, other_km))
    assert one(share, far) <= one(share, near)


@given(SHARES, SHARES, KM)
def test_the_stronger_of_two_states_equally_far_stays_the_stronger(a: float, b: float, km: float) -> None:
    weak, strong = sorted((a, b))
    assert one(weak, km) <= one(strong, km)


@given(SHARES)
def test_at_e_days_a_share_is_worth_itself(share: float) -> None:
    assert one(share, math.e * 500 * KM_PER_MILE) == pytest.approx(share)


def test_distance_takes_more_of_a_weak_state_than_of_a_strong_one() -> None:
    assert one(0.001, 8000) / one(0.001, 0) < one(0.1, 8000) / one(0.1, 0)


def test_a_distance_is_unknown_where_the_source_is_silent() -> None:
    """Minimum distances end in 2019; Azerbaijan has a capital from 1992."""
    years = list(range(1990, 2023))
    borders = yearly_distance(open_snapshot(), {373}, years, "minimum_distance_km")[640]
    assert borders[years.index(2019)] == 0
    assert np.isnan(borders[years.index(2020)])
    capitals = yearly_distance(open_snapshot(), {373}, years, "capital_distance_km")[640]
    assert capitals[years.index(2022)] == 1445
    assert np.isnan(capitals[0])
