"""An error says where, what was found and what is allowed, and offers the nearest known names."""

from __future__ import annotations

import pickle

import pytest

from statusquo.core.errors import (
    AmbiguousNameError,
    CaseError,
    ForecastError,
    InputError,
    MissingExtraError,
    OutputError,
    Problem,
    SourceError,
    StatusQuoError,
    UnknownNameError,
)


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("not a year", "case.toml", 12, "event[3].date", "'199'", "a year such as 1994")
    assert str(problem) == "case.toml:12: event[3].date: not a year; found '199'; allowed a year such as 1994"


def test_a_bare_problem_is_its_sentence() -> None:
    assert str(Problem("nothing to draw")) == "nothing to draw"


def test_all_problems_of_an_input_are_printed() -> None:
    error = InputError([Problem("one"), Problem("two")])
    assert str(error) == "one\ntwo"
    assert [problem.what for problem in error.problems] == ["one", "two"]


def test_wrong_input_and_failed_work_have_their_own_exit_codes() -> None:
    assert InputError("x").exit_code == 2
    assert SourceError("x").exit_code == 1
    assert issubclass(InputError, StatusQuoError)


def test_an_unknown_name_offers_the_nearest() -> None:
    error = UnknownNameError("data set", "tjet-spell", ["tjet-spells", "isard", "sipri-tiv"])
    assert error.near == ("tjet-spells",)
    assert "Did you mean tjet-spells?" in str(error)


def test_with_nothing_near_a_short_list_is_given_whole_and_a_long_one_not() -> None:
    assert "a, b" in str(UnknownNameError("letter", "zzz", ["b", "a"]))
    assert "allowed" not in str(UnknownNameError("number", "zzz", [str(n) for n in range(100)]))


@pytest.mark.parametrize("fields", [{}, {"line": 3}, {"file": "a.toml", "line": 3}])
def test_a_problem_has_every_field_in_json(fields: dict[str, object]) -> None:
    expected = {"what": "x", "file": None, "line": None, "field": None, "found": None, "allowed": None}
    assert Problem("x", **fields).to_json() == {**expected, **fields}


@pytest.mark.parametrize(
    "error",
    [
        SourceError("x"),
        CaseError([Problem("one", "own.toml", 3), Problem("two")]),
        UnknownNameError("letter", "c", ["a", "b"], hint="of three"),
        AmbiguousNameError("dispute", "moldova", {"transnistria": "Transnistria", "gagauzia": "Gagauzia"}),
        OutputError(Problem("no room", "page.html")),
        ForecastError(Problem("edited")),
        MissingExtraError("the game", "game"),
    ],
)
def test_an_error_crosses_from_a_worker_process_whole(error: StatusQuoError) -> None:
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is type(error)
    assert (str(other), other.exit_code) == (str(error), error.exit_code)
    assert vars(other) == vars(error)
