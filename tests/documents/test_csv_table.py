"""CSV tables that people write: what spreadsheets and R add is forgiven, what would be misread is refused once."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.core.errors import InputError
from statusquo.documents.csv_table import Table, number, read_table


def table_of(folder: Path, text: str) -> Table:
    path = folder / "cases.csv"
    path.write_bytes(text.encode())
    return read_table(path, limit_bytes=10_000, rows="case")


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        table_of(folder, text)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcase,A\r\na,1\r\n",
        "case,A\ra,1\r",
        "case,A,,\na,1,,\n",
        "case, A\n\n a ,1\n,\n",
        "case,A\na,1,\n",
        "case,A\na,1,,\n",
        "sep=,\ncase,A\na,1\n",
    ],
)
def test_what_programs_add_to_a_table_is_left_out(tmp_path: Path, text: str) -> None:
    table = table_of(tmp_path, text)
    assert table.header == ("case", "A")
    assert table.rows == ({"case": "a", "A": "1"},)


def test_a_nameless_first_column_is_that_of_the_names_of_rows(tmp_path: Path) -> None:
    assert table_of(tmp_path, ",A\n1,0.5\n").header == ("", "A")
    assert problems_of(tmp_path, "case,,A\na,1,1\n") == [
        "cases.csv:1: column 2 has no name; allowed a name for every column"
    ]


def test_a_header_one_shorter_than_every_row_lacks_the_name_of_the_names(tmp_path: Path) -> None:
    """`write.table(data, sep=",")` of R."""
    table = table_of(tmp_path, '"A","B"\n"a",1,0\n"b",0,1\n')
    assert table.header == ("", "A", "B")
    assert [row[""] for row in table.rows] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sep=;\ncase;A\na;1\n", "cases.csv:1: semicolons separate the fields"),
        ('case,A\na,"1,234"\nb,"12,345"\n', "cases.csv:2: A: numbers have separators of thousands"),
        ("case,A\na,1 234\nb,2\n", "cases.csv:2: A: numbers have separators of thousands"),
        ("case,A\na,1\u202f234\nb,2\n", "cases.csv:2: A: numbers have separators of thousands"),
        ("case,A\na,1.234.567\nb,NA\n", "cases.csv:2: A: numbers have separators of thousands"),
        ("case,A\na,1\nb,5 %\n", "cases.csv:3: A: numbers have a percent sign"),
    ],
)
def test_numbers_in_another_form_are_refused_once_by_name(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, text)
    assert problem.startswith(said)
    assert "allowed" in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",".join(f"c{n}" for n in range(1_001)) + "\n1\n", "too many columns; found 1,001; allowed at most 1,000"),
        ("a\n" + "1\n" * 100_001, ":100002: the file has too many rows"),
        (
            ",".join(f"c{n}" for n in range(1_000)) + "\n" + ("1," * 1_000 + "\n") * 2_001,
            ":2002: the file has too many",
        ),
    ],
)
def test_a_table_beyond_the_bounds_is_refused_in_one_message(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, limit_bytes=20_000_000, rows="case")
    (problem,) = caught.value.problems
    assert said in str(problem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("case;A\na;0,5\nb;1\n", "cases.csv:1: semicolons separate the fields, and numbers have a decimal comma ("),
        ("case\tA\na\t1\n", "cases.csv:1: tabs separate the fields"),
        ('case,A\na,1\nb,"0,5"\n', "cases.csv:3: A: numbers have a decimal comma; found '0,5'"),
    ],
)  # fmt: skip
def test_other_separators_and_decimal_commas_are_named_in_one_message(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, text)
    assert problem.startswith(said)
    assert "commas between fields and points in numbers" in problem


def test_every_row_of_another_length_is_told(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "case,A\na\nb,1\nc,1,2\n")
    assert [problem.split(":")[1] for problem in found] == ["2", "4"]


def test_a_long_list_of_problems_ends_with_how_many_more_there_are(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "case,A\n" + "a\n" * 80)
    assert len(found) == 21
    assert "and 60 more" in found[-1]


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), (" -1e3 ", -1000.0), (".5", 0.5), ("3.", 3.0)])
def test_a_number_is_read(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "0_1", "0,1", "1 000", "nan", "inf", "1e999", "0x1", "½", "1" * 5000])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert number(text) is None
