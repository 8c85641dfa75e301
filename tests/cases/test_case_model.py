from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from statusquo.cases import load_case
from statusquo.cases.consistency import find_faults
from statusquo.cases.model import Case
from statusquo.cases.statements import Fact

numbers = st.floats(allow_nan=False, allow_infinity=False)


def fact(**more: Any) -> dict[str, Any]:
    return {
        "key": "people.land.population",
        "label": "Population",
        "topic": "people",
        "value": 10,
        "unit": "people",
        "source": ["book"],
        **more,
    }


@given(numbers, numbers, numbers)
def test_a_value_lies_within_its_bounds(value: float, low: float, high: float) -> None:
    row = fact(value=value, low=low, high=high)
    if low <= value <= high:
        assert Fact.model_validate(row).low == low
    else:
        with pytest.raises(ValidationError, match="lies outside"):
            Fact.model_validate(row)


@pytest.mark.parametrize("bounds", [{"low": 1.0}, {"high": 20.0}])
def test_bounds_come_in_pairs(bounds: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="low and high go together"):
        Fact.model_validate(fact(**bounds))


def test_a_text_has_no_bounds() -> None:
    with pytest.raises(ValidationError, match="bounds need a number"):
        Fact.model_validate(fact(value="some", low=1, high=2))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True])
def test_a_value_is_a_finite_number_or_a_text(value: object) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate(fact(value=value))


def test_values_print_as_people_write_them() -> None:
    assert Fact.model_validate(fact(value=189085)).value_text == "189,085"
    assert Fact.model_validate(fact(value=5.07)).value_text == "5.07"
    assert Fact.model_validate(fact(value=1993, unit="year")).value_text == "1993"
    assert Fact.model_validate(fact(value=40, low=30, high=5500)).value_text == "40 (30 to 5,500)"
    assert Fact.model_validate(fact(value="50 to 1000")).value_text == "50 to 1000"


def test_a_fact_from_general_knowledge_counts_as_unsourced(case_file: Callable[..., Path]) -> None:
    case = load_case(case_file())
    assert [case.is_sourced(row) for row in case.fact] == [True, False]


def test_figures_of_two_claimants_are_contested(case_file: Callable[..., Path]) -> None:
    contested = load_case(case_file()).contested()
    assert {key: [row.claimant for row in rows] for key, rows in contested.items()} == {
        "territory.land.area_km2": ["parent", "movement"]
    }


def test_one_figure_given_twice_is_not_contested(case_file: Callable[..., Path]) -> None:
    path = case_file('value = 120.5\nlow = 110\nhigh = 130\nunit = "km2"\nclaimant = "movement"',
                     'value = 100\nunit = "km2"\nclaimant = "parent"')  # fmt: skip
    assert load_case(path).contested() == {}


def test_the_holder_of_a_year_is_the_one_at_its_end() -> None:
    case = load_case("nagorno-karabakh")
    holders = {year: row.holder if (row := case.holding_at(year)) else None for year in range(1987, 2026)}
    assert holders[1987] is None
    assert {holders[year] for year in range(1994, 2023)} == {"karabakh-armenians"}
    assert holders[1991] == holders[2023] == holders[2025] == "azerbaijan"


def test_the_plain_tables_and_the_case_have_the_same_faults(case_file: Callable[..., Path]) -> None:
    path = case_file()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert find_faults(data) == find_faults(load_case(path)) == []
    data["fact"][0]["claimant"] = "nobody"
    assert [fault.path for fault in find_faults(data)] == [("fact", 0, "claimant")]


def test_a_case_built_in_code_says_what_does_not_hold(case_file: Callable[..., Path]) -> None:
    data = tomllib.loads(case_file().read_text(encoding="utf-8"))
    data["event"][0]["source"] = ["bok"]
    with pytest.raises(ValidationError, match=r"event\[0\]\.source\[0\]: no \[\[source\]\] has this id"):
        Case.model_validate(data)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", "1992"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["id", "source", "actor", "role", "holding", "start", "end", "fact", "key", "unit",
                         "territory", "place", "event", "date", "shape", "reference_area", "claimant", "x"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["actor", "source", "fact", "event", "holding", "territory", "phase"]), plain))
def test_checks_between_parts_pass_over_values_of_the_wrong_type(data: dict[str, Any]) -> None:
    for fault in find_faults(data):
        assert fault.what
