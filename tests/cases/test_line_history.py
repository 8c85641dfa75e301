"""A case file says for which years it holds every move of the line, and is held to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from minimal_case import MINIMAL

from statusquo.cases import bundled_ids, load_case
from statusquo.core.errors import CaseError

CaseFile = Callable[..., Path]

HISTORY = '[line_history]\nto = "2000"\nsource = ["book"]\n\n'
MOVE = """\
[[event]]
id = "move"
date = "1994-03"
title = "A town falls"
kind = "control"
moves_line = true
source = ["book"]

"""


def with_history(case_file: CaseFile, history: str = HISTORY, moves: str = MOVE) -> Path:
    return case_file("[[phase]]", f"{moves}{history}[[phase]]")


def problem_of(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        load_case(path)
    return "; ".join(str(problem) for problem in caught.value.problems)


def test_the_years_of_the_line_run_from_its_first_move_to_the_last_whole_year(case_file: CaseFile) -> None:
    assert "moves_line" not in MINIMAL
    assert load_case(with_history(case_file)).line_years() == range(1994, 2001)
    short = HISTORY.replace("2000", "2000-12-30")
    assert load_case(with_history(case_file, short)).line_years() == range(1994, 2000)


def test_moves_alone_declare_no_history(case_file: CaseFile) -> None:
    case = load_case(with_history(case_file, history=""))
    assert [event.id for event in case.line_moves()] == ["move"]
    assert case.line_years() == range(0)


def test_years_before_the_declared_start_are_not_known(case_file: CaseFile) -> None:
    later = MOVE.replace('"move"', '"again"').replace("1994-03", "1998")
    history = HISTORY.replace("to =", 'start = "1996"\nto =')
    assert load_case(with_history(case_file, history, MOVE + later)).line_years() == range(1998, 2001)


def test_a_history_without_a_move_is_refused(case_file: CaseFile) -> None:
    assert "needs an event that moved it" in problem_of(with_history(case_file, moves=""))


def test_a_move_after_the_history_ends_is_refused(case_file: CaseFile) -> None:
    late = MOVE.replace('"move"', '"late"').replace("1994-03", "2001-05")
    assert "moved after its history ends" in problem_of(with_history(case_file, moves=MOVE + late))


def test_a_history_that_ends_before_it_starts_is_refused(case_file: CaseFile) -> None:
    backwards = HISTORY.replace("to =", 'start = "2001"\nto =')
    assert "the end lies before the start" in problem_of(with_history(case_file, backwards))


@pytest.mark.parametrize("name", bundled_ids())
def test_a_declared_history_rests_on_a_source(name: str) -> None:
    case = load_case(name)
    if case.line_history is not None:
        assert case.is_sourced(case.line_history)
        assert case.line_years()
