"""The elevation grid: known heights, and an interpolation that never leaves its neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.sources.etopo20 import SHAPE, SPACING_DEGREES, ElevationGrid, read_elevation


def made_up_grid() -> ElevationGrid:
    rows, columns = SHAPE
    longitudes = 20 + SPACING_DEGREES / 2 + SPACING_DEGREES * np.arange(columns)
    latitudes = -90 + SPACING_DEGREES / 2 + SPACING_DEGREES * np.arange(rows)
    metres = np.random.default_rng(1).uniform(-5000, 5000, SHAPE)
    metres[:, -1] = metres[:, 0]
    return ElevationGrid(longitudes, latitudes, metres)


GRID = made_up_grid()
LONGITUDES, LATITUDES = st.floats(-720, 720), st.floats(-90, 90)


@given(LONGITUDES, LATITUDES)
def test_a_full_turn_leads_to_the_same_place(longitude: float, latitude: float) -> None:
    here, around = GRID.elevation_m([longitude, longitude + 360], [latitude, latitude])
    assert here == pytest.approx(around, abs=1e-3)


@given(LONGITUDES, LATITUDES)
def test_an_elevation_lies_between_the_lowest_and_the_highest_cell(longitude: float, latitude: float) -> None:
    assert GRID.metres.min() <= GRID.elevation_m(longitude, latitude) <= GRID.metres.max()


@given(st.integers(0, SHAPE[0] - 1), st.integers(0, SHAPE[1] - 1))
def test_at_a_cells_middle_the_elevation_is_the_cells_own(row: int, column: int) -> None:
    found = GRID.elevation_m(GRID.longitudes[column], GRID.latitudes[row])
    assert found == pytest.approx(GRID.metres[row, column], abs=1e-6)


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 91), (0, float("nan")), (float("inf"), 0)])
def test_a_point_off_the_globe_is_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(ValueError, match="latitude from -90 to 90"):
        GRID.elevation_m(longitude, latitude)


@pytest.mark.raw
def test_known_heights(raw_dir: Path) -> None:
    """Tibet's plateau, the Mariana Trench, the Caspian shore at Baku (28 m below the sea), the Armenian highland."""
    grid = read_elevation(raw_dir)
    tibet, trench, baku, yerevan = grid.elevation_m([88.0, 142.2, 50.5, 44.5], [33.0, 11.35, 40.4, 40.2])
    assert 4500 < tibet < 5500
    assert trench < -7000
    assert -600 < baku < 50
    assert 800 < yerevan < 2000
