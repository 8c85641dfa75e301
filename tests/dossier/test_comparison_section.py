"""The comparison section: its sentences follow from the distances, the base rates and the estimates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statusquo.cases.load import load_case
from statusquo.comparison.base_rates import base_rates, wilson_share
from statusquo.comparison.coded_distances import CodedStructure, coded_structure, neighbours
from statusquo.comparison.estimates import Fitted, fitted_models
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Figure, Section, Table
from statusquo.dossier.sections.comparison import comparison, finding, link_finding, similar_ends
from statusquo.panels.movement_year import movement_years
from statusquo.snapshot.store import open_snapshot


@pytest.fixture(scope="module")
def section() -> Section:
    made = comparison(Context(load_case("nagorno-karabakh"), open_snapshot()))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def structure() -> CodedStructure:
    return coded_structure()


@pytest.fixture(scope="module")
def models() -> tuple[Fitted, ...]:
    return fitted_models()


def test_the_finding_names_the_nearest_case_and_the_base_rate(section: Section, structure: CodedStructure) -> None:
    nearest = neighbours("nagorno-karabakh", structure)[0].second
    assert structure.titles[nearest] in section.finding
    assert "28 became independent" in section.finding


def test_the_finding_changes_when_the_numbers_do(structure: CodedStructure, models: tuple[Fitted, ...]) -> None:
    panel = movement_years(open_snapshot()).frame
    rates, pairs = base_rates(panel), neighbours("nagorno-karabakh", structure)
    real = finding(pairs, structure, rates)
    assert finding(pairs[1:], structure, rates) != real
    assert similar_ends(pairs[1:], structure) != similar_ends(pairs, structure)
    other = {**rates, "independence": replace(rates["independence"], n=29, share=wilson_share(29, 284))}
    assert "29 became independent" in finding(pairs, structure, other)
    blurred = tuple(
        replace(
            model,
            terms=tuple(
                replace(term, estimate=replace(term.estimate, low=-99.0, high=99.0, interval="confidence95"))
                for term in model.terms
            ),
        )
        for model in models
    )
    assert "associations with the outcome none can be told" in link_finding(blurred, "the outcome")


def test_no_sentence_rests_on_a_sign_that_one_left_out_case_turns(
    structure: CodedStructure, models: tuple[Fitted, ...]
) -> None:
    fragile = tuple(
        replace(model, terms=tuple(replace(term, influence={"x": -(term.estimate.value or 1)}) for term in model.terms))
        for model in models
    )
    assert "odds ratio" in link_finding(models, "the outcome")
    assert "odds ratio" not in link_finding(fragile, "the outcome")


def test_the_table_shows_distances_in_order_and_what_became_of_the_people(section: Section) -> None:
    table = next(block for block in section.blocks if isinstance(block, Table))
    distances = [float(row[1][0].text) for row in table.rows]
    assert distances == sorted(distances)
    assert any("fled or was expelled" in row[3][0].note for row in table.rows)


def test_the_charts_show_every_coefficient_with_its_interval(section: Section) -> None:
    figures = [block for block in section.blocks if isinstance(block, Figure)]
    assert [figure.id for figure in figures[:2]] == ["comparison-structure", "comparison-outcome"]
    for figure in figures[:2]:
        rows = figure.data.drop_nulls()
        assert (rows["low"] <= rows["ratio"]).all()
        assert (rows["ratio"] <= rows["high"]).all()


def test_a_dispute_without_a_coding_has_no_such_section() -> None:
    assert comparison(Context(load_case("ucdp-264"), open_snapshot())) is None


def test_wilsons_interval_of_28_in_284() -> None:
    """Wilson (1927); the figures are R's prop.test(28, 284, correct = FALSE)."""
    share = wilson_share(28, 284)
    assert (share.low, share.high) == (pytest.approx(6.9095, abs=1e-3), pytest.approx(13.8802, abs=1e-3))
