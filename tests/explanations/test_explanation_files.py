"""Explanation files: every mistake is named with its line, and a template lacks its author's words alone."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from pydantic import BaseModel

from statusquo.core.errors import ExplanationError, InputError, StatusQuoError
from statusquo.core.estimates import Estimate
from statusquo.documents.template import write_new
from statusquo.explanations import registry
from statusquo.explanations.load import EXPLANATIONS, read_explanation
from statusquo.explanations.registry import ClaimTest, claim_tests
from statusquo.explanations.results import Result

TEXT = re.sub("<(.*?)>", r"\1", EXPLANATIONS.new_text("northland-2020"))
"""A template with its words in brackets taken for the author's."""


def problems(text: str) -> list[str]:
    with pytest.raises(ExplanationError) as caught:
        EXPLANATIONS.from_text(text, "my.toml")
    return [str(problem) for problem in caught.value.problems]


def test_the_template_is_a_valid_explanation() -> None:
    explanation = EXPLANATIONS.from_text(TEXT, "my.toml")
    assert explanation.id == "northland-2020"
    assert {claim.kind for claim in explanation.claim} == {"description", "cause"}


def test_a_template_is_refused_until_its_words_are_the_authors() -> None:
    found = problems(EXPLANATIONS.new_text("northland-2020"))
    assert len(found) == EXPLANATIONS.new_text("northland-2020").count('"<')
    assert all("the template's own words still stand here" in problem for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "cause"', 'kind = "causes"', "'fact', 'description', 'cause'"),
        ('name = "trend"', 'name = "trendy"', "no test has this name"),
        ('measure = "military balance" }', 'measures = "military balance" }', "unknown key"),
        ('outcome = "statehood" }\nexpect', 'outcome = "glory" }\nexpect', "'statehood', 'renewed fighting', 'war'"),
        ('id = "X2"', 'id = "X1"', "two claims have the same id"),
        ("year = 2020\nstance", 'year = "2020"\nstance', "a whole number"),
    ],
)
def test_a_mistake_is_named_with_line_field_found_and_allowed(old: str, new: str, told: str) -> None:
    assert old in TEXT
    found = problems(TEXT.replace(old, new, 1))
    assert any(told in problem for problem in found), found
    assert all(problem.startswith("my.toml:") and problem.split(":")[1].isdigit() for problem in found)


def test_a_test_without_an_expectation_is_refused() -> None:
    start = TEXT.index("expect = ")
    line = TEXT[start : TEXT.index("\n", start) + 1]
    assert any("expect" in problem for problem in problems(TEXT.replace(line, "", 1)))


def test_a_file_that_is_no_toml_is_refused_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("claims = [", encoding="utf-8")
    with pytest.raises(ExplanationError, match=r"mine\.toml"):
        read_explanation(file)


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    write_new(file, EXPLANATIONS.new_text("mine"))
    with pytest.raises(InputError, match="not overwritten"):
        write_new(file, EXPLANATIONS.new_text("mine"))


class Nothing(BaseModel):
    """No parameters."""


def one(parameters: Nothing, evidence: object) -> list[Result]:
    return [Result("one", Estimate(1.0, "number"), 1, "figure", ())]


OWN = ClaimTest("own_test", "Is it one?", "one", Nothing, one)
TAKEN = ClaimTest("trend", "Is it one?", "one", Nothing, one)


@pytest.fixture
def entry_points(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def use(name: str) -> None:
        point = EntryPoint("mine", f"{__name__}:{name}", registry.ENTRY_POINTS)
        monkeypatch.setattr(registry, "entry_points", lambda group: [point])
        claim_tests.cache_clear()

    yield use
    claim_tests.cache_clear()


def test_a_users_own_test_registers_through_an_entry_point(entry_points) -> None:  # type: ignore[no-untyped-def]
    entry_points("OWN")
    assert claim_tests()["own_test"] is not None
    text = TEXT.replace('name = "trend"\nparameters = { measure = "military balance" }', 'name = "own_test"')
    text = text[: text.index("alternative = [")] + text[text.index('[[claim]]\nid = "X2"') :]
    assert EXPLANATIONS.from_text(text, "my.toml").claim[0].test[0].name == "own_test"


def test_a_users_test_may_not_take_a_name_in_use(entry_points) -> None:  # type: ignore[no-untyped-def]
    entry_points("TAKEN")
    with pytest.raises(StatusQuoError, match="in use"):
        claim_tests()


def test_every_parameter_of_every_test_is_described() -> None:
    claim_tests.cache_clear()
    for test in claim_tests().values():
        assert test.asks.endswith("?")
        for field in test.parameters.model_fields.values():
            assert field.description
