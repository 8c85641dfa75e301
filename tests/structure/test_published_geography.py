"""Areas, borders, gaps and middles against published figures: thirty states, islands and exclaves of every kind.

Areas and lengths of borders are the World Factbook's (public domain; the copy of May 2026 in the repository
factbook/factbook.json, commit 8662a8b); least distances between states are those of Weidmann, Kuse and Gleditsch
(2010), as the package reads them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from statusquo.cases.load import load_case
from statusquo.snapshot.store import Snapshot
from statusquo.sources.minimum_distance import read_minimum_distances_gw
from statusquo.structure.boundary import shared_km
from statusquo.structure.geography import geography
from statusquo.structure.outlines import WORLD, States, states_at
from statusquo.structure.parents import Parent, parent_on_the_map
from statusquo.structure.shapes import WGS84, area_km2, middle_of
from statusquo.structure.sphere import cut, gap_km

HERE = Path(__file__).parent


def published(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / f"published_{name}.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def world(snapshot: Snapshot) -> States:
    return states_at(snapshot, WORLD)


@pytest.fixture(scope="module")
def place_of(snapshot: Snapshot) -> dict[str, int]:
    codes = snapshot.table("countries").filter(scale="world")["ne_id"]
    return {code: place for place, code in enumerate(codes)}


@pytest.mark.parametrize("row", published("areas"), ids=lambda row: row["name"])
def test_a_state_is_as_large_as_published(row: dict[str, str], world: States, place_of: dict[str, int]) -> None:
    """Within five per cent of the total or of the land alone, or within what the table says, with why."""
    drawn = area_km2(world.shapes[place_of[row["ne_id"]]])
    apart = max(1 - drawn / float(row["land_km2"]), drawn / float(row["total_km2"]) - 1)
    assert apart <= float(row["most_apart"])


@pytest.mark.parametrize("row", published("borders"), ids=lambda row: row["names"])
def test_a_published_border_lies_within_the_told_range(
    row: dict[str, str], world: States, place_of: dict[str, int]
) -> None:
    one, other = (world.outlines_of([place_of[row[code]]]) for code in ("ne_id_a", "ne_id_b"))
    lengths = shared_km(one, other, WORLD.tolerances_km)
    low, high = (factor * length for factor, length in zip(WORLD.published_over_drawn, lengths[::2], strict=True))
    assert low <= float(row["length_km"]) <= high


@pytest.mark.raw
def test_gaps_between_states_are_those_of_the_published_data(snapshot: Snapshot, world: States, raw_dir: Path) -> None:
    """Three hundred pairs of states less than 1,500 km apart: nine in ten within 15 km."""
    distances = read_minimum_distances_gw(raw_dir)
    last = distances.filter(distances["year"] == distances["year"].max())
    near = last.filter((last["minimum_distance_km"] > 0) & (last["minimum_distance_km"] < 1500)).sample(300, seed=1)
    place = {gwno: number for number, gwno in enumerate(world.gwno) if gwno}
    apart = [
        abs(gap_km(*(world.outlines_of([place[state]]).middle for state in (one, other))) - published)
        for one, other, published in near.select("gwno_a", "gwno_b", "minimum_distance_km").iter_rows()
        if one in place and other in place
    ]
    assert len(apart) > 250
    assert np.quantile(apart, 0.9) < 15


def test_the_middle_of_fiji_lies_among_its_islands(world: States, place_of: dict[str, int]) -> None:
    """They lie on both sides of the 180th meridian: a mean of degrees puts their middle a thousand km away."""
    longitude, latitude = middle_of(world.shapes[place_of["FJI"]])
    assert longitude == pytest.approx(178.6, abs=0.5)
    assert latitude == pytest.approx(-17.7, abs=0.3)
    suva = (178.44, -18.13)
    assert WGS84.inv(longitude, latitude, *suva)[2] / 1000 == pytest.approx(77, abs=30)


@pytest.mark.parametrize("turn", [-170.0, -60.0, 90.0, 179.0])
def test_turning_the_earth_turns_the_middle(turn: float, world: States, place_of: dict[str, int]) -> None:
    """The middle of a state is where it is whatever meridian longitudes are counted from."""
    whole = world.shapes[place_of["LKA"]]
    longitude, latitude = middle_of(whole)
    turned = middle_of(shapely.transform(whole, lambda points: points + np.array([turn, 0.0])))
    assert (turned[0] - longitude - turn + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)
    assert turned[1] == pytest.approx(latitude, abs=1e-6)


def test_a_cut_along_the_180th_meridian_is_no_coast() -> None:
    """A square on the meridian, cut in two by the map, has the outline of the whole square."""
    whole = cut(shapely.box(178, 10, 182, 14), 3.0).total_km
    halves = shapely.MultiPolygon([shapely.box(178, 10, 180, 14), shapely.box(-180, 10, -178, 14)])
    assert cut(halves, 3.0).total_km == pytest.approx(whole, rel=1e-5)


def test_scotland_meets_england_along_its_border_and_not_along_its_lochs(snapshot: Snapshot) -> None:
    """The border is 154 km long (Ordnance Survey); the coast that a small map leaves out is no border."""
    front = geography(load_case("scotland"), snapshot)["front_length_km"]
    assert front.value is not None
    assert front.low is not None
    assert front.high is not None
    assert front.value == pytest.approx(130, abs=30)
    assert front.low <= 154 <= front.high


def test_what_another_states_drawing_holds_is_no_border_with_it(snapshot: Snapshot) -> None:
    """Natural Earth draws Crimea with Russia, from which 4.5 km of water part it; and its coast is coast."""
    crimea = geography(load_case("crimea"), snapshot)
    assert (crimea["backer_border_km"].value or 0) < 20
    assert (crimea["coast_km"].value or 0) > 700


@pytest.mark.parametrize(
    ("dispute", "members", "capital_in"),
    [
        ("kosovo", {340, 341, 347}, 340),
        ("ucdp-384", {340, 341, 343, 344, 346, 347, 349}, 340),
        ("ucdp-388", {373}, 373),
    ],
)
def test_a_parent_that_ended_is_drawn_from_the_states_it_was_made_of(
    dispute: str, members: set[int], capital_in: int, snapshot: Snapshot
) -> None:
    parent = parent_on_the_map(load_case(dispute), snapshot)
    assert isinstance(parent, Parent)
    assert parent.members == members
    assert parent.capital_in == capital_in


def test_kosovo_is_measured_in_the_state_that_it_left(snapshot: Snapshot) -> None:
    """10,887 km2 of the 102,173 of Serbia and Montenegro (Statistical Office of Serbia and Montenegro 2004)."""
    share = geography(load_case("kosovo"), snapshot)["area_share"]
    assert share.value == pytest.approx(10887 / 102173, rel=0.03)


def test_a_territory_has_a_coast_just_when_it_has_the_sea(snapshot: Snapshot) -> None:
    for dispute in ("aceh", "abkhazia", "somaliland", "transnistria", "western-sahara", "ucdp-428"):
        factors = geography(load_case(dispute), snapshot)
        index = factors["enclave_index"].value
        assert index is not None
        assert 0 < index < 1
        assert (factors["sea_access"].value == 1) == ((factors["coast_km"].value or 0) > 0)


def test_no_seam_between_neighbours_is_a_coast(world: States) -> None:
    """Of the holes in the land only the Caspian Sea is water; the others are seams between simplified outlines."""
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(world.land) for ring in part.interiors]
    assert [hole.contains(shapely.Point(51, 42)) for hole in holes] == [True]


def test_kosovo_has_the_published_borders_with_serbia_and_montenegro_and_no_coast(snapshot: Snapshot) -> None:
    """The World Factbook's 366 and 76 km with Serbia and Montenegro, which made up the parent of 1998, of 714 km."""
    factors = geography(load_case("kosovo"), snapshot)
    front, share = factors["front_length_km"], factors["enclave_index"]
    assert front.low is not None
    assert front.high is not None
    assert front.low <= 366 + 76 <= front.high
    assert share.value == pytest.approx((366 + 76) / 714, abs=0.06)
    assert factors["coast_km"].value == 0
