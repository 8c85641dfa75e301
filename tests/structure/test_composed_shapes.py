"""A territory is composed as its case says, and its area is the geodesic one."""

from __future__ import annotations

import pytest

from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.shapes import area_km2, compose, shape_of


def test_karabakh_as_natural_earth_draws_it_has_its_known_area(snapshot: Snapshot) -> None:
    assert area_km2(shape_of(snapshot, "areas:B38")) == pytest.approx(11_927, rel=5e-3)


def test_the_composed_oblast_has_the_known_error(karabakh: Case, snapshot: Snapshot) -> None:
    """The de facto area less the seven districts leaves 3,746 km2, 15 % below the oblast's 4,388."""
    shape = karabakh.territory.shape
    assert shape is not None
    assert area_km2(compose(snapshot, shape)) == pytest.approx(3746, rel=5e-3)


def test_a_shape_that_is_not_there_is_said_to_be_missing(snapshot: Snapshot) -> None:
    with pytest.raises(LookupError, match="areas:B99"):
        shape_of(snapshot, "areas:B99")
