"""Karabakh's geography, and what the outlines at hand can and cannot measure elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.snapshot.store import Snapshot
from statusquo.structure.geography import FACTORS, backers_of, geography
from statusquo.structure.outlines import DETAILED, WORLD, states_at
from statusquo.structure.sphere import distances_km

ARMENIA, LEBANON = 371, 660
WHOLE_IN_THE_WINDOW = (371, 372, 373)


@pytest.fixture(scope="module")
def karabakhs(karabakh: Case, snapshot: Snapshot) -> dict[str, Estimate]:
    return geography(karabakh, snapshot)


def value(factors: dict[str, Estimate], name: str) -> float:
    found = factors[name].value
    assert found is not None, factors[name].missing_reason
    return found


def bounds(factors: dict[str, Estimate], name: str) -> tuple[float, float]:
    low, high = factors[name].low, factors[name].high
    assert low is not None
    assert high is not None
    return low, high


def test_karabakh_is_five_percent_of_azerbaijan_by_the_published_areas(karabakhs: dict[str, Estimate]) -> None:
    """4,388 of 86,600 km2 is 5.07 %; the shape drawn, 15 % too small, gives 4.3."""
    assert value(karabakhs, "area_share") == pytest.approx(4388 / 86600)
    low, high = bounds(karabakhs, "area_share")
    assert low == pytest.approx(3748 / 86250, rel=5e-3)
    assert high == pytest.approx(4388 / 86600)


def test_the_oblast_is_an_enclave_and_the_land_held_is_not(karabakhs: dict[str, Estimate]) -> None:
    assert value(karabakhs, "enclave_index") == pytest.approx(1.0, abs=0.01)
    # Armenia and Iran lie along two thirds of the boundary of the land held, so the line inside Azerbaijan is shorter.
    assert value(karabakhs, "front_length_km") == pytest.approx(537, rel=0.02)
    assert value(karabakhs, "front_length_held_km") == pytest.approx(200, rel=0.02)


def test_the_front_inside_the_published_range_of_the_line_of_contact(
    karabakh: Case, karabakhs: dict[str, Estimate]
) -> None:
    """Two revisions of one page give 180 and 200 km for the line of contact of 1994-2020."""
    published = [fact.value for fact in karabakh.facts("territory.line_of_contact.length_km")]
    assert sorted(published) == [180, 200]
    assert value(karabakhs, "front_length_held_km") == pytest.approx(200, rel=0.02)


def test_the_gap_to_armenia_is_that_of_the_source_within_a_kilometre(
    karabakh: Case, karabakhs: dict[str, Estimate]
) -> None:
    """Uhlig (1993) gives 6 km; the composed shape gives 5.4."""
    (published,) = karabakh.facts("territory.lachin_corridor.gap_to_patron_km")
    assert published.value == 6
    assert value(karabakhs, "backer_gap_km") == pytest.approx(5.36, abs=0.1)
    low, high = bounds(karabakhs, "backer_gap_km")
    assert low <= 6 <= high
    assert value(karabakhs, "backer_border_km") == 0


def test_the_land_held_touches_armenia(karabakhs: dict[str, Estimate]) -> None:
    assert value(karabakhs, "backer_gap_held_km") == 0
    assert value(karabakhs, "backer_border_held_km") == pytest.approx(278, rel=0.02)


def test_karabakh_lies_near_the_border_and_far_from_the_capital(karabakhs: dict[str, Estimate]) -> None:
    assert value(karabakhs, "heartland_index") == pytest.approx(0.032, abs=0.005)
    assert value(karabakhs, "heartland_depth") == pytest.approx(0.25, abs=0.02)
    assert value(karabakhs, "capital_distance_km") == pytest.approx(273, rel=0.05)
    assert value(karabakhs, "sea_access") == 0


def test_the_backers_are_those_of_the_case_and_of_the_data(karabakh: Case, snapshot: Snapshot) -> None:
    assert backers_of(karabakh, snapshot) == (ARMENIA, LEBANON)


@pytest.mark.parametrize(
    ("conflict", "name", "expected", "tolerance"),
    [
        (369, "enclave_index", 0.0, 0.001),  # Bougainville, an island
        (315, "enclave_index", 0.0, 0.001),  # Northern Ireland: a land border with Ireland, else the sea
        (312, "enclave_index", 0.0, 0.001),  # East Pakistan: between India, Burma and the sea
        (393, "enclave_index", 0.82, 0.02),  # South Ossetia: Russia in the north, Georgia elsewhere
        (393, "backer_gap_km", 0.0, 0.0),
        (392, "sea_access", 1.0, 0.0),  # Abkhazia, on the Black Sea
        (413, "sea_access", 0.0, 0.0),  # Oromiya
    ],
)
def test_well_known_places_score_as_they_lie(
    conflict: int, name: str, expected: float, tolerance: float, snapshot: Snapshot
) -> None:
    factors = geography(load_case(f"ucdp-{conflict}"), snapshot)
    assert value(factors, name) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(
    ("conflict", "reason"),
    [
        (264, "no outline of the territory"),
        (246, "between claimants"),  # Algeria, of a colonial power
        (371, "between claimants"),  # Kuwait, of two states
        (210, "Soviet Union"),  # Estonia
        (412, "345"),  # Kosovo: Yugoslavia has no outline today
    ],
)
def test_what_cannot_be_measured_says_why(conflict: int, reason: str, snapshot: Snapshot) -> None:
    factors = geography(load_case(f"ucdp-{conflict}"), snapshot)
    assert factors.keys() == FACTORS.keys()
    assert all(reason in (estimate.missing_reason or "") for estimate in factors.values())


def test_the_tolerance_covers_how_far_the_two_scales_lie_apart(snapshot: Snapshot) -> None:
    """Of each state drawn whole at both scales, 95 % of the detailed outline lies within the main tolerance."""
    detailed, world = (states_at(snapshot, scale) for scale in (DETAILED, WORLD))
    _, main, most = WORLD.tolerances_km
    for gwno in WHOLE_IN_THE_WINDOW:
        fine, coarse = (
            states.outlines_of([number for number, code in enumerate(states.gwno) if code == gwno]).middle
            for states in (detailed, world)
        )
        assert np.mean(distances_km(fine, coarse) <= main) > 0.95
        assert np.mean(distances_km(fine, coarse) <= most) > 0.99
