"""The enclave index worked by hand in docs/methods/structure.md, step by step and by another way than the package's."""

from __future__ import annotations

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.boundary import sides_of
from statusquo.structure.outlines import surroundings
from statusquo.structure.shapes import WGS84, shape_of

AZERBAIJAN = 373
ON_THE_SPOT = "+proj=aeqd +lat_0=39.8 +lon_0=46.7 +datum=WGS84 +units=m"
"""An azimuthal equidistant map around the territory, on which lengths are off by 1 in 10,000 at most."""


@pytest.fixture(scope="module")
def flat(snapshot: Snapshot) -> dict[str, BaseGeometry]:
    to_metres = Transformer.from_crs("EPSG:4326", ON_THE_SPOT, always_xy=True).transform
    shapes = {"held": "areas:B38", "Armenia": "countries:ARM", "Iran": "countries:IRN"}
    return {
        name: shapely.transform(shape_of(snapshot, reference), to_metres, interleaved=False)
        for name, reference in shapes.items()
    }


def test_the_boundary_is_as_long_as_the_page_says(snapshot: Snapshot, flat: dict[str, BaseGeometry]) -> None:
    geodesic = WGS84.geometry_area_perimeter(shapely.orient_polygons(shape_of(snapshot, "areas:B38")))[1] / 1000
    assert geodesic == pytest.approx(577.0, abs=0.1)
    assert flat["held"].length / 1000 == pytest.approx(geodesic, rel=1e-4)


def test_the_parts_along_armenia_and_iran_are_as_long_as_the_page_says(flat: dict[str, BaseGeometry]) -> None:
    """The length of the boundary inside a strip of a kilometre around each neighbour's outline."""
    line = flat["held"].boundary
    along = {name: line.intersection(flat[name].boundary.buffer(1000)).length / 1000 for name in ("Armenia", "Iran")}
    both = line.intersection(shapely.union_all([flat[name].boundary.buffer(1000) for name in along])).length / 1000
    assert along["Armenia"] == pytest.approx(278.8, abs=0.2)
    assert along["Iran"] == pytest.approx(100.2, abs=0.2)
    assert both == pytest.approx(376.7, abs=0.2)


def test_the_package_gives_the_index_of_the_page(karabakh: Case, snapshot: Snapshot) -> None:
    """It closes the seams of the outline first, which takes off 1.4 km."""
    shape = karabakh.territory.held
    assert shape is not None
    near = surroundings(shape, {AZERBAIJAN}, snapshot)
    least, main, most = sides_of(near.outline, near.foreign, near.near_coast, near.scale.tolerances_km)
    assert main.enclave_index == pytest.approx((577.0 - 376.7) / 577.0, abs=0.002)
    assert (least.enclave_index, most.enclave_index) == (
        pytest.approx(0.350, abs=0.002),
        pytest.approx(0.343, abs=0.002),
    )
