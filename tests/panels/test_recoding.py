"""A user's own coding: what a file may say, that every fault is reported with its line, and what flips."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statusquo.core.errors import InputError, Problem
from statusquo.panels.codings import ALLOWED
from statusquo.panels.recoding import CODED, CONFIDENCES, LIMIT_ROWS, REQUIRED, find_flips, read_recoding
from statusquo.snapshot.store import Snapshot, open_snapshot

HEADER = "conflict_id_ucdp,variable,value,first_year,last_year,source,confidence,note"
GOOD = "352,holder,separatist,1995,2006,my reading,medium,the Vanni"
TAMIL_EELAM = 352


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def faults(folder: Path, *rows: str, header: str = HEADER) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_recoding(write(folder, *rows, header=header), open_snapshot())
    return caught.value.problems


def test_a_good_row_is_read_as_it_stands(tmp_path: Path, snapshot: Snapshot) -> None:
    (coding,) = read_recoding(write(tmp_path, GOOD), snapshot)
    assert (coding.conflict_id_ucdp, coding.variable, coding.value) == (TAMIL_EELAM, "holder", "separatist")
    assert (coding.first_year, coding.last_year, coding.source) == (1995, 2006, "my reading")
    assert (coding.confidence, coding.coder, coding.note) == ("medium", "user file", "the Vanni")


def test_a_note_may_be_left_out_and_columns_may_stand_in_another_order(tmp_path: Path, snapshot: Snapshot) -> None:
    path = write(
        tmp_path,
        "high,my reading,2006,1995,separatist,holder,352",
        header="confidence,source,last_year,first_year,value,variable,conflict_id_ucdp",
    )
    (coding,) = read_recoding(path, snapshot)
    assert (coding.first_year, coding.note) == (1995, "")


@pytest.mark.parametrize(
    ("row", "field", "allowed"),
    [
        ("999999,holder,parent,1995,2006,s,low,", "conflict_id_ucdp", "cases list"),
        ("Eelam,holder,parent,1995,2006,s,low,", "conflict_id_ucdp", "cases list"),
        ("352,owner,parent,1995,2006,s,low,", "variable", "holder"),
        ("352,de_facto_status,autonomy,1995,2006,s,low,", "variable", "holder"),
        ("352,holder,LTTE,1995,2006,s,low,", "value", "parent, separatist, other"),
        ("352,claim,none,1995,2006,s,low,", "value", "open, closed"),
        ("352,exit,victory,1995,2006,s,low,", "value", "statehood"),
        ("352,control_share_pct,101,1995,2006,s,low,", "value", "0 to 100"),
        ("352,control_share_pct,nan,1995,2006,s,low,", "value", "0 to 100"),
        ("352,control_share_pct,most,1995,2006,s,low,", "value", "0 to 100"),
        ("352,line_changed,later,1995,2006,s,low,", "value", "year"),
        ("352,line_changed,2031,1995,2006,s,low,", "value", "year"),
        ("352,holder,parent,1980,2006,s,low,", "first_year", f"1984 to {open_snapshot().last_year}"),
        ("352,holder,parent,soon,2006,s,low,", "first_year", f"1984 to {open_snapshot().last_year}"),
        ("352,holder,parent,1995,2099,s,low,", "last_year", f"1984 to {open_snapshot().last_year}"),
        ("352,holder,parent,2006,1995,s,low,", "last_year", "2006 or later"),
        ("352,holder,parent,1995,2006,,low,", "source", "what it rests on"),
        ("352,holder,parent,1995,2006,s,sure,", "confidence", "high, medium, low"),
    ],
)
def test_a_wrong_cell_is_reported_with_its_line_its_field_and_what_is_allowed(
    tmp_path: Path, row: str, field: str, allowed: str
) -> None:
    (problem,) = faults(tmp_path, GOOD, row)
    assert (problem.file, problem.line, problem.field) == (str(tmp_path / "mine.csv"), 3, field)
    assert problem.found is not None
    assert allowed in (problem.allowed or "")


def test_every_wrong_row_is_reported_at_once(tmp_path: Path) -> None:
    wrong = ("352,holder,LTTE,1995,2006,s,low,", GOOD, "999999,holder,parent,1995,2006,,low,")
    found = [(problem.line, problem.field) for problem in faults(tmp_path, *wrong)]
    assert found == [(2, "value"), (4, "conflict_id_ucdp"), (4, "source")]


@pytest.mark.parametrize("row", ["352,holder", GOOD + ",one more", ","])
def test_a_row_of_another_length_is_reported(tmp_path: Path, row: str) -> None:
    (problem,) = faults(tmp_path, row)
    assert problem.line == 2
    assert "more or fewer cells" in problem.what


@pytest.mark.parametrize("missing", REQUIRED)
def test_a_missing_column_is_reported(tmp_path: Path, missing: str) -> None:
    problems = faults(tmp_path, GOOD, header=HEADER.replace(missing, "another"))
    assert any(missing in str(problem) for problem in problems)


def test_a_file_with_a_header_and_nothing_else_is_refused(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path)
    assert "no codings" in problem.what


def test_a_file_with_too_many_rows_is_refused_at_the_first_row_too_many(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, *[GOOD] * (LIMIT_ROWS + 1))
    assert problem.line == LIMIT_ROWS + 2


def test_what_flips_is_told_by_runs_of_years_with_the_size_of_the_risk_sets(tmp_path: Path, snapshot: Snapshot) -> None:
    path = write(tmp_path, GOOD, "352,claim,closed,2010,2024,my reading,low,")
    flips = find_flips(snapshot, read_recoding(path, snapshot))
    cells = flips.cells.select("conflict_id_ucdp", "variable", "before", "after", "first_year", "last_year").rows()
    assert (TAMIL_EELAM, "holder", "parent", "separatist", 1995, 2006) in cells
    assert (TAMIL_EELAM, "claim", "open", "closed", 2010, 2024) in cells
    assert {row[1] for row in cells} == {"holder", "claim", "de_facto_status"}
    sets = {row["risk_set"]: row for row in flips.risk_sets.to_dicts()}
    assert sets["broad"]["rows"] == sets["broad"]["rows_after"] == 6625
    # The claim is closed at the ends of 2010 to 2024, so the dispute is out from 2011 to 2025.
    assert sets["secession"]["rows_after"] == sets["secession"]["rows"] - 15


def test_a_coding_that_says_what_the_panel_says_flips_nothing(tmp_path: Path, snapshot: Snapshot) -> None:
    flips = find_flips(snapshot, read_recoding(write(tmp_path, "352,holder,parent,1995,2006,s,low,"), snapshot))
    assert flips.cells.is_empty()


def test_a_claim_that_is_opened_again_brings_the_dispute_back(tmp_path: Path, snapshot: Snapshot) -> None:
    path = write(tmp_path, "366,exit,none,2006,2024,my reading,low,")
    flips = find_flips(snapshot, read_recoding(path, snapshot))
    after = flips.risk_sets.row(by_predicate=pl.col("risk_set") == "secession", named=True)
    assert after["rows_after"] == after["rows"] + 19


def test_a_user_may_code_what_the_rules_code() -> None:
    assert set(CODED) < set(ALLOWED)
    assert CONFIDENCES == ("high", "medium", "low")


cells = st.one_of(
    st.sampled_from(
        ["352", "holder", "parent", "1995", "2006", "s", "low", "", "-1", "1e3", "९", "∞", '"', "\x00", "١٩٩٥"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, max_size=10), max_size=6), st.booleans())
def test_whatever_a_file_holds_it_is_read_or_refused_with_its_name(
    tmp_path: Path, rows: list[list[str]], has_header: bool
) -> None:
    path = tmp_path / "mine.csv"
    lines = ([HEADER] if has_header else []) + [",".join(row) for row in rows]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    try:
        outcome = read_recoding(path, open_snapshot())
    except InputError as error:
        outcome = [problem for problem in error.problems if problem.file == str(path)]
    assert outcome
