"""Configurations on the page: sentences follow from the tests, and the case that made the theory tests none of it."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import pytest

from statusquo.comparison.coded_distances import coded_structure
from statusquo.comparison.configuration_tests import ConfigurationTest
from statusquo.core.estimates import Estimate
from statusquo.dossier.parts import Figure, Section, Table
from statusquo.dossier.sections.configurations import (
    configuration_finding,
    configurations,
    in_words,
    table_of_tests,
    terms_finding,
    titled_tests,
    widest,
)

TITLES = coded_structure().titles


@pytest.fixture(scope="module")
def tests() -> tuple[ConfigurationTest, ...]:
    return tuple(titled_tests(TITLES))


@pytest.fixture(scope="module")
def section() -> Section:
    return configurations(TITLES)


def figure(section: Section, id: str) -> Figure:
    return next(figure for figure in section.figures if figure.id == id)


def changed(
    tests: tuple[ConfigurationTest, ...], of: ConfigurationTest, **changes: object
) -> tuple[ConfigurationTest, ...]:
    return tuple(replace(test, **changes) if test.test == of.test else test for test in tests)  # type: ignore[arg-type]


def test_the_figures_obey_the_schema_and_hold_every_row_and_case(section: Section) -> None:
    for block in section.figures:
        alt.Chart.from_dict({**block.spec})
        assert block.sources
        assert block.finding
    assert figure(section, "truth-table").data["n"].sum() == 30
    assert figure(section, "xy-plot").data.height == 30


def test_the_case_that_the_theory_was_made_from_is_in_no_chart_and_the_section_says_so(section: Section) -> None:
    own = TITLES["nagorno-karabakh"]
    assert own not in figure(section, "xy-plot").data["case"].to_list()
    assert f"{own} is left out, because" in section.finding


def test_the_sentence_tells_configuration_lift_chance_and_exceptions(tests: tuple[ConfigurationTest, ...]) -> None:
    chosen = widest(tests)
    assert chosen is not None
    told = configuration_finding(tests)
    assert in_words(chosen.expression) in told
    assert "without an exception" in told
    assert "not testable: of the 30 cases compared none has it" in told
    assert "with the exception of South Ossetia" in told
    lift = Estimate(9.0, "ratio", 8.0, 10.0, "confidence95")
    other = changed(tests, chosen, lift=lift, exceptions=("Kosovo",), in_every_model=0.77)
    for words in ("9.0 times the base rate", "95 % interval 8.0 to 10", "with the exception of Kosovo", "77 %"):
        assert words not in told
        assert words in configuration_finding(other)


@pytest.mark.parametrize(
    ("p", "words"), [(0.005, "Chance seldom"), (0.05, "Chance is not ruled out"), (0.4, "Chance may do as well")]
)
def test_what_chance_does_is_told_with_the_margin_of_the_searches(
    tests: tuple[ConfigurationTest, ...], p: float, words: str
) -> None:
    assert words in configuration_finding(tuple(replace(t, p_search=p) for t in tests))


def test_a_conjunction_that_cases_have_is_told_with_its_test(tests: tuple[ConfigurationTest, ...]) -> None:
    whole = next(t for t in tests if (t.role, t.coding) == ("whole", "with unsourced"))
    lift = Estimate(1.5, "ratio", 1.1, 2.0, "confidence95")
    found = changed(tests, whole, reason=None, n_cases=2, cases=("Aceh", "Biafra"), lift=lift, p_expression=0.03)
    assert "holds Aceh and Biafra, without an exception" in configuration_finding(found)
    assert "not testable" not in configuration_finding(found)


def test_without_any_configuration_the_page_says_so(tests: tuple[ConfigurationTest, ...]) -> None:
    rest = tuple(t for t in tests if t.complexity is None)
    assert "No configuration" in configuration_finding(rest)
    assert terms_finding(rest).count("no configuration goes consistently enough") == 2


def test_models_that_fit_equally_well_and_lost_clusters_are_told(tests: tuple[ConfigurationTest, ...]) -> None:
    told = terms_finding(tests)
    assert "one of two models that fit equally well" in told
    chosen = widest(tests, "~SEPARATED")
    assert chosen is not None
    other = changed(tests, chosen, lost_without=("ex-Soviet", "ex-Yugoslav"))
    assert "without the ex-Soviet and ex-Yugoslav cases no model names it" in terms_finding(other)


def test_the_table_names_what_cannot_be_tested(tests: tuple[ConfigurationTest, ...]) -> None:
    table = table_of_tests(tests)
    assert isinstance(table, Table)
    assert [row[3][0].text for row in table.rows if row[0][0].text == "the structural conjunction"] == ["not testable"]


def test_karabakh_is_in_no_tested_configuration(tests: tuple[ConfigurationTest, ...]) -> None:
    assert TITLES["nagorno-karabakh"] not in {case for t in tests for case in (*t.cases, *t.exceptions)}


def test_the_section_gives_every_lift_and_p_value_with_sources(section: Section) -> None:
    lift = section.numbers["lift_~SEPARATED, parsimonious, model 1"]
    assert isinstance(lift, Estimate)
    assert lift.low is not None
    assert lift.sources
    missing = section.numbers["p_conjunction, with unsourced, whole"]
    assert isinstance(missing, Estimate)
    assert missing.missing_reason == "of the 30 cases compared none is in it"
