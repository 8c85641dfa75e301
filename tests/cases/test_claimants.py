"""A dispute between claimants has neither a parent nor a separatist side, and nobody holds unless a source says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cases.minimal_case import MINIMAL

from statusquo.cases import load_case
from statusquo.core.errors import CaseError

CaseFile = Callable[..., Path]

HOLDING = '[[holding]]\nholder = "parent"\nrevisionist = "movement"\nstart = 1990-05-01\nsource = ["book"]\n'


def between_claimants(path: Path, holding: str = "") -> Path:
    text = MINIMAL.replace('role = "parent"', 'role = "claimant"').replace('role = "separatist"', 'role = "claimant"')
    assert HOLDING in text
    path.write_text(text.replace(HOLDING, holding), encoding="utf-8")
    return path


def problems_of(path: Path) -> dict[str | None, str]:
    with pytest.raises(CaseError) as caught:
        load_case(path)
    return {problem.field: problem.what for problem in caught.value.problems}


def test_claimants_need_no_holding_and_no_sides(tmp_path: Path) -> None:
    case = load_case(between_claimants(tmp_path / "small.toml"))
    assert [actor.id for actor in case.claimants()] == ["parent", "movement"]
    assert case.parents() == case.separatists() == case.holding == ()


def test_a_source_may_say_which_claimant_holds(tmp_path: Path) -> None:
    case = load_case(between_claimants(tmp_path / "small.toml", HOLDING))
    assert case.opposite(case.holding[0]) == case.actor_by_id("movement")


def test_between_claimants_nobody_holds_by_default(tmp_path: Path) -> None:
    holding = HOLDING.replace('revisionist = "movement"', "is_default = true")
    assert "holding[0].is_default" in problems_of(between_claimants(tmp_path / "small.toml", holding))


def test_a_claimant_stands_beside_no_parent(case_file: CaseFile) -> None:
    assert problems_of(case_file('role = "separatist"', 'role = "claimant"')) == {
        "actor[0].role": "a dispute with claimants has no parent side",
        "actor": "a dispute has more than one claimant",
    }


def test_a_dispute_with_sides_says_who_held(case_file: CaseFile) -> None:
    assert problems_of(case_file(HOLDING, "")) == {"holding": "no holding says who held the territory"}


def test_a_default_names_no_revisionist(case_file: CaseFile) -> None:
    problems = problems_of(case_file('revisionist = "movement"', 'revisionist = "movement"\nis_default = true'))
    assert list(problems.values()) == ["a holding by default names no revisionist"]


def test_the_other_side_stands_over_against_a_holder_by_default(case_file: CaseFile) -> None:
    case = load_case(case_file('revisionist = "movement"', "is_default = true"))
    assert case.holding[0].revisionist is None
    assert case.opposite(case.holding[0]) == case.actor_by_id("movement")
