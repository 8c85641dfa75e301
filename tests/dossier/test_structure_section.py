"""How a dispute compares is said from its factors' places, changes with them, and claims no place that ties blur."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.dossier.parts import Dossier, Figure, Table
from statusquo.dossier.sections.structure import finding
from statusquo.dossier.structure_chart import ROWS, placed, value_in_words
from statusquo.snapshot.store import Snapshot
from statusquo.structure.factors import Factor, structure


@pytest.fixture(scope="module")
def drawn(karabakh: Case, snapshot: Snapshot) -> dict[str, Factor]:
    return placed(structure(karabakh, snapshot))


def moved(factor: Factor, low: float, place: float, high: float) -> Factor:
    return replace(factor, percentile_low=low, percentile=place, percentile_high=high)


def test_the_sentence_names_what_stands_in_an_outer_tenth_with_its_value(drawn: dict[str, Factor]) -> None:
    text = finding("Nagorno-Karabakh", drawn)
    assert "in the highest tenth by share of its boundary inside the state (100 %)" in text
    assert "in the lowest tenth by area of the territory (4,388 km²)" in text
    assert "share of the state’s area" not in text
    assert f"On the other {'twelve'} factors" in text


def test_the_sentence_changes_with_the_places(drawn: dict[str, Factor]) -> None:
    usual = drawn | {"area_km2": moved(drawn["area_km2"], 40, 41, 42)}
    assert "area of the territory" not in finding("Nagorno-Karabakh", usual)
    small = drawn | {"area_share": moved(drawn["area_share"], 1, 2, 3)}
    assert "share of the state’s area, the territory included (5.1 %)" in finding("Nagorno-Karabakh", small)


def test_a_place_that_ties_leave_open_is_not_called_an_outer_tenth(drawn: dict[str, Factor]) -> None:
    blurred = {"enclave_index": moved(drawn["enclave_index"], 60, 95, 100)}
    assert "on none of one factor, allowing for ties" in finding("X", blurred)


def test_every_row_shows_its_place_its_range_and_its_n(karabakh_dossier: Dossier, drawn: dict[str, Factor]) -> None:
    section = next(section for section in karabakh_dossier.sections if section.id == "structure")
    figure = next(block for block in section.blocks if isinstance(block, Figure))
    assert figure.data["factor"].to_list() == [name for name in ROWS if name in drawn]
    assert (figure.data["percentile_low"] < figure.data["percentile"]).all()
    assert (figure.data["percentile_high"] > figure.data["percentile"]).all()
    assert figure.data["n"].min() >= 10
    assert "percentile 48 (44 to 49) of 57" in figure.alt


def test_what_nothing_compares_with_stands_in_a_table(karabakh_dossier: Dossier) -> None:
    section = next(section for section in karabakh_dossier.sections if section.id == "structure")
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    rows = {row[0][0].text: row[1][0].text for row in table.rows}
    assert rows["highest earlier status"] == "autonomous region"
    assert rows["Security Council resolutions on the dispute"] == "4 resolutions"
    assert rows["line inside the state with all land held"].startswith("200 km")


def test_a_dispute_between_states_without_any_placed_factor_has_no_such_section(any_dossier: Dossier) -> None:
    assert ("structure" in [section.id for section in any_dossier.sections]) == (any_dossier.case.id != "ucdp-218")


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(0.0507, "share", 0.0435, 0.0507, "range"), "5.1 % (4.3 to 5.1)"),
        (Estimate(1.0, "yes (1) or no (0)", 0.0, 1.0, "range"), "yes (not at every tolerance)"),
        (Estimate(-3.0, "years (negative: the claim came first)", -3.0, 0.0, "source-range"), "−3 years (−3 to 0)"),
        (Estimate(4388.0, "km2"), "4,388 km²"),
        (Estimate.missing("km", "no outline"), "no outline"),
    ],
)
def test_a_factor_is_written_with_its_unit_and_range(estimate: Estimate, words: str) -> None:
    assert value_in_words(estimate) == words
