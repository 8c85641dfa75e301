"""Tables of cases as R, pandas, Stata and spreadsheets write them: read as meant, or refused with what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.commands import run_command

from statusquo.cli.compare_options import split
from statusquo.comparison.case_tables import CaseTable, calibrated_cases, read_case_table, without_cases
from statusquo.core.errors import InputError

ROWS = tuple((chr(97 + n), n % 2, n // 2 % 2, n // 3 % 2) for n in range(12))


def written(folder: Path, header: str, row: str) -> Path:
    """Write twelve rows, of which `row` says how each is written: name, two conditions, outcome and number."""
    path = folder / "own.csv"
    lines = [row.format(name=a, a=b, b=c, y=d, n=n) for n, (a, b, c, d) in enumerate(ROWS)]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def refusal(path: Path, **asked: object) -> str:
    with pytest.raises(InputError) as caught:
        read_case_table(path, outcome="Y", **asked)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize("head", ["", '"X"', "Unnamed: 0", "index", "...1", "level_0", "rownames", "V1"])
def test_row_numbers_are_no_condition_and_name_the_cases_where_nothing_else_does(tmp_path: Path, head: str) -> None:
    table = read_case_table(written(tmp_path, f"{head},A,B,Y", "{n},{a},{b},{y}"), outcome="Y")
    assert table.conditions == ("A", "B")
    assert table.names[:2] == ("0", "1")
    assert len(table.left_aside) == 1


def test_a_column_of_words_names_the_cases_beside_row_numbers(tmp_path: Path) -> None:
    table = read_case_table(written(tmp_path, ",country,A,B,Y", "{n},{name},{a},{b},{y}"), outcome="Y")
    assert (table.names[:2], table.conditions) == (("a", "b"), ("A", "B"))


def test_numeric_identifiers_are_conditions_only_where_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "country,year,gwno,A,B,Y", "{name},199{a},34{n},{a},{b},{y}")
    table = read_case_table(path, outcome="Y")
    assert (table.conditions, table.left_aside) == (("A", "B"), ("year", "gwno"))
    assert read_case_table(path, outcome="Y", conditions=["gwno", "A"]).conditions == ("gwno", "A")
    done = run_command("compare", "logit", "--data", str(path), "--outcome", "Y")
    assert "Left aside as numbers that only name rows: year, gwno" in done.stderr


@pytest.mark.parametrize("mark", ["", "NA", "NaN", "nan", "#N/A", "NULL", "None", ".", ".a"])
def test_what_programs_write_for_a_missing_value_is_missing(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"case,A,B,Y\na,{mark},1,1\nb,0,0,0\n", encoding="utf-8")
    table = read_case_table(path, outcome="Y")
    assert np.isnan(table.numbers(["A"])[:, 0]).tolist() == [True, False]
    assert table.values(table.traits())["a"]["A"] is None
    with pytest.raises(InputError, match="--leave-out 'a'"):
        calibrated_cases(table, is_absence=False)
    assert without_cases(path, ["a"], outcome="Y").cases == ("b",)


@pytest.mark.parametrize(("yes", "no"), [("TRUE", "FALSE"), ("True", "False"), ("true", "false")])
def test_truth_values_are_one_and_zero(tmp_path: Path, yes: str, no: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"case,A,Y\na,{yes},{no}\nb,{no},{yes}\n", encoding="utf-8")
    found = without_cases(path, [], outcome="Y")
    assert (found.values[:, 0].tolist(), found.outcome.tolist()) == ([1, 0], [0, 1])


def test_names_in_a_panel_are_those_of_the_columns_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("country,year,A,Y\nX,1990,1,0\nX,1991,0,1\n", encoding="utf-8")
    told = refusal(path)
    assert "own.csv:3: country: a case stands in the file twice, first on line 2; found X" in told
    assert "--names country,year" in told
    assert read_case_table(path, outcome="Y", names=["country", "year"]).names == ("X 1990", "X 1991")


def test_frequencies_repeat_their_rows_and_are_no_condition_by_chance(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("case,A,n,Y\na,1,2,1\nb,0,0,0\nc,0,3,0\n", encoding="utf-8")
    assert "--frequency n" in refusal(path)
    assert read_case_table(path, outcome="Y", frequency="n").names == ("a (1)", "a (2)", "c (1)", "c (2)", "c (3)")
    assert read_case_table(path, outcome="Y", conditions=["A", "n"]).conditions == ("A", "n")
    path.write_text("case,A,n,Y\na,1,2.5,1\nb,0,-1,0\nc,1,,1\n", encoding="utf-8")
    assert refusal(path, frequency="n").count("no frequency") == 3


def test_a_table_of_frequencies_is_estimated_as_its_cases_one_by_one(tmp_path: Path) -> None:
    counted, whole = tmp_path / "counted.csv", tmp_path / "whole.csv"
    cells = ((1, 1, 5), (1, 0, 2), (0, 1, 3), (0, 0, 7))
    counted.write_text("A,Y,n\n" + "".join(f"{a},{y},{n}\n" for a, y, n in cells), encoding="utf-8")
    whole.write_text("A,Y\n" + "".join(f"{a},{y}\n" * n for a, y, n in cells), encoding="utf-8")
    words = ("compare", "logit", "--outcome", "Y", "--data")
    found = [
        run_command(*words, str(path), *more).stdout.splitlines()[:4]
        for path, more in ((counted, ("--frequency", "n")), (whole, ()))
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("way", "n", "told"),
    [
        ("qca", 5_001, "too many cases for a configurational analysis; found 5,001; allowed at most 5,000"),
        ("nearest", 1_001, "too many cases to look at every pair; found 1,001; allowed at most 1,000"),
        ("logit", 20_001, "own.csv:20002: the file has too many rows"),
    ],
)
def test_a_table_that_would_take_minutes_is_refused_at_once(tmp_path: Path, way: str, n: int, told: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text("case,A,Y\n" + "".join(f"c{i},{i % 2},{i % 3 % 2}\n" for i in range(n)), encoding="utf-8")
    done = run_command("compare", way, "--data", str(path), "--outcome", "Y")
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_a_large_table_is_estimated_without_leaving_each_case_out(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("case,A,Y\n" + "".join(f"c{i},{i % 2},{i % 3 % 2}\n" for i in range(2_000)), encoding="utf-8")
    done = run_command("compare", "logit", "--data", str(path), "--outcome", "Y")
    assert done.returncode == 0
    assert "told for at most 1,000; these are 2,000" in done.stderr


@pytest.mark.parametrize("mark", ["-", "dc"])
def test_a_dont_care_cell_of_r_is_refused_with_what_to_do(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"case,A,Y\na,{mark},1\nb,0,0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a don't-care cell of R's QCA .* a level of its own"):
        without_cases(path, [], outcome="Y")


def test_a_word_among_numbers_makes_no_kinds_of_them(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("case,A,B\na,10,x\nb,-,y\nc,11,x\n", encoding="utf-8")
    table: CaseTable = read_case_table(path)
    with pytest.raises(InputError, match=r"own.csv:3: A: a word among numbers; found '-'"):
        table.traits()


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["A,B"], ("A", "B")),
        ([" A , ,B,"], ("A", "B")),
        (['"GDP, log",B'], ("GDP, log", "B")),
        (['A,"say ""x"", y"'], ("A", 'say "x", y')),
        (["A", "B,C"], ("A", "B", "C")),
        (["C[1,2],~D"], ("C[1,2]", "~D")),
        (["A[x,B"], ("A[x", "B")),
        (['"A'], ('"A',)),
        ([""], ()),
    ],
)
def test_a_list_is_read_with_quotes_brackets_and_repetition(texts: list[str], items: tuple[str, ...]) -> None:
    assert split(texts) == items


def test_nothing_given_is_no_list() -> None:
    assert split(None) is None


@pytest.mark.parametrize("given", [['"GDP, log",B'], ["GDP, log,B"], ['"GDP, log"', "B"]])
def test_a_name_with_a_comma_can_be_given(tmp_path: Path, given: list[str]) -> None:
    path = written(tmp_path, 'case,"GDP, log",B,Y', '"x, {name}",{a},{b},{y}')
    words = [word for text in given for word in ("--conditions", text)]
    for left_out in ("x, a", '"x, a"'):
        done = run_command(
            "compare", "logit", "--data", str(path), "--outcome", "Y", *words, "--leave-out", left_out, "--json"
        )
        assert done.returncode == 0, done.stderr
        assert '"name": "GDP, log"' in done.stdout
        assert '"n": 11' in done.stdout


def test_levels_in_brackets_are_one_expectation(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "".join(f"c{n},{n % 3},{n % 2},{int(n % 3 > 0)}\n" for n in range(12))
    path.write_text("case,A,B,Y\n" + rows, encoding="utf-8")
    words = ("compare", "qca", "--data", str(path), "--outcome", "Y", "--permutations", "0", "--searches", "0")
    assert run_command(*words, "--expect", "A[1,2],B").returncode == 0


@pytest.mark.parametrize("name", ["case", "index", "year", "outcome", "__row", "literal", "Größe", "a b", 'q"', "n"])
def test_a_column_of_any_name_can_be_condition_or_outcome_of_an_estimate(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    path = written(tmp_path, f"unit,{quoted},B,Y", "{name},{a},{b},{y}")
    for outcome, conditions in (("Y", quoted), (name, "B,Y")):
        words = ("--data", str(path), "--outcome", outcome, "--conditions", conditions)
        for way in ("logit", "nearest"):
            done = run_command("compare", way, *words, "--json")
            assert done.returncode == 0, done.stderr
