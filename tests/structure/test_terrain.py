"""A ridge between two places is a rise and a slope is none, on any side of the globe; the flag says how sure it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.snapshot.store import Snapshot
from statusquo.structure.geography import geography
from statusquo.structure.terrain import BARRIER_M, TERRAIN, recipe, rise_m, terrain

ARMENIA = 371


def ridge(longitude: ArrayLike, latitude: ArrayLike) -> NDArray[np.float64]:
    """A ridge of 2,000 m along the meridian of 1 degree, 20 km of slope on either side, on a plain at 500 m."""
    away = np.abs((np.asarray(longitude) - 1 + 180) % 360 - 180) * 111.32
    return 500 + 1500 * np.maximum(0, 1 - away / 20)


def test_a_ridge_between_two_plains_is_a_rise_of_its_height() -> None:
    assert rise_m(ridge, (0.0, 0.0), (1.5, 0.0), 50) == pytest.approx(1500, rel=0.15)


def test_a_plain_has_no_rise_and_the_sea_is_level() -> None:
    assert rise_m(ridge, (3.0, 0.0), (4.0, 0.0), 100) == 0
    assert rise_m(lambda x, y: -3000 * np.ones_like(x), (3.0, 0.0), (4.0, 0.0), 100) == 0


def test_a_slope_is_no_barrier() -> None:
    assert rise_m(lambda x, y: 1000 * np.asarray(x), (0.0, 0.0), (1.0, 0.0), 100) == pytest.approx(0, abs=1e-6)


@given(st.floats(-179, 179), st.floats(0, 3000))
def test_where_on_the_globe_and_how_high_the_plain_changes_no_rise(longitude: float, plain: float) -> None:
    def moved(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        return plain + ridge(np.asarray(x) - longitude, y)

    here = rise_m(ridge, (0.0, 0.0), (1.5, 0.0), 50)
    assert rise_m(moved, (longitude, 0.0), (longitude + 1.5, 0.0), 50) == pytest.approx(here, abs=1e-3)


def test_between_karabakh_and_armenia_lies_high_ground_but_the_flag_hangs_on_the_reach(
    karabakh: Case, snapshot: Snapshot
) -> None:
    """The grid's own figures: 956 m at the centroid, 1,953 at the highest cell, 1,449 a hundred kilometres on."""
    found = geography(karabakh, snapshot)
    rise, flag = found["terrain_rise_m"], found["terrain_barrier"]
    assert rise.value == pytest.approx(1953 - 1449, abs=1)
    assert (rise.low, rise.high) == (0, pytest.approx(599, abs=1))
    assert (flag.value, flag.low, flag.high) == (1, 0, 1)


@pytest.mark.parametrize(
    ("conflict", "barrier"),
    [
        (393, 1),  # South Ossetia: the Great Caucasus between it and Russia
        (13246, 0),  # Donetsk: steppe
        (315, 0),  # Northern Ireland
    ],
)
def test_well_known_barriers_are_found_at_any_reach_and_threshold(
    conflict: int, barrier: int, snapshot: Snapshot
) -> None:
    flag = geography(load_case(f"ucdp-{conflict}"), snapshot)["terrain_barrier"]
    assert flag.value == barrier
    if not barrier:
        assert flag.high == 0


def test_an_outline_nobody_measured_is_missing_and_not_flat(karabakh: Case) -> None:
    shape = karabakh.territory.shape
    assert shape is not None
    assert terrain(shape, ARMENIA)["terrain_barrier"].value is not None
    unknown = shape.model_copy(update={"exclude": ()})
    assert terrain(unknown, 2)["terrain_rise_m"].value is None
    assert "no elevations" in (terrain(unknown, 2)["terrain_rise_m"].missing_reason or "")
    assert terrain(shape, None)["terrain_barrier"].missing_reason == "no kin state or patron with an outline is known"


@pytest.mark.raw
def test_the_artefact_holds_what_the_grid_says(karabakh: Case, snapshot: Snapshot, raw_dir: object) -> None:
    from pathlib import Path

    from statusquo.sources.etopo20 import read_elevation
    from statusquo.structure.outlines import outline_of_state, surroundings
    from statusquo.structure.terrain import rises_m

    assert isinstance(raw_dir, Path)
    shape = karabakh.territory.shape
    assert shape is not None
    near = surroundings(shape, {373}, snapshot)
    outline = outline_of_state(ARMENIA, near, snapshot)
    assert outline is not None
    fresh = rises_m(read_elevation(raw_dir).elevation_m, near.territory, outline[0].middle)
    kept = load_artefact(TERRAIN)
    (row,) = kept.filter((kept["territory"] == recipe(shape)) & (kept["backer_gw"] == ARMENIA)).iter_rows()
    assert row[2:] == pytest.approx(fresh, abs=0.06)
    assert fresh[1] > BARRIER_M
